/** The table of vehicles and the inspector of one. */
import { formatGtfsTime } from '../time/index.js';
import { countOut, stretchOf } from './count-out.js';
import type { DispatchException } from './exception.js';
import type { HeadwayBetween } from './line-view.js';
import { occupancyOf } from './occupancy-of.js';
import type { ServiceWatch } from './service-watch.js';
import type {
  NextStopView,
  VehicleListItem,
  VehicleTripView,
  VehicleView,
  VehiclesView,
} from './vehicle-view.js';
import { type Sees, type Sight, headwayOf } from './view-line.js';
import { patternIdOf } from './view-network.js';
import { type SeesCarrier, TripTable, optional } from './view-trips.js';
import { type WatchedVehicle, fixAt } from './watched-vehicle.js';
import { deviationOf } from './write-row.js';

/** Next stops told of. */
const NEXT_STOPS = 30;

export function viewVehicles(watch: ServiceWatch, now: number, sees: Sees): VehiclesView {
  const vehicles = [...watch.vehicles.values()].filter(sees).map((vehicle) => listVehicle(watch, vehicle));
  vehicles.sort((a, b) => a.label.localeCompare(b.label, 'uk', { numeric: true }));
  return { at: Math.floor(now), vehicles };
}

function listVehicle(watch: ServiceWatch, vehicle: WatchedVehicle): VehicleListItem {
  const { label, licensePlate, wheelchairAccessible, chargePercent } = vehicle.update.position;
  const instance = vehicle.assignment?.instance;
  const { trips, blockIds } = watch.schedule;
  const block = instance ? trips.block[instance.trip]! : -1;
  const occupancy = occupancyOf(watch, vehicle);
  return {
    vehicleId: vehicle.vehicleId,
    label: label ?? vehicle.vehicleId,
    ...optional('licensePlate', licensePlate),
    ...optional('carrierId', watch.carrierOf(vehicle)),
    state: vehicle.state,
    fixAt: Math.round(fixAt(vehicle)),
    ...(instance
      ? {
          routeId: watch.routeIdOf(instance.trip),
          directionId: watch.scales.ofTrip(instance.trip).direction.directionId,
          tripId: trips.ids[instance.trip]!,
        }
      : {}),
    ...(block < 0 ? {} : { blockId: blockIds[block]! }),
    ...optional('deviationSeconds', deviationOf(watch.scales, vehicle)),
    ...optional('headwaySeconds', vehicle.headwaySeconds),
    ...optional('occupancyStatus', occupancy?.status),
    ...optional('occupancySource', occupancy?.source),
    ...optional('persons', occupancy?.persons),
    ...optional('wheelchairAccessible', wheelchairAccessible),
    ...optional('chargePercent', chargePercent),
  };
}

export interface VehicleContext extends Sight {
  readonly exceptions: readonly DispatchException[];
  /** Whether who asks may know who drives. */
  readonly seesDrivers: boolean;
}

export function viewVehicle(
  watch: ServiceWatch,
  vehicle: WatchedVehicle,
  { sees, seesCarrier, exceptions, seesDrivers }: VehicleContext,
  now: number,
): VehicleView {
  const { position, phase } = vehicle.update;
  const { assignment } = vehicle;
  return {
    ...listVehicle(watch, vehicle),
    at: Math.floor(now),
    lat: position.lat,
    lon: position.lon,
    ...optional('bearing', position.bearing),
    ...optional('speedMetresPerSecond', position.speedMetresPerSecond),
    ...optional('driverId', seesDrivers ? position.driverId : undefined),
    receivedAt: position.receivedAtSeconds,
    timestampAt: position.timestampSeconds,
    ...optional('unassignedReason', vehicle.reason),
    ...optional('phase', assignment?.phase ?? phase),
    ...optional('confidence', assignment?.confidence),
    ...optional('offsetMetres', assignment && Math.round(assignment.offsetMetres)),
    ...(vehicle.offRouteFixes > 0 ? { offRouteSince: Math.round(vehicle.offRouteSince) } : {}),
    ...(assignment ? { trip: viewTrip(watch, vehicle) } : {}),
    ...viewHeadways(watch, vehicle, { sees, seesCarrier }, now),
    nextStops: assignment ? listNextStops(watch, vehicle) : [],
    block: assignment ? listBlock(watch, vehicle, seesCarrier, now) : [],
    trail: listTrail(vehicle),
    exceptions: exceptions.filter(
      ({ vehicleId, otherVehicleId }) =>
        vehicleId === vehicle.vehicleId || otherVehicleId === vehicle.vehicleId,
    ),
  };
}

