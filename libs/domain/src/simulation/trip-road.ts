import { type Polyline, createPolyline, lineLength, pointAt } from '../geo/index.js';
import type { Pattern } from '../gtfs/index.js';
import type { Closure } from './closures.js';
import { type Road, createRoad } from './road.js';
import type { StreetCells } from './street-cells.js';

/**
 * What a trip is driven along: its pattern's shape, or that shape with a piece replaced by a way round a closed
 * street. Distances along the way driven and along the shape differ behind a detour; both are known here.
 */
export interface TripRoad {
  readonly road: Road;
  /** Metres along the road of each stop; -1 where the detour leaves it out. */
  readonly stopMetres: Float64Array;
  /** Where the road leaves the shape and is back, metres along the road; both Infinity without a detour. */
  readonly offFromMetres: number;
  readonly offToMetres: number;
  /** The same places in metres along the shape. */
  readonly shapeFromMetres: number;
  readonly shapeToMetres: number;
}

/** How far before the closed street the detour begins, and after it ends. */
const MARGIN_METRES = 60;
/** A detour neither begins nor ends so close to a terminus. */
const TERMINUS_METRES = 150;
const LONGEST_CLOSED_METRES = 1500;
const STEP_METRES = 25;

export function plainTripRoad(road: Road, pattern: Pattern): TripRoad {
  return {
    road,
    stopMetres: pattern.stopMetres,
    offFromMetres: Infinity,
    offToMetres: Infinity,
    shapeFromMetres: Infinity,
    shapeToMetres: Infinity,
  };
}

/** The pattern's road round a closure; undefined where the closure does not touch it, or is too near a terminus. */
export function findDetour(
  cells: StreetCells,
  pattern: Pattern,
  closure: Closure,
  seed: number,
): TripRoad | undefined {
  const closed = closedPart(pattern, closure);
  if (closed === undefined) return undefined;
  const { from, to } = closed;
  const line = bypass(pattern.line, from, to, 150 + (closure.id % 150), (closure.id & 1) === 0 ? 1 : -1);
  const longer = lineLength(line) - lineLength(pattern.line);
  return {
    road: createRoad(cells, line, seed),
    stopMetres: pattern.stopMetres.map((metres) => {
      if (metres <= from) return metres;
      return metres < to ? -1 : metres + longer;
    }),
    offFromMetres: from,
    offToMetres: to + longer,
    shapeFromMetres: from,
    shapeToMetres: to,
  };
}

/** Metres along the pattern's shape of a place on the road; beside a detour in proportion to what is driven of it. */
export function shapeMetresAt(road: TripRoad, alongMetres: number): number {
  if (alongMetres <= road.offFromMetres) return alongMetres;
  if (alongMetres >= road.offToMetres) return alongMetres - road.offToMetres + road.shapeToMetres;
  const driven = (alongMetres - road.offFromMetres) / (road.offToMetres - road.offFromMetres);
  return road.shapeFromMetres + driven * (road.shapeToMetres - road.shapeFromMetres);
}

/** The first stretch of the shape inside the closure, with margins, where it can be gone round. */
function closedPart(pattern: Pattern, closure: Closure): { from: number; to: number } | undefined {
  const first = pattern.stopMetres[0]! + TERMINUS_METRES;
  const last = pattern.stopMetres.at(-1)! - TERMINUS_METRES;
  let from = -1;
  let to = -1;
  for (let along = first; along <= last; along += STEP_METRES) {
    const { x, y } = pointAt(pattern.line, along);
    const inside = Math.hypot(x - closure.x, y - closure.y) < closure.radiusMetres;
    if (inside && from < 0) from = along;
    if (inside) to = along;
    else if (from >= 0) break;
  }
  if (from < 0) return undefined;
  from -= MARGIN_METRES;
  to += MARGIN_METRES;
  return from >= first && to <= last && to - from <= LONGEST_CLOSED_METRES ? { from, to } : undefined;
}

/** The line with the part between two distances replaced by three straight streets, `aside` metres to one side. */
function bypass(line: Polyline, from: number, to: number, aside: number, side: number): Polyline {
  const a = pointAt(line, from);
  const b = pointAt(line, to);
  const chord = Math.hypot(b.x - a.x, b.y - a.y);
  const ux = chord > 1 ? (b.x - a.x) / chord : 1;
  const uy = chord > 1 ? (b.y - a.y) / chord : 0;
  const x: number[] = [];
  const y: number[] = [];
  const put = (px: number, py: number): void => {
    x.push(px);
    y.push(py);
  };
  for (let i = 0; i < line.x.length && line.along[i]! < from; i++) put(line.x[i]!, line.y[i]!);
  put(a.x, a.y);
  put(a.x - uy * side * aside, a.y + ux * side * aside);
  put(b.x - uy * side * aside, b.y + ux * side * aside);
  put(b.x, b.y);
  for (let i = 0; i < line.x.length; i++) if (line.along[i]! > to) put(line.x[i]!, line.y[i]!);
  return createPolyline(x, y);
}
