import type { Run } from './service-day-runs.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** The run that a vehicle was most surely on of late, how surely, 0 to 1, and when, epoch seconds. */
export interface FormerRun {
  readonly run: Run;
  readonly sureness: number;
  readonly at: number;
}

/** What is left of that sureness: a vehicle that was surely on a run in the morning is seldom on another at noon. */
export function surenessNow(p: TrackingParameters, former: FormerRun | undefined, now: number): number {
  return former ? former.sureness * Math.exp(-Math.max(0, now - former.at) / p.memorySeconds) : 0;
}

/** The surer of what was remembered and of the run that is followed now. */
export function rememberRun(
  p: TrackingParameters,
  former: FormerRun | undefined,
  run: Run | undefined,
  loyalty: number,
  now: number,
): FormerRun | undefined {
  return run && loyalty > surenessNow(p, former, now) ? { run, sureness: loyalty, at: now } : former;
}
