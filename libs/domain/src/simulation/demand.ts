import type { Schedule } from '../gtfs/index.js';
import { mix, normal } from './random.js';

/**
 * Passengers who wait. They come at a steady rate to each stop of each route and direction, so how many board
 * depends on how long ago the last vehicle left: a late vehicle finds more of them and gets later, the one
 * behind finds few and catches up. Bunching needs no more than that.
 */
const MEAN_BOARDINGS = 3.6;
/** Seconds beyond which nobody waits any longer than that. */
export const LONGEST_WAIT_SECONDS = 1500;
/** Hours a day over which a slot's visits are spread, for its mean headway. */
const SERVICE_HOURS = 15;

export interface Demand {
  /** Slot of each stop of each pattern: one for a stop, route and direction, shared by patterns. */
  readonly slotOf: readonly Int32Array[];
  /** Passengers a second who come to each slot in the peak. */
  readonly arrivalRate: Float32Array;
  /** Epoch seconds when a vehicle last left each slot; 0 = none yet. Written by vehicles as they go. */
  readonly lastDeparture: Float64Array;
}

/** `visits` counts the day's visits to each pattern: the supply that demand is scaled to. */
export function createDemand(schedule: Schedule, seed: number, visits: ArrayLike<number>): Demand {
  const slots = new Map<number, number>();
  const counts: number[] = [];
  const keys: number[] = [];
  const stops = schedule.stops.ids.length;
  const slotOf = schedule.patterns.map((pattern, index) =>
    Int32Array.from(pattern.stops, (stop) => {
      const key = (pattern.route * 3 + pattern.directionId + 1) * stops + stop;
      let slot = slots.get(key);
      if (slot === undefined) {
        slot = counts.length;
        slots.set(key, slot);
        counts.push(0);
        keys.push(stop);
      }
      counts[slot]! += visits[index]!;
      return slot;
    }),
  );
  const arrivalRate = Float32Array.from(counts, (count, slot) => {
    const headwaySeconds = Math.min(LONGEST_WAIT_SECONDS, (SERVICE_HOURS * 3600) / Math.max(1, count));
    const liking = Math.exp(0.7 * normal(mix(mix(seed, 77), keys[slot]!)) - 0.25);
    return (MEAN_BOARDINGS * liking) / headwaySeconds;
  });
  return { slotOf, arrivalRate, lastDeparture: new Float64Array(counts.length) };
}
