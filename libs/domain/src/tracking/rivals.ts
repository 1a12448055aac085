import type { PatternIndex } from '../gtfs/index.js';
import type { HypothesisPhase } from './hypothesis.js';
import type { RunTrip } from './service-day-runs.js';

/** What is followed already, beside which a seed has to earn its place. */
export interface Rivals {
  /** Evidence of a seed at a place: its own, or that of something followed there on the same line. */
  evidenceAt(pattern: PatternIndex, phase: HypothesisPhase, metres: number, own: number): number;
  /** Whether that is too little for any trip of the pattern. */
  isHopeless(pattern: PatternIndex, evidence: number): boolean;
  /** By how many nats a trip is likely enough at best, whenever it is; `midway`, found far from its first stop. */
  chanceOf(trip: RunTrip, evidence: number, midway: boolean): number;
  /** What being so late, and the other vehicles, take from that. */
  weighNow(trip: RunTrip, deviationSeconds: number): number;
}
