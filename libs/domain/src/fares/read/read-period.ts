import type { Period, PeriodKind } from '../tariff/terms.js';
import type { Row } from './table.js';

/** Periods that something is counted over. */
export const PERIODS: readonly PeriodKind[] = [
  'fare_day',
  'fare_week',
  'fare_month',
  'fare_year',
  'rolling_days',
  'rolling_seconds',
  'from_first_days',
  'from_first_seconds',
];

/** Period of a row, with its length where it has one. */
export function readPeriod(row: Row, kinds = PERIODS): Period {
  const kind = row.oneOf('period', kinds, undefined);
  const hasLength = /^(?:rolling|from_first|previous)_/.test(kind);
  if (hasLength && row.text('period_length') === '') {
    row.fail('missing_value', 'period_length', `is required with period ${kind}`);
  }
  if (!hasLength && row.text('period_length') !== '') {
    row.fail('bad_value', 'period_length', `must be empty with period ${kind}`);
  }
  const isEndInclusive = row.flag('period_end_inclusive', false);
  return { kind, length: hasLength ? row.integer('period_length', 1, 1) : 1, isEndInclusive };
}
