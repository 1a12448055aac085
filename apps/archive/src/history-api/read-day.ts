/** A service day of a table, page after page, so that a day of eight million rows never lies in memory. */
import type { HistoryPage, HistoryReader, PageRequest, TidesTable } from '@rukh/adapters/postgres';
import { type ServiceDate, addDays, getServiceDate, serviceDayStartSeconds } from '@rukh/domain/time';

const HOUR_MS = 3_600_000;
/** Time zones reach 14 hours to either side of UTC, and a service day some 36 hours past its own midnight. */
const BEFORE_MS = 14 * HOUR_MS;
const AFTER_MS = 50 * HOUR_MS;
const ROWS = 5_000;

/**
 * `date` is YYYY-MM-DD. Visits and trips are those of the service day, positions those of its 24 hours in the
 * network's time zone: of a vehicle without a trip nobody can say which service it is in. There is at least one page,
 * and it comes once the database has answered.
 */
export async function* readDay(
  reader: Pick<HistoryReader, 'readPage'>,
  table: TidesTable,
  date: string,
  timeZone: string,
): AsyncGenerator<HistoryPage['rows'], void, undefined> {
  const bounds = boundsOf(table, date, timeZone);
  let after: PageRequest['after'];
  do {
    const page = await reader.readPage(table, { ...bounds, limit: ROWS, ...(after ? { after } : {}) });
    yield page.rows;
    after = page.next;
  } while (after);
}
function boundsOf(
  table: TidesTable,
  date: string,
  timeZone: string,
): Pick<PageRequest, 'fromMs' | 'toMs' | 'filters'> {
  const midnight = Date.parse(date);
  switch (table) {
    case 'trips_performed':
      return { fromMs: midnight, toMs: midnight + 24 * HOUR_MS, filters: {} };
    case 'stop_visits':
      return { fromMs: midnight - BEFORE_MS, toMs: midnight + AFTER_MS, filters: { service_date: date } };
    case 'vehicle_locations': {
      const day = getServiceDate(date.replaceAll('-', ''));
      const startMs = (of: ServiceDate): number => 1000 * serviceDayStartSeconds(of, timeZone);
      return { fromMs: startMs(day), toMs: startMs(addDays(day, 1)), filters: {} };
    }
  }
}
