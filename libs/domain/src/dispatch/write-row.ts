/** A vehicle as a row of VEHICLE_COLUMNS. */
import { listFrequenciesOf } from '../gtfs/index.js';
import type { Occupancy } from '../realtime/index.js';
import { formatGtfsTime } from '../time/index.js';
import type { LineScales } from './line-scale.js';
import type { VehicleRow } from './live-view.js';
import { patternIdOf } from './view-network.js';
import { type WatchedVehicle, fixAt, isUnderWay } from './watched-vehicle.js';

const NO_TRIP: VehicleRow = Array.from({ length: 14 }, () => null);

export function writeRow(
  scales: LineScales,
  vehicle: WatchedVehicle,
  carrierId: string | undefined,
  occupancy: Occupancy | undefined,
): VehicleRow {
  const { position } = vehicle.update;
  const { label, lat, lon, bearing, speedMetresPerSecond } = position;
  const phase = vehicle.assignment?.phase ?? vehicle.update.phase ?? null;
  return [
    vehicle.vehicleId,
    label ?? vehicle.vehicleId,
    carrierId ?? null,
    rounded(lat, 5),
    rounded(lon, 5),
    bearing === undefined ? null : Math.round(bearing),
    speedMetresPerSecond === undefined ? null : rounded(speedMetresPerSecond, 1),
    Math.round(fixAt(vehicle)),
    vehicle.state,
    phase,
    ...(vehicle.assignment ? tripColumns(scales, vehicle) : NO_TRIP),
    occupancy?.status ?? null,
    vehicle.assignment ? rounded(vehicle.assignment.confidence, 2) : null,
    occupancy?.persons ?? null,
  ];
}

/** From `routeId` to `blockId`. */
function tripColumns(scales: LineScales, vehicle: WatchedVehicle): VehicleRow {
  const { schedule } = scales;
  const { trips, routes, blockIds, stopTimes } = schedule;
  const { instance, shapeMetres, nextStopIndex } = vehicle.assignment!;
  const { trip, serviceDate, startSeconds } = instance;
  const pattern = trips.pattern[trip]!;
  const block = trips.block[trip]!;
  return [
    routes[trips.route[trip]!]!.routeId,
    scales.ofPattern(pattern).direction.directionId,
    trips.ids[trip]!,
    serviceDate,
    formatGtfsTime(startSeconds),
    patternIdOf(pattern),
    isUnderWay(vehicle) ? Math.round(shapeMetres) : null,
    stopTimes.stopSequence[trips.firstStopTime[trip]! + nextStopIndex] ?? null,
    findNextStopAt(vehicle) ?? null,
    deviationOf(scales, vehicle) ?? null,
    vehicle.headwaySeconds ?? null,
    vehicle.plannedHeadwaySeconds ?? null,
    vehicle.aheadId ?? null,
    block < 0 ? null : blockIds[block]!,
  ];
}

/** Whole seconds; undefined on a trip by headway, which has no times to be late against. */
export function deviationOf({ schedule }: LineScales, { assignment }: WatchedVehicle): number | undefined {
  if (!assignment) return undefined;
  const isByHeadway = listFrequenciesOf(schedule, assignment.instance.trip).some(
    ({ exactTimes }) => !exactTimes,
  );
  return isByHeadway ? undefined : Math.round(assignment.deviationSeconds);
}

export function findNextStopAt({ assignment, predictions }: WatchedVehicle): number | undefined {
  const { instance, nextStopIndex } = assignment!;
  const prediction = predictions.find(
    (one) => one.instance.trip === instance.trip && one.instance.startSeconds === instance.startSeconds,
  );
  const stop = prediction?.stops.find(({ stopIndex, observed }) => stopIndex === nextStopIndex && !observed);
  return stop && Math.round(stop.arrivalSeconds);
}

function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

export function isSameRow(a: VehicleRow, b: VehicleRow): boolean {
  return a === b || a.every((value, i) => value === b[i]);
}
