/**
 * Pages of history in order of time, under the columns of TIDES. A page asks for a slice of time that is probably
 * long enough and, where it was not, for the next one, twice as long: so neither a block-range index nor a
 * compressed chunk is read farther than the page needs. The next page begins after the last row of this one,
 * whatever was written meanwhile.
 */
import type pg from 'pg';

export type TidesTable = 'vehicle_locations' | 'stop_visits' | 'trips_performed';

export interface PageRequest {
  /** From this instant (of trips_performed: service day at its UTC midnight), epoch milliseconds. */
  readonly fromMs: number;
  /** Until before this one. */
  readonly toMs: number;
  readonly limit: number;
  /** Only rows with these values, by column. */
  readonly filters: Readonly<Record<string, string>>;
  /** The last row of the page before: its time, epoch milliseconds, and the rest of its key. */
  readonly after?: PageKey;
}

export interface PageKey {
  readonly atMs: number;
  readonly rest: readonly string[];
}

export interface HistoryPage {
  /** Values by column, in the order of TIDES; instants as Date, days as YYYY-MM-DD. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Present where there may be more. */
  readonly next?: PageKey;
}

interface TableOrder {
  readonly time: string;
  readonly timeType: 'timestamptz' | 'date';
  readonly rest: readonly { readonly column: string; readonly type: 'text' | 'integer' }[];
  readonly firstSliceMs: number;
  readonly filters: readonly string[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const ORDERS: Readonly<Record<TidesTable, TableOrder>> = {
  vehicle_locations: {
    time: 'event_timestamp',
    timeType: 'timestamptz',
    rest: [{ column: 'vehicle_id', type: 'text' }],
    firstSliceMs: MINUTE_MS,
    filters: ['vehicle_id', 'trip_id_scheduled'],
  },
  stop_visits: {
    time: 'schedule_arrival_time',
    timeType: 'timestamptz',
    rest: [
      { column: 'trip_id_performed', type: 'text' },
      { column: 'trip_stop_sequence', type: 'integer' },
    ],
    firstSliceMs: 10 * MINUTE_MS,
    filters: ['service_date', 'vehicle_id', 'stop_id', 'trip_id_performed'],
  },
  trips_performed: {
    time: 'service_date',
    timeType: 'date',
    rest: [{ column: 'trip_id_performed', type: 'text' }],
    firstSliceMs: DAY_MS,
    filters: ['vehicle_id', 'route_id', 'trip_id_scheduled'],
  },
};

export class HistoryReader {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** One page. Throws a RangeError where a filter is on a column that has none. */
  async readPage(table: TidesTable, request: PageRequest): Promise<HistoryPage> {
    const order = ORDERS[table];
    const rows: Record<string, unknown>[] = [];
    let sliceMs = order.firstSliceMs;
    let fromMs = Math.max(request.fromMs, request.after?.atMs ?? -Infinity);
    while (fromMs < request.toMs && rows.length < request.limit) {
      const toMs = Math.min(fromMs + sliceMs, request.toMs);
      const slice = { ...request, fromMs, toMs, limit: request.limit - rows.length };
      const { text, values } = composeSlice(table, slice);
      rows.push(...(await this.#pool.query<Record<string, unknown>>(text, values)).rows);
      fromMs = toMs;
      sliceMs *= 2;
    }
    const last = rows.length < request.limit ? undefined : rows.at(-1);
    return last ? { rows, next: keyOf(order, last) } : { rows };
  }
}

/** The statement of one slice: bounds, filters, what comes after the last row, order. */
export function composeSlice(
  table: TidesTable,
  { fromMs, toMs, limit, filters, after }: PageRequest,
): { text: string; values: unknown[] } {
  const { time, timeType, rest, filters: known } = ORDERS[table];
  const values: unknown[] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString(), limit];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [`page.${time} >= $1::${timeType}`, `page.${time} < $2::${timeType}`];
  for (const [column, value] of Object.entries(filters)) {
    if (!known.includes(column)) throw new RangeError(`${table} cannot be asked by ${column}`);
    conditions.push(`page.${column} = ${put(value)}`);
  }
  const key = [time, ...rest.map(({ column }) => column)].map((column) => `page.${column}`).join(', ');
  if (after) {
    const last = [
      `${put(new Date(after.atMs).toISOString())}::${timeType}`,
      ...rest.map(({ type }, i) => `${put(after.rest[i])}::${type}`),
    ];
    conditions.push(`(${key}) > (${last.join(', ')})`);
  }
  // The library makes an instant of this machine's time zone of a day, so the day is asked for as text.
  const text = `SELECT page.*, page.service_date::text AS service_date FROM tides_${table} AS page
    WHERE ${conditions.join(' AND ')} ORDER BY ${key} LIMIT $3`;
  return { text, values };
}

function keyOf({ time, rest }: TableOrder, row: Readonly<Record<string, unknown>>): PageKey {
  const at = row[time];
  return {
    atMs: at instanceof Date ? at.getTime() : Date.parse(String(at)),
    rest: rest.map(({ column }) => String(row[column])),
  };
}
