/**
 * Amounts are whole minor units (kopiykas, cents) in a JavaScript number, and stay where a number is exact. PostgreSQL
 * keeps them as bigint; what a sum of years could exceed is refused here before it is rounded.
 */

/** @throws RangeError where an amount is no whole number, or too great to be exact */
export function checkMinor(amountMinor: number): number {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`${amountMinor} is no exact amount`);
  // -0 and 0 are one amount.
  return amountMinor === 0 ? 0 : amountMinor;
}

export function sumMinor(amounts: Iterable<number>): number {
  let sum = 0;
  for (const amount of amounts) sum = checkMinor(sum + checkMinor(amount));
  return sum;
}
