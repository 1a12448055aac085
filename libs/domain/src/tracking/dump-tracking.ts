import { projectX, projectY, unproject } from '../geo/index.js';
import type { Schedule } from '../gtfs/index.js';
import type { FleetHeadways } from './fleet-headways.js';
import type { KnownBases } from './known-bases.js';
import type { LearnedPunctuality } from './learned-punctuality.js';
import type { NamingHabits } from './naming-habits.js';
import type { PassedStops } from './passed-stops.js';
import type { StoppingHabits } from './stopping-habits.js';

/** What tracking learns of a network, beside what it knows of each vehicle. */
export interface LearnedTracking {
  readonly punctuality: LearnedPunctuality;
  readonly habits: StoppingHabits;
  readonly passed: PassedStops;
  readonly naming: NamingHabits;
  readonly bases: KnownBases;
  readonly headways: FleetHeadways;
}

/**
 * What was learned as rows of text and numbers that outlive a version of the schedule: an empty first field, a name,
 * and then routes by their ids and places by their coordinates.
 */
export function dumpTracking(
  { punctuality, habits, passed, naming, bases, headways }: LearnedTracking,
  { routes, projection }: Schedule,
): (string | number)[][] {
  return [
    ['', 'punctuality', ...punctuality.dump()],
    ...punctuality.listRoutes().map(([route, ...sums]) => ['', 'route', routes[route]!.routeId, ...sums]),
    ['', 'stopping', ...habits.dump()],
    ['', 'passing', ...passed.dump()],
    ['', 'naming', ...naming.dump()],
    ...bases.list().map(([x, y, ...stays]) => {
      const { lat, lon } = unproject(projection, x, y);
      return ['', 'base', lat, lon, ...stays];
    }),
    ...headways.dump(),
  ];
}

/** Rows of other names, and of routes that the schedule does not have, are left out. */
export function restoreTracking(
  { punctuality, habits, passed, naming, bases, headways }: LearnedTracking,
  { routes, projection }: Schedule,
  rows: readonly (readonly (string | number)[])[],
): void {
  const routeIndex = new Map(routes.map(({ routeId }, route) => [routeId, route]));
  for (const [first, name, ...rest] of rows) {
    if (first !== '') continue;
    const numbers = rest.map(Number);
    if (name === 'punctuality') punctuality.restore(numbers);
    if (name === 'stopping') habits.restore(numbers);
    if (name === 'passing') passed.restore(numbers);
    if (name === 'naming') naming.restore(numbers);
    if (name === 'interval') headways.restore(rest);
    if (name === 'route') {
      const route = routeIndex.get(String(rest[0]));
      if (route !== undefined) punctuality.restoreRoute(route, numbers.slice(1));
    }
    if (name === 'base') {
      const [lat = 0, lon = 0, stays = 0, layovers = 0] = numbers;
      bases.restore(projectX(projection, lon), projectY(projection, lat), stays, layovers);
    }
  }
}
