import { type Polyline, lineLength, pointAt } from '../../geo/index.js';
import type { DrawnShape } from './draw-shapes.js';
import type { PlacementHint } from './place-stops.js';

/** What the file says of a trip's progress, one value a stop. */
export interface TripProgress {
  /** Seconds of the service day, negative where the file has no time. */
  readonly seconds: ArrayLike<number>;
  /** shape_dist_traveled, NaN where the file has none. */
  readonly traveled: Float64Array;
}

/** A distance that the file gives is believed only where its place on the shape is this near to the stop. */
const BELIEVED_METRES = 100;

/**
 * About how far along the line the stops are: by shape_dist_traveled where that agrees with the map, and else by
 * the timetable, as if the vehicle ran evenly, which is enough to tell the way out from the way back.
 */
export function hintPlacement(
  shape: DrawnShape,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  progress: TripProgress,
): PlacementHint {
  const byDistance = expectByDistance(shape, progress.traveled);
  const believed = byDistance.map((metres, stop) => {
    if (Number.isNaN(metres)) return NaN;
    const place = pointAt(shape.line, metres);
    return Math.hypot(place.x - x[stop]!, place.y - y[stop]!) <= BELIEVED_METRES ? metres : NaN;
  });
  const known = believed.filter((metres) => !Number.isNaN(metres)).length;
  if (known * 2 > believed.length) return { expectedMetres: believed, weight: 0.1, limitMetres: 100 };
  return hintByTime(shape.line, progress.seconds);
}

/** The timetable alone: decides only between passes that are about equally near. */
export function hintByTime(line: Polyline, seconds: ArrayLike<number>): PlacementHint {
  const first = seconds[0]!;
  const total = seconds[seconds.length - 1]! - first;
  const length = lineLength(line);
  const expectedMetres = Float64Array.from(seconds, (at) =>
    first >= 0 && total > 0 && at >= first ? (length * (at - first)) / total : NaN,
  );
  return { expectedMetres, weight: 0.005, limitMetres: 20 };
}

function expectByDistance(shape: DrawnShape, traveled: Float64Array): Float64Array {
  const { line } = shape;
  const last = traveled.at(-1)!;
  // Without distances on the shape the unit is unknown: the last stop is taken to be at the shape's end.
  const scale = shape.traveled ?? line.along.map((along) => (along / lineLength(line)) * last);
  return traveled.map((distance) => interpolate(scale, line.along, distance));
}

/** Value of `to` where rising `from` reaches `at`; NaN where `at` is NaN. */
function interpolate(from: Float64Array, to: Float64Array, at: number): number {
  if (Number.isNaN(at)) return NaN;
  let low = 0;
  let high = from.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle]! <= at) low = middle;
    else high = middle;
  }
  const span = from[high]! - from[low]!;
  const t = span > 0 ? Math.min(1, Math.max(0, (at - from[low]!) / span)) : 0;
  return to[low]! + t * (to[high]! - to[low]!);
}
