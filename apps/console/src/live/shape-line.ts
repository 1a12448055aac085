/**
 * The line of a pattern in the plane of the map: web Mercator over the unit square, x east and y south, so that
 * drawing is one multiplication and one addition a coordinate.
 */
export interface ShapeLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Metres along, in the measure of the server's `shapeMetres`. */
  readonly along: Float64Array;
}

export interface MeasuredStop {
  readonly lat: number;
  readonly lon: number;
  readonly shapeMetres: number;
}

const RADIUS_METRES = 6_371_008.8;
const RAD = Math.PI / 180;

export function mercatorX(lon: number): number {
  return (lon + 180) / 360;
}

export function mercatorY(lat: number): number {
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2)) / (2 * Math.PI);
}

export function latitudeOf(y: number): number {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 2 - Math.PI / 2) / RAD;
}

/** `line` is an encoded polyline of precision 5; the stops are the line where it is empty. */
export function createShapeLine(line: string, stops: readonly MeasuredStop[]): ShapeLine {
  const points = decodePolyline(line);
  if (points.length < 2) {
    return {
      x: Float64Array.from(stops, ({ lon }) => mercatorX(lon)),
      y: Float64Array.from(stops, ({ lat }) => mercatorY(lat)),
      along: Float64Array.from(stops, ({ shapeMetres }) => shapeMetres),
    };
  }
  const along = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++) {
    along[i] = along[i - 1]! + metresBetween(points[i - 1]!, points[i]!);
  }
  return {
    x: Float64Array.from(points, ([, lon]) => mercatorX(lon)),
    y: Float64Array.from(points, ([lat]) => mercatorY(lat)),
    along,
  };
}

/** The place at a distance along; its ends before the start and past the end. Written into `into`: [x, y, bearing]. */
export function placeOnLine(line: ShapeLine, metres: number, into: Float64Array): void {
  const last = line.along.length - 1;
  let low = 0;
  let high = Math.max(0, last - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (line.along[middle]! <= metres) low = middle;
    else high = middle - 1;
  }
  const next = Math.min(low + 1, last);
  const from = line.along[low]!;
  const length = line.along[next]! - from;
  const share = length > 0 ? Math.min(1, Math.max(0, (metres - from) / length)) : 0;
  const dx = line.x[next]! - line.x[low]!;
  const dy = line.y[next]! - line.y[low]!;
  into[0] = line.x[low]! + share * dx;
  into[1] = line.y[low]! + share * dy;
  into[2] = Math.atan2(dx, -dy);
}

/** Great-circle metres between [lat, lon] pairs of degrees. */
function metresBetween([latA, lonA]: LatLon, [latB, lonB]: LatLon): number {
  const north = (latB - latA) * RAD;
  const east = (lonB - lonA) * RAD * Math.cos(((latA + latB) / 2) * RAD);
  return RADIUS_METRES * Math.sqrt(north * north + east * east);
}

type LatLon = readonly [lat: number, lon: number];

/** Google's encoded polyline, precision 5. A cut one gives what is whole of it. */
export function decodePolyline(text: string): LatLon[] {
  const points: LatLon[] = [];
  let position = 0;
  let lat = 0;
  let lon = 0;
  const next = (): number => {
    let value = 0;
    let shift = 0;
    while (position < text.length) {
      const bits = text.charCodeAt(position++) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
      if (bits < 32) break;
    }
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (position < text.length) {
    lat += next();
    if (position >= text.length) break;
    lon += next();
    points.push([lat / 1e5, lon / 1e5]);
  }
  return points;
}
