import { type Projection, projectX, projectY } from '../../geo/index.js';
import type { Findings } from '../findings/index.js';
import type { Schedule, Service, StopTable, TripTable } from '../schedule.js';
import { chooseProjection } from './choose-projection.js';
import { resolveParents } from './collect-stops.js';
import type { Draft } from './draft.js';
import { drawPatterns } from './draw-patterns.js';
import { drawShapes } from './draw-shapes.js';
import { type FilledTimes, fillTimes } from './fill-times.js';
import { findPatterns } from './find-patterns.js';
import { listFrequencies } from './list-frequencies.js';
import { orderBlocks, reportOverlaps } from './order-blocks.js';
import { reportUnplaced, reportUnused } from './report-use.js';
import { type SelectedTrips, selectTrips } from './select-trips.js';
import { translateNames } from './translate-names.js';

/** Makes the schedule of all that was read; what is wrong on the way goes to `findings`. */
export function buildSchedule(draft: Draft, findings: Findings): Schedule {
  const selected = selectTrips(draft, findings);
  const parent = resolveParents(draft, findings);
  const projection = chooseProjection(draft.stops);
  const stops = buildStops(draft, projection, parent);
  const shapes = drawShapes(draft, projection, findings);
  const found = findPatterns(draft, selected);
  reportUnplaced(draft, found.patterns, findings);
  const patterns = drawPatterns(draft, selected, found.patterns, shapes, stops, findings);
  const times = fillTimes(draft, selected, found.patternOf, patterns, findings);
  const blocks = orderBlocks(draft, selected, times);
  const frequencies = listFrequencies(draft, selected, findings);
  if (frequencies.length === 0) reportOverlaps(draft, selected, times, blocks, findings);
  reportUnused(draft, selected, found.patterns, findings);
  return {
    feedVersion: draft.feedVersion,
    ...(draft.publisher ? { publisher: draft.publisher } : {}),
    ...(draft.language === undefined ? {} : { language: draft.language }),
    translations: translateNames(draft, selected, findings),
    timeZone: draft.timeZone,
    projection,
    agencies: draft.agencies,
    routes: draft.routes,
    stops,
    services: draft.services.map(buildService),
    patterns,
    trips: buildTrips(draft, selected, found.patternOf, blocks.blockOf, times),
    stopTimes: times.stopTimes,
    frequencies,
    blockIds: blocks.blockIds,
    blockTrips: blocks.blockTrips,
    routeIndexOf: draft.routeIndexOf,
  };
}

function buildService(service: Draft['services'][number]): Service {
  const { serviceId, weekdays, startDate, endDate, addedDates, removedDates } = service;
  return { serviceId, weekdays, startDate, endDate, addedDates, removedDates };
}

function buildStops({ stops }: Draft, projection: Projection, parent: Int32Array): StopTable {
  return {
    ids: stops.ids,
    codes: stops.codes,
    names: stops.names,
    lat: Float64Array.from(stops.lat),
    lon: Float64Array.from(stops.lon),
    x: Float64Array.from(stops.lon, (lon) => projectX(projection, lon)),
    y: Float64Array.from(stops.lat, (lat) => projectY(projection, lat)),
    locationType: Uint8Array.from(stops.locationTypes),
    parent,
    indexOf: stops.indexOf,
  };
}

function buildTrips(
  { trips }: Draft,
  selected: SelectedTrips,
  patternOf: Int32Array,
  blockOf: Int32Array,
  { firstStopTime }: FilledTimes,
): TripTable {
  const kept = Array.from(selected.trips);
  const ids = kept.map((trip) => trips.ids[trip]!);
  return {
    ids,
    pattern: patternOf,
    route: Int32Array.from(kept, (trip) => trips.route[trip]!),
    directionId: Int8Array.from(kept, (trip) => trips.directionId[trip]!),
    service: Int32Array.from(kept, (trip) => trips.service[trip]!),
    block: blockOf,
    headsigns: kept.map((trip) => trips.headsigns[trip]!),
    wheelchair: Uint8Array.from(kept, (trip) => trips.wheelchair[trip]!),
    firstStopTime,
    indexOf: new Map(ids.map((tripId, i) => [tripId, i])),
  };
}
