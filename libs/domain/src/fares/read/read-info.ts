import { findDay, findGtfsTime, localClock, type LocalClock } from '../../time/index.js';
import type { DistanceMethod, RoundingMode } from '../tariff/tariff.js';
import type { Row, Tables } from './table.js';

/** What tariff_info.txt says: the version itself. */
export interface TariffInfo {
  readonly tariffId: string;
  readonly name: string;
  /** Set in a folder that holds overlays only. */
  readonly baseTariffId: string | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly publishedMs: number;
  readonly clock: LocalClock;
  readonly currency: string;
  readonly fareDayStartSeconds: number;
  readonly weekStart: number;
  readonly roundingMode: RoundingMode;
  readonly roundingUnitMinor: number;
  readonly distanceMethods: readonly DistanceMethod[];
  readonly defaultCategoryId: string | undefined;
  readonly fallbackProductId: string | undefined;
  readonly sourceUrl: string;
  readonly attribution: string;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const DISTANCE_METHODS: readonly DistanceMethod[] = ['table', 'trip', 'straight'];
const FILE = 'tariff_info.txt';

/** The one row of tariff_info.txt; undefined where there is none to go by. */
export function readInfo(tables: Tables): TariffInfo | undefined {
  const [row, second] = tables.rows(FILE);
  if (!row) {
    tables.findings.error('missing_file', FILE, 0, '', 'is missing or empty: a tariff has an id and a time');
    return undefined;
  }
  second?.warn('duplicate_id', 'tariff_id', 'a tariff has one row here; the first is used');
  const baseTariffId = row.optional('base_tariff_id');
  const clock = readClock(row, baseTariffId !== undefined);
  const currency = baseTariffId === undefined ? readCurrency(row) : row.text('currency');
  return {
    tariffId: row.required('tariff_id'),
    name: row.text('tariff_name'),
    ...{ baseTariffId, clock, currency },
    ...readSpan(row, clock, baseTariffId === undefined),
    publishedMs: readMoment(row, 'published_at', clock) ?? -Infinity,
    fareDayStartSeconds: readDayStart(row),
    weekStart: WEEKDAYS.indexOf(row.oneOf('week_start', WEEKDAYS, 'monday')) + 1,
    roundingMode: row.oneOf('rounding', ['half_up', 'half_even', 'up', 'down'], 'half_up'),
    roundingUnitMinor: Math.max(1, row.optionalAmount('rounding_unit') ?? 1),
    distanceMethods: readMethods(row),
    defaultCategoryId: row.optional('default_rider_category_id'),
    fallbackProductId: row.optional('fallback_fare_product_id'),
    sourceUrl: row.text('source_url'),
    attribution: row.text('attribution'),
  };
}

/** Decimals of a currency's amounts: 2 of UAH, 0 of JPY. */
export function currencyDigits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** From and until of a row, with the bound that the row says; a date's end is its last moment, a time's is itself. */
export function readSpan(
  row: Row,
  clock: LocalClock,
  isRequired = true,
): { fromMs: number; untilMs: number } {
  if (isRequired) row.required('valid_from');
  const fromMs = readMoment(row, 'valid_from', clock) ?? -Infinity;
  const until = row.text('valid_until');
  const isDate = findDay(until) !== undefined;
  const isInclusive = row.flag('valid_until_inclusive', isDate);
  let untilMs = readMoment(row, 'valid_until', clock) ?? Infinity;
  if (isInclusive && untilMs !== Infinity) {
    untilMs = isDate ? clock.instantOf(findDay(until)! + 1) : untilMs + 1;
  }
  if (untilMs <= fromMs) row.fail('bad_value', 'valid_until', `"${until}" is not after valid_from`);
  return { fromMs, untilMs };
}

/** A local date or date with time, `2025-06-01` or `2025-06-01T04:30:00`; undefined where the field is empty. */
function readMoment(row: Row, field: string, clock: LocalClock): number | undefined {
  const text = row.text(field);
  if (text === '') return undefined;
  const [date = '', time] = text.split('T');
  const day = findDay(date);
  const seconds = time === undefined ? 0 : findGtfsTime(/^\d{1,2}:\d\d$/.test(time) ? `${time}:00` : time);
  if (day === undefined || seconds === undefined) {
    row.fail('bad_value', field, `"${text}" is no local date such as 2025-06-01 or 2025-06-01T04:30:00`);
    return undefined;
  }
  return clock.instantOf(day, seconds);
}

function readClock(row: Row, isOverlay: boolean): LocalClock {
  const name = row.text('timezone');
  if (name === '' && isOverlay) return localClock('UTC');
  try {
    return localClock(row.required('timezone') || 'UTC');
  } catch {
    row.fail('bad_value', 'timezone', `"${name}" is no time zone such as Europe/Kyiv`);
    return localClock('UTC');
  }
}

/** ISO 4217's own name for none, which is that of examples. */
export const NO_CURRENCY = 'XXX';
const CURRENCIES: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('currency'), NO_CURRENCY]);

function readCurrency(row: Row): string {
  const currency = row.required('currency');
  if (!/^[A-Z]{3}$/.test(currency) && currency !== '') {
    row.fail('bad_value', 'currency', `"${currency}" is no currency of ISO 4217 such as UAH`);
  } else if (!CURRENCIES.has(currency) && currency !== '') {
    // There are newer ones than this system knows.
    row.warn('bad_value', 'currency', `"${currency}" is no currency that is known here: perhaps misspelt`);
  }
  return currency;
}

function readDayStart(row: Row): number {
  const text = row.text('fare_day_start');
  if (text === '') return 0;
  const seconds = findGtfsTime(text);
  if (seconds !== undefined && seconds < 86_400) return seconds;
  row.fail('bad_value', 'fare_day_start', `"${text}" is no time of day such as 04:30:00`);
  return 0;
}

function readMethods(row: Row): readonly DistanceMethod[] {
  const asked = row.list('distance_methods');
  if (!asked) return DISTANCE_METHODS;
  for (const method of asked) {
    if (DISTANCE_METHODS.some((known) => known === method)) continue;
    row.fail('bad_value', 'distance_methods', `"${method}" is none of ${DISTANCE_METHODS.join(', ')}`);
  }
  return [...asked].filter((method): method is DistanceMethod =>
    DISTANCE_METHODS.some((known) => known === method),
  );
}
