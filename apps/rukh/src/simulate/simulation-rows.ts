import type { Schedule } from '@rukh/domain/gtfs';
import {
  type ServedStop,
  type ServiceEvent,
  type SimulatedReport,
  listFaults,
} from '@rukh/domain/simulation';
import { type ServiceDays, formatGtfsTime } from '@rukh/domain/time';
import type { StopVisit } from '@rukh/domain/tracking';
import { csvField } from './gzip-rows.js';

/** What a simulation gave, as rows of the files that replay, scoring and people read. */
export const POSITION_COLUMNS =
  'feed_ts,ts,vehicle_id,trip_id,start_date,start_time,route_id,direction_id,lat,lon,bearing,speed_mps,' +
  'stop_sequence,status,stop_id,odometer_m,occupancy';
export const TRUTH_COLUMNS =
  'ts,vehicle_id,trip_id,start_date,route_id,direction_id,phase,shape_dist_m,start_time,true_ts,lat,lon,faults';
export const ARRIVAL_COLUMNS =
  'trip_id,start_date,stop_sequence,stop_id,arrival_ts,scheduled_ts,start_time,vehicle_id';
export const VISIT_COLUMNS =
  'vehicle_id,trip_id,start_date,start_time,stop_sequence,stop_id,arrival_ts,departure_ts,scheduled_ts,boarded';
export const EVENT_COLUMNS = 'ts,kind,block,trip_id,start_date';

/** A row of the uniform recording. */
export function positionRow({ report, arrivesAtSeconds }: SimulatedReport): string {
  const r = report;
  const trip = `${text(r.tripId)},${r.startDate ?? ''},${r.startTime ?? ''},${text(r.routeId)},${r.directionId ?? ''}`;
  const place = `${r.lat},${r.lon},${r.bearing ?? ''},${shortened(r.speedMetresPerSecond)}`;
  const stop = `${r.stopSequence ?? ''},${r.stopStatus ?? ''},${text(r.stopId)}`;
  const received = Math.floor(arrivesAtSeconds);
  return `${received},${r.timestampSeconds},${r.vehicleId},${trip},${place},${stop},${r.odometerMetres ?? ''},${r.occupancyStatus ?? ''}`;
}

/** The truth of the same report. */
export function truthRow(schedule: Schedule, { report, truth }: SimulatedReport): string {
  const { instance, phase, shapeMetres } = truth;
  const faults = listFaults(truth.faults).join(' ');
  const seen = `${truth.atSeconds},${truth.lat.toFixed(6)},${truth.lon.toFixed(6)},${faults}`;
  const who = `${report.timestampSeconds},${report.vehicleId}`;
  if (instance === undefined) return `${who},,,,,${phase},,,${seen}`;
  const { trip, serviceDate, startSeconds } = instance;
  const direction = schedule.trips.directionId[trip]!;
  const route = csvField(schedule.routes[schedule.trips.route[trip]!]!.routeId);
  const named = `${csvField(schedule.trips.ids[trip]!)},${serviceDate},${route},${direction < 0 ? '' : direction}`;
  return `${who},${named},${phase},${(shapeMetres ?? 0).toFixed(1)},${formatGtfsTime(startSeconds)},${seen}`;
}

/** A stop visit with both its times, and how many got in. */
export function visitRow(schedule: Schedule, days: ServiceDays, visit: ServedStop): string {
  const { vehicleId, instance, arrivalSeconds, departureSeconds, boarded } = visit;
  const { trip, start, stop, scheduled } = describeVisit(schedule, days, visit);
  const times = `${rounded(arrivalSeconds)},${rounded(departureSeconds)},${scheduled}`;
  return `${vehicleId},${trip},${start},${formatGtfsTime(instance.startSeconds)},${stop},${times},${boarded}`;
}

/** An arrival in the form of recorded truths; undefined at a first stop, where nothing arrives. */
export function arrivalRow(schedule: Schedule, days: ServiceDays, visit: StopVisit): string | undefined {
  if (visit.arrivalSeconds === undefined) return undefined;
  const { trip, start, stop, scheduled } = describeVisit(schedule, days, visit);
  const round = `${formatGtfsTime(visit.instance.startSeconds)},${visit.vehicleId}`;
  return `${trip},${start},${stop},${rounded(visit.arrivalSeconds)},${scheduled},${round}`;
}

export function eventRow(
  schedule: Schedule,
  { atSeconds, kind, key, serviceDate, run }: ServiceEvent,
): string {
  const trip = run === undefined ? '' : csvField(schedule.trips.ids[run.instance.trip]!);
  return `${Math.round(atSeconds)},${kind},${csvField(key)},${trip},${serviceDate}`;
}

function describeVisit(
  schedule: Schedule,
  days: ServiceDays,
  { instance, stopIndex }: StopVisit,
): { trip: string; start: string; stop: string; scheduled: number } {
  const { trip, serviceDate, startSeconds } = instance;
  const first = schedule.trips.firstStopTime[trip]!;
  const { arrivalSeconds, departureSeconds, stopSequence } = schedule.stopTimes;
  const pattern = schedule.patterns[schedule.trips.pattern[trip]!]!;
  const since = arrivalSeconds[first + stopIndex]! - departureSeconds[first]!;
  return {
    trip: csvField(schedule.trips.ids[trip]!),
    start: serviceDate,
    stop: `${stopSequence[first + stopIndex]!},${csvField(schedule.stops.ids[pattern.stops[stopIndex]!]!)}`,
    scheduled: days.startSeconds(serviceDate) + startSeconds + since,
  };
}

function text(value: string | undefined): string {
  return value === undefined ? '' : csvField(value);
}

function rounded(seconds: number | undefined): string {
  return seconds === undefined ? '' : String(Math.round(seconds));
}

/** Thousandths: steps of a kilometre an hour stay apart. */
function shortened(speed: number | undefined): string {
  return speed === undefined ? '' : String(Math.round(speed * 1000) / 1000);
}
