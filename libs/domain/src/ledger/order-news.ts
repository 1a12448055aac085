/**
 * In which pieces news of prices comes. What a ride costs is a function of all that is known of it, whatever came first.
 * What is asked for it is not: what was given back late is not asked for again. So it goes by each late tap by itself,
 * in the order in which they became durable, as if pricing had followed each at once: how they fell into batches, and
 * when pricing got to them, changes nothing. When each was received would be no such order: of two that are received
 * within milliseconds, by two processes with two clocks, the later one may be durable, and priced, before the earlier.
 */

/** What of a tap tells whether a price is late. */
export interface KnownTap {
  readonly ref: string;
  readonly atMs: number;
  /** Since when it is known as it is. */
  readonly knownMs: number;
  /** Its place in the order in which they became durable; those that did together have the same. */
  readonly place: number;
}

export interface NewsFacts {
  /** Of the rides that may cost something else now, the earliest. */
  readonly sinceMs: number;
  readonly nowMs: number;
  /** The names of those that have a price. */
  listPriced(): ReadonlySet<string>;
  /** From when on rides may cost something else because of a tap at that instant. */
  revisedSinceMs(tapMs: number): number;
  /** Until when a ride at that instant is asked for. Never earlier for a later ride. */
  askedUntilMs(rideMs: number): number;
}

export interface News<Tap> {
  /** When it came; `-Infinity` where it is in time for each ride that it may change. */
  readonly atMs: number;
  /** All that are known with it. */
  readonly taps: readonly Tap[];
}

/** The last piece has all taps. */
export function orderNews<Tap extends KnownTap>(taps: readonly Tap[], facts: NewsFacts): News<Tap>[] {
  if (facts.nowMs <= facts.askedUntilMs(facts.sinceMs)) return [{ atMs: -Infinity, taps }];
  const names = facts.listPriced();
  const priced = taps.filter(({ ref }) => names.has(ref));
  const fresh = taps.filter(({ ref }) => !names.has(ref)).sort(byArrival);
  const lateness = fresh.map(({ atMs, knownMs }) => knownMs > facts.askedUntilMs(facts.revisedSinceMs(atMs)));
  const news = fresh.flatMap((tap, i): News<Tap>[] => {
    // Those that are in time change the same whether they are taken one by one or together.
    if (!lateness[i] && lateness[i + 1] === false) return [];
    return [{ atMs: lateness[i] ? tap.knownMs : -Infinity, taps: [...priced, ...fresh.slice(0, i + 1)] }];
  });
  // What is known of neither when nor in which order it came: contexts, concessions, passes, tariffs.
  return [{ atMs: facts.nowMs, taps: priced }, ...news];
}

/** What became durable together is taken as it was received; what was received together, in the order in which it was done. */
function byArrival(a: KnownTap, b: KnownTap): number {
  return a.place - b.place || a.knownMs - b.knownMs || a.atMs - b.atMs || (a.ref < b.ref ? -1 : 1);
}
