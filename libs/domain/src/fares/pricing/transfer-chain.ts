import type { TransferRule } from '../tariff/tariff.js';
import { isInScope } from '../tariff/scope.js';
import { type Leg, joinLegs } from './describe-leg.js';
import type { Draft } from './draft.js';
import { findPrice } from './find-price.js';
import { isWithin } from './form-rides.js';
import { isBetterChange } from './is-better-change.js';
import { fareDay } from './period-counter.js';
import { type Quote, passes, quoteLeg } from './quote-leg.js';

/** What a rule of GTFS makes of a ride: its price, which may be negative where the whole became cheaper. */
export interface TransferPrice {
  readonly ruleId: string;
  readonly amountMinor: number;
  /** By the rule, not because the rider's own fare is nothing anyway: then those with him ride free too. */
  readonly isFree: boolean;
  readonly sinceMs: number;
  readonly journeyRef: string;
  readonly earlier: readonly Draft[];
  readonly commit: () => void;
}

interface Chain {
  readonly drafts: Draft[];
  /** The last effective leg: several rides where rules join them. */
  leg: Leg;
  quote: Quote;
  /** What the rides cost by themselves and by transfer rules, before caps and passes. */
  totalMinor: number;
  readonly uses: Map<string, number>;
}

/**
 * Consecutive rides by fare_transfer_rules.txt and fare_leg_join_rules.txt. The time of a chain is measured from its
 * first ride and does not slide; a ride that no rule takes begins a new chain.
 */
export class TransferChain {
  #chain: Chain | undefined;

  /** The price of a ride as a transfer; undefined where none applies. Nothing is kept until it is committed. */
  find(draft: Draft): TransferPrice | undefined {
    const chain = this.#chain;
    if (!chain) return undefined;
    return findJoin(chain, draft) ?? findTransfer(chain, draft);
  }

  /** A ride that is no transfer: the next may be one from it. */
  begin(draft: Draft): void {
    this.#chain = {
      drafts: [draft],
      leg: draft.leg,
      quote: draft.quote,
      totalMinor: draft.ownMinor,
      uses: new Map(),
    };
  }
}

function findJoin(chain: Chain, draft: Draft): TransferPrice | undefined {
  const rule = draft.leg.tariff.joinRules.find(
    ({ fromNetworkId, toNetworkId, fromStopId, toStopId }) =>
      chain.leg.networks.includes(fromNetworkId) &&
      draft.leg.networks.includes(toNetworkId) &&
      (fromStopId === undefined || fromStopId === chain.leg.toStopId) &&
      (toStopId === undefined || toStopId === draft.leg.fromStopId),
  );
  if (!rule || !isSameDay(chain, draft)) return undefined;
  const leg = joinLegs(chain.leg, draft.leg);
  const quote = quoteLeg(leg, draft.quote.categoryId);
  if (!quote) return undefined;
  const amountMinor = quote.amountMinor - chain.quote.amountMinor;
  const isFree = isFreeChange(draft, amountMinor, () => joinByDefault(leg, chain, draft));
  return offer(chain, draft, { ruleId: rule.ruleId, amountMinor, isFree }, () => {
    chain.leg = leg;
    chain.quote = quote;
  });
}

function joinByDefault(joined: Leg, chain: Chain, { defaultQuote }: Draft): number {
  const [whole, before] = [joined, chain.leg].map((leg) => quoteLeg(leg, defaultQuote.categoryId));
  return (whole?.amountMinor ?? 0) - (before?.amountMinor ?? 0);
}

function findTransfer(chain: Chain, draft: Draft): TransferPrice | undefined {
  let best: TransferPrice | undefined;
  for (const rule of draft.leg.tariff.transferRules) {
    if (!applies(rule, chain, draft)) continue;
    const amountMinor = priceTransfer(rule, chain, draft, payerOf(chain, draft));
    if (amountMinor === undefined) continue;
    const isFree = isFreeChange(draft, amountMinor, () =>
      priceTransfer(rule, chain, draft, defaultPayerOf(chain, draft)),
    );
    if (best && !isBetterChange({ amountMinor, isFree }, best)) continue;
    best = offer(chain, draft, { ruleId: rule.ruleId, amountMinor, isFree }, () => {
      chain.leg = draft.leg;
      chain.quote = draft.quote;
      chain.uses.set(rule.ruleId, (chain.uses.get(rule.ruleId) ?? 0) + 1);
    });
  }
  return best;
}

