/** The GTFS of a busy city (busy-city.ts), with its morning peak at whatever moment is wanted. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packFolder } from '@rukh/adapters/gtfs-files';
import { unproject } from '@rukh/domain/geo';
import {
  type Pattern,
  type Schedule,
  type TripIndex,
  firstDepartureSeconds,
  lastArrivalSeconds,
  servicesOn,
} from '@rukh/domain/gtfs';
import { type ServiceDate, ServiceDays, addDays, formatGtfsTime } from '@rukh/domain/time';
import { ORDINARY_DAY, PEAK_SECONDS, copiedId, movePlace } from './busy-city.ts';

/** Copies have the trips that run between these times of the day: those driven and those predicted. */
const COPIED_FROM = PEAK_SECONDS - 600;
const COPIED_UNTIL = PEAK_SECONDS + 4500;

/** Writes the city into a folder, with its peak at `peakSeconds` (epoch). @returns the path of the zip */
export async function writeBusyCity(
  folder: string,
  schedule: Schedule,
  copies: number,
  peakSeconds: number,
): Promise<string> {
  const days = new ServiceDays(schedule.timeZone);
  const today = days.dateAt(peakSeconds);
  const isEarly = peakSeconds - days.startSeconds(today) < PEAK_SECONDS;
  const date = isEarly ? addDays(today, -1) : today;
  const shift = Math.floor(peakSeconds - days.startSeconds(date)) - PEAK_SECONDS;
  const tables: Record<string, string[]> = {
    'agency.txt': [
      'agency_id,agency_name,agency_url,agency_timezone',
      ...schedule.agencies.map(({ agencyId, name, url }) => row(agencyId, name, url, schedule.timeZone)),
    ],
    'calendar.txt': writeCalendar(date),
    'routes.txt': ['route_id,agency_id,route_short_name,route_long_name,route_type'],
    'stops.txt': ['stop_id,stop_name,stop_lat,stop_lon'],
    'shapes.txt': ['shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence'],
    'trips.txt': ['route_id,service_id,trip_id,direction_id,block_id,shape_id'],
    'stop_times.txt': ['trip_id,arrival_time,departure_time,stop_id,stop_sequence'],
  };
  for (let copy = 0; copy < copies; copy++) {
    writeNetwork(schedule, copy, tables);
    writeTrips(schedule, copy, shift, tables);
  }
  for (const [file, rows] of Object.entries(tables)) {
    await writeFile(join(folder, file), `${rows.join('\n')}\n`);
  }
  const path = join(folder, 'city.zip');
  await writeFile(path, await packFolder(folder, Object.keys(tables)));
  return path;
}

function row(...values: readonly (string | number)[]): string {
  return values
    .map((value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value))
    .join(',');
}

function writeCalendar(date: ServiceDate): string[] {
  const days = 'monday,tuesday,wednesday,thursday,friday,saturday,sunday';
  return [
    `service_id,${days},start_date,end_date`,
    `D,1,1,1,1,1,1,1,${addDays(date, -7)},${addDays(date, 30)}`,
  ];
}

function writeNetwork(schedule: Schedule, copy: number, tables: Record<string, string[]>): void {
  const { routes, agencies, stops, patterns, projection } = schedule;
  for (const { routeId, agency, shortName, longName, type } of routes) {
    const id = copiedId(routeId, copy);
    tables['routes.txt']!.push(row(id, agencies[agency]!.agencyId, shortName, longName, type));
  }
  for (const [i, id] of stops.ids.entries()) {
    const { lat, lon } = movePlace({ lat: stops.lat[i]!, lon: stops.lon[i]! }, copy);
    tables['stops.txt']!.push(row(copiedId(id, copy), stops.names[i]!, lat.toFixed(7), lon.toFixed(7)));
  }
  const shapes = new Map<string, Pattern>(patterns.map((pattern) => [pattern.shapeId, pattern]));
  for (const [id, { line }] of shapes) {
    if (id === '') continue;
    for (let i = 0; i < line.x.length; i++) {
      const { lat, lon } = movePlace(unproject(projection, line.x[i]!, line.y[i]!), copy);
      tables['shapes.txt']!.push(row(copiedId(id, copy), lat.toFixed(7), lon.toFixed(7), i));
    }
  }
}

function writeTrips(schedule: Schedule, copy: number, shift: number, tables: Record<string, string[]>): void {
  const services = servicesOn(schedule, ORDINARY_DAY);
  for (let trip = 0; trip < schedule.trips.ids.length; trip++) {
    if (services[schedule.trips.service[trip]!] !== 1) continue;
    if (copy === 0 || isNearPeak(schedule, trip)) writeTrip(schedule, trip, copy, shift, tables);
  }
}

function writeTrip(
  { trips, routes, stops, stopTimes, blockIds, ...rest }: Schedule,
  trip: TripIndex,
  copy: number,
  shift: number,
  tables: Record<string, string[]>,
): void {
  const pattern = rest.patterns[trips.pattern[trip]!]!;
  const named = (id: string | undefined): string => (id === undefined || id === '' ? '' : copiedId(id, copy));
  const id = named(trips.ids[trip]);
  const direction = pattern.directionId < 0 ? '' : pattern.directionId;
  const route = named(routes[pattern.route]!.routeId);
  tables['trips.txt']!.push(
    row(route, 'D', id, direction, named(blockIds[trips.block[trip]!]), named(pattern.shapeId)),
  );
  const first = trips.firstStopTime[trip]!;
  for (const [i, stop] of pattern.stops.entries()) {
    const arrival = formatGtfsTime(stopTimes.arrivalSeconds[first + i]! + shift);
    const departure = formatGtfsTime(stopTimes.departureSeconds[first + i]! + shift);
    tables['stop_times.txt']!.push(
      row(id, arrival, departure, named(stops.ids[stop]), stopTimes.stopSequence[first + i]!),
    );
  }
}

function isNearPeak(schedule: Schedule, trip: TripIndex): boolean {
  return (
    firstDepartureSeconds(schedule, trip) < COPIED_UNTIL && lastArrivalSeconds(schedule, trip) > COPIED_FROM
  );
}
