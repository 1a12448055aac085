import {
  type Polyline,
  bearingAt,
  bearingDifference,
  lineLength,
  pointAt,
  segmentBearing,
} from '../geo/index.js';
import type { StreetCells } from './street-cells.js';
import { lightAt, lightFor, metresToSquareMiddle } from './traffic-lights.js';

/**
 * A line made ready to be driven along: at each sample its street cell and how fast its bends may be taken, and
 * the traffic lights on the way. What a vehicle needs each second is then two array look-ups.
 */
export const SAMPLE_METRES = 20;

export interface Road {
  readonly line: Polyline;
  readonly lengthMetres: number;
  /** Street cell of each sample. */
  readonly cells: Int32Array;
  /** Metres a second that the bend at each sample allows. */
  readonly bendSpeed: Float32Array;
  /** Where the lights stand, metres along; rises. */
  readonly lightMetres: Float64Array;
  /** As `lightFor` made them. */
  readonly lights: Int32Array;
}

/** Makes a line drivable. `seed` places the lights. */
export function createRoad(cells: StreetCells, line: Polyline, seed: number): Road {
  const lengthMetres = lineLength(line);
  const count = Math.max(1, Math.ceil(lengthMetres / SAMPLE_METRES) + 1);
  const cellOf = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const { x, y } = pointAt(line, i * SAMPLE_METRES);
    cellOf[i] = cells.cellAt(x, y, line.x.length > 1 ? bearingAt(line, i * SAMPLE_METRES) : 0);
  }
  return { line, lengthMetres, cells: cellOf, bendSpeed: bendSpeeds(line, count), ...findLights(line, seed) };
}

/** Index of the sample at a distance along the road. */
export function sampleAt(road: Road, alongMetres: number): number {
  const i = (alongMetres / SAMPLE_METRES) | 0;
  return i < road.cells.length ? i : road.cells.length - 1;
}

/** A bend of 45° or more is taken at 7 m/s, of 75° or more at 4.5 m/s, and slowly from the sample before it. */
function bendSpeeds(line: Polyline, count: number): Float32Array {
  const speeds = new Float32Array(count).fill(40);
  for (let i = 1; i + 1 < line.x.length; i++) {
    const turn = bearingDifference(segmentBearing(line, i - 1), segmentBearing(line, i));
    if (turn < 45) continue;
    const speed = turn < 75 ? 7 : 4.5;
    const sample = Math.floor(line.along[i]! / SAMPLE_METRES);
    for (let s = Math.max(0, sample - 1); s <= Math.min(count - 1, sample); s++) {
      speeds[s] = Math.min(speeds[s]!, speed);
    }
  }
  return speeds;
}

function findLights(line: Polyline, seed: number): { lightMetres: Float64Array; lights: Int32Array } {
  const metres: number[] = [];
  const lights: number[] = [];
  let square = 0;
  let nearest = Infinity;
  const length = lineLength(line);
  for (let along = SAMPLE_METRES; along < length - SAMPLE_METRES; along += SAMPLE_METRES) {
    const { x, y } = pointAt(line, along);
    const light = lightAt(seed, x, y);
    if (light === 0) {
      square = 0;
      continue;
    }
    const distance = metresToSquareMiddle(x, y);
    const again = light === square;
    if (again && distance >= nearest) continue;
    if (again) {
      metres.pop();
      lights.pop();
    }
    square = light;
    nearest = distance;
    metres.push(along);
    lights.push(lightFor(light, bearingAt(line, along)));
  }
  return { lightMetres: Float64Array.from(metres), lights: Int32Array.from(lights) };
}
