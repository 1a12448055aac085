/**
 * Whether one person can have made two taps. A ticket that is copied turns up in two places that nobody gets between in
 * the time; only who knows where the vehicles were can see that (ticketing.md 2.4.12).
 */
import { type LatLon, haversineMetres } from '../geo/index.js';

export interface PlacedTap {
  readonly atMs: number;
  readonly place: LatLon;
}

export interface TravelLimits {
  /** Metres a second that nobody travels at through a city, in a straight line. */
  readonly fastestMps: number;
  /** Metres by which both places together may be wrong. */
  readonly toleranceMetres: number;
  /** Seconds by which both clocks together may be wrong. */
  readonly toleranceSeconds: number;
}

/** 25 m/s is 90 km/h, faster than any tram or bus of a city from stop to stop. */
export const DEFAULT_TRAVEL_LIMITS: TravelLimits = {
  fastestMps: 25,
  toleranceMetres: 300,
  toleranceSeconds: 60,
};

export interface TravelVerdict {
  readonly isPossible: boolean;
  readonly metres: number;
  readonly seconds: number;
}

/** The order of both taps does not matter. */
export function judgeTravel(
  a: PlacedTap,
  b: PlacedTap,
  limits: TravelLimits = DEFAULT_TRAVEL_LIMITS,
): TravelVerdict {
  const metres = haversineMetres(a.place, b.place);
  const seconds = Math.abs(a.atMs - b.atMs) / 1000;
  const reachable = limits.toleranceMetres + limits.fastestMps * (seconds + limits.toleranceSeconds);
  return { isPossible: metres <= reachable, metres, seconds };
}
