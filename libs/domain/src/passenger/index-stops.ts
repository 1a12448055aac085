/**
 * A schedule turned round for those who wait: what calls at a stop, in the order of its departures. Made once a
 * version; a board then costs two binary searches and the calls it shows. Rows are those of stop_times.txt.
 */
import {
  type Schedule,
  type StopIndex,
  type TripIndex,
  listFrequenciesOf,
  servicesOn,
} from '../gtfs/index.js';
import { type ServiceDate, ServiceDays } from '../time/index.js';

export interface StopCalls {
  readonly schedule: Schedule;
  readonly days: ServiceDays;
  /** Rows at each stop where somebody gets on or off, by departure; those of frequencies.txt left out: stop `i` has `firstRow[i]` to `firstRow[i + 1] - 1`. */
  readonly rows: Int32Array;
  readonly firstRow: Int32Array;
  /** Rows at a stop of trips of frequencies.txt. */
  readonly frequencyRows: ReadonlyMap<StopIndex, readonly number[]>;
  /** Trip of each row. */
  readonly tripOf: Int32Array;
  readonly children: ReadonlyMap<StopIndex, readonly StopIndex[]>;
  /** Stops by code, as `findStops` writes codes. */
  readonly byCode: ReadonlyMap<string, readonly StopIndex[]>;
  /** The names of stops in each language that there are any in: one looks for a stop by those. */
  readonly spellings: readonly (readonly string[])[];
  /** Names that are told in the reader's language rather than the feed's. */
  readonly translated: ReadonlySet<string>;
  /** Routes that call at each stop. */
  readonly routesAt: ReadonlyMap<StopIndex, readonly number[]>;
  /** One flag a service on a day. */
  readonly servicesOn: (date: ServiceDate) => Uint8Array;
}

export function indexStops(schedule: Schedule): StopCalls {
  const { tripOf, stopOf } = listRows(schedule);
  const frequencyTrips = new Set(schedule.frequencies.map(({ trip }) => trip));
  const { rows, firstRow, frequencyRows } = groupByStop(schedule, tripOf, stopOf, frequencyTrips);
  return {
    schedule,
    days: new ServiceDays(schedule.timeZone),
    rows,
    firstRow,
    frequencyRows,
    tripOf,
    children: groupChildren(schedule),
    byCode: groupByCode(schedule),
    spellings: [schedule.stops.names, ...Object.values(schedule.translations).map(({ stops }) => stops)],
    translated: new Set(),
    routesAt: listRoutesAt(schedule),
    servicesOn: rememberServices(schedule),
  };
}

/** Frequency rows of the row's trip, for callers that expand them. */
export function frequenciesOf(
  { schedule }: StopCalls,
  trip: TripIndex,
): ReturnType<typeof listFrequenciesOf> {
  return listFrequenciesOf(schedule, trip);
}

function listRows({ trips, patterns }: Schedule): { tripOf: Int32Array; stopOf: Int32Array } {
  const count = trips.firstStopTime[trips.ids.length] ?? 0;
  const tripOf = new Int32Array(count);
  const stopOf = new Int32Array(count);
  for (let trip = 0; trip < trips.ids.length; trip++) {
    const first = trips.firstStopTime[trip]!;
    const { stops } = patterns[trips.pattern[trip]!]!;
    for (const [i, stop] of stops.entries()) {
      tripOf[first + i] = trip;
      stopOf[first + i] = stop;
    }
  }
  return { tripOf, stopOf };
}

