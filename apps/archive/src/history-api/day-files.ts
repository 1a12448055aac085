/** A service day of a table as CSV, page after page, so that a day of eight million rows never lies in memory. */
import type { HistoryReader, PageRequest, TidesTable } from '@rukh/adapters/postgres';
import { type ServiceDate, addDays, getServiceDate, serviceDayStartSeconds } from '@rukh/domain/time';
import { writeCsv } from '@rukh/service';
import { TIDES_COLUMNS } from './tides-columns.js';

const HOUR_MS = 3_600_000;
/** Time zones reach 14 hours to either side of UTC, and a service day some 36 hours past its own midnight. */
const BEFORE_MS = 14 * HOUR_MS;
const AFTER_MS = 50 * HOUR_MS;
const ROWS = 5_000;

/**
 * `date` is YYYY-MM-DD. Visits and trips are those of the service day, positions those of its 24 hours in the
 * network's time zone: of a vehicle without a trip nobody can say which service it is in. The first piece holds the header, and comes once the database has answered. */
export async function* writeDay(
  reader: Pick<HistoryReader, 'readPage'>,
  table: TidesTable,
  date: string,
  timeZone: string,
): AsyncGenerator<string, void, undefined> {
  const columns = TIDES_COLUMNS[table];
  const bounds = boundsOf(table, date, timeZone);
  let after: PageRequest['after'];
  let isFirst = true;
  do {
    const page = await reader.readPage(table, { ...bounds, limit: ROWS, ...(after ? { after } : {}) });
    const text = writeCsv(page.rows, columns);
    yield isFirst ? text : text.slice(text.indexOf('\r\n') + 2);
    isFirst = false;
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
