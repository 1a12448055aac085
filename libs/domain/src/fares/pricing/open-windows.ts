import { EVERYTHING, isInScope } from '../tariff/scope.js';
import type { TransferWindow } from '../tariff/terms.js';
import { modifyFare, scopeOf } from './modify-fare.js';
import { type Leg, joinLegs } from './describe-leg.js';
import type { Draft } from './draft.js';
import { findPrice } from './find-price.js';
import { isWithin } from './form-rides.js';
import { isBetterChange } from './is-better-change.js';
import { fareDay } from './period-counter.js';
import { type Quote, quoteLeg } from './quote-leg.js';
import { percentOf, roundMoney } from './round-money.js';

/** Of a percentage in hundredths. */
const WHOLE = 10_000;

/** What a window makes of a ride. */
export interface WindowPrice {
  readonly window: TransferWindow;
  readonly amountMinor: number;
  /** By the window, not because the rider's own fare is nothing anyway: then those with him ride free too. */
  readonly isFree: boolean;
  readonly journeyRef: string;
  /** As they are until the window keeps the next one. */
  readonly earlier: readonly Draft[];
  readonly openedMs: number;
  /** Transfers in it, with this one. */
  readonly transfers: number;
}

interface Open {
  readonly opener: Draft;
  last: Draft;
  /** With the opener. */
  readonly rides: Draft[];
  leg: Leg;
  transfers: number;
  /** Of all its rides: what is paid before caps, and the dearest fare. */
  paidMinor: number;
  fareMinor: number;
  readonly routes: Set<string>;
  /** Routes with their directions, as far as they are known. */
  readonly ways: Set<string>;
}

/**
 * Transfer windows: rides within some time of the one that opened them cost less, with other rides between them or
 * not. A window is measured from where its row says; from the first ride it never slides.
 */
export class OpenWindows {
  readonly #open = new Map<string, Open>();

  /** The best that open windows make of a ride. */
  find(draft: Draft): WindowPrice | undefined {
    let best: WindowPrice | undefined;
    for (const window of draft.leg.tariff.windows) {
      const open = this.#open.get(window.id);
      if (!open || !takes(window, open, draft)) continue;
      const amountMinor = Math.max(
        priceIn(window, open, draft),
        draft.ownMinor - (window.maxDiscountMinor ?? draft.ownMinor),
      );
      const isFree = amountMinor === 0 && (draft.ownMinor > 0 || freesAnyFare(window));
      if (best && !isBetterChange({ amountMinor, isFree }, best)) continue;
      best = {
        ...{ window, amountMinor, isFree },
        ...{ journeyRef: open.opener.journeyRef, earlier: open.rides },
        openedMs: open.opener.leg.atMs,
        transfers: open.transfers + 1,
      };
    }
    return best;
  }

  /** The journeys that a ride could go on with, whatever it costs there: rides at their own fare are changes of them too. */
  listJourneys(draft: Draft): readonly string[] {
    return draft.leg.tariff.windows.flatMap((window) => {
      const open = this.#open.get(window.id);
      const isFull = window.transferCount >= 0 && open && open.rides.length > window.transferCount;
      return open && !isFull && takes(window, open, draft) ? [open.opener.journeyRef] : [];
    });
  }

  /** Keeps a priced ride: in the windows that take it, or as what opens one. `fareMinor` is its fare by itself. */
  keep(draft: Draft, fareMinor: number): void {
    for (const window of draft.leg.tariff.windows) {
      const open = this.#open.get(window.id);
      // A transfer by another window is still a ride of this journey.
      const isOfJourney = draft.isTransfer && open?.opener.journeyRef === draft.journeyRef;
      if (open && (isOfJourney || takes(window, open, draft))) {
        if (draft.isTransfer) open.transfers++;
        extend(open, draft, fareMinor);
        continue;
      }
      if (opens(window, draft)) this.#open.set(window.id, begin(draft, fareMinor));
      else if (open && window.isConsecutive) this.#open.delete(window.id);
    }
  }
}

function opens(window: TransferWindow, draft: Draft): boolean {
  if (!isInScope(window.from, draft.scoped)) return false;
  if (window.openedBy === 'any') return true;
  if (draft.isTransfer) return false;
  if (window.openedBy === 'pass') return draft.isCovered;
  return window.openedBy === 'start' || draft.ownMinor > 0;
}

function begin(draft: Draft, fareMinor: number): Open {
  const { ownMinor, leg } = draft;
  const open: Open = {
    ...{ opener: draft, last: draft, rides: [draft], leg, fareMinor, transfers: 0, paidMinor: ownMinor },
    ...{ routes: new Set<string>(), ways: new Set<string>() },
  };
  note(open, leg);
  return open;
}

function note({ routes, ways }: Open, { routeId, directionId }: Leg): void {
  if (routeId === undefined) return;
  routes.add(routeId);
  if (directionId !== undefined) ways.add(nameWay(routeId, directionId));
}

function nameWay(routeId: string, directionId: number): string {
  return `${routeId}\n${directionId}`;
}

function extend(open: Open, draft: Draft, fareMinor: number): void {
  open.last = draft;
  open.rides.push(draft);
  open.leg = joinLegs(open.leg, draft.leg);
  open.paidMinor += draft.ownMinor;
  open.fareMinor = Math.max(open.fareMinor, fareMinor);
  note(open, draft.leg);
}

