import { compileFiles } from '../fixtures/compile-files.js';
import { TrackedFleet } from '../prediction/index.js';
import type { Assignment } from '../tracking/index.js';
import { type PublicationContext, createPublicationContext } from './publication-context.js';
import type { FeedEntity, FeedMessage } from './feed-message.js';
import { EMPTY_FEED_STATE, type FeedState } from './feed-state.js';
import { checkFeed } from './rules/index.js';
import { stepFeed } from './step-feed.js';

/**
 * A town of frequencies.txt: line H runs by headway each ten minutes, 4 km east and back along the same street, line X
 * each ten minutes at exact times on a street of its own. Stops are 1 km and two minutes apart.
 */
const LAT = 49.84;
const LON = 24;
const NORTH = 1 / 111.319;
const EAST = NORTH / Math.cos((LAT * Math.PI) / 180);
const SPEED = 1000 / 120;
const KILOMETRES = [0, 1, 2, 3, 4];

/** Latitude of a line's street: H out and back, and X. */
const STREETS = { hOut: 0, hBack: 0.01, xOut: 5 } as const;
export type Line = keyof typeof STREETS;

function eastOf(line: Line, km: number): number {
  return line === 'hBack' ? 4 - km : km;
}

function place(line: Line, km: number): { lat: number; lon: number } {
  return { lat: LAT + STREETS[line] * NORTH, lon: LON + eastOf(line, km) * EAST };
}

function rowsOf(line: Line): { stops: string[]; shape: string[]; times: string[] } {
  const at = (km: number): string => `${place(line, km).lat.toFixed(6)},${place(line, km).lon.toFixed(6)}`;
  return {
    stops: KILOMETRES.map((km) => `${line}${km},${line} ${km},${at(km)}`),
    shape: KILOMETRES.map((km) => `${line},${at(km)},${km}`),
    times: KILOMETRES.map((km) => `${line},${line}${km},${km + 1},06:0${2 * km}:00,06:0${2 * km}:00`),
  };
}

const LINES = (Object.keys(STREETS) as Line[]).map(rowsOf);

export const HEADWAY_FILES = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nT,Town,https://town.example,Europe/Kyiv',
  'calendar.txt': `service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WD,1,1,1,1,1,0,0,20260101,20271231`,
  'routes.txt': `route_id,agency_id,route_short_name,route_type\nH,T,H,3\nX,T,X,3`,
  'stops.txt': ['stop_id,stop_name,stop_lat,stop_lon', ...LINES.flatMap(({ stops }) => stops)].join('\n'),
  'shapes.txt': [
    'shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence',
    ...LINES.flatMap(({ shape }) => shape),
  ].join('\n'),
  'trips.txt': `trip_id,route_id,service_id,direction_id,shape_id
hOut,H,WD,0,hOut
hBack,H,WD,1,hBack
xOut,X,WD,0,xOut`,
  'stop_times.txt': [
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
    ...LINES.flatMap(({ times }) => times),
  ].join('\n'),
  'frequencies.txt': `trip_id,start_time,end_time,headway_secs,exact_times
hOut,06:00:00,10:00:00,600,0
hBack,06:00:00,10:00:00,600,0
xOut,06:00:00,10:00:00,600,1`,
};

/** Monday 2026-11-23, 08:00 in the town. */
export const EIGHT = Date.UTC(2026, 10, 23, 6) / 1000;

/** A vehicle's day: on these lines from these seconds after 08:00 on; before, between and after it stands. */
export type Duty = readonly (readonly [line: Line, leavesAt: number])[];

/** A fleet that is driven, and the feed it makes, checked at each step. */
export class HeadwayTown {
  readonly schedule = compileFiles(HEADWAY_FILES);
  readonly fleet = new TrackedFleet(this.schedule);
  readonly faults = new Set<string>();
  readonly #context: PublicationContext = createPublicationContext(this.schedule);
  #state: FeedState = EMPTY_FEED_STATE;
  #last: FeedMessage | undefined;

  /** Drives vehicles from and to seconds after 08:00, a report each 20 s; `watch` sees each feed. */
  drive(
    duties: Readonly<Record<string, Duty>>,
    [from, to]: readonly [number, number],
    watch: (seconds: number, feed: readonly FeedEntity[]) => void = () => undefined,
  ): void {
    for (let t = from; t <= to; t += 20) {
      const items = Object.entries(duties).flatMap(([vehicleId, duty]) => {
        const at = EIGHT + t;
        const where = placeOn(duty, t);
        const times = { atSeconds: at, timestampSeconds: at, receivedAtSeconds: at };
        return this.fleet.take({ vehicleId, ...where, ...times }) ?? [];
      });
      this.#state = stepFeed(this.#context, this.#state, { kind: 'updates', items }, EIGHT + t).state;
      watch(t, this.#publish(EIGHT + t));
    }
  }

  assignmentOf(vehicleId: string): Assignment | undefined {
    return this.fleet.findLatest(vehicleId)?.assignment;
  }

  #publish(now: number): readonly FeedEntity[] {
    const { state, publication } = stepFeed(this.#context, this.#state, { kind: 'publish' }, now);
    this.#state = state;
    for (const { ruleId, text } of publication!.errors) this.faults.add(`${ruleId} ${text}`);
    const made = publication!.snapshots.find(({ name }) => name === 'all');
    if (!made) return this.#last?.entity ?? [];
    const message = { header: made.header, entity: made.entities };
    const check = { message, schedule: this.schedule, nowSeconds: now };
    const { findings } = checkFeed(this.#last ? { ...check, previous: this.#last } : check);
    // W003 warns of every trip that is announced before its vehicle is on it.
    for (const { ruleId, text } of findings) if (ruleId !== 'W003') this.faults.add(`${ruleId} ${text}`);
    this.#last = message;
    return message.entity;
  }
}

function placeOn(duty: Duty, t: number): { lat: number; lon: number } {
  const begun = duty.filter(([, leavesAt]) => leavesAt <= t).at(-1);
  if (!begun) return place(duty[0]![0], 0);
  const [line, leavesAt] = begun;
  return place(line, Math.min(4, ((t - leavesAt) * SPEED) / 1000));
}
