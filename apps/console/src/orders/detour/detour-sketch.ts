/**
 * A detour as it is drawn: where it leaves the line and is back, the places between, what is served instead. There is
 * no router: the line is straight from place to place, and is as good as the places given.
 */
import type { ReplacementStop, ServiceOrderActionOf } from '@rukh/domain/realtime';
import type { City } from '../../live/city.js';
import type { Place } from '../../map/draw-places.js';
import { cutLine, projectOnto } from '../../map/measure-line.js';

export interface DetourSketch {
  readonly directionId: number;
  /** The last stop before the detour and the first after it; empty while not chosen. */
  readonly fromStopId: string;
  readonly toStopId: string;
  /** Between the two, in the order of driving. */
  readonly places: readonly Place[];
  /** What is told otherwise than computed: stops between that are served, or not, by hand. */
  readonly byHand: Readonly<Record<string, boolean>>;
  /** Stops that are served instead, by id. */
  readonly instead: readonly string[];
  /** Stops served instead that the timetable does not have. */
  readonly temporary: readonly TemporaryStop[];
  /** Minutes longer than the way as planned. */
  readonly minutes: number;
  readonly hours: number;
  /** Other lines that take the same way. */
  readonly alsoRoutes: readonly string[];
}

export interface TemporaryStop {
  readonly name: { readonly uk: string; readonly en: string };
  readonly place: Place;
}

export const MOST_PLACES = 200;
export const MOST_TEMPORARY = 20;
/** A stop so near the drawn line is passed: vehicles can call there. */
const PASSED_METRES = 40;
/** What stops of other lines are offered instead. */
const OFFERED_METRES = 80;

export function emptySketch(directionId: number): DetourSketch {
  return {
    directionId,
    fromStopId: '',
    toStopId: '',
    places: [],
    byHand: {},
    instead: [],
    temporary: [],
    minutes: 5,
    hours: 4,
    alsoRoutes: [],
  };
}

/** One stop a place: what is named anew there is the same stop. */
export function temporaryStopId({ place: [lon, lat] }: TemporaryStop): string {
  return `temporary-${lat.toFixed(5)}-${lon.toFixed(5)}`;
}

/** The stops of the line in the direction, with their place in it; of the pattern that most trips run. */
export function stopsOf(city: City, routeId: string, directionId: number) {
  return city.mainPattern(routeId, directionId)?.stops ?? [];
}

/** The drawn line, from the stop where it leaves to the one where it is back; empty while these are not chosen. */
export function lineOf(city: City, { fromStopId, toStopId, places }: DetourSketch): readonly Place[] {
  const [from, to] = [city.stops.get(fromStopId), city.stops.get(toStopId)];
  return from && to ? [[from.lon, from.lat], ...places, [to.lon, to.lat]] : [];
}

export interface StopBetween {
  readonly stopId: string;
  readonly isMissed: boolean;
}

/** The stops that the detour leads around; missed but where the drawn line passes them, or a person says otherwise. */
export function stopsBetween(city: City, routeId: string, sketch: DetourSketch): readonly StopBetween[] {
  const ids = stopsOf(city, routeId, sketch.directionId).map(({ stopId }) => stopId);
  const from = ids.indexOf(sketch.fromStopId);
  const to = ids.indexOf(sketch.toStopId, from + 1);
  if (from < 0 || to < 0) return [];
  // Straight from end to end is not a way: nothing is known to be passed.
  const line = sketch.places.length > 0 ? lineOf(city, sketch) : [];
  return ids.slice(from + 1, to).map((stopId) => {
    const isPassed = (metresFrom(city, line, stopId) ?? Infinity) <= PASSED_METRES;
    return { stopId, isMissed: sketch.byHand[stopId] ?? !isPassed };
  });
}

