import { type Polyline, createPolyline } from '../../geo/index.js';
import type { DrawnShape } from './draw-shapes.js';
import { type TripProgress, hintByTime, hintPlacement } from './hint-placement.js';
import { type StopPlacement, placeStops } from './place-stops.js';

/** The line that a pattern's trips follow, with their stops on it. */
export interface DrawnPattern {
  /** Empty where the line was drawn straight from stop to stop. */
  readonly shapeId: string;
  readonly line: Polyline;
  readonly stopMetres: Float64Array;
  /** Metres between each stop and the line. */
  readonly distances: Float64Array;
  readonly drawn: 'as_given' | 'turned_round' | 'straight' | 'elsewhere';
}

/** A stop farther from its shape than this is reported; GTFS-realtime consumers look for vehicles no farther. */
export const FAR_FROM_SHAPE_METRES = 200;
/** A shape that fits worse than this on average may be drawn the wrong way round. */
const SUSPECT_METRES = 30;
/** And is, where it fits this much better when turned round. */
const TURNED_ROUND_GAIN = 4;

/**
 * Chooses the line: the shape as given; the shape turned round, if the stops then fall into place; or straight
 * lines, where there is no shape or most stops lie far from it.
 */
export function drawPattern(
  shape: DrawnShape | undefined,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  progress: TripProgress,
): DrawnPattern {
  if (!shape) return drawStraight(x, y, 'straight');
  const given = placeStops(shape.line, x, y, hintPlacement(shape, x, y, progress));
  let best: DrawnPattern = onShape(shape, shape.line, given, 'as_given');
  if (given.meanCost > SUSPECT_METRES ** 2) {
    const line = reverseLine(shape.line);
    const turned = placeStops(line, x, y, hintByTime(line, progress.seconds));
    if (turned.meanCost * TURNED_ROUND_GAIN < given.meanCost) {
      best = onShape(shape, line, turned, 'turned_round');
    }
  }
  const far = best.distances.filter((metres) => metres > FAR_FROM_SHAPE_METRES).length;
  return far * 2 > x.length ? drawStraight(x, y, 'elsewhere') : best;
}

function onShape(
  { shapeId }: DrawnShape,
  line: Polyline,
  { metres, distances }: StopPlacement,
  drawn: DrawnPattern['drawn'],
): DrawnPattern {
  return { shapeId, line, stopMetres: metres, distances, drawn };
}

function drawStraight(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  drawn: DrawnPattern['drawn'],
): DrawnPattern {
  const line = createPolyline(x, y);
  return { shapeId: '', line, stopMetres: line.along.slice(), distances: new Float64Array(x.length), drawn };
}

function reverseLine(line: Polyline): Polyline {
  return createPolyline(line.x.toReversed(), line.y.toReversed());
}
