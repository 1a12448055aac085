import { type Polyline, lineLength, pointAt } from '../../geo/index.js';

/**
 * Finds where along a shape a trip's stops lie. The nearest place of each stop by itself is wrong wherever a
 * shape passes a street twice (loops, out and back, crossings), so all stops are placed together: of all ways
 * to place them in order along the line, the one with the least sum of squared distances is taken (a dynamic
 * programme over pieces of the line). Where two passes are equally near, a hint of about how far along the stop
 * should be decides; a hint weighs too little to drag a stop off the place where it plainly is.
 */
export interface StopPlacement {
  /** Metres along the line, one a stop, never falling. */
  readonly metres: Float64Array;
  /** Metres between the stop and its place on the line. */
  readonly distances: Float64Array;
  /** Mean of the squared distances, of which one far stop can spoil only its share. */
  readonly meanCost: number;
}

/** About how far along the line each stop is thought to be. */
export interface PlacementHint {
  /** One a stop; NaN where nothing is known. */
  readonly expectedMetres: Float64Array;
  /** How much a metre off the expected place counts against a metre off the line. */
  readonly weight: number;
  /** The most that a hint may count, in metres off the line. */
  readonly limitMetres: number;
}

/** Pieces are short so that a place within a piece needs no order of its own. */
const PIECE_METRES = 25;
/** Stops times pieces: bounds time and memory for feeds made to exhaust them. */
const MOST_CELLS = 20_000_000;
/** Beyond this more distance counts for little: a stop in the wrong town must not bend its neighbours' places. */
const FAR_METRES = 200;

interface Pieces {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly along: Float64Array;
}

export function placeStops(
  line: Polyline,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  hint?: PlacementHint,
): StopPlacement {
  const pieces = cutLine(line, x.length);
  const chosen = choosePieces(pieces, x, y, hint);
  const metres = new Float64Array(x.length);
  const distances = new Float64Array(x.length);
  let cost = 0;
  for (let stop = 0; stop < x.length; stop++) {
    const t = fractionOfPiece(pieces, chosen[stop]!, x[stop]!, y[stop]!);
    const from = pieces.along[chosen[stop]!]!;
    const nearest = from + t * (pieces.along[chosen[stop]! + 1]! - from);
    metres[stop] = stop > 0 ? Math.max(metres[stop - 1]!, nearest) : nearest;
    const place = pointAt(line, metres[stop]!);
    distances[stop] = Math.hypot(place.x - x[stop]!, place.y - y[stop]!);
    cost += boundedCost(distances[stop]! ** 2);
  }
  return { metres, distances, meanCost: cost / x.length };
}

/** Cuts long segments; a line with more vertices than the bound allows is followed at even steps instead. */
function cutLine(line: Polyline, stops: number): Pieces {
  const most = Math.max(1, Math.floor(MOST_CELLS / Math.max(1, stops)));
  const length = lineLength(line);
  const along: number[] = [0];
  if (line.along.length + length / PIECE_METRES > most) {
    for (let k = 1; k <= most; k++) along.push((length * k) / most);
  } else {
    for (let i = 1; i < line.along.length; i++) {
      const from = line.along[i - 1]!;
      const step = line.along[i]! - from;
      const parts = Math.max(1, Math.ceil(step / PIECE_METRES));
      for (let part = 1; part <= parts; part++) along.push(from + (step * part) / parts);
    }
  }
  const points = along.map((metres) => pointAt(line, metres));
  return {
    count: along.length - 1,
    x: Float64Array.from(points, (point) => point.x),
    y: Float64Array.from(points, (point) => point.y),
    along: Float64Array.from(along),
  };
}

/** The piece of each stop: never one before the piece of the stop before, and the least cost over all stops. */
function choosePieces(
  pieces: Pieces,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  hint: PlacementHint | undefined,
): Int32Array {
  const { count } = pieces;
  /** Least cost of the stops so far with the last of them at this piece or before it. */
  const least = new Float64Array(count);
  /** 1 where the least cost is reached with the stop at this very piece. */
  const here = new Uint8Array(count * x.length);
  for (let stop = 0; stop < x.length; stop++) {
    let running = Infinity;
    for (let piece = 0; piece < count; piece++) {
      const off = boundedCost(squareToPiece(pieces, piece, x[stop]!, y[stop]!));
      const cost = least[piece]! + off + hintCost(hint, stop, pieces.along[piece]!);
      if (cost < running) {
        running = cost;
        here[stop * count + piece] = 1;
      }
      least[piece] = running;
    }
  }
  const chosen = new Int32Array(x.length);
  let piece = count - 1;
  for (let stop = x.length - 1; stop >= 0; stop--) {
    while (piece > 0 && here[stop * count + piece] === 0) piece--;
    chosen[stop] = piece;
  }
  return chosen;
}

/** How far along a piece, 0 to 1, its nearest place to a point is. */
function fractionOfPiece(pieces: Pieces, piece: number, x: number, y: number): number {
  const ax = pieces.x[piece]!;
  const ay = pieces.y[piece]!;
  const dx = pieces.x[piece + 1]! - ax;
  const dy = pieces.y[piece + 1]! - ay;
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / squared;
  return t < 0 ? 0 : t > 1 ? 1 : t;
}

/** Squared metres from a point to a piece. */
function squareToPiece(pieces: Pieces, piece: number, x: number, y: number): number {
  const t = fractionOfPiece(pieces, piece, x, y);
  const ax = pieces.x[piece]!;
  const ay = pieces.y[piece]!;
  const px = ax + t * (pieces.x[piece + 1]! - ax) - x;
  const py = ay + t * (pieces.y[piece + 1]! - ay) - y;
  return px * px + py * py;
}

/** Squared metres up to `FAR_METRES`, and nearly flat beyond. */
function boundedCost(squared: number): number {
  const far = FAR_METRES * FAR_METRES;
  return squared <= far ? squared : far + Math.sqrt(squared) - FAR_METRES;
}

function hintCost(hint: PlacementHint | undefined, stop: number, alongMetres: number): number {
  if (hint === undefined) return 0;
  const off = (alongMetres - hint.expectedMetres[stop]!) * hint.weight;
  const most = hint.limitMetres * hint.limitMetres;
  // Comparisons with NaN are false: a stop of which nothing is known costs nothing.
  if (off * off >= most) return most;
  return off * off < most ? off * off : 0;
}
