/** How full the vehicles are whose riders an order concerns, as far as taps, counters or drivers tell it. */
import {
  type EstimatedOccupancy,
  type FeedEntity,
  findOccupancy,
  saysHowFull,
} from '../../realtime/index.js';
import type { AffectedTrip, VehicleLoad } from '../order-view.js';

/** What is known of vehicles before an order. */
export interface KnownVehicles {
  /** Entities of vehicle-positions. */
  readonly published: readonly FeedEntity[];
  /** By vehicle id. */
  readonly occupancies: ReadonlyMap<string, EstimatedOccupancy>;
}

export function listLoads(
  trips: readonly Pick<AffectedTrip, 'vehicleId'>[],
  { published, occupancies }: KnownVehicles,
): VehicleLoad[] {
  const wanted = new Set(trips.flatMap(({ vehicleId }) => vehicleId ?? []));
  const positions = new Map(
    published.flatMap(({ vehicle }) => (vehicle?.vehicle?.id ? [[vehicle.vehicle.id, vehicle]] : [])),
  );
  return [...wanted].sort().map((vehicleId) => {
    const { vehicle, occupancyStatus, trip } = positions.get(vehicleId) ?? {};
    const label = vehicle?.label ?? vehicleId;
    if (!saysHowFull(occupancyStatus)) return { vehicleId, label };
    // Published is a word; the number behind it counts where it is that word's.
    const { status, persons } = findOccupancy(undefined, trip?.tripId, occupancies.get(vehicleId)) ?? {};
    const isTold = persons !== undefined && status === occupancyStatus;
    return { vehicleId, label, occupancyStatus, ...(isTold ? { persons } : {}) };
  });
}
