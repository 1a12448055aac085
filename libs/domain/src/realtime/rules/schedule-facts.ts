import { projectX, projectY, type LatLon } from '../../geo/index.js';
import type { Frequency, PatternIndex, Schedule, TripIndex } from '../../gtfs/index.js';

/**
 * What rules ask of a schedule and the schedule does not say at once: which trips run by headway, which shapes and
 * boundaries it has. Worked out on the first question and kept as long as the schedule, because a snapshot is
 * checked every second and a schedule lasts for weeks.
 */
export interface ScheduleFacts {
  /** Trips of frequencies.txt with exact_times = 0. */
  readonly headwayTrips: ReadonlySet<TripIndex>;
  /** Trips of frequencies.txt with exact_times = 1 and their periods. */
  readonly exactTimesTrips: ReadonlyMap<TripIndex, readonly Frequency[]>;
  /** shape_ids that trips use. */
  readonly shapeIds: ReadonlySet<string>;
  readonly agencyIds: ReadonlySet<string>;
  /** Whether a stop stands twice or more in the pattern. */
  readonly repeatsStop: (pattern: PatternIndex) => boolean;
  /** Whether a position is within 1,609 m of the rectangle around all shapes (stops, where there are none). */
  readonly covers: (position: LatLon) => boolean;
  /** The stops that trips of a route serve, one set a route. */
  readonly routeStops: () => readonly ReadonlySet<number>[];
  /** Routes of which a block visits a stop twice. */
  readonly routesWithRecurringBlocks: () => ReadonlySet<number>;
}

const known = new WeakMap<Schedule, ScheduleFacts>();

export function factsOf(schedule: Schedule): ScheduleFacts {
  let facts = known.get(schedule);
  if (!facts) {
    facts = workOut(schedule);
    known.set(schedule, facts);
  }
  return facts;
}

function workOut(schedule: Schedule): ScheduleFacts {
  const headwayTrips = new Set<TripIndex>();
  const exactTimesTrips = new Map<TripIndex, Frequency[]>();
  for (const frequency of schedule.frequencies) {
    if (!frequency.exactTimes) headwayTrips.add(frequency.trip);
    else exactTimesTrips.set(frequency.trip, [...(exactTimesTrips.get(frequency.trip) ?? []), frequency]);
  }
  return {
    headwayTrips,
    exactTimesTrips,
    shapeIds: new Set(schedule.patterns.map((pattern) => pattern.shapeId).filter((id) => id !== '')),
    // agency_id may be left out of agency.txt where there is one agency: its name then stands for it.
    agencyIds: new Set(schedule.agencies.map((agency) => agency.agencyId || agency.name)),
    repeatsStop: rememberRepeats(schedule),
    covers: drawCoverage(schedule),
    routeStops: once(() => collectRouteStops(schedule)),
    routesWithRecurringBlocks: once(() => findRecurringBlocks(schedule)),
  };
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => (done ??= { value: work() }).value;
}

function rememberRepeats(schedule: Schedule): (pattern: PatternIndex) => boolean {
  const repeats: (boolean | undefined)[] = [];
  return (pattern) => {
    const { stops } = schedule.patterns[pattern]!;
    return (repeats[pattern] ??= new Set(stops).size < stops.length);
  };
}

const COVERAGE_MARGIN_METRES = 1609;

function drawCoverage(schedule: Schedule): (position: LatLon) => boolean {
  const { projection, stops } = schedule;
  let west = Infinity;
  let east = -Infinity;
  let south = Infinity;
  let north = -Infinity;
  const include = (xs: Float64Array, ys: Float64Array): void => {
    for (let i = 0; i < xs.length; i++) {
      west = Math.min(west, xs[i]!);
      east = Math.max(east, xs[i]!);
      south = Math.min(south, ys[i]!);
      north = Math.max(north, ys[i]!);
    }
  };
  const drawn = schedule.patterns.filter((pattern) => pattern.shapeId !== '');
  for (const { line } of drawn) include(line.x, line.y);
  if (drawn.length === 0) include(stops.x, stops.y);
  return ({ lat, lon }) => {
    const x = projectX(projection, lon);
    const y = projectY(projection, lat);
    return (
      x >= west - COVERAGE_MARGIN_METRES &&
      x <= east + COVERAGE_MARGIN_METRES &&
      y >= south - COVERAGE_MARGIN_METRES &&
      y <= north + COVERAGE_MARGIN_METRES
    );
  };
}

function collectRouteStops(schedule: Schedule): readonly ReadonlySet<number>[] {
  const sets = schedule.routes.map(() => new Set<number>());
  for (const { route, stops } of schedule.patterns) for (const stop of stops) sets[route]!.add(stop);
  return sets;
}

function findRecurringBlocks(schedule: Schedule): ReadonlySet<number> {
  const routes = new Set<number>();
  for (const trips of schedule.blockTrips) {
    const seen = new Set<number>();
    let recurs = false;
    for (const trip of trips) {
      for (const stop of schedule.patterns[schedule.trips.pattern[trip]!]!.stops) {
        if (seen.has(stop)) recurs = true;
        else seen.add(stop);
      }
    }
    if (recurs) for (const trip of trips) routes.add(schedule.trips.route[trip]!);
  }
  return routes;
}
