import type { Cap, Period, PeriodKind } from '../tariff/terms.js';
import type { Known } from './known.js';
import { PERIODS, readPeriod } from './read-period.js';
import { readScope } from './read-scope.js';
import type { Row, Tables } from './table.js';

/** What was counted before the present month is known; what is counted in it changes nothing. */
const CAP_PERIODS: readonly PeriodKind[] = [...PERIODS, 'previous_months'];

/** Periods that have a begin and an end of their own. */
const CALENDAR: readonly PeriodKind[] = ['fare_day', 'fare_week', 'fare_month', 'fare_year'];

export function readCaps(tables: Tables, known: Known): readonly Cap[] {
  const shapes = new Map<string, string>();
  return tables.rows('fare_caps.txt').map((row) => {
    const cap = readCap(row, known);
    checkShape(row, cap, shapes);
    return cap;
  });
}

function readCap(row: Row, known: Known): Cap {
  const measure = row.oneOf('measure', ['amount', 'rides', 'journeys'], 'amount');
  const effect = row.oneOf('effect', ['free', 'percent', 'price'], 'free');
  const period = readCapPeriod(row, measure, effect);
  const counts = row.oneOf('counts', ['paid', 'fare'], 'paid');
  const isRetroactive = readRetroactive(row, period, effect);
  return {
    ...{ period, measure, effect, counts, isRetroactive },
    ruleId: row.ruleId('cap_id'),
    id: row.required('cap_id'),
    scope: readScope(row, known),
    services: readServices(row, known),
    isMarginal: readMarginal(row, { measure, effect, counts, period }),
    beyond: readBeyond(row, isRetroactive),
    appliesTo: readSubject(row, measure, effect),
    repeatEvery: readRepeat(row, measure, period),
    isOfAllRides: readAllRides(row, period),
    travelDays: readTravelDays(row, period),
    limit: measure === 'amount' ? row.amount('limit') : row.integer('limit', 0, 0),
    until: readUntil(row, measure, effect),
    value: readEffectValue(row, effect),
    areMaximumFaresIn: row.flag('maximum_fares', false),
    mostPeople: row.optionalInteger('most_people', 1) ?? Infinity,
  };
}

/** Rows of one id are steps of one cap: they count in one sum. */
function checkShape(row: Row, cap: Cap, shapes: Map<string, string>): void {
  const { id, period, measure, appliesTo, repeatEvery, isOfAllRides, travelDays } = cap;
  const own = [measure, appliesTo, repeatEvery, isOfAllRides, travelDays?.period.kind];
  const shape = [period.kind, period.length, ...own].join();
  if ((shapes.get(id) ?? shape) !== shape) {
    row.fail(
      'duplicate_id',
      'cap_id',
      `rows of the cap "${id}" count in one sum and must have the same period, measure, applies_to, repeat_every, all_rides and travel_days_in`,
    );
  }
  shapes.set(id, shape);
}

function readCapPeriod(row: Row, measure: Cap['measure'], effect: Cap['effect']): Period {
  const period = readPeriod(row, CAP_PERIODS);
  if (period.kind === 'previous_months' && measure === 'amount' && effect === 'free') {
    row.fail('bad_value', 'effect', 'must be percent or price where amounts of earlier months are counted');
  }
  return period;
}

function readMarginal(
  row: Row,
  { measure, effect, counts, period }: Pick<Cap, 'measure' | 'effect' | 'counts' | 'period'>,
): boolean {
  const isMarginal = row.flag('marginal', false);
  const canBeMarginal =
    measure === 'amount' && effect === 'percent' && counts === 'fare' && period.kind !== 'previous_months';
  if (isMarginal && !canBeMarginal) {
    row.fail('bad_value', 'marginal', 'must be 0 but for a percentage of amounts by the fare before caps');
  }
  return isMarginal;
}

