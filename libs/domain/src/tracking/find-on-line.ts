import { type LinePosition, type Polyline, segmentAt } from '../geo/index.js';
import type { Fix } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { limitMetres } from './weigh-position.js';

/**
 * The place of a moving vehicle on a line it is known to be on: near the position, not where the line runs the other way, and
 * near where it should have got to. The last term decides where a line passes the same street twice within the window (loops,
 * self-crossings); it is weak, so elsewhere the nearest place wins.
 */
export function findOnLine(
  line: Polyline,
  { x, y, heading }: Pick<Fix, 'x' | 'y' | 'heading'>,
  window: { from: number; to: number; expected: number; sigma: number },
): LinePosition {
  const { from, to, expected, sigma } = window;
  const radians = ((heading ?? 0) * Math.PI) / 180;
  const east = heading === undefined ? 0 : AGAINST_SQUARED_METRES * Math.sin(radians);
  const north = heading === undefined ? 0 : AGAINST_SQUARED_METRES * Math.cos(radians);
  const weight = 400 / (sigma * sigma); // one sigma along the line counts as 20 m across it
  const end = line.x.length - 1;
  let best = Infinity;
  let bestSquared = Infinity;
  let bestAlong = Math.max(0, from);
  let bestSegment = segmentAt(line, Math.max(0, from));
  for (let i = bestSegment; i < end && line.along[i]! <= to; i++) {
    const dx = line.x[i + 1]! - line.x[i]!;
    const dy = line.y[i + 1]! - line.y[i]!;
    const length = line.along[i + 1]! - line.along[i]!;
    if (length <= 0) continue;
    let t = ((x - line.x[i]!) * dx + (y - line.y[i]!) * dy) / (length * length);
    t = Math.min(1, (to - line.along[i]!) / length, Math.max(0, (from - line.along[i]!) / length, t));
    const px = line.x[i]! + t * dx - x;
    const py = line.y[i]! + t * dy - y;
    const squared = px * px + py * py;
    const along = line.along[i]! + t * length;
    const against = Math.max(0, -(dx * east + dy * north) / length);
    const cost = squared + against + weight * (along - expected) * (along - expected);
    if (cost < best) {
      best = cost;
      bestSquared = squared;
      bestAlong = along;
      bestSegment = i;
    }
  }
  return { alongMetres: bestAlong, distanceMetres: Math.sqrt(bestSquared), segment: bestSegment };
}

/** A line that runs straight against the vehicle's heading is as good as one so far off, squared: 54 m. */
const AGAINST_SQUARED_METRES = 2900;

/**
 * Places where a line comes near a point: the local minima of the distance among the given segments (rising), none
 * farther than new hypotheses are sought. Segments that follow one another are one passage.
 */
export function listNearPlaces(
  p: TrackingParameters,
  line: Polyline,
  segments: readonly number[],
  { x, y }: Fix,
): LinePosition[] {
  const places: LinePosition[] = [];
  // The nearest of the passage under way; -2 between two of them. A street of many lines has hundreds of segments.
  let nearest = -2;
  let nearestSquared = Infinity;
  let before = -2;
  for (const segment of segments) {
    const squared = squaredDistance(line, segment, x, y);
    const limit = limitMetres(p, p.seedMetres, line, segment);
    const isNear = squared <= limit * limit;
    if (nearest >= 0 && (!isNear || segment !== before + 1)) {
      places.push(placeOn(line, nearest, x, y));
      nearest = -2;
    }
    if (isNear && (nearest < 0 || squared < nearestSquared)) {
      nearest = segment;
      nearestSquared = squared;
    }
    before = segment;
  }
  if (nearest >= 0) places.push(placeOn(line, nearest, x, y));
  return places;
}

/** The place of a segment nearest to a point. */
function placeOn(line: Polyline, i: number, x: number, y: number): LinePosition {
  const length = line.along[i + 1]! - line.along[i]!;
  const alongMetres = line.along[i]! + shareAlong(line, i, x, y) * length;
  return { alongMetres, distanceMetres: Math.sqrt(squaredDistance(line, i, x, y)), segment: i };
}

function squaredDistance(line: Polyline, i: number, x: number, y: number): number {
  const t = shareAlong(line, i, x, y);
  const dx = line.x[i]! + t * (line.x[i + 1]! - line.x[i]!) - x;
  const dy = line.y[i]! + t * (line.y[i + 1]! - line.y[i]!) - y;
  return dx * dx + dy * dy;
}

/** How far along a segment its point nearest to another is, 0 to 1. */
function shareAlong(line: Polyline, i: number, x: number, y: number): number {
  const length = line.along[i + 1]! - line.along[i]!;
  if (length <= 0) return 0;
  const dx = line.x[i + 1]! - line.x[i]!;
  const dy = line.y[i + 1]! - line.y[i]!;
  const along = ((x - line.x[i]!) * dx + (y - line.y[i]!) * dy) / length;
  return Math.min(1, Math.max(0, along / length));
}
