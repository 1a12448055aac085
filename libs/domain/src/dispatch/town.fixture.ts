/**
 * A town for the specs of the watch. Bus line A (headway) and tram line T (schedule) run along one street of eleven
 * stops, 1 km and two minutes apart, 20 minutes in all: a trip every ten minutes from 08:00 on, each a block of a trip
 * out and a trip back half an hour later. Line A is of carrier X, line T of carrier Y.
 */
import { compileFiles } from '../fixtures/compile-files.js';
import type { TrackedUpdate } from '../realtime/index.js';
import { getServiceDate } from '../time/index.js';
import type { Assignment, VehicleUpdate } from '../tracking/index.js';
import { ExceptionBook, type BookedException } from './exception-book.js';
import { PATIENCE, findExceptions } from './exception-rules.js';
import { ServiceWatch } from './service-watch.js';

const STOPS = 11;
const LAT = 49.84;
const LON = 24;
/** Degrees of 1 km of longitude there. */
const STEP = 1 / (111.319 * Math.cos((LAT * Math.PI) / 180));
export const DATE = getServiceDate('20261123');
/** Monday 2026-11-23, 08:00 in the town, epoch seconds. */
export const EIGHT = Date.UTC(2026, 10, 23, 6) / 1000;

const time = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;

function tripRows(tripId: string, minute: number, isBack: boolean): string[] {
  return Array.from({ length: STOPS }, (_, i) => {
    const at = time(minute + 2 * i);
    return `${tripId},${isBack ? `K${STOPS - 1 - i}` : `O${i}`},${i + 1},${at},${at},1`;
  });
}

const COUNT = 12;
const LINES = ['A', 'T'] as const;
const numbers = Array.from({ length: COUNT }, (_, i) => i);

export const TOWN = compileFiles({
  'agency.txt':
    'agency_id,agency_name,agency_url,agency_timezone\nX,Buses,https://x.example,Europe/Kyiv\nY,Trams,https://y.example,Europe/Kyiv',
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,0,0,20260101,20271231`,
  'routes.txt':
    'route_id,agency_id,route_short_name,route_long_name,route_type\nA,X,A32,Rynok - Airport,3\nT,Y,T1,Rynok - Airport,0',
  'stops.txt': ['stop_id,stop_code,stop_name,stop_lat,stop_lon']
    .concat(numbers.slice(0, STOPS).map((i) => `O${i},1${i},Stop ${i},${LAT},${LON + i * STEP}`))
    .concat(numbers.slice(0, STOPS).map((i) => `K${i},2${i},Stop ${i},${LAT + 0.0001},${LON + i * STEP}`))
    .join('\n'),
  'trips.txt': ['trip_id,route_id,service_id,direction_id,block_id,trip_headsign']
    .concat(
      LINES.flatMap((line) =>
        numbers.flatMap((i) => [
          `${line}${i},${line},WD,0,B${line}${i},Airport`,
          `${line}${i}b,${line},WD,1,B${line}${i},Rynok`,
        ]),
      ),
    )
    .join('\n'),
  'stop_times.txt': ['trip_id,stop_id,stop_sequence,arrival_time,departure_time,timepoint']
    .concat(
      LINES.flatMap((line) =>
        numbers.flatMap((i) => [
          ...tripRows(`${line}${i}`, 480 + 10 * i, false),
          ...tripRows(`${line}${i}b`, 510 + 10 * i, true),
        ]),
      ),
    )
    .join('\n'),
});

export interface Said extends Partial<Assignment> {
  readonly vehicleId: string;
  /** Seconds after eight. */
  readonly at: number;
  /** Undefined for none. */
  readonly tripId?: string;
  readonly speed?: number;
  readonly reason?: VehicleUpdate['reason'];
  readonly visits?: readonly { readonly stopIndex: number; readonly at: number }[];
  readonly lon?: number;
}

/** What tracking says of a vehicle; `shapeMetres` along its line is where it stands. */
export function say({
  vehicleId,
  at,
  tripId,
  speed = 8,
  reason,
  visits = [],
  lon,
  ...changes
}: Said): TrackedUpdate {
  const trip = TOWN.trips.indexOf.get(tripId ?? '');
  const shapeMetres = changes.shapeMetres ?? 500;
  const position = {
    vehicleId,
    timestampSeconds: EIGHT + at,
    atSeconds: EIGHT + at,
    receivedAtSeconds: EIGHT + at + 1,
    lat: LAT,
    lon: lon ?? LON + (shapeMetres / 1000) * STEP,
    speedMetresPerSecond: speed,
    label: `No ${vehicleId}`,
  };
  if (trip === undefined) {
    return {
      update: { position, reason: reason ?? 'no_trip_near', phase: 'DEADHEAD', visits: [], ended: [] },
    };
  }
  const instance = { trip, serviceDate: DATE, startSeconds: startOf(trip) };
  const assignment: Assignment = {
    instance,
    phase: 'IN_PROGRESS',
    confidence: 0.95,
    lineConfidence: 0.95,
    shapeMetres,
    offsetMetres: 4,
    nextStopIndex: Math.min(STOPS - 1, Math.ceil(shapeMetres / 1000)),
    stopStatus: 'IN_TRANSIT_TO',
    deviationSeconds: 0,
    ...changes,
  };
  const stops = visits.map((visit) => ({
    vehicleId,
    instance,
    stopIndex: visit.stopIndex,
    departureSeconds: EIGHT + visit.at,
  }));
  return { update: { position, assignment, visits: stops, ended: [] } };
}

function startOf(trip: number): number {
  return TOWN.stopTimes.departureSeconds[TOWN.trips.firstStopTime[trip]!]!;
}

export function watchTown(): ServiceWatch {
  return new ServiceWatch(TOWN, (_, routeId) => (routeId === 'A' ? 'X' : routeId === 'T' ? 'Y' : undefined));
}

/** The watch and its list, as a process has them, with a clock that a spec moves. */
export class Desk {
  readonly watch = watchTown();
  readonly book = new ExceptionBook();
  readonly told: BookedException[] = [];

  /** Lets the time come to `seconds` after eight, with a look each second; `during` is what is said meanwhile. */
  runTo(from: number, seconds: number, during: (at: number) => readonly TrackedUpdate[] = () => []): void {
    for (let at = from; at <= seconds; at++) {
      this.watch.take(during(at), EIGHT + at);
      this.look(at);
    }
  }

  look(at: number): BookedException[] {
    const now = EIGHT + at;
    this.watch.tick(now);
    const findings = findExceptions({ watch: this.watch, lamp: this.watch.lamp(now), now });
    const changed = this.book.look({ findings, patience: PATIENCE, mayRaise: true, mayClear: true }, now);
    this.told.push(...changed);
    return changed;
  }

  /** Exceptions of a kind that were ever raised. */
  raised(kind: string): string[] {
    const ids = this.told
      .filter(({ exception }) => exception.kind === kind)
      .map(({ exception }) => exception.exceptionId);
    return [...new Set(ids)];
  }
}
