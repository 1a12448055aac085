/**
 * Decides up to when all that a validator took is here. Numbers have no gap and rise with time: what is known up to a
 * number is known up to the time of its tap; and of one that says it keeps nothing, up to the moment at which it said so.
 */
export interface ValidatorStanding {
  /** When it last said of itself what the next two are; undefined where it was never heard. */
  readonly heardMs?: number;
  /** Numbers are missing below the highest that it gave. */
  readonly hasGap: boolean;
  /** Taps that it says it keeps. */
  readonly queueLength: number;
  /** Of the tap up to whose number all are here; undefined where there is none whose time is sure. */
  readonly markMs?: number;
}

/** Milliseconds since 1970 UTC; -Infinity where nothing is known. */
export function completeUntil(standing: ValidatorStanding): number {
  const { heardMs = -Infinity, hasGap, queueLength, markMs = -Infinity } = standing;
  const isEmpty = !hasGap && queueLength === 0;
  return Math.max(isEmpty ? heardMs : -Infinity, markMs);
}

/**
 * The same of all validators; -Infinity where there is none.
 * @param unpricedMs since when taps that are here still wait for what is made of them
 */
export function allCompleteUntil(standings: readonly ValidatorStanding[], unpricedMs = Infinity): number {
  if (standings.length === 0) return -Infinity;
  return Math.min(unpricedMs, ...standings.map(completeUntil));
}
