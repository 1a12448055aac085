/** The network of a schedule as the console is sent it, once a version. */
import { unproject, encodePolyline } from '../geo/index.js';
import type { Pattern, Schedule } from '../gtfs/index.js';
import type { LineMode } from './line-view.js';
import type { LineScales } from './line-scale.js';
import type { NetworkView, PatternView, RouteView, StopView } from './live-view.js';

/** `modeOf` tells how a route is dispatched, by its index. */
export function viewNetwork(scales: LineScales, modeOf: (route: number) => LineMode): NetworkView {
  const { schedule } = scales;
  const patterns = listPatterns(scales);
  const routes = schedule.routes.map((route, index): RouteView => {
    const { routeId, agency, shortName, longName, type, color, textColor } = route;
    return {
      routeId,
      agencyId: schedule.agencies[agency]!.agencyId,
      shortName,
      longName,
      type,
      color,
      textColor,
      mode: modeOf(index),
      patterns: patterns.get(index) ?? [],
    };
  });
  return {
    feedVersion: schedule.feedVersion,
    timeZone: schedule.timeZone,
    agencies: schedule.agencies.map(({ agencyId, name }) => ({ agencyId, name })),
    routes,
    stops: listStops(schedule),
  };
}

/** Name of a pattern, stable within a version of the schedule. */
export function patternIdOf(index: number): string {
  return `p${index}`;
}

function listPatterns(scales: LineScales): Map<number, PatternView[]> {
  const { schedule } = scales;
  const byRoute = new Map<number, PatternView[]>();
  for (const [index, pattern] of schedule.patterns.entries()) {
    const view = viewPattern(scales, pattern, index);
    const list = byRoute.get(pattern.route);
    if (list) list.push(view);
    else byRoute.set(pattern.route, [view]);
  }
  for (const list of byRoute.values()) {
    list.sort((a, b) => a.directionId - b.directionId || b.tripCount - a.tripCount);
  }
  return byRoute;
}

function viewPattern(scales: LineScales, pattern: Pattern, index: number): PatternView {
  const { schedule } = scales;
  const { direction, runningSeconds, tripCount } = scales.ofPattern(index);
  const lastStop = schedule.stops.names[pattern.stops.at(-1)!] ?? '';
  return {
    patternId: patternIdOf(index),
    directionId: direction.directionId,
    headsign: direction.mainPattern === index && direction.headsign !== '' ? direction.headsign : lastStop,
    tripCount,
    stops: Array.from(pattern.stops, (stop, i) => ({
      stopId: schedule.stops.ids[stop]!,
      shapeMetres: Math.round(pattern.stopMetres[i]!),
      runningSeconds: Math.round(runningSeconds[i]!),
    })),
    line: pattern.shapeId === '' ? '' : encodeLine(schedule, pattern),
  };
}

function encodeLine({ projection }: Schedule, { line }: Pattern): string {
  return encodePolyline(Array.from(line.x, (x, i) => unproject(projection, x, line.y[i]!)));
}

function listStops({ stops }: Schedule): StopView[] {
  return stops.ids.flatMap((stopId, i) =>
    stops.locationType[i] === 0
      ? [
          {
            stopId,
            code: stops.codes[i] ?? '',
            name: stops.names[i] ?? '',
            lat: round5(stops.lat[i]!),
            lon: round5(stops.lon[i]!),
          },
        ]
      : [],
  );
}

function round5(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
