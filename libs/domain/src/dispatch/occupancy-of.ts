/** How full a vehicle is, as dispatchers are told. */
import type { Schedule } from '../gtfs/index.js';
import { type EstimatedOccupancy, type Occupancy, findOccupancy } from '../realtime/index.js';
import type { WatchedVehicle } from './watched-vehicle.js';

/** What is known of how full vehicles are. */
export interface KnownLoads {
  readonly schedule: Schedule;
  /** By their taps, by vehicle id. */
  readonly occupancies: ReadonlyMap<string, EstimatedOccupancy>;
}

export function occupancyOf(
  { schedule, occupancies }: KnownLoads,
  { vehicleId, update, assignment }: WatchedVehicle,
): Occupancy | undefined {
  const tripId = assignment && schedule.trips.ids[assignment.instance.trip];
  return findOccupancy(update.position.occupancyStatus, tripId, occupancies.get(vehicleId));
}
