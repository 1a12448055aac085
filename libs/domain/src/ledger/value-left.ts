/**
 * What of a pass is not used yet, for a refund: all of one that was never begun; of one by time its share of the time
 * left; of one by rides its share of the rides left. Rounded down to whole minor units.
 */
export interface RefundablePass {
  readonly priceMinor: number;
  /** Absent where it was never begun. Milliseconds since 1970 UTC. */
  readonly begun?: { readonly fromMs: number; readonly untilMs?: number };
  readonly rides?: { readonly sold: number; readonly used: number };
}

/** 0 where nothing is left, and where how much is left cannot be told: a pass without an end has no share of time. */
export function valueLeft({ priceMinor, begun, rides }: RefundablePass, nowMs: number): number {
  if (begun === undefined) return priceMinor;
  const time = shareOfTime(begun, nowMs);
  if (rides === undefined) return time === undefined ? 0 : share(priceMinor, time);
  // Rides that there is no time left for are worth nothing.
  if (time?.left === 0) return 0;
  return share(priceMinor, { left: Math.max(0, rides.sold - rides.used), whole: rides.sold });
}

interface Share {
  readonly left: number;
  readonly whole: number;
}

function shareOfTime(
  { fromMs, untilMs }: NonNullable<RefundablePass['begun']>,
  nowMs: number,
): Share | undefined {
  if (untilMs === undefined || untilMs <= fromMs) return undefined;
  return { left: Math.min(untilMs - fromMs, Math.max(0, untilMs - nowMs)), whole: untilMs - fromMs };
}

/** Whole numbers throughout: no floating point decides on a kopiyka. */
function share(amountMinor: number, { left, whole }: Share): number {
  return Number((BigInt(amountMinor) * BigInt(Math.round(left))) / BigInt(Math.round(whole)));
}
