/**
 * A conurbation as busy as wanted: Lviv, and as many more Lvivs around it as it takes for so many vehicles, each
 * with streets, stops, routes and trips of its own. (Copies on the same streets would make a city nine times as
 * dense as any, in which tracking had nine times as many trips to choose from.) Vehicles drive by the timetable
 * of the morning peak, each with a delay of its own and a little noise.
 */
import { fileURLToPath } from 'node:url';
import { importGtfs } from '@rukh/adapters/gtfs-files';
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
import { getServiceDate } from '@rukh/domain/time';

export const LVIV = fileURLToPath(new URL('../../../data/lviv/gtfs.zip', import.meta.url));
/** An ordinary Wednesday. */
export const ORDINARY_DAY = getServiceDate('20261125');
export const PEAK_SECONDS = 8 * 3600;
/** Copies stand in rows of so many, so far apart. */
const COPIES_A_ROW = 3;
const COPY_DEGREES_NORTH = 0.3;
const COPY_DEGREES_EAST = 0.4;

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
  return { trip, ...movePlace(at, drive.copy), bearing: bearingAt(line, metres), metres };
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

/** The place in a copy of the city that a place of Lviv is. */
export function movePlace(
  { lat, lon }: { lat: number; lon: number },
  copy: number,
): { lat: number; lon: number } {
  return {
    lat: lat + Math.floor(copy / COPIES_A_ROW) * COPY_DEGREES_NORTH,
    lon: lon + (copy % COPIES_A_ROW) * COPY_DEGREES_EAST,
  };
}

/** The name that a trip, stop or route of Lviv has in a copy of the city. */
export function copiedId(id: string, copy: number): string {
  return copy === 0 ? id : `${id}~${copy}`;
}
