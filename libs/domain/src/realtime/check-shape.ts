/**
 * Whether a position is near enough to its trip's shape to be published with that trip (rule E029: 200 m). The
 * reference validator buffers the shape in degrees, so that its 200 m are 200 · cos(latitude) to the east and
 * west, 129 m in Lviv. What is to pass everybody's check must pass the narrower one: distances are taken on a
 * plane where a degree of longitude is as long as one of latitude.
 */
import { projectX, projectY } from '../geo/index.js';
import type { Pattern, Schedule } from '../gtfs/index.js';

/** 200 m of the validator's degrees (111 195 m), in the metres of our projection, less 1 % for its chords. */
const LIMIT_METRES = 198;

/**
 * `offsetMetres` is what tracking measured to the place on the line it matched: never less than the distance to
 * the line, so a small one settles the question. Lines drawn from stop to stop, without a shape, are no shape.
 */
export function isNearShape(
  schedule: Schedule,
  pattern: Pattern,
  position: { readonly lat: number; readonly lon: number },
  offsetMetres: number,
): boolean {
  if (pattern.shapeId === '') return true;
  const { projection } = schedule;
  const shrink = Math.cos((projection.originLat * Math.PI) / 180);
  if (offsetMetres <= LIMIT_METRES * shrink) return true;
  const x = projectX(projection, position.lon) / shrink;
  const y = projectY(projection, position.lat);
  const { line } = pattern;
  for (let i = 0; i + 1 < line.x.length; i++) {
    const ax = line.x[i]! / shrink;
    const bx = line.x[i + 1]! / shrink;
    if (squaredDistance(x, y, ax, line.y[i]!, bx, line.y[i + 1]!) <= LIMIT_METRES ** 2) return true;
  }
  return false;
}

/** From (x, y) to the segment from a to b. */
function squaredDistance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2;
}
