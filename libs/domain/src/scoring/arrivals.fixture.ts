import { type ObservedArrival, ObservedArrivals, type PredictedArrival } from './index.js';

/** A moment; the trip of the specs is due at its third stop then. */
export const T = 1_795_000_000;
export const VISIT = { tripId: 'T1', startDate: '20261124', stopSequence: 3, stopId: 'S3' };

export const observed = (
  arrivalSeconds: number,
  changes: Partial<ObservedArrival> = {},
): ObservedArrival => ({ ...VISIT, arrivalSeconds, scheduledSeconds: T, ...changes });

export const predicted = (
  madeAtSeconds: number,
  arrivalSeconds: number,
  changes: Partial<PredictedArrival> = {},
): PredictedArrival => ({ ...VISIT, madeAtSeconds, arrivalSeconds, ...changes });

/**
 * Arrivals of a trip at stops A, B, C, ...: for each stop when it arrived there and when it was due, both in seconds
 * after T.
 */
export function tripOf(
  tripId: string,
  times: readonly (readonly [arrived: number, due: number])[],
  startDate = '20261124',
): ObservedArrival[] {
  return times.map(([arrived, due], i) => ({
    tripId,
    startDate,
    stopSequence: i + 1,
    stopId: String.fromCharCode(65 + i),
    arrivalSeconds: T + arrived,
    scheduledSeconds: T + due,
  }));
}

/** The same row from a source without a timetable. */
export function unscheduled({
  tripId,
  startDate,
  stopSequence,
  stopId,
  arrivalSeconds,
}: ObservedArrival): ObservedArrival {
  return { tripId, startDate, stopId, arrivalSeconds, ...(stopSequence !== undefined && { stopSequence }) };
}

/** The visit of a trip at a stop of `tripOf`. */
export function visitAt(
  truth: ObservedArrivals,
  tripId: string,
  stopSequence: number,
  startDate = '20261124',
): number {
  const stopId = String.fromCharCode(64 + stopSequence);
  const visit = truth.find({ tripId, startDate, stopSequence, stopId });
  if (typeof visit === 'string') throw new Error(visit);
  return visit;
}
