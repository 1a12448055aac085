/**
 * A city as busy as wanted, now: Lviv's weekday with its morning peak moved to this moment, and copies of the
 * trips around it under ids of their own, each some seconds later, until there are as many vehicles as asked for.
 * Vehicles drive by the timetable, each with a delay of its own and a little noise.
 */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_LIMITS, importGtfs, openZip, packFolder } from '@rukh/adapters/gtfs-files';
import { bearingAt, pointAt, unproject } from '@rukh/domain/geo';
import {
  type Schedule,
  type TripIndex,
  blockTripsOn,
  firstDepartureSeconds,
  lastArrivalSeconds,
  patternOf,
  servicesOn,
} from '@rukh/domain/gtfs';
import { type ServiceDate, ServiceDays, addDays, formatGtfsTime, getServiceDate } from '@rukh/domain/time';

export const LVIV = fileURLToPath(new URL('../../../data/lviv/gtfs.zip', import.meta.url));
/** An ordinary Wednesday. */
const ORDINARY_DAY = getServiceDate('20261125');
const PEAK_SECONDS = 8 * 3600;
/** Copies have the trips that run between these times of the day: those driven and those predicted. */
const COPIED_FROM = PEAK_SECONDS - 600;
const COPIED_UNTIL = PEAK_SECONDS + 4500;
const COPY_LATER_SECONDS = 7;
const PASSED_ON = ['agency.txt', 'routes.txt', 'stops.txt', 'shapes.txt'];

/** A vehicle's trips of the day, in their order. */
export interface Drive {
  readonly vehicleId: string;
  readonly copy: number;
  readonly delaySeconds: number;
  readonly trips: readonly TripIndex[];
}

/** The bundled city as it is. */
export async function readLviv(): Promise<Schedule> {
  const { schedule } = await importGtfs(LVIV);
  if (!schedule) throw new Error('the bundled GTFS is refused');
  return schedule;
}

/** So many vehicles that are on the road for `seconds` from the peak on. */
export function listDrives(schedule: Schedule, vehicles: number, seconds: number): Drive[] {
  const services = servicesOn(schedule, ORDINARY_DAY);
  const blocks = schedule.blockTrips
    .map((_, block) => blockTripsOn(schedule, block, services))
    .filter((trips) => trips.length > 0 && isOut(schedule, trips, seconds));
  return Array.from({ length: vehicles }, (_, i) => ({
    vehicleId: `bench-${i}`,
    copy: Math.floor(i / blocks.length),
    delaySeconds: (i * 37) % 120,
    trips: blocks[i % blocks.length]!,
  }));
}

function isOut(schedule: Schedule, trips: readonly TripIndex[], seconds: number): boolean {
  // Later copies and late vehicles are behind by up to this.
  const latest = 240;
  return (
    firstDepartureSeconds(schedule, trips[0]!) < PEAK_SECONDS - latest &&
    lastArrivalSeconds(schedule, trips.at(-1)!) > PEAK_SECONDS + seconds
  );
}

export interface Place {
  readonly trip: TripIndex;
  readonly lat: number;
  readonly lon: number;
  readonly bearing: number;
  readonly metres: number;
}

/** Where a vehicle is `seconds` after the peak. */
export function placeOf(schedule: Schedule, drive: Drive, seconds: number): Place {
  const time = PEAK_SECONDS + seconds - drive.delaySeconds;
  const trip =
    drive.trips.find((candidate) => lastArrivalSeconds(schedule, candidate) >= time) ?? drive.trips.at(-1)!;
  const { line } = patternOf(schedule, trip);
  const metres = metresAt(schedule, trip, time);
  const { x, y } = pointAt(line, metres);
  // A tracker's noise, the same in every run.
  const wobble = (seed: number): number => 3 * Math.sin(seed * 12.9898 + seconds * 0.7);
  const at = unproject(schedule.projection, x + wobble(drive.copy + 1), y + wobble(drive.delaySeconds));
  return { trip, ...at, bearing: bearingAt(line, metres), metres };
}

