import type { Cap, Modifier, Period, PeriodKind, Quota, Ticket } from '../tariff/terms.js';
import type { Known } from './known.js';
import { readScope } from './read-scope.js';
import type { Row, Tables } from './table.js';

const PERIODS: readonly PeriodKind[] = [
  'fare_day',
  'fare_week',
  'fare_month',
  'rolling_days',
  'rolling_seconds',
  'from_first_days',
  'from_first_seconds',
];

/** What was counted before the present month is known; what is counted in it changes nothing. */
const CAP_PERIODS: readonly PeriodKind[] = [...PERIODS, 'previous_months'];

export function readCaps(tables: Tables, known: Known): readonly Cap[] {
  const seen = new Map<string, string>();
  return tables.rows('fare_caps.txt').map((row) => {
    const id = row.required('cap_id');
    const measure = row.oneOf('measure', ['amount', 'rides', 'journeys'], 'amount');
    const effect = row.oneOf('effect', ['free', 'percent', 'price'], 'free');
    const period = readPeriod(row, CAP_PERIODS);
    if (period.kind === 'previous_months' && measure === 'amount' && effect === 'free') {
      row.fail('bad_value', 'effect', 'must be percent or price where amounts of earlier months are counted');
    }
    const shape = `${period.kind} ${period.length} ${measure}`;
    if ((seen.get(id) ?? shape) !== shape) {
      row.fail(
        'duplicate_id',
        'cap_id',
        `rows of the cap "${id}" count in one sum and must have the same period and measure`,
      );
    }
    seen.set(id, shape);
    const services = row.list('service_ids');
    for (const service of services ?? []) {
      row.refer('service_ids', service, known.names.services, 'calendar.txt or calendar_dates.txt');
    }
    const isMarginal = row.flag('marginal', false);
    const counts = row.oneOf('counts', ['paid', 'fare'], 'paid');
    const canBeMarginal =
      measure === 'amount' && effect === 'percent' && counts === 'fare' && period.kind !== 'previous_months';
    if (isMarginal && !canBeMarginal) {
      row.fail('bad_value', 'marginal', 'must be 0 but for a percentage of amounts by the fare before caps');
    }
    const isRetroactive = readRetroactive(row, period, effect);
    return {
      ...{
        ruleId: row.ruleId('cap_id'),
        id,
        scope: readScope(row, known),
        period,
        measure,
        effect,
        services,
        counts,
        isMarginal,
        isRetroactive,
        beyond: readBeyond(row, isRetroactive),
      },
      limit: measure === 'amount' ? row.amount('limit') : row.integer('limit', 0, 0),
      until: readUntil(row, measure, effect),
      value: readEffectValue(row, effect),
      areMaximumFaresIn: row.flag('maximum_fares', false),
    };
  });
}

export function readModifiers(tables: Tables, known: Known): readonly Modifier[] {
  return tables.rows('fare_modifiers.txt').map((row) => {
    const kind = row.oneOf('kind', ['percent', 'amount'], undefined);
    const value = kind === 'percent' ? row.percent('value', -100, 1000) : row.amount('value', true);
    const isInCaps = row.flag('in_caps', true);
    if (!isInCaps && value < 0) {
      row.fail('bad_value', 'in_caps', 'must be 1 for a discount: only a surcharge can be kept out of caps');
    }
    return { ...{ ruleId: row.ruleId('modifier_id'), kind, value, isInCaps }, scope: readScope(row, known) };
  });
}

export function readQuotas(tables: Tables, known: Known): readonly Quota[] {
  const { categories, defaultCategoryId } = known.names;
  const quotas = tables.rows('fare_quotas.txt').map((row) => {
    const categoryId = row.required('rider_category_id');
    row.refer('rider_category_id', categoryId, categories, 'rider_categories.txt');
    const fallbackCategoryId = row.optional('fallback_rider_category_id') ?? defaultCategoryId;
    row.refer('fallback_rider_category_id', fallbackCategoryId, categories, 'rider_categories.txt');
    if (fallbackCategoryId === categoryId) {
      row.fail(
        'missing_fallback',
        'fallback_rider_category_id',
        `"${categoryId}" cannot fall back to itself`,
      );
    }
    return {
      ...{ ruleId: row.ruleId('quota_id'), categoryId, fallbackCategoryId, period: readPeriod(row) },
      limit: row.integer('limit', 0, 0),
      counts: row.oneOf('counts', ['rides', 'journeys'], 'rides'),
      scope: readScope(row, known),
    };
  });
  checkCircle(tables, quotas);
  return quotas;
}

