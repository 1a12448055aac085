/** How fast the lines go, section by section, by the stops that vehicles were seen to leave. */
import type { SectionSpeed, SpeedsView } from './layers-view.js';
import { roundTo } from './reports/round.js';
import type { ServiceWatch } from './service-watch.js';
import type { TripSeen } from './trip-log.js';
import { patternIdOf } from './view-network.js';
import type { SeesCarrier } from './view-trips.js';

export const SPEED_WINDOW_SECONDS = 1800;
/** Faster is no vehicle of a city: a stop was seen too early or too late. */
const FASTEST_METRES_PER_SECOND = 40;

interface Sums {
  readonly pattern: number;
  /** Index of the stop that it begins at. */
  readonly index: number;
  metres: number;
  seconds: number;
  plannedSeconds: number;
  passages: number;
}

/** Of the last half hour before `now`, epoch seconds, and of vehicles of carriers that are seen. */
export function viewSpeeds(watch: ServiceWatch, now: number, sees: SeesCarrier): SpeedsView {
  const sections = new Map<string, Sums>();
  for (const seen of watch.log.listSince(now - SPEED_WINDOW_SECONDS)) {
    addTrip(watch, seen, now, sees, sections);
  }
  return {
    at: Math.floor(now),
    windowSeconds: SPEED_WINDOW_SECONDS,
    sections: [...sections.values()]
      .map((sums) => toSection(watch, sums))
      .sort((a, b) => a.metresPerSecond - b.metresPerSecond),
  };
}

function addTrip(
  watch: ServiceWatch,
  { tripId, vehicleId, stopIndexes, times }: TripSeen,
  now: number,
  sees: SeesCarrier,
  sections: Map<string, Sums>,
): void {
  const { schedule } = watch;
  const trip = schedule.trips.indexOf.get(tripId);
  if (trip === undefined || !sees(watch.findCarrier(vehicleId, watch.routeIdOf(trip)))) return;
  const pattern = schedule.trips.pattern[trip]!;
  for (let i = 1; i < times.length; i++) {
    const index = stopIndexes[i - 1]!;
    const isNext = stopIndexes[i] === index + 1;
    if (isNext && times[i]! > now - SPEED_WINDOW_SECONDS && times[i]! <= now) {
      addPassage(watch, pattern, index, times[i]! - times[i - 1]!, sections);
    }
  }
}

function addPassage(
  { schedule, scales }: ServiceWatch,
  pattern: number,
  index: number,
  seconds: number,
  sections: Map<string, Sums>,
): void {
  const { stops, stopMetres } = schedule.patterns[pattern]!;
  const metres = stopMetres[index + 1]! - stopMetres[index]!;
  if (!(seconds > 0) || !(metres > 0) || metres / seconds > FASTEST_METRES_PER_SECOND) return;
  const key = `${stops[index]!}>${stops[index + 1]!}`;
  const sums = sections.get(key) ?? {
    pattern,
    index,
    metres: 0,
    seconds: 0,
    plannedSeconds: 0,
    passages: 0,
  };
  sections.set(key, sums);
  const { runningSeconds } = scales.ofPattern(pattern);
  sums.metres += metres;
  sums.seconds += seconds;
  sums.plannedSeconds += runningSeconds[index + 1]! - runningSeconds[index]!;
  sums.passages++;
}

function toSection({ schedule }: ServiceWatch, { pattern, index, ...sums }: Sums): SectionSpeed {
  const { stops, stopMetres } = schedule.patterns[pattern]!;
  return {
    fromStopId: schedule.stops.ids[stops[index]!]!,
    toStopId: schedule.stops.ids[stops[index + 1]!]!,
    patternId: patternIdOf(pattern),
    fromMetres: Math.round(stopMetres[index]!),
    toMetres: Math.round(stopMetres[index + 1]!),
    metresPerSecond: roundTo(sums.metres / sums.seconds, 2),
    ...(sums.plannedSeconds > 0
      ? { plannedMetresPerSecond: roundTo(sums.metres / sums.plannedSeconds, 2) }
      : {}),
    passages: sums.passages,
  };
}
