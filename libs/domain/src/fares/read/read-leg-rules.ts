import type { Filter, JoinRule, LegRule } from '../tariff/tariff.js';
import type { Names } from './read-names.js';
import type { Row, Tables } from './table.js';

const FILE = 'fare_leg_rules.txt';
const ANY: Filter = { kind: 'any' };
const DISTANCE_TYPES = { '0': 'stops', '1': 'metres', '2': 'zones' } as const;

/**
 * fare_leg_rules.txt. Without a rule_priority column an empty field takes what no other row of the file names; with it,
 * anything (GTFS reference, fare_leg_rules.txt). An empty timeframe takes any time.
 */
export function readLegRules(tables: Tables, names: Names): readonly LegRule[] {
  const rows = tables.rows(FILE);
  const hasPriority = tables.hasColumn(FILE, 'rule_priority');
  const filterBy = (column: string): ((row: Row) => Filter) => {
    const named = new Set(rows.map((row) => row.text(column)).filter((id) => id !== ''));
    const empty: Filter = hasPriority || named.size === 0 ? ANY : { kind: 'not', ids: named };
    return (row) => {
      const id = row.text(column);
      return id === '' ? empty : { kind: 'is', id };
    };
  };
  const networks = filterBy('network_id');
  const fromAreas = filterBy('from_area_id');
  const toAreas = filterBy('to_area_id');
  const timeframe = (row: Row, column: string): Filter => {
    const id = row.text(column);
    return id === '' ? ANY : { kind: 'is', id };
  };
  return rows.map((row) => {
    refer(row, names);
    return {
      ruleId: nameRule(row),
      legGroupId: row.text('leg_group_id'),
      priority: hasPriority ? row.integer('rule_priority', 0) : countTimeframes(row),
      ...{ networks: networks(row), fromAreas: fromAreas(row), toAreas: toAreas(row) },
      fromTimeframes: timeframe(row, 'from_timeframe_group_id'),
      toTimeframes: timeframe(row, 'to_timeframe_group_id'),
      productId: row.required('fare_product_id'),
      ...readDistance(row),
    };
  });
}

export function readJoinRules(tables: Tables, names: Names): readonly JoinRule[] {
  return tables.rows('fare_leg_join_rules.txt').map((row) => {
    row.refer('from_network_id', row.text('from_network_id'), names.networks, 'networks.txt');
    row.refer('to_network_id', row.text('to_network_id'), names.networks, 'networks.txt');
    return {
      ruleId: nameRule(row),
      fromNetworkId: row.required('from_network_id'),
      toNetworkId: row.required('to_network_id'),
      fromStopId: row.optional('from_stop_id'),
      toStopId: row.optional('to_stop_id'),
    };
  });
}

/** Without priorities a rule that names the time goes before one that leaves it open: it matches exactly. */
function countTimeframes(row: Row): number {
  return ['from_timeframe_group_id', 'to_timeframe_group_id'].filter((field) => row.text(field) !== '')
    .length;
}

/** By the row's own rule_id, which is an extension; else by its line. */
function nameRule(row: Row): string {
  return row.ruleId('rule_id');
}

function refer(row: Row, { networks, areas, timeframes }: Names): void {
  row.refer('network_id', row.text('network_id'), networks, 'networks.txt');
  for (const field of ['from_area_id', 'to_area_id']) row.refer(field, row.text(field), areas, 'areas.txt');
  for (const field of ['from_timeframe_group_id', 'to_timeframe_group_id']) {
    row.refer(field, row.text(field), timeframes, 'timeframes.txt');
  }
}

function readDistance(row: Row): Pick<LegRule, 'distanceType' | 'minDistance' | 'maxDistance'> {
  const type = row.text('distance_type');
  const minDistance = row.number('min_distance', 0);
  const maxDistance = row.text('max_distance') === '' ? Infinity : row.number('max_distance', 0);
  if (type === '') {
    if (row.text('min_distance') + row.text('max_distance') !== '') {
      row.fail('missing_value', 'distance_type', 'is empty, but a distance is given');
    }
    return { distanceType: undefined, minDistance, maxDistance };
  }
  if (maxDistance < minDistance) row.fail('unreachable_rule', 'max_distance', 'is less than min_distance');
  const key = row.oneOf('distance_type', ['0', '1', '2'], undefined);
  return { distanceType: DISTANCE_TYPES[key], minDistance, maxDistance };
}
