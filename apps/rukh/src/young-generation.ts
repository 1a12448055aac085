/**
 * Nearly all that a position makes is garbage a second later. In V8's own young generation, which begins with 1 MB and grows
 * to 16, much of it is still in use when that is swept, and is copied: at 5,000 positions a second sweeping took 6.1 s of a
 * minute (npm run bench -- pipeline, on two cores). One that is large from the start took a fifth off a position's cost in
 * a replay, beside one that grows to the same size.
 */
export const YOUNG_GENERATION = ['--min-semi-space-size=64', '--max-semi-space-size=64'] as const;