/** What was paid is given back within a period that has a begin and an end, and as a share of it. */
function readRetroactive(row: Row, { kind }: Period, effect: Cap['effect']): boolean {
  const isRetroactive = row.flag('retroactive', false);
  const isCalendar = CALENDAR.includes(kind);
  const isByFare = row.text('counts') === 'fare' && !row.flag('marginal', false);
  if (isRetroactive && !(isCalendar && effect === 'percent' && isByFare)) {
    row.fail(
      'bad_value',
      'retroactive',
      'must be 0 but for a percentage by the fare before caps, of a day, week, month or year',
    );
  }
  return isRetroactive;
}

function readServices(row: Row, { names }: Known): Cap['services'] {
  const services = row.list('service_ids');
  for (const service of services ?? []) {
    row.refer('service_ids', service, names.services, 'calendar.txt or calendar_dates.txt');
  }
  return services;
}

/** A day is the first, second ... of travel in its week, month or year; only what is counted by the day can hang on that. */
function readTravelDays(row: Row, { kind }: Period): Cap['travelDays'] {
  const fields = ['travel_days_in', 'travel_days_from', 'travel_days_until'];
  if (fields.every((field) => row.text(field) === '')) return undefined;
  const days = row.oneOf('travel_days_in', ['fare_week', 'fare_month', 'fare_year'], undefined);
  if (kind !== 'fare_day') {
    row.fail('bad_value', 'travel_days_in', 'must be empty but for a cap of a fare_day');
  }
  const from = row.integer('travel_days_from', 1, 1, DAYS_IN[days]);
  const until = row.optionalInteger('travel_days_until', 1) ?? Infinity;
  if (until < from) row.fail('unreachable_rule', 'travel_days_until', 'is below travel_days_from');
  return { period: { kind: days, length: 1, isEndInclusive: false }, from, until };
}

/** The most days that a period has. */
const DAYS_IN = { fare_week: 7, fare_month: 31, fare_year: 366 } as const;

/** Fees, and what several people pay, are a sum of money that is full at the limit; whatever else a cap can do is for fares. */
function readSubject(row: Row, measure: Cap['measure'], effect: Cap['effect']): Cap['appliesTo'] {
  const appliesTo = row.oneOf('applies_to', ['fares', 'fees', 'people'], 'fares');
  const isPlain = measure === 'amount' && effect === 'free' && row.text('counts') !== 'fare';
  if (appliesTo !== 'fares' && !isPlain) {
    row.fail('bad_value', 'applies_to', 'must be fares but for an amount of what is paid, with effect free');
  }
  return appliesTo;
}

/** A count that begins anew must go on while rides are free, so it is by the fare before caps. */
function readRepeat(row: Row, measure: Cap['measure'], { kind }: Period): number | undefined {
  const every = row.optionalInteger('repeat_every', 1);
  if (every === undefined) return undefined;
  const isRepeatable =
    measure !== 'amount' &&
    row.text('counts') === 'fare' &&
    kind !== 'previous_months' &&
    !row.flag('retroactive', false);
  if (!isRepeatable) {
    row.fail(
      'bad_value',
      'repeat_every',
      'must be empty but for a number of rides or journeys with counts fare',
    );
  } else if (row.integer('limit', 0, 0) >= every) {
    row.fail('unreachable_rule', 'repeat_every', 'is not above limit, so the effect never begins');
  }
  return every;
}

function readAllRides(row: Row, { kind }: Period): boolean {
  const isOfAllRides = row.flag('all_rides', false);
  if (isOfAllRides && !CALENDAR.includes(kind)) {
    row.fail('bad_value', 'all_rides', 'must be 0 but for a day, week, month or year');
  }
  return isOfAllRides;
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
      return row.requiredPercent('value', 0, 100);
    case 'price':
      return row.amount('value');
    case 'free':
      if (row.text('value') !== '') row.fail('bad_value', 'value', 'must be empty with effect free');
      return 0;
  }
}
