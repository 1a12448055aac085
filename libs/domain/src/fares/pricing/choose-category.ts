import type { Reason } from '../charge.js';
import type { Entitlement, Rider } from '../rider.js';
import type { Tariff } from '../tariff/tariff.js';
import type { Leg } from './describe-leg.js';
import { modifyFare, scopeOf } from './modify-fare.js';
import type { QuotaBook } from './quota-book.js';
import { type Quote, quoteLeg } from './quote-leg.js';

export interface ChosenCategory {
  readonly quote: Quote;
  readonly entitlement: Entitlement | undefined;
  /** What the default category would pay; of the chosen one where the default cannot ride so. */
  readonly defaultQuote: Quote;
  readonly reasons: readonly Reason[];
}

/** The journeys that the ride, by such a fare, could go on with, whatever it costs there. */
export type JourneysOf = (quote: Quote) => ReadonlySet<string>;

/** A ride that no fare is for: it costs nothing, and says so. */
const NO_FARE = 'NO_FARE_RULE';

/**
 * The rider category that a ride is cheapest by, among those that the rider has a right to at its time. Of equal ones
 * the concession goes first, so that its funding body sees the ride. A used-up quota gives its fallback instead.
 */
export function chooseCategory(
  rider: Rider,
  leg: Leg,
  quotas: QuotaBook,
  journeysOf: JourneysOf,
): ChosenCategory {
  const { tariff } = leg;
  const byDefault = quoteLeg(leg, tariff.defaultCategoryId);
  let best = byDefault;
  let entitlement: Entitlement | undefined;
  const reasons: Reason[] = [];
  for (const right of rider.entitlements) {
    if (!tariff.categories.has(right.riderCategoryId)) continue;
    if (leg.atMs < right.fromMs) continue;
    if (right.untilMs !== undefined && leg.atMs >= right.untilMs) {
      reasons.push(tellExpired(right, right.untilMs));
      continue;
    }
    const quote = quoteEntitled(right, leg, { quotas, journeysOf }, reasons);
    if (!quote || (best && !isBetter(leg, quote, right, { quote: best, right: entitlement }))) continue;
    best = quote;
    entitlement = quote.categoryId === tariff.defaultCategoryId ? undefined : right;
  }
  const quote = best ?? quoteNothing(tariff);
  if (!best) reasons.push({ code: NO_FARE, ruleId: '', inputs: {} });
  const isExpiredMoot = entitlement !== undefined;
  return {
    quote,
    entitlement,
    defaultQuote: byDefault ?? quote,
    reasons: isExpiredMoot ? reasons.filter(({ code }) => code !== 'ENTITLEMENT_EXPIRED') : reasons,
  };
}

function quoteEntitled(
  right: Entitlement,
  leg: Leg,
  { quotas, journeysOf }: { readonly quotas: QuotaBook; readonly journeysOf: JourneysOf },
  reasons: Reason[],
): Quote | undefined {
  let categoryId = right.riderCategoryId;
  let quote = quoteLeg(leg, categoryId);
  // A quota may name another that may be used up as well; more steps than categories would go in a circle.
  for (let step = 0; quote && step < leg.tariff.categories.size; step++) {
    const asked = quote;
    const scoped = scopeOf(leg, asked);
    const quota = quotas.findExhausted(leg.tariff, categoryId, scoped, leg.atMs, () => journeysOf(asked));
    if (!quota) return quote;
    categoryId = quota.fallbackCategoryId;
    reasons.push({
      code: 'QUOTA_USED_UP',
      ruleId: quota.ruleId,
      inputs: { limit: quota.limit, category: quota.categoryId, fallback: categoryId },
    });
    quote = quoteLeg(leg, categoryId);
  }
  return quote;
}

/** By the fare with its discounts. */
function isBetter(
  leg: Leg,
  quote: Quote,
  right: Entitlement,
  held: { readonly quote: Quote; readonly right: Entitlement | undefined },
): boolean {
  const [fare, least] = [modifyFare(leg, quote), modifyFare(leg, held.quote)];
  if (fare !== least) return fare < least;
  if (quote.categoryId === leg.tariff.defaultCategoryId) return false;
  if (!held.right) return true;
  // The order in which entitlements are listed must not matter.
  const isEarlier = right.fromMs < held.right.fromMs;
  return isEarlier || (right.fromMs === held.right.fromMs && right.id < held.right.id);
}

function tellExpired(right: Entitlement, untilMs: number): Reason {
  return {
    code: 'ENTITLEMENT_EXPIRED',
    ruleId: `entitlement:${right.id}`,
    inputs: { category: right.riderCategoryId, untilMs },
  };
}

function quoteNothing({ defaultCategoryId }: Tariff): Quote {
  return { ruleId: '', legGroupId: '', productId: '', categoryId: defaultCategoryId, amountMinor: 0 };
}
