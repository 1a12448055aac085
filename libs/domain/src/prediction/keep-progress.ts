/** A vehicle's way along its trip in few numbers, so that a restart does not forget how long it has stood. */
import type { RunTrip } from '../tracking/index.js';
import { type Progress, beginProgress } from './follow-progress.js';
import type { PredictionParameters } from './prediction-parameters.js';

/**
 * Metres along the line, when, the next stop; seconds spent in the section and near its stop; where it stood last and since
 * when; when it came near the next stop, and to it, null where it has not.
 */
export type KeptProgress = readonly [
  metres: number,
  at: number,
  next: number,
  spentSeconds: number,
  nearSeconds: number,
  stoodMetres: number,
  stoodSince: number,
  nearSince: number | null,
  arrivedAt: number | null,
];

export function keepProgress(progress: Progress): KeptProgress {
  const { metres, at, next, spentSeconds, nearSeconds, stoodMetres, stoodSince, nearSince, arrivedAt } =
    progress;
  const ends = [nearSince ?? null, arrivedAt ?? null] as const;
  return [metres, at, next, spentSeconds, nearSeconds, stoodMetres, stoodSince, ...ends];
}

/**
 * The same again, of one that waited for its trip from `readyAt`, without when stops behind were passed, which visits tell, and what is
 * still to be learned of the section; undefined where the line has another stop there by now.
 */
export function resumeProgress(
  p: PredictionParameters,
  trip: RunTrip,
  stopMetres: Float64Array,
  [metres, at, next, spentSeconds, nearSeconds, stoodMetres, stoodSince, nearSince, arrivedAt]: KeptProgress,
  readyAt: number | undefined,
): Progress | undefined {
  const begun = beginProgress(p, trip, stopMetres, metres, at);
  if (begun.next !== next) return undefined;
  const near = { nearSeconds, nearSince: nearSince ?? undefined, arrivedAt: arrivedAt ?? undefined };
  return { ...begun, spentSeconds, stoodMetres, stoodSince, ...near, readyAt };
}
