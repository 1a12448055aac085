/**
 * The position of a vehicle as a feed entity, or why there is none. Which trip it may carry was decided before
 * (claim-trips.ts); here only the position itself is judged once more: the feed's promises are its own.
 */
import type { VehiclePosition } from '../vehicle/index.js';
import { isInArea } from './check-area.js';
import { describeVehicle } from './describe-vehicle.js';
import type { PublicationContext } from './publication-context.js';
import type { FeedEntity, Position, VehiclePositionEntity } from './feed-message.js';
import type { EstimatedOccupancy } from './feed-state.js';
import { findOccupancy } from './find-occupancy.js';
import type { FeedOptions } from './feed-options.js';
import type { PublishedPlace } from './place-on-trip.js';
import type { WithheldReason } from './withheld.js';

/** How far a vehicle's clock may run before ours and still be believed (it is then taken to be now). */
const CLOCK_TOLERANCE_SECONDS = 60;

/** Why a position is not published at all; undefined where it is. `header` is the new header timestamp. */
export function refusePosition(
  context: PublicationContext,
  position: VehiclePosition,
  header: number,
): WithheldReason | undefined {
  const { lat, lon, atSeconds } = position;
  if (!Number.isFinite(lat) || !Number.isFinite(lon) || Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    return 'invalid_position';
  }
  if (header - atSeconds > context.options.positionMaxAgeSeconds) return 'stale';
  if (atSeconds - header > CLOCK_TOLERANCE_SECONDS) return 'future';
  return isInArea(context.area, lat, lon) ? undefined : 'outside_area';
}

/**
 * `trip` is its trip, or what of one may be published; `estimated` how full the vehicle was worked out to be, which counts
 * while it says nothing itself and is on that trip.
 */
export function buildVehiclePosition(
  context: PublicationContext,
  position: VehiclePosition,
  trip: PublishedPlace | undefined,
  header: number,
  estimated?: EstimatedOccupancy,
): FeedEntity {
  const occupancy = findOccupancy(position.occupancyStatus, trip?.trip.tripId, estimated);
  const vehicle: VehiclePositionEntity = {
    ...trip,
    vehicle: describeVehicle(position, context.options),
    position: toPosition(position, context.options),
    timestamp: Math.min(Math.floor(position.atSeconds), header),
    ...(occupancy ? { occupancyStatus: occupancy.status } : {}),
  };
  return { id: `v:${position.vehicleId}`, vehicle };
}

/** Bearings within 0 to 360 and believable speeds; what is not is left out (rules E027, W004). */
function toPosition(position: VehiclePosition, options: FeedOptions): Position {
  const { lat, lon, bearing, speedMetresPerSecond: speed, odometerMetres: odometer } = position;
  return {
    latitude: lat,
    longitude: lon,
    ...(bearing !== undefined && Number.isFinite(bearing) ? { bearing: ((bearing % 360) + 360) % 360 } : {}),
    ...(odometer !== undefined && odometer >= 0 && Number.isFinite(odometer) ? { odometer } : {}),
    ...(speed !== undefined && speed >= 0 && speed <= options.maxSpeedMetresPerSecond ? { speed } : {}),
  };
}
