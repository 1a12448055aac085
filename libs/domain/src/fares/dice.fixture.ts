export type Roll = (sides: number) => number;

/** Marsaglia's xorshift: 32 bits of a state, the same for the same seed. */
export function dice(seed: number): Roll {
  let state = seed | 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}
