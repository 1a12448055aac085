/** How full a vehicle is: by what it counts itself, else by who tapped on the trip that it is on. */
import type { EstimatedOccupancy } from './feed-state.js';

export interface Occupancy {
  /** GTFS-realtime OccupancyStatus. */
  readonly status: number;
  /** Who tells it: counters or the driver of the vehicle, or its validators. */
  readonly source: 'vehicle' | 'taps';
  /** For dispatchers; never published. */
  readonly persons?: number;
}

/** GTFS-realtime NO_DATA_AVAILABLE, and the last status that there is. */
const [NO_DATA, LAST] = [7, 8];

/** @param tripId of the trip that it is on; an estimate of another trip tells nothing */
export function findOccupancy(
  reported: number | undefined,
  tripId: string | undefined,
  estimated: EstimatedOccupancy | undefined,
): Occupancy | undefined {
  if (reported !== undefined && reported >= 0 && reported <= LAST) {
    return { status: reported, source: 'vehicle' };
  }
  if (estimated === undefined || estimated.tripId !== tripId) return undefined;
  const { status, persons } = estimated;
  return { status, source: 'taps', ...(persons === undefined ? {} : { persons }) };
}

/** Whether a status says anything of how full it is. */
export function saysHowFull(status: number | undefined): status is number {
  return status !== undefined && status !== NO_DATA;
}