/** Stops along the drawn line that the line does not serve as planned, in the order of driving. */
export function stopsAlong(city: City, routeId: string, sketch: DetourSketch): readonly string[] {
  const line = sketch.places.length > 0 ? lineOf(city, sketch) : [];
  if (line.length === 0) return [];
  const own = new Set(stopsOf(city, routeId, sketch.directionId).map(({ stopId }) => stopId));
  return city.network.stops
    .flatMap(({ stopId, lon, lat }) => {
      if (own.has(stopId)) return [];
      const { metres, share } = projectOnto(line, [lon, lat]);
      return metres <= OFFERED_METRES ? [{ stopId, share }] : [];
    })
    .sort((a, b) => a.share - b.share)
    .map(({ stopId }) => stopId);
}

/** Other lines that call at both ends of the detour, one after the other. */
export function routesThrough(city: City, routeId: string, { fromStopId, toStopId }: DetourSketch): string[] {
  if (fromStopId === '' || toStopId === '') return [];
  return city.lines
    .filter((route) => route.routeId !== routeId)
    .filter(({ patterns }) =>
      patterns.some(({ stops }) => {
        const from = stops.findIndex(({ stopId }) => stopId === fromStopId);
        return from >= 0 && stops.slice(from + 1).some(({ stopId }) => stopId === toStopId);
      }),
    )
    .map((route) => route.routeId);
}

/** Undefined while the two ends are not chosen. `now` is epoch seconds. */
export function readDetour(
  city: City,
  routeId: string,
  sketch: DetourSketch,
  now: number,
): ServiceOrderActionOf<'detour'> | undefined {
  const line = lineOf(city, sketch);
  const planned = plannedSeconds(city, routeId, sketch);
  if (line.length === 0 || planned === undefined) return undefined;
  const start = Math.round(now);
  const alone = sketch.alsoRoutes.length === 0;
  return {
    kind: 'detour',
    routeIds: [routeId, ...sketch.alsoRoutes],
    // Other lines count their directions otherwise; the order of the two stops says it as well.
    ...(alone ? { directionId: sketch.directionId } : {}),
    fromStopId: sketch.fromStopId,
    toStopId: sketch.toStopId,
    missedStopIds: stopsBetween(city, routeId, sketch).flatMap(({ stopId, isMissed }) =>
      isMissed ? [stopId] : [],
    ),
    replacementStops: replacements(city, sketch, line, planned + 60 * sketch.minutes),
    // Told in words only: straight from end to end is not the way that anybody drives.
    ...(sketch.places.length > 0 ? { line: cutLine(line, MOST_PLACES + 2) } : {}),
    ...(sketch.minutes > 0 ? { delaySeconds: 60 * sketch.minutes } : {}),
    period: { start, end: start + 3600 * sketch.hours },
  };
}

/** As far along in time as along the line: nothing better is known of a way that nobody has driven. */
function replacements(
  city: City,
  { instead, temporary }: DetourSketch,
  line: readonly Place[],
  totalSeconds: number,
): ReplacementStop[] {
  const secondsTo = (place: Place): number => Math.round(totalSeconds * projectOnto(line, place).share);
  const known = instead.flatMap((stopId) => {
    const stop = city.stops.get(stopId);
    return stop ? [{ stopId, travelSeconds: secondsTo([stop.lon, stop.lat]) }] : [];
  });
  const made = temporary.map((stop) => {
    const [lon, lat] = stop.place;
    return {
      stopId: temporaryStopId(stop),
      travelSeconds: secondsTo(stop.place),
      temporary: { name: stop.name, lat, lon },
    };
  });
  return [...known, ...made].sort((a, b) => a.travelSeconds - b.travelSeconds);
}

function plannedSeconds(city: City, routeId: string, sketch: DetourSketch): number | undefined {
  const stops = stopsOf(city, routeId, sketch.directionId);
  const from = stops.findIndex(({ stopId }) => stopId === sketch.fromStopId);
  const to = stops.findIndex(({ stopId }, i) => i > from && stopId === sketch.toStopId);
  return from < 0 || to < 0 ? undefined : stops[to]!.runningSeconds - stops[from]!.runningSeconds;
}

function metresFrom(city: City, line: readonly Place[], stopId: string): number | undefined {
  const stop = city.stops.get(stopId);
  return stop && line.length > 0 ? projectOnto(line, [stop.lon, stop.lat]).metres : undefined;
}
