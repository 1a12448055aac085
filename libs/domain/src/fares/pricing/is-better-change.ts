interface Change {
  readonly amountMinor: number;
  readonly isFree: boolean;
}

/**
 * The cheaper one is. A rider whose own fare is nothing pays nothing by any: his is then the one that is free for who pays,
 * as who pays would have it, for those with him.
 */
export function isBetterChange(one: Change, other: Change): boolean {
  if (one.amountMinor !== other.amountMinor) return one.amountMinor < other.amountMinor;
  return one.isFree && !other.isFree;
}
