/**
 * Decides when a tap's place is looked at again, and whether what is found then takes the place of what was known.
 * Visits are written when a vehicle has left a stop, a tracker may send its positions hours later, a timetable be
 * mended the next day: so each tap is looked at a few times, an unsure one more often.
 */
import { SURE } from './placing.js';
import type { TapContext } from './tap-context.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** After the tap was received. */
const LOOKS_AT_SURE_MS = [2 * MINUTE_MS, HOUR_MS, 24 * HOUR_MS];
const LOOKS_AT_UNSURE_MS = [
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
  48 * HOUR_MS,
  72 * HOUR_MS,
];

/** The instant of the next look; undefined where none is worth it any more. */
export function findNextLook(context: TapContext, receivedMs: number, nowMs: number): number | undefined {
  const looks = context.confidence >= SURE ? LOOKS_AT_SURE_MS : LOOKS_AT_UNSURE_MS;
  return looks.map((afterMs) => receivedMs + afterMs).find((atMs) => atMs > nowMs);
}

/**
 * Whether `found` is to be written after `known`. Where vehicle and time are what they were, a place is not given up
 * for a less sure one: history may have been trimmed, or a timetable gone, since it was found.
 */
export function supersedes(found: TapContext, known: TapContext | undefined, isSameCase: boolean): boolean {
  if (!known) return true;
  if (isSamePlace(found, known) && found.source === known.source && found.confidence === known.confidence) {
    return false;
  }
  return !isSameCase || found.confidence >= known.confidence;
}

/** Whether anything that a price may go by is the same. */
export function isSamePlace(a: TapContext, b: TapContext): boolean {
  return (
    a.tripId === b.tripId &&
    a.serviceDate === b.serviceDate &&
    a.routeId === b.routeId &&
    a.directionId === b.directionId &&
    a.stopId === b.stopId &&
    a.place === b.place &&
    a.metres === b.metres &&
    a.tripEnd?.stopId === b.tripEnd?.stopId
  );
}
