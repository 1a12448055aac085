/**
 * Which predictions history keeps. All of them would be ten times the positions and nearly all alike, so each
 * trip is looked at on the whole minute (or whatever the interval is): the sample is what passengers were told
 * at that instant. Instants that do not depend on when a process was started make the same rows again after a
 * restart, and the same rows in two archives.
 */
import type { PredictionSampleRow } from '@rukh/adapters/postgres';
import type { TripPrediction } from '@rukh/domain/prediction';
import { LONGEST_SILENCE_SECONDS } from './trip-claims.js';
import { type TripContext, findScheduledStop, performedTripId, routeIdOf } from './trip-context.js';

export interface SamplingRules {
  /** Seconds between samples; 0 = none are taken. */
  readonly everySeconds: number;
  /** Stops farther ahead than this are not sampled. */
  readonly horizonSeconds: number;
  /** Of trips less sure than this the feed tells nothing. */
  readonly minConfidence: number;
}

/** What a vehicle's predictions are since its last update. */
export interface HeldPredictions {
  readonly context: TripContext;
  readonly predictions: readonly TripPrediction[];
  /** When the vehicle was last heard of, epoch seconds: until then they held for certain. */
  readonly heldAtSeconds: number;
}

/**
 * The samples that fall due when a vehicle is heard of again: those of the last sampling instant between the
 * update before and this one. `countTold` says how many of the vehicle's trips are told of it at that instant.
 */
export function sampleDue(
  held: HeldPredictions,
  nowSeconds: number,
  rules: SamplingRules,
  countTold: (instant: number) => number,
): PredictionSampleRow[] {
  if (rules.everySeconds === 0) return [];
  const instant = Math.floor(nowSeconds / rules.everySeconds) * rules.everySeconds;
  const isDue = held.heldAtSeconds < instant && instant - held.heldAtSeconds <= LONGEST_SILENCE_SECONDS;
  if (!isDue) return [];
  return held.predictions
    .slice(0, countTold(instant))
    .flatMap((one) => samplesOf(held.context, one, instant, rules));
}

function samplesOf(
  context: TripContext,
  { instance, vehicleId, ahead, stops }: TripPrediction,
  instant: number,
  { horizonSeconds }: SamplingRules,
): PredictionSampleRow[] {
  const rows: PredictionSampleRow[] = [];
  const tripId = performedTripId(context, instance, vehicleId);
  const routeId = routeIdOf(context, instance);
  for (const { stopIndex, arrivalSeconds, uncertaintySeconds, observed } of stops) {
    const horizon = arrivalSeconds - instant;
    if (observed || horizon <= 0 || horizon > horizonSeconds) continue;
    const stop = findScheduledStop(context, instance, stopIndex);
    if (!stop) continue;
    rows.push({
      made_at: instant * 1000,
      predicted_arrival_time: Math.round(arrivalSeconds * 1000),
      service_date: instance.serviceDate,
      trip_stop_sequence: stopIndex + 1,
      interval_seconds: Math.round(uncertaintySeconds),
      horizon_seconds: Math.round(horizon),
      trips_ahead: ahead,
      trip_id_performed: tripId,
      vehicle_id: vehicleId,
      route_id: routeId,
      stop_id: stop.stopId,
    });
  }
  return rows;
}
