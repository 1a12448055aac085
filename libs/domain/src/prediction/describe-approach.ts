import { type Progress, sectionLeft } from './follow-progress.js';
import type { LearnedTimes } from './learned-times.js';
import type { Approach } from './time-to-stop.js';

/** How a vehicle that was seen `metres` along its line stands towards the next stop of its trip, not the first one. */
export function describeApproach(
  learned: LearnedTimes,
  progress: Progress,
  metres: number,
  speedMetresPerSecond: number | undefined,
): Approach {
  const { p, timetable, sections, scheduled, pace } = learned;
  const { trip, at, stoodSince } = progress;
  const { patterns, trips } = timetable.schedule;
  const pattern = patterns[trip.pattern]!;
  const next = Math.min(progress.next, pattern.stopMetres.length - 1);
  const usual = scheduled.of(trip.trip)[trips.firstStopTime[trip.trip]! + next]!;
  const section = sections.of(trip.pattern, pattern)[next]!;
  const sectionSeconds = sections.estimate(section, usual, at);
  return {
    left: pace.timeLeft(section, sectionLeft(p, pattern.stopMetres, next, metres), sectionSeconds),
    isAtStop: pattern.stopMetres[next]! - metres <= p.atStopMetres,
    stoodSeconds: at - stoodSince,
    speedMetresPerSecond,
    sectionSeconds,
  };
}

/** Keeps it until the stop is passed, to learn how long that took; one of many a minute is enough. */
export function rememberApproach(everySeconds: number, progress: Progress, approach: Approach): void {
  const last = progress.seen[progress.seen.length - 1];
  if (!last || progress.at - last.at >= everySeconds) progress.seen.push({ at: progress.at, approach });
}
