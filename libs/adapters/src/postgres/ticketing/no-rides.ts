import type { Disposition } from '@rukh/domain/fares';
import { PERSONS } from './count-persons.js';

/** SQL: what became of taps on which nobody rode: a medium that was held twice, a holder who left at once. */
export const NO_RIDES = (['PASSBACK_IGNORED', 'CANCELLED'] satisfies Disposition[])
  .map((one) => `'${one}'`)
  .join(', ');

/** SQL, of a row `tap` between two moments: how many rode on it. What is not priced yet is taken for a ride. */
export const countRiders = (from: string, until: string): string => `CASE
    WHEN tap.device_id || '/' || tap.seq IN (
      SELECT ride_ref FROM ticketing.current_charges AS held
      WHERE held.disposition IN (${NO_RIDES}) AND held.tapped_at >= ${from} AND held.tapped_at < ${until}
    ) THEN 0 ELSE ${PERSONS} END`;
