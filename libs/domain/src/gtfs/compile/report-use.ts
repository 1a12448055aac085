import type { Findings } from '../findings/index.js';
import type { Draft } from './draft.js';
import type { PatternDraft } from './find-patterns.js';
import type { SelectedTrips } from './select-trips.js';

/** Notes what no trip uses: harmless, and often the trace of something forgotten. */
export function reportUnused(
  draft: Draft,
  selected: SelectedTrips,
  patterns: readonly PatternDraft[],
  findings: Findings,
): void {
  const { stops, routes, shapes, services } = draft;
  const usedStops = new Set(patterns.flatMap((pattern) => [...pattern.stops]));
  const usedRoutes = new Set(patterns.map(({ route }) => route));
  const usedShapes = new Set(patterns.map(({ shape }) => shape));
  const usedServices = new Set(Array.from(selected.trips, (trip) => draft.trips.service[trip]!));
  for (const [i, stopId] of stops.ids.entries()) {
    if (usedStops.has(i) || stops.locationTypes[i] !== 0) continue;
    findings.add('unused_stop', 'stops.txt', stops.lines[i]!, `no trip calls at stop ${stopId}`);
  }
  for (const [i, { routeId }] of routes.entries()) {
    if (usedRoutes.has(i)) continue;
    findings.add('unused_route', 'routes.txt', draft.routeLines[i]!, `no trip runs on route ${routeId}`);
  }
  for (const [i, shapeId] of shapes.ids.entries()) {
    if (usedShapes.has(i)) continue;
    findings.add('unused_shape', 'shapes.txt', shapes.lines[i]!, `no trip follows shape ${shapeId}`);
  }
  for (const [i, { serviceId, file, line }] of services.entries()) {
    if (usedServices.has(i)) continue;
    findings.add('unused_service', file, line, `no trip runs on service ${serviceId}`);
  }
}

/** Stops without a place at which trips call: nodes and boarding areas may lack one, but not there. */
export function reportUnplaced(
  { stops }: Draft,
  patterns: readonly PatternDraft[],
  findings: Findings,
): void {
  const called = new Set(patterns.flatMap((pattern) => [...pattern.stops]));
  for (const stop of called) {
    if (!Number.isNaN(stops.lat[stop]!)) continue;
    const message = `trips call at stop ${stops.ids[stop]!}, which has no place`;
    findings.add('bad_coordinates', 'stops.txt', stops.lines[stop]!, message);
  }
}
