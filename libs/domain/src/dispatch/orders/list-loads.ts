/** How full the vehicles are whose riders an order concerns, as far as taps, counters or drivers tell it. */
import type { FeedEntity } from '../../realtime/index.js';
import type { AffectedTrip, VehicleLoad } from '../order-view.js';

/** GTFS-realtime NO_DATA_AVAILABLE. */
const NO_DATA = 7;

/** @param positions entities of vehicle-positions before the order: what is published of how full they are */
export function listLoads(
  trips: readonly Pick<AffectedTrip, 'vehicleId'>[],
  positions: readonly FeedEntity[],
): VehicleLoad[] {
  const wanted = new Set(trips.flatMap(({ vehicleId }) => vehicleId ?? []));
  const published = new Map(
    positions.flatMap(({ vehicle }) => (vehicle?.vehicle?.id ? [[vehicle.vehicle.id, vehicle]] : [])),
  );
  return [...wanted].sort().map((vehicleId) => {
    const { vehicle, occupancyStatus } = published.get(vehicleId) ?? {};
    const label = vehicle?.label ?? vehicleId;
    const isKnown = occupancyStatus !== undefined && occupancyStatus !== NO_DATA;
    return isKnown ? { vehicleId, label, occupancyStatus } : { vehicleId, label };
  });
}
