/**
 * Until when a journey goes on without another fare, as a hint for a display: by the times of taps alone, before they
 * are priced. A window begins with the first tap and does not slide; the tap after its end begins the next.
 */

/**
 * @param tapTimesMs of one medium, rising, far enough back to hold the beginning of the window
 * @param windowMinutes length of the window, its last instant within it; 0 where there are no transfers
 */
export function findTransferEnd(
  tapTimesMs: readonly number[],
  windowMinutes: number,
  nowMs: number,
): number | undefined {
  if (windowMinutes <= 0) return undefined;
  let endMs = -Infinity;
  for (const atMs of tapTimesMs) {
    if (atMs <= nowMs && atMs > endMs) endMs = atMs + windowMinutes * 60_000;
  }
  return endMs >= nowMs ? endMs : undefined;
}
