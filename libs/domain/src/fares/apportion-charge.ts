/**
 * Splits what a journey cost over the rides it was made of, by a declared rule, to the last minor unit: each part is
 * its share rounded down, and what is left goes, a unit each, to the largest remainders (Hare-Niemeyer); equal ones by
 * key, so that the same journey is always split the same way.
 */

/** By rides alike, by persons that boarded, or by the kilometres they could ride. */
export const APPORTIONMENT_RULES = ['EQUAL', 'BOARDINGS', 'KM'] as const;
export type ApportionmentRule = (typeof APPORTIONMENT_RULES)[number];

export interface RideShare {
  /** Names the ride. */
  readonly key: string;
  readonly persons: number;
  /** Metres of the trip from where it was boarded, as far as they are known. */
  readonly metres?: number;
}

/** Parts by key; they sum to the amount exactly. Throws a RangeError for no rides, or amounts that are no whole units. */
export function apportionCharge(
  amountMinor: number,
  rides: readonly RideShare[],
  rule: ApportionmentRule,
): ReadonlyMap<string, number> {
  if (rides.length === 0) throw new RangeError('a charge needs a ride to be apportioned to');
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`${amountMinor} is no amount in minor units`);
  const weights = weigh(rides, rule);
  const total = weights.reduce((a, b) => a + b, 0n);
  const amount = BigInt(Math.abs(amountMinor));
  const parts = rides.map(({ key }, i) => {
    const product = amount * weights[i]!;
    return { key, floor: product / total, remainder: product % total };
  });
  let left = amount - parts.reduce((sum, { floor }) => sum + floor, 0n);
  const order = parts.toSorted(
    (a, b) =>
      Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder) || (a.key < b.key ? -1 : 1),
  );
  const result = new Map<string, number>();
  for (const { key, floor } of order) {
    const unit = left > 0n ? 1n : 0n;
    left -= unit;
    result.set(key, (result.get(key) ?? 0) + Number(floor + unit) * Math.sign(amountMinor || 1));
  }
  return result;
}

/** Whole weights, at least one of them above nought. By kilometres only where all of them are known. */
function weigh(rides: readonly RideShare[], rule: ApportionmentRule): bigint[] {
  const weights = rides.map(({ persons, metres }) => {
    if (rule === 'BOARDINGS') return BigInt(Math.max(0, Math.round(persons)));
    if (rule === 'KM') return BigInt(Math.max(0, Math.round(metres ?? 0)));
    return 1n;
  });
  const isUsable = weights.some((weight) => weight > 0n);
  const isWhole = rule !== 'KM' || rides.every(({ metres }) => metres !== undefined);
  return isUsable && isWhole ? weights : rides.map(() => 1n);
}