function metresAt(schedule: Schedule, trip: TripIndex, time: number): number {
  const { arrivalSeconds, departureSeconds } = schedule.stopTimes;
  const { stopMetres } = patternOf(schedule, trip);
  const first = schedule.trips.firstStopTime[trip]!;
  for (let i = 0; i + 1 < stopMetres.length; i++) {
    const left = departureSeconds[first + i]!;
    const reached = arrivalSeconds[first + i + 1]!;
    if (time <= left) return stopMetres[i]!;
    if (time < reached) {
      const share = (time - left) / (reached - left);
      return stopMetres[i]! + share * (stopMetres[i + 1]! - stopMetres[i]!);
    }
  }
  return stopMetres.at(-1)!;
}

/** The name a copy of a trip has in the city written by `writeBusyCity`. */
export function copiedId(id: string, copy: number): string {
  return copy === 0 ? id : `${id}~${copy}`;
}

/** Writes the GTFS in which the peak is at `peakSeconds` (epoch). @returns its path */
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
  const zip = await openZip(LVIV, DEFAULT_LIMITS);
  try {
    for (const file of PASSED_ON) {
      await pipeline(await zip.read(file), createWriteStream(join(folder, file)));
    }
  } finally {
    await zip.close();
  }
  const files = { ...writeTrips(schedule, copies, shift), 'calendar.txt': writeCalendar(date) };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const path = join(folder, 'city.zip');
  await writeFile(path, await packFolder(folder, [...PASSED_ON, ...Object.keys(files)]));
  return path;
}

function writeCalendar(date: ServiceDate): string {
  const days = 'monday,tuesday,wednesday,thursday,friday,saturday,sunday';
  return `service_id,${days},start_date,end_date\nD,1,1,1,1,1,1,1,${addDays(date, -7)},${addDays(date, 30)}\n`;
}

function writeTrips(schedule: Schedule, copies: number, shift: number): Record<string, string> {
  const { trips, routes, stops, stopTimes, blockIds } = schedule;
  const services = servicesOn(schedule, ORDINARY_DAY);
  const tripRows = ['route_id,service_id,trip_id,direction_id,block_id,shape_id'];
  const timeRows = ['trip_id,arrival_time,departure_time,stop_id,stop_sequence'];
  for (let trip = 0; trip < trips.ids.length; trip++) {
    if (services[trips.service[trip]!] !== 1) continue;
    const pattern = patternOf(schedule, trip);
    for (let copy = 0; copy < copies; copy++) {
      if (copy > 0 && !isCopied(schedule, trip)) continue;
      const id = copiedId(trips.ids[trip]!, copy);
      const block = trips.block[trip]! < 0 ? '' : copiedId(blockIds[trips.block[trip]!]!, copy);
      const direction = pattern.directionId < 0 ? '' : pattern.directionId;
      tripRows.push(`${routes[pattern.route]!.routeId},D,${id},${direction},${block},${pattern.shapeId}`);
      const later = shift + copy * COPY_LATER_SECONDS;
      for (let i = 0, row = trips.firstStopTime[trip]!; row < trips.firstStopTime[trip + 1]!; i++, row++) {
        const arrival = formatGtfsTime(stopTimes.arrivalSeconds[row]! + later);
        const departure = formatGtfsTime(stopTimes.departureSeconds[row]! + later);
        timeRows.push(
          `${id},${arrival},${departure},${stops.ids[pattern.stops[i]!]!},${stopTimes.stopSequence[row]!}`,
        );
      }
    }
  }
  return { 'trips.txt': `${tripRows.join('\n')}\n`, 'stop_times.txt': `${timeRows.join('\n')}\n` };
}

function isCopied(schedule: Schedule, trip: TripIndex): boolean {
  return (
    firstDepartureSeconds(schedule, trip) < COPIED_UNTIL && lastArrivalSeconds(schedule, trip) > COPIED_FROM
  );
}
