import { type LinePosition, type Polyline, distanceOf, segmentAt } from '../geo/index.js';
import type { Fix } from './hypothesis.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { limitMetres } from './weigh-position.js';

/**
 * The place of a moving vehicle on a line it is known to be on: near the position and near where it should have
 * got to. The second term decides where a line passes the same street twice within the window (loops,
 * out-and-back, self-crossings); it is weak, so elsewhere the nearest place wins.
 */
export function findOnLine(
  line: Polyline,
  x: number,
  y: number,
  window: { from: number; to: number; expected: number; sigma: number },
): LinePosition {
  const { from, to, expected, sigma } = window;
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
    const cost = squared + weight * (along - expected) * (along - expected);
    if (cost < best) {
      best = cost;
      bestSquared = squared;
      bestAlong = along;
      bestSegment = i;
    }
  }
  return { alongMetres: bestAlong, distanceMetres: Math.sqrt(bestSquared), segment: bestSegment };
}

/**
 * Places where a line comes near a point: the local minima of the distance among the given segments (rising), none
 * farther than new hypotheses are sought. Segments that follow one another are one passage.
 */
export function listNearPlaces(
  p: TrackingParameters,
  line: Polyline,
  segments: readonly number[],
  fix: Fix,
): LinePosition[] {
  const places: LinePosition[] = [];
  let open: LinePosition | undefined;
  let before = -2;
  for (const segment of segments) {
    const place = findOnSegment(p, line, segment, fix);
    if (open && (!place || segment !== before + 1)) {
      places.push(open);
      open = undefined;
    }
    if (place && (!open || place.distanceMetres < open.distanceMetres)) open = place;
    before = segment;
  }
  if (open) places.push(open);
  return places;
}

/**
 * The place of a segment nearest to a position; undefined where that is farther than new hypotheses are sought, as it is
 * for most.
 */
function findOnSegment(
  p: TrackingParameters,
  line: Polyline,
  i: number,
  { x, y }: Fix,
): LinePosition | undefined {
  const [x0, y0] = [line.x[i]!, line.y[i]!];
  const dx = line.x[i + 1]! - x0;
  const dy = line.y[i + 1]! - y0;
  const length = line.along[i + 1]! - line.along[i]!;
  const along = length > 0 ? ((x - x0) * dx + (y - y0) * dy) / length : 0;
  const t = length > 0 ? Math.min(1, Math.max(0, along / length)) : 0;
  const px = x0 + t * dx - x;
  const py = y0 + t * dy - y;
  const distanceMetres = distanceOf(px, py);
  if (distanceMetres > limitMetres(p, p.seedMetres, line, i)) return undefined;
  return { alongMetres: line.along[i]! + t * length, distanceMetres, segment: i };
}