function viewTrip({ schedule }: ServiceWatch, { assignment }: WatchedVehicle): VehicleTripView {
  const { instance, shapeMetres } = assignment!;
  const { trip, serviceDate, startSeconds } = instance;
  return {
    tripId: schedule.trips.ids[trip]!,
    serviceDate,
    startTime: formatGtfsTime(startSeconds),
    headsign: schedule.trips.headsigns[trip] ?? '',
    patternId: patternIdOf(schedule.trips.pattern[trip]!),
    shapeMetres: Math.round(shapeMetres),
  };
}

function viewHeadways(
  watch: ServiceWatch,
  vehicle: WatchedVehicle,
  { sees, seesCarrier }: Sight,
  now: number,
): Pick<VehicleView, 'ahead' | 'behind'> {
  if (!vehicle.assignment) return {};
  const { trip } = vehicle.assignment.instance;
  const { direction } = watch.scales.ofTrip(trip);
  const isTheirs = seesCarrier(watch.findCarrier(undefined, watch.routeIdOf(trip)));
  const stretch = isTheirs ? stretchOf(countOut(watch, now).get(watch.schedule.trips.route[trip]!)) : 1;
  const ahead = headwayOf(watch, vehicle, direction.directionId, stretch);
  const follower = [...watch.vehicles.values()].find(
    ({ aheadId, assignment }) =>
      aheadId === vehicle.vehicleId &&
      assignment !== undefined &&
      watch.scales.ofTrip(assignment.instance.trip).direction.key === direction.key,
  );
  const behind = follower && headwayOf(watch, follower, direction.directionId, stretch);
  const before = watch.vehicles.get(ahead?.aheadVehicleId ?? '');
  return {
    ...(ahead ? { ahead: before && sees(before) ? ahead : withoutName(ahead) } : {}),
    ...(behind ? { behind: sees(follower) ? behind : { ...behind, vehicleId: '' } } : {}),
  };
}

/** The vehicle ahead is not named where it is not theirs to see. */
function withoutName({
  vehicleId,
  directionId,
  headwaySeconds,
  plannedSeconds,
  judged,
}: HeadwayBetween): HeadwayBetween {
  return { vehicleId, directionId, headwaySeconds, judged, ...optional('plannedSeconds', plannedSeconds) };
}

function listNextStops(
  { schedule, timetable }: ServiceWatch,
  { assignment, predictions }: WatchedVehicle,
): NextStopView[] {
  const { instance, nextStopIndex } = assignment!;
  const { stops: pattern } = schedule.patterns[schedule.trips.pattern[instance.trip]!]!;
  const runTrip = timetable.findRunTrip(instance);
  const prediction = predictions.find(
    (one) => one.instance.trip === instance.trip && one.instance.startSeconds === instance.startSeconds,
  );
  const expected = new Map(prediction?.stops.map((stop) => [stop.stopIndex, stop]));
  const row = schedule.trips.firstStopTime[instance.trip]!;
  return Array.from(pattern.subarray(nextStopIndex, nextStopIndex + NEXT_STOPS), (stop, i) => {
    const index = nextStopIndex + i;
    const told = expected.get(index);
    return {
      stopId: schedule.stops.ids[stop]!,
      code: schedule.stops.codes[stop] ?? '',
      name: schedule.stops.names[stop] ?? '',
      stopSequence: schedule.stopTimes.stopSequence[row + index]!,
      ...(runTrip && !runTrip.headway
        ? { scheduledAt: Math.round(timetable.arrivalAt(runTrip, index)) }
        : {}),
      ...(told && !told.observed
        ? {
            expectedAt: Math.round(told.arrivalSeconds),
            uncertaintySeconds: Math.round(told.uncertaintySeconds),
          }
        : {}),
    };
  });
}

function listBlock(
  watch: ServiceWatch,
  { assignment }: WatchedVehicle,
  sees: SeesCarrier,
  now: number,
): VehicleView['block'] {
  const runTrip = watch.timetable.findRunTrip(assignment!.instance);
  if (!runTrip) return [];
  const table = new TripTable(watch, now, sees);
  return runTrip.run.trips.flatMap((trip) => table.describe(trip) ?? []);
}

function listTrail({ trail }: WatchedVehicle): VehicleView['trail'] {
  return Array.from({ length: trail.length / 3 }, (_, i) => [
    Math.round(trail[3 * i]!),
    trail[3 * i + 1]!,
    trail[3 * i + 2]!,
  ]);
}
