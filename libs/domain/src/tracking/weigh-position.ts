import {
  bearingDifference,
  distanceOf,
  segmentBearing,
  type LinePosition,
  type Polyline,
} from '../geo/index.js';
import type { Fix } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';

/**
 * How well one position fits one hypothesis, in nats, 0 being perfect. Distance from the line is Gaussian with a
 * floor (a robust, "redescending" likelihood), heading von Mises round the line's bearing.
 */
export function weighOnLine(p: TrackingParameters, line: Polyline, at: LinePosition, fix: Fix): number {
  const sigma = distanceOf(p.offsetSigmaMetres, sketchMetres(p, line, at.segment));
  const z = at.distanceMetres / sigma;
  let emission = -0.5 * z * z;
  if (fix.heading !== undefined) {
    const difference = bearingDifference(fix.heading, segmentBearing(line, at.segment));
    emission += p.headingKappa * (Math.cos((difference * Math.PI) / 180) - 1);
  }
  if (fix.atBase) emission += p.standingFarEmission;
  return Math.max(p.emissionFloor, emission);
}

/**
 * How far a street may lie from a segment of its line, one sigma. Shapes have a point every few metres; a segment of half
 * a kilometre is a sketch, as all are where the GTFS has no shapes and lines are drawn from stop to stop.
 */
export function sketchMetres(p: TrackingParameters, line: Polyline, segment: number): number {
  const length = (line.along[segment + 1] ?? 0) - (line.along[segment] ?? 0);
  return p.sketchShare * Math.max(0, Math.min(p.sketchLongestMetres, length));
}

/** Beyond this from a segment a vehicle is not on it: so many metres, and two sigma of the sketch. */
export function limitMetres(p: TrackingParameters, metres: number, line: Polyline, segment: number): number {
  return metres + 2 * sketchMetres(p, line, segment);
}

/** How well a vehicle `distanceMetres` from the first stop fits waiting there, nats. */
export function weighWaiting(p: TrackingParameters, distanceMetres: number, fix: Fix): number {
  if (fix.atBase) return p.standingFarEmission;
  const stands = fix.standing >= 60;
  const z = distanceMetres / (stands ? p.layoverStandingSigmaMetres : p.layoverSigmaMetres);
  const speed = fix.speed ?? (fix.elapsed > 0 ? fix.moved / fix.elapsed : 0);
  const moving = fix.standing === 0 && speed >= p.headingMinSpeed ? p.movingUpEmission : 0;
  return Math.max(stands ? p.standingFarEmission : p.deadheadEmission, moving - 0.5 * z * z);
}

/**
 * Fades evidence and adds an emission to it. Both go by elapsed time, so that a tracker that reports each second
 * is not believed thirty times as much as one that reports twice a minute: errors of GPS last for seconds.
 */
export function accumulate(p: TrackingParameters, evidence: number, emission: number, fix: Fix): number {
  const weight = Math.min(1, fix.elapsed / p.correlationSeconds);
  const keep = Math.exp((-weight * p.correlationSeconds) / p.evidenceMemorySeconds);
  return evidence * keep + emission * weight;
}

/** What evidence a hypothesis has that was always given the same emission: the limit of `accumulate`. */
export function settledEvidence(p: TrackingParameters, emission: number): number {
  return emission / (1 - Math.exp(-p.correlationSeconds / p.evidenceMemorySeconds));
}

/** As `accumulate`, for what the time says: deviations change over minutes and tell a run over an hour. */
export function accumulateTime(
  p: TrackingParameters,
  evidence: number,
  emission: number,
  elapsedSeconds: number,
): number {
  const keep = Math.exp(-elapsedSeconds / p.timeMemorySeconds);
  return evidence * keep + (emission * elapsedSeconds) / p.timeCorrelationSeconds;
}

/**
 * Log density of a deviation from the timetable relative to its mode: Student's t, whose heavy tails allow half
 * an hour, with a narrower scale on the early side.
 */
export function weighDeviation(
  p: TrackingParameters,
  deviationSeconds: number,
  centreSeconds = p.deviationCentreSeconds,
): number {
  const off = deviationSeconds - centreSeconds;
  const z = off / (off < 0 ? p.deviationEarlyScale : p.deviationLateScale);
  return -0.5 * (p.deviationFreedom + 1) * Math.log1p((z * z) / p.deviationFreedom);
}