function takes(window: TransferWindow, open: Open, draft: Draft): boolean {
  if (!isInScope(window.to, draft.scoped) || !isInScope(window.last, open.last.scoped)) return false;
  if (open.transfers + 1 < window.firstTransfer) return false;
  if (window.transferCount >= 0 && open.transfers >= window.transferCount) return false;
  if (window.isSameMedia && open.opener.leg.mediaId !== draft.leg.mediaId) return false;
  if (!isOtherRoute(window, open, draft.leg) || !isOtherNetwork(window, open, draft.leg)) return false;
  if (window.sameStop === 'not_last' && isWhereLastEnded(open.last.leg, draft.leg)) return false;
  if (window.wayBack !== 'allowed' && goesBack(open, draft.leg) !== (window.wayBack === 'only')) return false;
  return isInTime(window, open, draft.leg) && isOfWhole(window, open, draft);
}

/** Whether the journey, with the ride, is one that the window is for: how long it lasts may hang on how far it goes. */
function isOfWhole({ whole }: TransferWindow, open: Open, draft: Draft): boolean {
  if (whole === EVERYTHING) return true;
  const joined = joinLegs(open.leg, draft.leg);
  const quote = quoteLeg(joined, draft.quote.categoryId);
  return quote !== undefined && isInScope(whole, scopeOf(joined, quote));
}

function isOtherRoute({ sameRoute }: TransferWindow, open: Open, { routeId }: Leg): boolean {
  // Of a route that is not known nobody can say that it is the same.
  if (sameRoute === 'allowed' || routeId === undefined) return true;
  return sameRoute === 'not_last' ? open.last.leg.routeId !== routeId : !open.routes.has(routeId);
}

function isOtherNetwork({ sameNetwork }: TransferWindow, open: Open, { networks }: Leg): boolean {
  if (sameNetwork === 'allowed') return true;
  const isSame = (others: readonly string[]): boolean => networks.some((id) => others.includes(id));
  if (sameNetwork === 'never') return !isSame(open.leg.networks);
  return isSame(open.last.leg.networks) === (sameNetwork === 'only');
}

/** By a route of the journey in its other direction, or from where it ended to where it began: what is not known is not back. */
function goesBack(
  { opener, last, ways }: Open,
  { routeId, directionId, fromStopId, toStopId }: Leg,
): boolean {
  if (routeId !== undefined && directionId !== undefined && ways.has(nameWay(routeId, 1 - directionId))) {
    return true;
  }
  const isFromEnd = fromStopId !== undefined && fromStopId === last.leg.toStopId;
  return isFromEnd && toStopId !== undefined && toStopId === opener.leg.fromStopId;
}

/** Of a stop that is not known nobody can say that it is the same. */
function isWhereLastEnded({ toStopId, fromStopId }: Leg, leg: Leg): boolean {
  return leg.fromStopId !== undefined && leg.fromStopId === (toStopId ?? fromStopId);
}

function isInTime(window: TransferWindow, { opener, last }: Open, leg: Leg): boolean {
  const { tariff } = leg;
  if (window.isSameFareDay && fareDay(tariff, opener.leg.atMs) !== fareDay(tariff, leg.atMs)) return false;
  const toMs = window.measuredTo === 'exit' ? (leg.endMs ?? leg.atMs) : leg.atMs;
  if (
    !isWithin(toMs - startOf(window, opener.leg, last.leg), window.durationSeconds, window.isEndInclusive)
  ) {
    return false;
  }
  const gapMs = leg.atMs - (last.leg.endMs ?? last.leg.atMs);
  return window.maxGapSeconds === undefined || isWithin(gapMs, window.maxGapSeconds, window.isEndInclusive);
}

function startOf(window: TransferWindow, first: Leg, last: Leg): number {
  const startMs = momentOf(window, first, last);
  if (window.roundStartSeconds === 0) return startMs;
  const step = window.roundStartSeconds * 1000;
  const wallMs = first.tariff.clock.wallMs(startMs);
  return startMs + (Math.ceil(wallMs / step) * step - wallMs);
}

function momentOf({ measuredFrom }: TransferWindow, first: Leg, last: Leg): number {
  switch (measuredFrom) {
    case 'first_entry':
      return first.atMs;
    case 'first_exit':
      return first.endMs ?? first.atMs;
    case 'last_entry':
      return last.atMs;
    case 'last_exit':
      return last.endMs ?? last.atMs;
  }
}

function priceIn(window: TransferWindow, open: Open, draft: Draft): number {
  const { ownMinor, leg } = draft;
  const credit = window.credit === 'paid' ? open.paidMinor : open.fareMinor;
  switch (window.effect) {
    case 'free':
      return 0;
    case 'difference':
      return Math.max(0, ownMinor - credit);
    case 'journey_fare': {
      const joined = joinLegs(open.leg, leg);
      const whole = quoteJourney(window, joined, draft.quote.categoryId);
      return whole ? Math.max(0, modifyFare(joined, whole) - credit) : ownMinor;
    }
    case 'percent':
      return roundMoney(ownMinor - percentOf(ownMinor, window.value), leg.tariff.rounding);
    case 'discount':
      return Math.max(0, ownMinor - window.value);
    case 'price':
      return Math.min(ownMinor, window.value);
  }
}

/** Whether a fare, however high, could be nothing in the window: a part of it off is a part of it still to pay. */
function freesAnyFare({ effect, value, maxDiscountMinor }: TransferWindow): boolean {
  if (maxDiscountMinor !== undefined || effect === 'discount') return false;
  if (effect === 'percent') return value >= WHOLE;
  return effect !== 'price' || value === 0;
}

/** A journey as one ride: by the product that the window names, else by the leg rules. */
function quoteJourney(
  { journeyProductId: productId }: TransferWindow,
  joined: Leg,
  categoryId: string,
): Quote | undefined {
  if (productId === undefined) return quoteLeg(joined, categoryId);
  const price = findPrice(joined.tariff, productId, categoryId, joined.mediaId, joined);
  return price && { ...price, legGroupId: '', productId, categoryId };
}
