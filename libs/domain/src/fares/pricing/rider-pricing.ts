import type { Rider } from '../rider.js';
import type { TariffHistory } from '../tariff/tariff.js';
import { applyGroups, chargeJoined, countBefore } from './apply-group.js';
import { applyModifiers } from './apply-modifiers.js';
import { AttributeCover } from './attribute-cover.js';
import { CapBook } from './cap-book.js';
import { type ChosenCategory, chooseCategory } from './choose-category.js';
import { type Leg, describeLeg } from './describe-leg.js';
import { type Draft, addReason, giveBack, setOwn, takeExtras } from './draft.js';
import { applyIncomplete } from './maximum-fare.js';
import { scopeOf } from './modify-fare.js';
import { isBetterChange } from './is-better-change.js';
import { OpenWindows, type WindowPrice } from './open-windows.js';
import { PassBook } from './pass-book.js';
import { priceExtras } from './price-extras.js';
import { QuotaBook, isByJourneys } from './quota-book.js';
import { isByAttributes } from './quote-leg.js';
import { type Ride, isNoRide } from './ride.js';
import { TicketCover } from './ticket-cover.js';
import { TransferChain, type TransferPrice } from './transfer-chain.js';

const NONE: ReadonlySet<string> = new Set();

/** Prices the rides of one rider, which must come in order: each is a step from what the ones before left. */
export class RiderPricing {
  readonly #quotas = new QuotaBook();
  readonly #chain = new TransferChain();
  readonly #windows = new OpenWindows();
  readonly #caps = new CapBook();
  readonly #tickets = new TicketCover();
  readonly #attributes = new AttributeCover();
  readonly #passes: PassBook;

  constructor(
    history: TariffHistory,
    readonly rider: Rider,
  ) {
    this.#passes = new PassBook(history, rider);
  }

  add(ride: Ride): Draft {
    const draft = this.#begin(ride);
    if (isNoRide(ride)) return ignore(draft);
    const isV1 = isByAttributes(draft.leg.tariff);
    applyIncomplete(draft);
    if (isV1) this.#priceByAttributes(draft);
    applyModifiers(draft);
    applyGroups(draft);
    const fareMinor = draft.ownMinor;
    this.#passes.cover(draft, false);
    const goesOnWith = draft.leg.tariff.quotas.some(isByJourneys) ? this.#listJourneys(draft) : NONE;
    if (!isV1) this.#transfer(draft);
    this.#passes.cover(draft, true);
    this.#windows.keep(draft, fareMinor);
    this.#tickets.apply(draft);
    this.#caps.apply(draft);
    this.#count(draft, goesOnWith);
    return draft;
  }

  #begin(ride: Ride): Draft {
    const leg = describeLeg(ride);
    return open(
      ride,
      leg,
      chooseCategory(this.rider, leg, this.#quotas, (quote) =>
        this.#listJourneys(
          open(ride, leg, { quote, entitlement: undefined, defaultQuote: quote, reasons: [] }),
        ),
      ),
    );
  }

  /** The journeys that a ride could go on with. Whether it is cheaper for that is another question. */
  #listJourneys(draft: Draft): ReadonlySet<string> {
    if (isByAttributes(draft.leg.tariff)) return NONE;
    const byRule = this.#chain.find(draft)?.journeyRef;
    return new Set([...(byRule === undefined ? [] : [byRule]), ...this.#windows.listJourneys(draft)]);
  }

  /** By a window where that is cheaper, else by a rule. */
  #findTransfer(draft: Draft): { readonly byRule?: TransferPrice; readonly byWindow?: WindowPrice } {
    const byRule = this.#chain.find(draft);
    const byWindow = this.#windows.find(draft);
    if (byRule) return byWindow && isBetterChange(byWindow, byRule) ? { byWindow } : { byRule };
    // A ride that costs nothing anyway is still one of the journey.
    const isOfWindow = byWindow && (byWindow.amountMinor < draft.ownMinor || draft.ownMinor === 0);
    return isOfWindow ? { byWindow } : {};
  }

  #transfer(draft: Draft): void {
    const { byRule, byWindow } = this.#findTransfer(draft);
    if (byWindow) {
      const { window, amountMinor, openedMs, transfers } = byWindow;
      addReason(draft, 'TRANSFER', window.ruleId, {
        ...{ openedMs, durationSeconds: window.durationSeconds, transfers, effect: window.effect },
        ...{ fareMinor: draft.ownMinor, amountMinor },
      });
      joinJourney(draft, byWindow.journeyRef);
      if (byWindow.isFree) changeFree(draft, byWindow.earlier, window.ruleId);
      else setOwn(draft, 'TRANSFER', window.ruleId, amountMinor);
      this.#chain.begin(draft);
    } else if (byRule) {
      const { ruleId, amountMinor, isFree, sinceMs, earlier } = byRule;
      addReason(draft, 'TRANSFER', ruleId, {
        openedMs: sinceMs,
        fareMinor: draft.ownMinor,
        amountMinor: Math.max(0, amountMinor),
      });
      byRule.commit();
      joinJourney(draft, byRule.journeyRef);
      if (isFree) changeFree(draft, earlier, ruleId);
      else setOwn(draft, 'TRANSFER', ruleId, Math.max(0, amountMinor));
      if (amountMinor < 0) giveBack(earlier, -amountMinor, ruleId);
    } else this.#chain.begin(draft);
  }

  #priceByAttributes(draft: Draft): void {
    const price = this.#attributes.add(draft);
    if (!price) return;
    const { fare, amountMinor, drafts } = price;
    const journeyRef = drafts[0]!.journeyRef;
    if (drafts.length > 1) joinJourney(draft, journeyRef);
    addReason(draft, drafts.length > 1 ? 'JOURNEY_FARE' : 'FARE', fare.ruleId, {
      rides: drafts.length,
      priceMinor: fare.priceMinor,
    });
    setOwn(draft, 'TRANSFER', fare.ruleId, Math.max(0, amountMinor));
    if (amountMinor < 0) giveBack(drafts.slice(0, -1), -amountMinor, fare.ruleId);
  }

  #count(draft: Draft, goesOnWith: ReadonlySet<string>): void {
    const { leg, scoped, journeyRef: ref, isTransfer } = draft;
    const use = this.#quotas.count(leg.tariff, scoped, leg.atMs, { ref, isTransfer, goesOnWith });
    if (use) addReason(draft, 'QUOTA', use.ruleId, { used: use.used, limit: use.limit });
  }
}