/** Of a rider whose own fare is nothing nobody sees what a change costs: it is free where it is to who pays. */
function isFreeChange(
  { ownMinor }: Draft,
  amountMinor: number,
  priceByDefault: () => number | undefined,
): boolean {
  return amountMinor <= 0 && (ownMinor > 0 || (priceByDefault() ?? 0) <= 0);
}

function offer(
  chain: Chain,
  draft: Draft,
  price: Pick<TransferPrice, 'ruleId' | 'amountMinor' | 'isFree'>,
  keep: () => void,
): TransferPrice {
  const earlier = [...chain.drafts];
  const first = earlier[0]!;
  return {
    ...price,
    earlier,
    sinceMs: first.leg.atMs,
    journeyRef: first.journeyRef,
    commit: () => {
      keep();
      chain.totalMinor += price.amountMinor;
      chain.drafts.push(draft);
    },
  };
}

function applies(rule: TransferRule, chain: Chain, draft: Draft): boolean {
  const from = chain.quote.legGroupId;
  const to = draft.quote.legGroupId;
  if (!passes(rule.fromLegGroups, [from]) || !passes(rule.toLegGroups, [to])) return false;
  if (!isInScope(rule.scope, draft.scoped)) return false;
  const most = rule.transferCount;
  if (most !== undefined && most >= 0 && (chain.uses.get(rule.ruleId) ?? 0) >= most) return false;
  return isInTime(rule, chain, draft);
}

function isInTime(rule: TransferRule, chain: Chain, draft: Draft): boolean {
  // Without a limit a chain would never end, and a price would depend on all that ever was.
  if (rule.durationSeconds === undefined) return isSameDay(chain, draft);
  const first = chain.drafts[0]!.leg;
  const isFromArrival = rule.durationType === 2 || rule.durationType === 3;
  const isToArrival = rule.durationType === 0 || rule.durationType === 3;
  const fromMs = isFromArrival ? (first.endMs ?? first.atMs) : first.atMs;
  const toMs = isToArrival ? (draft.leg.endMs ?? draft.leg.atMs) : draft.leg.atMs;
  return isWithin(toMs - fromMs, rule.durationSeconds, rule.isDurationInclusive);
}

function isSameDay(chain: Chain, draft: Draft): boolean {
  const { tariff, atMs } = draft.leg;
  return fareDay(tariff, chain.drafts[0]!.leg.atMs) === fareDay(tariff, atMs);
}

/** Whose change it is: his category, what the ride costs him by itself, and what the chain did before. */
interface Payer {
  readonly categoryId: string;
  readonly ownMinor: number;
  readonly paidMinor: number;
}

function payerOf({ totalMinor: paidMinor }: Chain, { quote: { categoryId }, ownMinor }: Draft): Payer {
  return { categoryId, ownMinor, paidMinor };
}

function defaultPayerOf({ drafts }: Chain, { defaultQuote }: Draft): Payer {
  const { categoryId, amountMinor: ownMinor } = defaultQuote;
  return { categoryId, ownMinor, paidMinor: drafts[0]!.defaultQuote.amountMinor };
}

/** The table of fare_transfer_type, as what the ride adds to the chain. */
function priceTransfer(
  rule: TransferRule,
  chain: Chain,
  { leg: { tariff, mediaId } }: Draft,
  { categoryId, ownMinor, paidMinor }: Payer,
): number | undefined {
  const product =
    rule.productId === undefined ? 0 : findPrice(tariff, rule.productId, categoryId, mediaId)?.amountMinor;
  if (product === undefined) return undefined;
  switch (rule.type) {
    case 0:
      return product;
    case 1:
      return product + ownMinor;
    case 2:
      return chain.drafts.length === 1 ? product - paidMinor : product;
  }
}
