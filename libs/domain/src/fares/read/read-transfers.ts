import type { Filter, TransferRule } from '../tariff/tariff.js';
import type { TransferWindow, WindowEffect } from '../tariff/terms.js';
import type { Known } from './known.js';
import { narrowScope, readScope } from './read-scope.js';
import type { Row, Tables } from './table.js';

const RULES = 'fare_transfer_rules.txt';
const EFFECTS: readonly WindowEffect[] = [
  'free',
  'difference',
  'journey_fare',
  'percent',
  'discount',
  'price',
];

/** fare_transfer_rules.txt: an empty leg group takes those that no other row names in that column. */
export function readTransferRules(tables: Tables, known: Known): readonly TransferRule[] {
  const rows = tables.rows(RULES);
  const filterBy = (column: string): ((row: Row) => Filter) => {
    const named = new Set(rows.map((row) => row.text(column)).filter((id) => id !== ''));
    const empty: Filter = named.size === 0 ? { kind: 'any' } : { kind: 'not', ids: named };
    return (row) => {
      const id = row.text(column);
      row.refer(column, id, known.legGroups, 'fare_leg_rules.txt');
      return id === '' ? empty : { kind: 'is', id };
    };
  };
  const [from, to] = [filterBy('from_leg_group_id'), filterBy('to_leg_group_id')];
  return rows.map((row) => readTransferRule(row, known, from(row), to(row)));
}

function readTransferRule(row: Row, known: Known, from: Filter, to: Filter): TransferRule {
  const isSameGroup = row.text('from_leg_group_id') === row.text('to_leg_group_id');
  const count = row.text('transfer_count') === '' ? undefined : row.integer('transfer_count', -1, -1);
  if (isSameGroup && count === undefined) {
    row.fail(
      'missing_value',
      'transfer_count',
      'is required where both leg groups are the same: -1 for any number',
    );
  }
  if (!isSameGroup && count !== undefined) {
    row.fail('bad_value', 'transfer_count', 'must be empty where the leg groups differ');
  }
  if (count === 0) row.fail('unreachable_rule', 'transfer_count', '0 allows no transfer');
  const durationSeconds = row.optionalInteger('duration_limit', 1);
  const type = row.oneOf('duration_limit_type', ['0', '1', '2', '3'], '1');
  if (durationSeconds !== undefined && row.text('duration_limit_type') === '') {
    row.fail('missing_value', 'duration_limit_type', 'is required with duration_limit: 0, 1, 2 or 3');
  }
  row.refer('fare_product_id', row.text('fare_product_id'), known.products, 'fare_products.txt');
  return {
    ruleId: row.ruleId('rule_id'),
    ...{ fromLegGroups: from, toLegGroups: to, transferCount: count, durationSeconds },
    durationType: Number(type) as TransferRule['durationType'],
    isDurationInclusive: row.flag('duration_limit_inclusive', true),
    type: Number(row.oneOf('fare_transfer_type', ['0', '1', '2'], undefined)) as TransferRule['type'],
    productId: row.optional('fare_product_id'),
    scope: readScope(row, known),
  };
}

/** fare_transfer_windows.txt, in the order of the file. */
export function readWindows(tables: Tables, known: Known): readonly TransferWindow[] {
  const seen = new Set<string>();
  return tables.rows('fare_transfer_windows.txt').map((row) => {
    const id = row.required('window_id');
    if (seen.has(id)) row.fail('duplicate_id', 'window_id', `"${id}" is defined before`);
    seen.add(id);
    const both = readScope(row, known);
    const effect = row.oneOf('effect', EFFECTS, undefined);
    checkCounts(row);
    return {
      ...{ ruleId: row.ruleId('window_id'), id, effect },
      from: narrowScope(both, readScope(row, known, 'from_')),
      to: narrowScope(both, readScope(row, known, 'to_')),
      last: readScope(row, known, 'last_'),
      whole: readScope(row, known, 'whole_'),
      durationSeconds: row.integer('duration_seconds', 0, 1),
      measuredFrom: row.oneOf(
        'measured_from',
        ['first_entry', 'first_exit', 'last_entry', 'last_exit'],
        'first_entry',
      ),
      measuredTo: row.oneOf('measured_to', ['entry', 'exit'], 'entry'),
      isEndInclusive: row.flag('end_inclusive', true),
      maxGapSeconds: row.optionalInteger('max_gap_seconds', 1),
      roundStartSeconds: row.integer('round_start_seconds', 0, 0, 86_400),
      isSameFareDay: row.flag('same_fare_day', false),
      firstTransfer: row.integer('first_transfer', 1, 1),
      transferCount: row.integer('transfer_count', -1, -1),
      sameRoute: row.oneOf('same_route', ['allowed', 'not_last', 'never'], 'allowed'),
      sameNetwork: row.oneOf('same_network', ['allowed', 'not_last', 'never', 'only'], 'allowed'),
      sameStop: row.oneOf('same_stop', ['allowed', 'not_last'], 'allowed'),
      wayBack: row.oneOf('way_back', ['allowed', 'never', 'only'], 'allowed'),
      isSameMedia: row.flag('same_media', false),
      isConsecutive: row.flag('consecutive', false),
      openedBy: row.oneOf('opened_by', ['start', 'paid', 'pass', 'any'], 'start'),
      value: readValue(row, effect),
      credit: row.oneOf('credit', ['paid', 'fare'], 'paid'),
      maxDiscountMinor: row.text('max_discount') === '' ? undefined : row.amount('max_discount'),
      journeyProductId: readJourneyProduct(row, effect, known),
    };
  });
}

function readJourneyProduct(row: Row, effect: WindowEffect, known: Known): string | undefined {
  const field = 'journey_fare_product_id';
  const product = row.optional(field);
  if (product === undefined) return undefined;
  if (effect !== 'journey_fare') row.fail('bad_value', field, `must be empty with effect ${effect}`);
  row.refer(field, product, known.products, 'fare_products.txt');
  return product;
}

function checkCounts(row: Row): void {
  const most = row.text('transfer_count') === '' ? -1 : Number(row.text('transfer_count'));
  if (most === 0) row.fail('unreachable_rule', 'transfer_count', '0 allows no transfer');
  const first = Number(row.text('first_transfer') || 1);
  if (most > 0 && first > most) row.fail('unreachable_rule', 'first_transfer', 'is above transfer_count');
}

function readValue(row: Row, effect: WindowEffect): number {
  switch (effect) {
    case 'percent':
      return row.requiredPercent('value', 0, 100);
    case 'discount':
    case 'price':
      return row.amount('value');
    case 'free':
    case 'difference':
    case 'journey_fare':
      if (row.text('value') !== '') row.fail('bad_value', 'value', `must be empty with effect ${effect}`);
      return 0;
  }
}