function checkCircle(tables: Tables, quotas: readonly Quota[]): void {
  for (const { ruleId, categoryId } of quotas) {
    const seen = new Set([categoryId]);
    let next = quotas.find((quota) => quota.categoryId === categoryId)?.fallbackCategoryId;
    while (next !== undefined && !seen.has(next)) {
      seen.add(next);
      const at = next;
      next = quotas.find((quota) => quota.categoryId === at)?.fallbackCategoryId;
    }
    if (next === categoryId && seen.size > 1) {
      tables.findings.error(
        'missing_fallback',
        'fare_quotas.txt',
        0,
        'fallback_rider_category_id',
        `${ruleId} falls back in a circle: ${[...seen, next].join(' > ')}`,
      );
    }
  }
}

export function readTickets(tables: Tables, known: Known): readonly Ticket[] {
  return tables.rows('fare_best_value.txt').map((row) => {
    const productId = row.required('fare_product_id');
    row.refer('fare_product_id', productId, known.products, 'fare_products.txt');
    const validity = row.oneOf('validity', ['fare_day', 'seconds', 'fare_week', 'fare_month'], undefined);
    if (validity === 'seconds' && row.text('seconds') === '') {
      row.fail('missing_value', 'seconds', 'is required with validity seconds');
    }
    const byDefault = validity === 'seconds' ? 'fare_day' : validity;
    return {
      ruleId: `fare_best_value:${row.text('group_id')}:${productId}`,
      groupId: row.required('group_id'),
      ...{ productId, validity, scope: readScope(row, known) },
      seconds: row.integer('seconds', 0, 1),
      isEndInclusive: row.flag('end_inclusive', true),
      rides: row.optionalInteger('rides', 1),
      period: row.oneOf('period', ['fare_day', 'fare_week', 'fare_month'], byDefault),
    };
  });
}

/** Period of a row, with its length where it has one. */
function readPeriod(row: Row, kinds = PERIODS): Period {
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

/** What was paid is given back within a period that has a begin and an end, and as a share of it. */
function readRetroactive(row: Row, { kind }: Period, effect: Cap['effect']): boolean {
  const isRetroactive = row.flag('retroactive', false);
  const isCalendar = kind === 'fare_day' || kind === 'fare_week' || kind === 'fare_month';
  const isByFare = row.text('counts') === 'fare' && !row.flag('marginal', false);
  if (isRetroactive && !(isCalendar && effect === 'percent' && isByFare)) {
    row.fail(
      'bad_value',
      'retroactive',
      'must be 0 but for a percentage by the fare before caps, of a day, week or month',
    );
  }
  return isRetroactive;
}

/** Another share of what goes beyond an amount: only of a reward, whose rides are all known. */
function readBeyond(row: Row, isRetroactive: boolean): Cap['beyond'] {
  const given = ['beyond_amount', 'beyond_percent'].filter((field) => row.text(field) !== '');
  if (given.length === 0) return undefined;
  if (given.length === 1) row.fail('missing_value', given[0]!, 'and the other of the two must both be given');
  if (!isRetroactive) row.fail('bad_value', 'beyond_amount', 'must be empty without retroactive');
  return { amountMinor: row.amount('beyond_amount'), value: row.percent('beyond_percent', 0, 100) };
}

function readUntil(row: Row, measure: Cap['measure'], effect: Cap['effect']): number {
  if (row.text('until') === '') return Infinity;
  if (measure === 'amount' && effect === 'free') {
    row.fail('bad_value', 'until', 'must be empty where the effect is that no more is paid');
  }
  const until = measure === 'amount' ? row.amount('until') : row.integer('until', 0, 0);
  const limit = measure === 'amount' ? row.amount('limit') : row.integer('limit', 0, 0);
  if (until <= limit) row.fail('unreachable_rule', 'until', 'is not above limit, so the effect never begins');
  return until;
}

function readEffectValue(row: Row, effect: Cap['effect']): number {
  switch (effect) {
    case 'percent':
      return row.percent('value', 0, 100);
    case 'price':
      return row.amount('value');
    case 'free':
      if (row.text('value') !== '') row.fail('bad_value', 'value', 'must be empty with effect free');
      return 0;
  }
}
