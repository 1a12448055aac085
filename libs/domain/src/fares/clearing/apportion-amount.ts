/**
 * Splits an amount by a declared rule, to the last minor unit: each part is its share rounded down, and what is left
 * goes, a unit each, to the largest remainders (Hare-Niemeyer); equal ones by key, so that the same amount is always
 * split the same way.
 */
import type { ApportionmentRule, ClearingPart } from './clearing-rules.js';

export interface ClearingShare {
  /** Names the ride, or the carrier. */
  readonly key: string;
  readonly rides: number;
  readonly persons: number;
  /** Metres of the trips that were run, as far as they are known. */
  readonly metres?: number;
}

/**
 * Parts by key; they sum to the amount exactly. Of a mixed rule the amount is first split between its bases, and each
 * of those by its own weights.
 * @throws RangeError for nobody to give it to, or an amount that is no whole number
 */
export function apportionAmount(
  amountMinor: number,
  shares: readonly ClearingShare[],
  rule: readonly ClearingPart[],
): ReadonlyMap<string, number> {
  if (shares.length === 0) throw new RangeError('an amount needs somebody to be apportioned to');
  const pots = splitByWeights(
    amountMinor,
    rule.map(({ basis, share }) => ({ key: basis, weight: BigInt(share) })),
  );
  const sums = new Map(shares.map(({ key }) => [key, 0]));
  for (const { basis } of rule) {
    const parts = splitByWeights(pots.get(basis)!, weigh(shares, basis));
    for (const [key, part] of parts) sums.set(key, sums.get(key)! + part);
  }
  return sums;
}

interface Weighed {
  readonly key: string;
  readonly weight: bigint;
}

/** Weights are not below nought, and not all of them nought. */
function splitByWeights(amountMinor: number, weighed: readonly Weighed[]): ReadonlyMap<string, number> {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`${amountMinor} is no amount in minor units`);
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0n);
  const amount = BigInt(Math.abs(amountMinor));
  const parts = weighed.map(({ key, weight }) => {
    const product = amount * weight;
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
    result.set(key, Number(floor + unit) * Math.sign(amountMinor || 1));
  }
  return result;
}

/** Whole weights, at least one of them above nought. By kilometres only where all of them are known. */
function weigh(shares: readonly ClearingShare[], basis: ApportionmentRule): readonly Weighed[] {
  const weights = shares.map(({ rides, persons, metres }) => {
    if (basis === 'BOARDINGS') return toWeight(persons);
    if (basis === 'KM') return toWeight(metres ?? 0);
    return toWeight(rides);
  });
  const isUsable = weights.some((weight) => weight > 0n);
  const isWhole = basis !== 'KM' || shares.every(({ metres }) => metres !== undefined);
  return shares.map(({ key }, i) => ({ key, weight: isUsable && isWhole ? weights[i]! : 1n }));
}

function toWeight(value: number): bigint {
  return BigInt(Math.max(0, Math.round(value)));
}
