/**
 * How many people are in a vehicle, by those who tapped when they got in. Who gets out taps nowhere (or only where
 * there is tap-off), so that alightings are a matter of chance: the farther somebody rode, the likelier he is out,
 * and nobody rides beyond the last stop.
 */
export interface LoadProfile {
  /** Stops that a rider goes on the average where the line does not end before. */
  readonly meanRideStops: number;
  /** Share of riders who tap, above 0 up to 1: tickets of paper and children do not. */
  readonly tapShare: number;
}

export interface LoadEstimate {
  readonly persons: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/**
 * Load after leaving stop `place` (from 1) of a trip of `stops` stops. `boardings` are persons who tapped, by place
 * (index 0 is place 1); `exits` those who tapped out, where there is tap-off.
 *
 * Of b who tapped at i, b/p got in (p = tapShare), each still in after j with S = (q^(j-i) - q^(n-i)) / (1 - q^(n-i)),
 * q = exp(-1/meanRideStops). Variance: b/p S (1-S) + S² b (1-p)/p². With tap-off, who tapped out is out, and the
 * others are as many as are left.
 */
export function estimateLoad(
  boardings: readonly number[],
  place: number,
  stops: number,
  { meanRideStops, tapShare }: LoadProfile,
  exits?: readonly number[],
): LoadEstimate {
  if (exits) return countLoad(boardings, exits, place, tapShare);
  const q = Math.exp(-1 / meanRideStops);
  let persons = 0;
  let variance = 0;
  for (let i = 1; i <= Math.min(place, boardings.length); i += 1) {
    const tapped = boardings[i - 1]!;
    if (tapped === 0) continue;
    const left = q ** (stops - i);
    const still = left >= 1 ? 0 : Math.max(0, (q ** (place - i) - left) / (1 - left));
    const entered = tapped / tapShare;
    persons += entered * still;
    variance += entered * still * (1 - still) + (still ** 2 * tapped * (1 - tapShare)) / tapShare ** 2;
  }
  return { persons, deviation: Math.sqrt(variance) };
}

function countLoad(
  boardings: readonly number[],
  exits: readonly number[],
  place: number,
  tapShare: number,
): LoadEstimate {
  const sum = (counts: readonly number[]): number => counts.slice(0, place).reduce((a, b) => a + b, 0);
  const tapped = Math.max(0, sum(boardings) - sum(exits));
  return {
    persons: tapped / tapShare,
    deviation: Math.sqrt((tapped * (1 - tapShare)) / tapShare ** 2),
  };
}
