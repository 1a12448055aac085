import { distanceOf } from '../geo/index.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';

/**
 * When a vehicle leaves the first stop, having waited there, says more of its trip than how late it is anywhere else: drivers who
 * have time leave at their minute, whatever traffic did to them before and does after. A share of departures is bound to the
 * timetable, round its time by Cauchy's distribution; the others come at any time. How large that share is, is learned of the
 * network and of each route (`LearnedPunctuality`): where nobody leaves by the timetable, departures say nothing.
 */
type DepartureLaw = Pick<
  TrackingParameters,
  'departureCentreSeconds' | 'departureScale' | 'departureSpanSeconds'
>;

/** Where a vehicle stood for a while last, on the plane, since when and until when, epoch seconds. */
export interface Wait {
  readonly x: number;
  readonly y: number;
  readonly since: number;
  readonly until: number;
}

/** What a vehicle has just set out from; of a trip begun long after no wait was seen. */
export function recentWait(waited: Wait | undefined, at: number): Wait | undefined {
  return waited && at - waited.until <= RECENT_SECONDS ? waited : undefined;
}

const RECENT_SECONDS = 600;

/**
 * How long after its time, or after coming to its first stop where that was later, a vehicle that had waited there left, seconds.
 * Undefined of one that did not wait: it was late already, which says nothing more.
 */
export function departureOff(
  p: TrackingParameters,
  { schedule: { patterns, stops } }: Timetable,
  { pattern, startSeconds, headway }: Pick<RunTrip, 'pattern' | 'startSeconds' | 'headway'>,
  waited: Wait | undefined,
): number | undefined {
  if (!waited || headway) return undefined;
  const stop = patterns[pattern]!.stops[0]!;
  const metres = distanceOf(stops.x[stop]! - waited.x, stops.y[stop]! - waited.y);
  return metres > p.waitedMetres ? undefined : waited.until - Math.max(startSeconds, waited.since);
}

/** What a departure says for a trip of which such a share is bound, beyond what true ones say on the average, nats. */
export function weighDeparture(
  p: TrackingParameters,
  timetable: Timetable,
  trip: RunTrip,
  waited: Wait | undefined,
  bound: number,
): number {
  const off = departureOff(p, timetable, trip, waited);
  if (off === undefined) return 0;
  return p.departureWeight * (Math.log(likenDeparture(p, bound, off)) - usualDeparture(p, bound));
}

/** How many times likelier a departure is than one at any time. */
export function likenDeparture(p: DepartureLaw, bound: number, offSeconds: number): number {
  return 1 - bound + bound * likenBound(p, offSeconds);
}

/** The same of one that is bound to the timetable. */
export function likenBound(p: DepartureLaw, offSeconds: number): number {
  const z = (offSeconds - p.departureCentreSeconds) / p.departureScale;
  return p.departureSpanSeconds / (Math.PI * p.departureScale * (1 + z * z));
}

/** What true departures say on the average, nats. */
export function usualDeparture(p: DepartureLaw, bound: number): number {
  const steps = Math.round(p.departureSpanSeconds / STEP_SECONDS);
  let sum = 0;
  let all = 0;
  for (let i = 0; i < steps; i++) {
    const off = p.departureCentreSeconds + (i + 0.5) * STEP_SECONDS - p.departureSpanSeconds / 2;
    const likelier = likenDeparture(p, bound, off);
    sum += likelier * Math.log(likelier);
    all += likelier;
  }
  return sum / all;
}

const STEP_SECONDS = 20;
