import type { RunTrip } from '../tracking/index.js';
import type { PredictionParameters } from './prediction-parameters.js';
import type { Approach } from './time-to-stop.js';

/**
 * A vehicle's way along its trip as prediction reads it: from stop to stop, each passed a few metres beyond its
 * place. Recordings and riders differ on whether a vehicle arrives when it stops or when its doors open, and feeds
 * that tell only the next stop say when it leaves; a few metres beyond the stop is between them all.
 */
export interface Progress {
  readonly trip: RunTrip;
  metres: number;
  at: number;
  /** First stop not passed yet; the number of stops where all are. */
  next: number;
  /** When stops were passed, by stop index; holes where that was not seen. */
  readonly passedAt: number[];
  /** Spent in the section under way, as far as it counts as travel. */
  spentSeconds: number;
  /** When the vehicle came near the next stop, and how long it has been there. */
  nearSince: number | undefined;
  nearSeconds: number;
  /** When the vehicle came to the next stop. */
  arrivedAt: number | undefined;
  /** Where it stood last, and since when. */
  stoodMetres: number;
  stoodSince: number;
  /** How it stood towards the next stop at positions in this section. */
  seen: SeenApproach[];
  /** Since when the vehicle has been waiting for the trip to begin; undefined where it was not seen to. */
  readonly readyAt: number | undefined;
}

export interface SeenApproach {
  readonly at: number;
  readonly approach: Approach;
}

/** A piece of the way: from where the vehicle was to the next stop or to where it is. */
export interface Piece {
  /** The stop at the end of the section. */
  readonly stopIndex: number;
  readonly seconds: number;
  /** Share of the section, and of it behind where the piece begins. */
  readonly share: number;
  readonly from: number;
  /** Of `seconds`, those near the stop; and since when it has been near. */
  readonly nearSeconds: number;
  readonly nearSince: number | undefined;
  /** When the vehicle came to the stop, and when it passed it; undefined while it is on the way there. */
  readonly arrivedAt: number | undefined;
  readonly passedAt: number | undefined;
}

/** Metres along the line at which a stop counts as passed. */
export function passedPlace(p: PredictionParameters, stopMetres: Float64Array, stopIndex: number): number {
  const stop = stopMetres[stopIndex]!;
  if (stopIndex < stopMetres.length - 1) return stop + p.passedMetres;
  const before = stopIndex > 0 ? stopMetres[stopIndex - 1]! + p.passedMetres + 1 : 0;
  return Math.max(stop - p.lastStopMetres, before);
}

/** Metres of the section that ends at a stop, from passing to passing; 0 before the first one. */
function sectionMetres(p: PredictionParameters, stopMetres: Float64Array, stopIndex: number): number {
  return stopIndex > 0
    ? passedPlace(p, stopMetres, stopIndex) - passedPlace(p, stopMetres, stopIndex - 1)
    : 0;
}

/** Share of the section that ends at a stop which is ahead of who is `metres` along the line; 0 where it has no length. */
export function sectionLeft(
  p: PredictionParameters,
  stopMetres: Float64Array,
  stopIndex: number,
  metres: number,
): number {
  const length = sectionMetres(p, stopMetres, stopIndex);
  return length > 0 ? Math.min(1, Math.max(0, (passedPlace(p, stopMetres, stopIndex) - metres) / length)) : 0;
}

/** A trip taken up on the way, with nothing seen of what is behind. */
export function beginProgress(
  p: PredictionParameters,
  trip: RunTrip,
  stopMetres: Float64Array,
  metres: number,
  at: number,
): Progress {
  let next = 0;
  while (next < stopMetres.length && passedPlace(p, stopMetres, next) <= metres) next++;
  return createProgress(trip, metres, at, next, undefined);
}

/** A trip that is waited for, `metres` along its line, which is at its first stop for nearly all. */
export function awaitTrip(
  trip: RunTrip,
  stopMetres: Float64Array,
  metres: number,
  at: number,
  readyAt: number | undefined,
): Progress {
  let next = 0;
  while (next < stopMetres.length - 1 && stopMetres[next]! < metres - 1) next++;
  return createProgress(trip, metres, at, next, readyAt);
}

function createProgress(
  trip: RunTrip,
  metres: number,
  at: number,
  next: number,
  readyAt: number | undefined,
): Progress {
  const near = { nearSince: undefined, nearSeconds: 0, arrivedAt: undefined };
  const stood = { stoodMetres: metres, stoodSince: at };
  return { trip, metres, at, next, passedAt: [], spentSeconds: 0, ...near, ...stood, seen: [], readyAt };
}

/** Moves progress on and gives the pieces of the way; a place behind (noise) is standing still. */
export function advanceProgress(
  p: PredictionParameters,
  progress: Progress,
  stopMetres: Float64Array,
  metres: number,
  at: number,
): Piece[] {
  const pieces: Piece[] = [];
  const to = Math.max(metres, progress.metres);
  const secondsPerMetre = to > progress.metres ? (at - progress.at) / (to - progress.metres) : 0;
  while (progress.next < stopMetres.length) {
    const place = passedPlace(p, stopMetres, progress.next);
    const isPassed = to >= place;
    const reached = isPassed ? Math.max(place, progress.metres) : to;
    const reachedAt = isPassed ? progress.at + (reached - progress.metres) * secondsPerMetre : at;
    pieces.push(cutPiece(p, progress, stopMetres, place, { reached, reachedAt, isPassed }));
    progress.metres = reached;
    progress.at = reachedAt;
    if (!isPassed) break;
    progress.passedAt[progress.next] = reachedAt;
    progress.next++;
    progress.nearSince = undefined;
    progress.arrivedAt = undefined;
  }
  progress.metres = to;
  progress.at = at;
  if (to - progress.stoodMetres > p.stoodMetres) {
    progress.stoodMetres = to;
    progress.stoodSince = at;
  }
  return pieces;
}

function cutPiece(
  p: PredictionParameters,
  progress: Progress,
  stopMetres: Float64Array,
  place: number,
  { reached, reachedAt, isPassed }: { reached: number; reachedAt: number; isPassed: boolean },
): Piece {
  const { next, metres, at } = progress;
  const length = sectionMetres(p, stopMetres, next);
  const near = stopMetres[next]! - p.waitingMetres;
  const seconds = reachedAt - at;
  const nearSeconds =
    metres >= near ? seconds : reached > near ? (seconds * (reached - near)) / (reached - metres) : 0;
  if (reached >= near) progress.nearSince ??= reachedAt - nearSeconds;
  const stop = stopMetres[next]! - p.arrivedMetres;
  if (metres < stop && reached >= stop) {
    progress.arrivedAt = at + (seconds * (stop - metres)) / (reached - metres);
  }
  return {
    stopIndex: next,
    seconds,
    share: length > 0 ? (reached - metres) / length : isPassed ? 1 : 0,
    from: length > 0 ? 1 - sectionLeft(p, stopMetres, next, metres) : 0,
    nearSeconds,
    nearSince: progress.nearSince,
    arrivedAt: progress.arrivedAt,
    passedAt: isPassed ? reachedAt : undefined,
  };
}
