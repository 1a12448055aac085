// What became of a planned trip. Each is exactly one of four, so that they add up to what was planned.
import type { TripRecord } from './trip-record.js';

export const TRIP_OUTCOMES = ['operated', 'partly', 'cancelled', 'unobserved'] as const;
export type TripOutcome = (typeof TRIP_OUTCOMES)[number];

/** A trip is operated where a vehicle was seen at so many of its stops: single ones are missed by tracking, not by buses. */
export const OPERATED_SHARE = 0.8;

/** `cancelled` is what was ordered; what was seen of such a trip does not change that riders were told it does not run. */
export function judgeTrip({ seen, order }: TripRecord, operatedShare = OPERATED_SHARE): TripOutcome {
  if (order === 'cancelled') return 'cancelled';
  const served = seen.filter((stop) => stop !== undefined).length;
  if (served === 0) return 'unobserved';
  return served >= operatedShare * seen.length ? 'operated' : 'partly';
}
