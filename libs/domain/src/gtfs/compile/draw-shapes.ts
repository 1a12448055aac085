import { type Polyline, type Projection, createPolyline, projectX, projectY } from '../../geo/index.js';
import type { Findings } from '../findings/index.js';
import type { Draft } from './draft.js';
import { type OrderedRows, orderRows } from './order-rows.js';

/** A shape of shapes.txt on the plane. */
export interface DrawnShape {
  readonly shapeId: string;
  readonly line: Polyline;
  /** shape_dist_traveled of each vertex, in the file's unit; absent where the file has none or it falls. */
  readonly traveled?: Float64Array;
}

/** All shapes as lines of the plane; undefined for one that is no line. */
export function drawShapes(
  draft: Draft,
  projection: Projection,
  findings: Findings,
): readonly (DrawnShape | undefined)[] {
  const { shapes } = draft;
  const ordered = orderRows(shapes.shape.values(), shapes.ids.length, shapes.sequence.values());
  return shapes.ids.map((shapeId, shape) => {
    const points = distinctPoints(draft, ordered, shape);
    if (points.length < 2) {
      findings.add('short_shape', 'shapes.txt', shapes.lines[shape]!, `shape ${shapeId} is no line`);
      return undefined;
    }
    const line = createPolyline(
      points.map((row) => projectX(projection, shapes.lon.get(row))),
      points.map((row) => projectY(projection, shapes.lat.get(row))),
    );
    const traveled = readTraveled(draft, points, shape, findings);
    return traveled ? { shapeId, line, traveled } : { shapeId, line };
  });
}

/** Rows of a shape in order, without points that repeat the one before. */
function distinctPoints({ shapes }: Draft, { first, rows }: OrderedRows, shape: number): number[] {
  const points: number[] = [];
  for (const row of rows.subarray(first[shape], first[shape + 1])) {
    const last = points.at(-1);
    const same =
      last !== undefined &&
      shapes.lat.get(row) === shapes.lat.get(last) &&
      shapes.lon.get(row) === shapes.lon.get(last);
    if (!same) points.push(row);
  }
  return points;
}

function readTraveled(
  { shapes }: Draft,
  points: readonly number[],
  shape: number,
  findings: Findings,
): Float64Array | undefined {
  const traveled = Float64Array.from(points, (row) => shapes.traveled.get(row));
  if (traveled.some(Number.isNaN) || traveled[0] === traveled.at(-1)) return undefined;
  for (let i = 1; i < traveled.length; i++) {
    if (traveled[i]! >= traveled[i - 1]!) continue;
    const message = `shape_dist_traveled of shape ${shapes.ids[shape]!} falls to ${traveled[i]!}`;
    findings.add('shape_not_rising', 'shapes.txt', shapes.lines[shape]!, message);
    return undefined;
  }
  return traveled;
}
