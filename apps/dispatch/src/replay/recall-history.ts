/** What a watch begun at an instant would remember, had it been there before: told to it from history. */
import type { PastReader } from '@rukh/adapters/postgres';
import {
  PAST_TRIPS_SECONDS,
  PAST_VEHICLES_SECONDS,
  PAST_VISITS_SECONDS,
  type PastFix,
  PastWatch,
  type ServiceWatch,
  recallTrip,
  recallVisit,
} from '@rukh/domain/dispatch';
import { ServiceDays } from '@rukh/domain/time';
import type { CarrierOf } from '../fleet/carrier-of.js';

const HALF_DAY_SECONDS = 43_200;

/** @returns whether history has anything of before */
export async function recallHistory(
  reader: PastReader,
  carriers: Pick<CarrierOf, 'find'>,
  watch: ServiceWatch,
  at: number,
): Promise<boolean> {
  let trips = 0;
  const days = new ServiceDays(watch.schedule.timeZone);
  const dates = [
    ...new Set(
      [0, HALF_DAY_SECONDS, 2 * HALF_DAY_SECONDS, PAST_TRIPS_SECONDS].map((back) => days.dateAt(at - back)),
    ),
  ];
  await reader.readTrips(dates, at, (trip) => {
    trips++;
    recallTrip(watch, trip);
  });
  await reader.readVisits({ after: at - PAST_VISITS_SECONDS, to: at }, (visit) => {
    recallVisit(watch, visit);
  });
  const fixes: PastFix[] = [];
  await reader.readLastFixes({ after: at - PAST_VEHICLES_SECONDS, to: at }, (fix) => {
    fixes.push(nameFix(carriers, fix));
  });
  fixes.sort((a, b) => a.at - b.at);
  const last = new PastWatch(watch, at - PAST_VEHICLES_SECONDS);
  last.add(fixes, []);
  last.moveTo(at);
  return trips + fixes.length > 0;
}

/** History keeps no names: the registry does. */
export function nameFix(carriers: Pick<CarrierOf, 'find'>, fix: PastFix): PastFix {
  const label = carriers.find(fix.vehicleId, fix.at)?.label;
  return label === undefined ? fix : { ...fix, label };
}
