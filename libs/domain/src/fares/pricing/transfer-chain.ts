import type { TransferRule } from '../tariff/tariff.js';
import { isInScope } from '../tariff/scope.js';
import { type Leg, joinLegs } from './describe-leg.js';
import type { Draft } from './draft.js';
import { findPrice } from './find-price.js';
import { isWithin } from './form-rides.js';
import { fareDay } from './period-counter.js';
import { type Quote, passes, quoteLeg } from './quote-leg.js';

/** What a rule of GTFS makes of a ride: its price, which may be negative where the whole became cheaper. */
export interface TransferPrice {
  readonly ruleId: string;
  readonly amountMinor: number;
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
  return offer(chain, draft, rule.ruleId, amountMinor, () => {
    chain.leg = leg;
    chain.quote = quote;
  });
}

function findTransfer(chain: Chain, draft: Draft): TransferPrice | undefined {
  let best: TransferPrice | undefined;
  for (const rule of draft.leg.tariff.transferRules) {
    if (!applies(rule, chain, draft)) continue;
    const amountMinor = priceTransfer(rule, chain, draft);
    if (amountMinor === undefined || (best && best.amountMinor <= amountMinor)) continue;
    best = offer(chain, draft, rule.ruleId, amountMinor, () => {
      chain.leg = draft.leg;
      chain.quote = draft.quote;
      chain.uses.set(rule.ruleId, (chain.uses.get(rule.ruleId) ?? 0) + 1);
    });
  }
  return best;
}

function offer(
  chain: Chain,
  draft: Draft,
  ruleId: string,
  amountMinor: number,
  keep: () => void,
): TransferPrice {
  const earlier = [...chain.drafts];
  const first = earlier[0]!;
  return {
    ...{ ruleId, amountMinor, earlier },
    sinceMs: first.leg.atMs,
    journeyRef: first.journeyRef,
    commit: () => {
      keep();
      chain.totalMinor += amountMinor;
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

/** The table of fare_transfer_type, as what the ride adds to the chain. */
function priceTransfer(rule: TransferRule, chain: Chain, draft: Draft): number | undefined {
  const { tariff, mediaId } = draft.leg;
  const product =
    rule.productId === undefined
      ? 0
      : findPrice(tariff, rule.productId, draft.quote.categoryId, mediaId)?.amountMinor;
  if (product === undefined) return undefined;
  switch (rule.type) {
    case 0:
      return product;
    case 1:
      return product + draft.ownMinor;
    case 2:
      return chain.drafts.length === 1 ? product - chain.totalMinor : product;
  }
}
