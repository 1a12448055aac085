/**
 * The position of a vehicle as a feed entity, or why there is none. Which trip it may carry was decided before
 * (claim-trips.ts); here only the position itself is judged once more: the feed's promises are its own.
 */
import { patternOf } from '../gtfs/index.js';
import type { Assignment } from '../tracking/index.js';
import type { VehiclePosition } from '../vehicle/index.js';
import { isInArea } from './check-area.js';
import { describeTrip, findTripKind } from './describe-trip.js';
import { describeVehicle } from './describe-vehicle.js';
import type { PublicationContext } from './publication-context.js';
import {
  type FeedEntity,
  type Position,
  type VehiclePositionEntity,
  VehicleStopStatus,
} from './feed-message.js';
import type { EstimatedOccupancy } from './feed-state.js';
import { findOccupancy } from './find-occupancy.js';
import type { FeedOptions } from './feed-options.js';
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
 * `assignment` is the trip to publish, already allowed; `estimated` how full the vehicle was worked out to be, which
 * counts while it says nothing itself and is on that trip.
 */
export function buildVehiclePosition(
  context: PublicationContext,
  position: VehiclePosition,
  assignment: Assignment | undefined,
  header: number,
  estimated?: EstimatedOccupancy,
): FeedEntity {
  const tripId = assignment && context.schedule.trips.ids[assignment.instance.trip];
  const occupancy = findOccupancy(position.occupancyStatus, tripId, estimated);
  const vehicle: VehiclePositionEntity = {
    ...(assignment ? placeOnTrip(context, assignment) : {}),
    vehicle: describeVehicle(position, context.options),
    position: toPosition(position, context.options),
    timestamp: Math.min(Math.floor(position.atSeconds), header),
    ...(occupancy ? { occupancyStatus: occupancy.status } : {}),
  };
  return { id: `v:${position.vehicleId}`, vehicle };
}

/**
 * Trip and next stop. On a trip that calls twice at a stop its id says too little: OpenTripPlanner then takes
 * neither call, so only the sequence is given.
 */
function placeOnTrip(context: PublicationContext, assignment: Assignment): VehiclePositionEntity {
  const { schedule } = context;
  const { instance, nextStopIndex, stopStatus } = assignment;
  const { stops } = patternOf(schedule, instance.trip);
  const index = Math.max(0, Math.min(nextStopIndex, stops.length - 1));
  const stop = stops[index]!;
  const isUnique = stops.indexOf(stop) === stops.lastIndexOf(stop) && schedule.stops.locationType[stop] === 0;
  return {
    trip: describeTrip(schedule, instance, findTripKind(context, instance) ?? 'timetable'),
    currentStopSequence:
      schedule.stopTimes.stopSequence[schedule.trips.firstStopTime[instance.trip]! + index]!,
    ...(isUnique ? { stopId: schedule.stops.ids[stop]! } : {}),
    currentStatus: VehicleStopStatus[stopStatus],
  };
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
