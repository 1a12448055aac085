import type { FareTap } from '../fare-tap.js';
import { type ScopedRide, isInScope } from '../tariff/scope.js';
import type { ExtraTerms } from '../tariff/terms.js';
import type { Leg } from './describe-leg.js';
import type { ExtraCount } from './draft.js';
import { findPrice } from './find-price.js';
import { quoteLeg } from './quote-leg.js';

export interface PricedExtras {
  readonly counts: ReadonlyMap<string, ExtraCount>;
  readonly amountMinor: number;
  readonly reasons: readonly { code: string; ruleId: string; inputs: Record<string, string | number> }[];
}

const NOTHING: PricedExtras = { counts: new Map(), amountMinor: 0, reasons: [] };

/** Companions, luggage and what else a tap paid for beside the rider; up to the number that the tariff allows. */
export function priceExtras(leg: Leg, ride: ScopedRide, entry: FareTap): PricedExtras {
  if (entry.extras.length === 0) return NOTHING;
  const wanted = new Map<string, number>();
  for (const { kind, count } of entry.extras) wanted.set(kind, (wanted.get(kind) ?? 0) + count);
  const counts = new Map<string, ExtraCount>();
  const reasons: { code: string; ruleId: string; inputs: Record<string, string | number> }[] = [];
  let amountMinor = 0;
  for (const [kind, asked] of wanted) {
    const terms = findTerms(kind, leg, ride);
    if (!terms) {
      reasons.push({ code: 'EXTRA_UNKNOWN', ruleId: '', inputs: { kind, count: asked } });
      continue;
    }
    const count = Math.min(asked, terms.maxCount);
    if (count < asked) {
      const inputs = { kind, count: asked, most: terms.maxCount };
      reasons.push({ code: 'EXTRA_BEYOND_LIMIT', ruleId: terms.ruleId, inputs });
    }
    const eachMinor = priceOne(leg, terms);
    const paid = Math.max(0, count - terms.freeCount * (1 + countWho(terms.freeWith, wanted, leg, ride)));
    amountMinor += paid * eachMinor;
    counts.set(kind, { ruleId: terms.ruleId, count, owed: paid, eachMinor, doTransfer: terms.doTransfer });
    reasons.push({ code: 'EXTRA', ruleId: terms.ruleId, inputs: { kind, count, paid, eachMinor } });
  }
  return { counts: sortDearest(counts), amountMinor, reasons };
}

/** So that who is taken by a pass or a group for a few does not hang on the order in which a device lists them. */
function sortDearest(counts: ReadonlyMap<string, ExtraCount>): ReadonlyMap<string, ExtraCount> {
  return new Map(
    [...counts].sort(([a, one], [b, other]) => other.eachMinor - one.eachMinor || (a < b ? -1 : 1)),
  );
}

/** Persons of these kinds beside the holder, as far as the tariff lets them come along. */
function countWho(
  kinds: ReadonlySet<string>,
  wanted: ReadonlyMap<string, number>,
  leg: Leg,
  ride: ScopedRide,
): number {
  let count = 0;
  for (const kind of kinds) {
    count += Math.min(wanted.get(kind) ?? 0, findTerms(kind, leg, ride)?.maxCount ?? 0);
  }
  return count;
}

function findTerms(kind: string, leg: Leg, ride: ScopedRide): ExtraTerms | undefined {
  return leg.tariff.extras.find((one) => one.kind === kind && isInScope(one.scope, ride));
}

function priceOne(leg: Leg, { productId, categoryId }: ExtraTerms): number {
  const price =
    productId === undefined
      ? quoteLeg(leg, categoryId)
      : findPrice(leg.tariff, productId, categoryId, leg.mediaId, leg);
  return price?.amountMinor ?? 0;
}