function open(ride: Ride, leg: Leg, chosen: ChosenCategory): Draft {
  const { quote, entitlement, defaultQuote, reasons } = chosen;
  const scoped = scopeOf(leg, quote);
  const extras = priceExtras(leg, scoped, ride.entry);
  const draft: Draft = {
    ...{ ride, leg, scoped, quote, entitlement },
    nominalMinor: defaultQuote.amountMinor + extras.amountMinor,
    ownMinor: defaultQuote.amountMinor,
    extrasMinor: extras.amountMinor,
    feesMinor: 0,
    defaultQuote,
    extraCounts: extras.counts,
    adjustments: [],
    reasons: [],
    journeyRef: ride.ref,
    ...{ isTransfer: false, isMaximumFare: false, isCovered: false, group: undefined, isWaived: false },
    isFreeChange: false,
    counted: [],
  };
  explainFare(draft, chosen);
  setOwn(draft, 'CONCESSION', quote.ruleId, quote.amountMinor);
  draft.reasons.push(...reasons, ...extras.reasons);
  return draft;
}

function explainFare(draft: Draft, { quote, defaultQuote, entitlement }: ChosenCategory): void {
  addReason(draft, 'FARE', quote.ruleId, {
    product: quote.productId,
    category: quote.categoryId,
    media: draft.leg.mediaId,
    amountMinor: quote.amountMinor,
  });
  if (entitlement && quote.amountMinor !== defaultQuote.amountMinor) {
    addReason(draft, 'CONCESSION', `entitlement:${entitlement.id}`, {
      category: quote.categoryId,
      withoutMinor: defaultQuote.amountMinor,
    });
  }
}

function joinJourney(draft: Draft, journeyRef: string): void {
  draft.isTransfer = true;
  draft.journeyRef = journeyRef;
}

/** A change costs the rider nothing; those pay who were not with him on a ride of the journey before. */
function changeFree(draft: Draft, earlier: readonly Draft[], ruleId: string): void {
  freeExtras(draft, earlier, ruleId);
  const joinedMinor = chargeJoined(draft, earlier);
  setOwn(draft, 'TRANSFER', ruleId, joinedMinor);
  if (joinedMinor > 0) addReason(draft, 'JOINED', ruleId, { amountMinor: joinedMinor });
}

/** Of extras whose rows say so, as many of a kind cost nothing as were with the rider before; some of them in his group. */
function freeExtras(draft: Draft, earlier: readonly Draft[], ruleId: string): void {
  for (const [kind, extra] of draft.extraCounts) {
    if (!extra.doTransfer || extra.eachMinor === 0) continue;
    const most = countBefore(kind, earlier) - (draft.group?.get(kind) ?? 0);
    const amountMinor = takeExtras(draft, extra, most) * extra.eachMinor;
    if (amountMinor !== 0) draft.adjustments.push({ ruleId, kind: 'TRANSFER', amountMinor: -amountMinor });
  }
}

/** A tap that repeats another, or a ride that did not take place, costs nothing and leaves no trace in what follows. */
function ignore(draft: Draft): Draft {
  const { policy, status } = draft.ride;
  const ruleId = policy?.ruleId ?? '';
  const kind = status === 'CANCELLED' ? 'CANCELLED' : 'PASSBACK';
  if (status === 'REENTRY_BLOCKED') addReason(draft, 'REENTRY', ruleId, { rule: 'blocked' });
  else addReason(draft, kind, ruleId, { seconds: policy?.passbackSeconds ?? 0 });
  setOwn(draft, kind, ruleId, 0);
  if (draft.extrasMinor !== 0) {
    draft.adjustments.push({ ruleId, kind, amountMinor: -draft.extrasMinor });
    draft.extrasMinor = 0;
  }
  return draft;
}
