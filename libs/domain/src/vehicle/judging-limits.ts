import type { ServiceArea } from './service-area.js';

/** What judging measures reports against. All durations are seconds, all lengths metres. */
export interface JudgingLimits {
  /** Vehicles that may report; absent: any. */
  readonly knownVehicles?: ReadonlySet<string>;
  /** Where vehicles of this city can be; absent: anywhere. */
  readonly area?: ServiceArea;
  /** Older than this on our clock is `stale`. Generous, since trackers keep reports while offline. */
  readonly maxAgeSeconds: number;
  /** Further ahead of our clock than this is `future`. */
  readonly maxAheadSeconds: number;
  /** How wrong a clock may be and still be followed; also the bound of the fleet's lag. */
  readonly maxClockErrorSeconds: number;
  /** A lag below this is the way of the message, not the clock: it is not corrected. */
  readonly latencySeconds: number;
  /** No vehicle is faster between two fixes. */
  readonly maxSpeedMetresPerSecond: number;
  /** What GPS noise may add to the distance between two fixes. */
  readonly positionErrorMetres: number;
  /** Consistent reports in a row that overrule what was believed before (a clock set back, a vehicle towed). */
  readonly proofReports: number;
  /** How long such a row must last, seconds. */
  readonly proofSeconds: number;
  /** After a silence so long little is left of the past: a tracker that was off may have been towed, or moved. */
  readonly restartSilenceSeconds: number;
}

/**
 * 35 m/s and 5 s ahead are what a city's plausibility filter needs; 30 minutes of age let through what a
 * tracker kept through a tunnel or a dead cell; 15 minutes of clock error are above the worst fleet seen
 * (Lviv, 544 s).
 */
export const DEFAULT_JUDGING_LIMITS: JudgingLimits = {
  maxAgeSeconds: 1800,
  maxAheadSeconds: 5,
  maxClockErrorSeconds: 900,
  latencySeconds: 15,
  maxSpeedMetresPerSecond: 35,
  positionErrorMetres: 150,
  proofReports: 4,
  proofSeconds: 30,
  restartSilenceSeconds: 300,
};
