/**
 * What of a new price the rider is asked for. A price that falls is always given back. One that rises, or that is new,
 * is asked for only while the rider still expects it: the ride is not older than the policy says. What comes too late is
 * written off, but first set against what the same piece of news gives back: a tap that surfaces late and makes its
 * neighbour a free transfer moves a fare, it does not lose one.
 */

/** One ride whose price is new or changed. */
export interface PriceChange {
  readonly currency: string;
  /** By the revision before; 0 where the ride is new. */
  readonly previousMinor: number;
  /** Of that, what the rider was asked for. */
  readonly billedMinor: number;
  readonly amountMinor: number;
  /** Whether more may still be asked for. */
  readonly isCollectable: boolean;
}

/**
 * What the rider is asked for after it, in the order of the changes given: that of time. What was written off before
 * stays so: only what a price has risen by now is asked for.
 */
export function billRevisions(changes: readonly PriceChange[]): number[] {
  const returned = new Map<string, number>();
  for (const { currency, billedMinor, amountMinor } of changes) {
    returned.set(currency, (returned.get(currency) ?? 0) + Math.max(0, billedMinor - amountMinor));
  }
  return changes.map(({ currency, previousMinor, billedMinor, amountMinor, isCollectable }) => {
    const risenMinor = amountMinor - previousMinor;
    if (risenMinor <= 0) return Math.min(billedMinor, amountMinor);
    if (isCollectable) return billedMinor + risenMinor;
    const movedMinor = Math.min(returned.get(currency)!, risenMinor);
    returned.set(currency, returned.get(currency)! - movedMinor);
    return billedMinor + movedMinor;
  });
}

export interface LatePolicy {
  /** A rise is asked for up to this many days after the ride. */
  readonly lateCollectDays: number;
  /** And in any case while the pay window of its fare day may be open: so long after the day. */
  readonly windowGraceMs: number;
}

const DAY_MS = 86_400_000;

/** Until when a ride that comes, or gets dearer, is asked for. */
export function askedUntilMs(
  ride: { readonly atMs: number; readonly fareDayEndMs: number },
  { lateCollectDays, windowGraceMs }: LatePolicy,
): number {
  return Math.max(ride.atMs + lateCollectDays * DAY_MS, ride.fareDayEndMs + windowGraceMs);
}
