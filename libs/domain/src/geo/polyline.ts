/** A line on the plane of a `Projection`, measured along itself. */
export interface Polyline {
  /** Metres east of the origin, one a vertex. */
  readonly x: Float64Array;
  /** Metres north of the origin, one a vertex. */
  readonly y: Float64Array;
  /** Metres along the line from its start, one a vertex; rises, and repeats only where vertices coincide. */
  readonly along: Float64Array;
}

/** Length of a way on the plane. Not by `Math.hypot`, which guards against overflow at ten times the cost. */
export function distanceOf(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy);
}

/** The nearest place of a line, or of part of it, to a point. */
export interface LinePosition {
  /** Metres along the line. */
  readonly alongMetres: number;
  /** Metres between the point and the line. */
  readonly distanceMetres: number;
  /** Index of the segment's first vertex. */
  readonly segment: number;
}

export function createPolyline(x: ArrayLike<number>, y: ArrayLike<number>): Polyline {
  const along = new Float64Array(x.length);
  for (let i = 1; i < x.length; i++) {
    along[i] = along[i - 1]! + Math.hypot(x[i]! - x[i - 1]!, y[i]! - y[i - 1]!);
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y), along };
}

/** Metres from the line's start to its end. */
export function lineLength(line: Polyline): number {
  return line.along[line.along.length - 1] ?? 0;
}

/** Index of the segment that holds a distance along the line (binary search). */
export function segmentAt(line: Polyline, alongMetres: number): number {
  let low = 0;
  let high = line.along.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (line.along[middle]! <= alongMetres) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The point at a distance along the line; before its start and past its end, the ends. */
export function pointAt(line: Polyline, alongMetres: number): { x: number; y: number } {
  const i = segmentAt(line, alongMetres);
  const from = line.along[i]!;
  const to = line.along[i + 1] ?? from;
  const t = to > from ? Math.min(1, Math.max(0, (alongMetres - from) / (to - from))) : 0;
  const j = Math.min(i + 1, line.x.length - 1);
  return {
    x: line.x[i]! + t * (line.x[j]! - line.x[i]!),
    y: line.y[i]! + t * (line.y[j]! - line.y[i]!),
  };
}

/** Compass bearing of a segment in degrees, 0 = north, clockwise. */
export function segmentBearing(line: Polyline, segment: number): number {
  const dx = line.x[segment + 1]! - line.x[segment]!;
  const dy = line.y[segment + 1]! - line.y[segment]!;
  const degrees = (Math.atan2(dx, dy) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** Compass bearing of the line at a distance along it, degrees. */
export function bearingAt(line: Polyline, alongMetres: number): number {
  return segmentBearing(line, segmentAt(line, alongMetres));
}

/**
 * The nearest place to (x, y) among the segments that lie between two distances along the line. The window is
 * what makes loops and out-and-back lines safe: a vehicle is sought only where it can have got to.
 */
export function nearestOnLine(
  line: Polyline,
  x: number,
  y: number,
  fromMetres = 0,
  toMetres = Infinity,
): LinePosition {
  const first = fromMetres <= 0 ? 0 : segmentAt(line, fromMetres);
  const end = line.x.length - 1;
  let bestSquared = Infinity;
  let bestAlong = line.along[first] ?? 0;
  let bestSegment = first;
  for (let i = first; i < end && line.along[i]! <= toMetres; i++) {
    const ax = line.x[i]!;
    const ay = line.y[i]!;
    const dx = line.x[i + 1]! - ax;
    const dy = line.y[i + 1]! - ay;
    const squared = dx * dx + dy * dy;
    let t = squared > 0 ? ((x - ax) * dx + (y - ay) * dy) / squared : 0;
    const length = line.along[i + 1]! - line.along[i]!;
    const low = length > 0 ? Math.max(0, (fromMetres - line.along[i]!) / length) : 0;
    const high = length > 0 ? Math.min(1, (toMetres - line.along[i]!) / length) : 1;
    t = Math.min(high, Math.max(low, t));
    const px = ax + t * dx - x;
    const py = ay + t * dy - y;
    const d = px * px + py * py;
    if (d < bestSquared) {
      bestSquared = d;
      bestAlong = line.along[i]! + t * length;
      bestSegment = i;
    }
  }
  return { alongMetres: bestAlong, distanceMetres: Math.sqrt(bestSquared), segment: bestSegment };
}

/** Angle between two bearings, 0 to 180 degrees. */
export function bearingDifference(a: number, b: number): number {
  const d = Math.abs(a - b) % 360;
  return d > 180 ? 360 - d : d;
}