function groupByStop(
  { stops, stopTimes: { departureSeconds, noPickup, noDropOff } }: Schedule,
  tripOf: Int32Array,
  stopOf: Int32Array,
  frequencyTrips: ReadonlySet<number>,
): Pick<StopCalls, 'rows' | 'firstRow' | 'frequencyRows'> {
  const frequencyRows = new Map<StopIndex, number[]>();
  const firstRow = new Int32Array(stops.ids.length + 1);
  const isForRiders = (row: number): boolean => noPickup[row] !== 1 || noDropOff[row] !== 1;
  const isTimed = (row: number): boolean => !frequencyTrips.has(tripOf[row]!) && isForRiders(row);
  for (const [row, stop] of stopOf.entries()) {
    if (isTimed(row)) firstRow[stop + 1]! += 1;
    else if (isForRiders(row)) frequencyRows.set(stop, [...(frequencyRows.get(stop) ?? []), row]);
  }
  for (let stop = 0; stop < stops.ids.length; stop++) firstRow[stop + 1]! += firstRow[stop]!;
  const rows = new Int32Array(firstRow.at(-1) ?? 0);
  const next = firstRow.slice();
  for (const [row, stop] of stopOf.entries()) if (isTimed(row)) rows[next[stop]!++] = row;
  for (let stop = 0; stop < stops.ids.length; stop++) {
    rows
      .subarray(firstRow[stop], firstRow[stop + 1])
      .sort((a, b) => departureSeconds[a]! - departureSeconds[b]! || a - b);
  }
  return { rows, firstRow, frequencyRows };
}

function groupChildren({ stops: { ids, parent } }: Schedule): Map<StopIndex, StopIndex[]> {
  const children = new Map<StopIndex, StopIndex[]>();
  for (let stop = 0; stop < ids.length; stop++) {
    if (parent[stop]! >= 0) children.set(parent[stop]!, [...(children.get(parent[stop]!) ?? []), stop]);
  }
  return children;
}

/** A code without the zeros that some lists put before it: signs of Lviv say 320 where stops.txt has 0320. */
export function plainCode(code: string): string {
  return code
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '');
}

/** Codes of stops.txt; for a stop without one, what its name ends with in brackets, as Lviv's do: `Опера (129)`. */
function groupByCode({ stops: { ids, codes, names } }: Schedule): Map<string, StopIndex[]> {
  const byCode = new Map<string, StopIndex[]>();
  const unnamed: StopIndex[] = [];
  const put = (code: string, stop: StopIndex): void => {
    byCode.set(code, [...(byCode.get(code) ?? []), stop]);
  };
  for (let stop = 0; stop < ids.length; stop++) {
    const code = codes[stop] ?? '';
    if (code === '') unnamed.push(stop);
    else put(plainCode(code), stop);
  }
  for (const stop of unnamed) {
    const code = codeInName(names[stop]!);
    if (code !== undefined) put(plainCode(code), stop);
  }
  return byCode;
}

function codeInName(name: string): string | undefined {
  return /\((\d{1,6}(?:-\d{1,3})?)\)\s*$/.exec(name)?.[1];
}

/** The code of a stop as signs show it: of stops.txt, else of its name, else its id. */
export function codeOf({ stops }: Schedule, stop: StopIndex): string {
  const shown = signCodeOf(stops, stop);
  return shown === undefined ? stops.ids[stop]! : plainCode(shown).toUpperCase();
}

/** Of stops.txt, else of its name; undefined where neither has one. */
export function signCodeOf({ codes, names }: Schedule['stops'], stop: StopIndex): string | undefined {
  const code = codes[stop] ?? '';
  return code === '' ? codeInName(names[stop]!) : code;
}

/** The name of a stop without the code that Lviv's names end with. */
export function nameOf({ stops: { names } }: Schedule, stop: StopIndex): string {
  return cleanName(names[stop]!);
}

export function cleanName(name: string): string {
  return name.replace(/\s*\(\d{1,6}(-\d{1,3})?\)\s*$/, '') || name;
}

function listRoutesAt({ patterns }: Schedule): Map<StopIndex, number[]> {
  const sets = new Map<StopIndex, Set<number>>();
  for (const { route, stops } of patterns) {
    for (const stop of stops) {
      const routes = sets.get(stop) ?? new Set();
      sets.set(stop, routes.add(route));
    }
  }
  return new Map([...sets].map(([stop, routes]) => [stop, [...routes]]));
}

/** A board asks for yesterday, today and tomorrow; more than a few days are never kept. */
const KEPT_DAYS = 8;

function rememberServices(schedule: Schedule): StopCalls['servicesOn'] {
  const kept = new Map<ServiceDate, Uint8Array>();
  return (date) => {
    let flags = kept.get(date);
    if (!flags) {
      if (kept.size >= KEPT_DAYS) kept.clear();
      flags = servicesOn(schedule, date);
      kept.set(date, flags);
    }
    return flags;
  };
}
