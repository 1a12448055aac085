/**
 * The clock of the rig's town. Whatever hour a spec is run at, it is past noon there: what it asks of the day, trips behind
 * and trips ahead, is there at each, where near midnight in UTC some of it was not. What midnight itself does is asked by
 * specs that give the time themselves.
 */
import { type ServiceDate, serviceDateAt } from '@rukh/domain/time';

const DAY_S = 86_400;
const BETWEEN_TRIPS_S = 600;
const hoursAhead = 12 - new Date().getUTCHours();

/** The names of these zones have the sign the other way round. */
export const TOWN_ZONE =
  hoursAhead === 0 ? 'UTC' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;

/** When the town's day of an instant began, epoch seconds. */
export function townMidnight(at: number): number {
  const ahead = hoursAhead * 3600;
  return Math.floor((at + ahead) / DAY_S) * DAY_S - ahead;
}

/** The number of the trip of a line that left last. */
export function townTrip(at: number): number {
  return Math.floor((at - townMidnight(at)) / BETWEEN_TRIPS_S);
}

export function townDate(at: number): ServiceDate {
  return serviceDateAt(at, TOWN_ZONE);
}
