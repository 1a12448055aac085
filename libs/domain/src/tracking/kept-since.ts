/** Share of what was learned until `at` that is left by `now`, epoch seconds, fading to 1/e in `memorySeconds`; all where it is new. */
export function keptSince(at: number | undefined, now: number, memorySeconds: number): number {
  return Math.exp(-Math.max(0, now - (at ?? now)) / memorySeconds);
}
