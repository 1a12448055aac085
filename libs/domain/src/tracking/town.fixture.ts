import { compileFiles } from '../fixtures/compile-files.js';
import type { Schedule } from '../gtfs/index.js';
import { type LatLon, pointAt, unproject } from '../geo/index.js';
import { patternOf } from '../gtfs/index.js';
import type { VehiclePosition } from '../vehicle/index.js';
import { Fleet } from './fleet.js';
import { Timetable } from './timetable.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';
import type { VehicleUpdate } from './vehicle-update.js';

/**
 * A town for the specs of tracking: line 1 runs 4 km east along a street and back along the same street, its
 * blocks B1 and B2 ten minutes apart; line 2 is a ring that begins and ends at Rynok; line 3 runs by headway
 * along a street of its own. Stops are 1 km apart and two minutes (8.3 m/s).
 */
const LAT = 49.84;
const LON = 24;
/** Degrees of one kilometre. */
const NORTH = 1 / 111.319;
const EAST = NORTH / Math.cos((LAT * Math.PI) / 180);

const STREET = ['Rynok', 'Opera', 'Park', 'Station', 'Airport'];

function place(east: number, north: number): string {
  return `${(LAT + north * NORTH).toFixed(6)},${(LON + east * EAST).toFixed(6)}`;
}

function tripRows(tripId: string, minute: number, stops: readonly string[]): string[] {
  return stops.map((stop, i) => {
    const at = minute + 2 * i;
    const time = `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00`;
    return `${tripId},${stop},${i + 1},${time},${time}`;
  });
}

const OUT = STREET.map((_, i) => `O${i}`);
const BACK = STREET.map((_, i) => `K${4 - i}`);
const RING = ['O0', 'R1', 'R2', 'R3', 'O0'];
const FAR = ['F0', 'F1', 'F2'];

const FILES = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nT,Town,https://town.example,Europe/Kyiv',
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,0,0,20260101,20271231`,
  'routes.txt': `route_id,agency_id,route_short_name,route_long_name,route_type
R1,T,1,Street,3
R2,T,2,Ring,3
R3,T,3,Headway,3`,
  'stops.txt': [
    'stop_id,stop_name,stop_lat,stop_lon',
    ...STREET.map((name, i) => `O${i},${name},${place(i, 0)}`),
    ...STREET.map((name, i) => `K${i},${name},${place(i, 0.01)}`),
    `R1,North,${place(0, 1)}`,
    `R2,Corner,${place(-1, 1)}`,
    `R3,West,${place(-1, 0)}`,
    ...[0, 1, 2].map((i) => `F${i},Far ${i},${place(10 + i, 10)}`),
  ].join('\n'),
  'shapes.txt': [
    'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence',
    ...[0, 1, 2, 3, 4].map((i) => `OUT,${place(i, 0)},${i}`),
    ...[0, 1, 2, 3, 4].map((i) => `BACK,${place(4 - i, 0.01)},${i}`),
    `RING,${place(0, 0)},0`,
    `RING,${place(0, 1)},1`,
    `RING,${place(-1, 1)},2`,
    `RING,${place(-1, 0)},3`,
    `RING,${place(0, 0)},4`,
    ...[0, 1, 2].map((i) => `FAR,${place(10 + i, 10)},${i}`),
  ].join('\n'),
  'trips.txt': `trip_id,route_id,service_id,direction_id,block_id,shape_id
out1,R1,WD,0,B1,OUT
back1,R1,WD,1,B1,BACK
out3,R1,WD,0,B1,OUT
out2,R1,WD,0,B2,OUT
back2,R1,WD,1,B2,BACK
ring,R2,WD,0,B3,RING
head,R3,WD,0,,FAR`,
  'stop_times.txt': [
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
    ...tripRows('out1', 480, OUT),
    ...tripRows('back1', 492, BACK),
    ...tripRows('out3', 504, OUT),
    ...tripRows('out2', 490, OUT),
    ...tripRows('back2', 502, BACK),
    ...tripRows('ring', 480, RING),
    ...tripRows('head', 480, FAR),
  ].join('\n'),
  'frequencies.txt': 'trip_id,start_time,end_time,headway_secs,exact_times\nhead,08:00:00,10:00:00,600,0',
};

/** Monday 2026-11-23, 08:00 in the town. */
export const EIGHT = Date.UTC(2026, 10, 23, 6) / 1000;
export const DATE = '20261123';

/** `more` stops lie north of the town, so that its middle, and with it the plane of the schedule, is elsewhere. */
export function compileTown(more = 0): Schedule {
  const outskirts = Array.from({ length: more }, (_, i) => `\nX${i},Outskirts ${i},${place(1 + i / 10, 3)}`);
  return compileFiles({ ...FILES, 'stops.txt': FILES['stops.txt'] + outskirts.join('') });
}

/** A fleet of the town that is driven in sentences. */
export class TownFleet {
  readonly schedule: Schedule;
  readonly timetable: Timetable;
  readonly fleet: Fleet;
  readonly updates: VehicleUpdate[] = [];

  constructor(parameters = TRACKING_PARAMETERS) {
    this.schedule = compileTown();
    this.timetable = new Timetable(this.schedule);
    this.fleet = new Fleet(this.timetable, parameters);
  }

  /** Where a trip is `metres` along its line. */
  onTrip(tripId: string, metres: number): LatLon {
    const { line } = patternOf(this.schedule, this.schedule.trips.indexOf.get(tripId)!);
    const { x, y } = pointAt(line, metres);
    return unproject(this.schedule.projection, x, y);
  }

  /** Reports a vehicle at a place, `seconds` after 08:00. */
  report(
    vehicleId: string,
    seconds: number,
    place: LatLon,
    more: Partial<VehiclePosition> = {},
  ): VehicleUpdate {
    const at = EIGHT + seconds;
    const update = this.fleet.track({
      vehicleId,
      ...place,
      timestampSeconds: at,
      atSeconds: at,
      receivedAtSeconds: at,
      ...more,
    })!;
    this.updates.push(update);
    return update;
  }

  /** Drives along a trip's line at the timetable's speed, a report each 20 s, and gives the last update. */
  drive(
    vehicleId: string,
    tripId: string,
    fromSeconds: number,
    fromMetres: number,
    toMetres: number,
  ): VehicleUpdate {
    const speed = 1000 / 120;
    let last: VehicleUpdate | undefined;
    for (let t = 0; fromMetres + t * speed <= toMetres; t += 20) {
      last = this.report(vehicleId, fromSeconds + t, this.onTrip(tripId, fromMetres + t * speed));
    }
    return last!;
  }

  /** `trip PHASE metres`, or the reason why there is no trip. */
  print({ assignment, reason }: VehicleUpdate): string {
    if (!assignment) return reason!;
    const { instance, phase, shapeMetres } = assignment;
    return `${this.schedule.trips.ids[instance.trip]!} ${phase} ${Math.round(shapeMetres / 10) * 10}`;
  }

  /** `trip: stop time, ...` of all stops passed, times of day. */
  printVisits(vehicleId: string): string {
    const visits = this.updates
      .flatMap((update) => update.visits)
      .filter((visit) => visit.vehicleId === vehicleId);
    const clock = (seconds: number | undefined): string =>
      seconds === undefined ? '' : new Date((seconds + 7200) * 1000).toISOString().slice(11, 19);
    return visits
      .map(({ instance, stopIndex, arrivalSeconds, departureSeconds }) => {
        const id = this.schedule.trips.ids[instance.trip]!;
        return `${id}#${stopIndex} ${clock(arrivalSeconds)}-${clock(departureSeconds)}`;
      })
      .join(' | ');
  }
}
