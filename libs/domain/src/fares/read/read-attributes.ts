import type { FareAttribute } from '../tariff/tariff.js';
import type { TariffInfo } from './read-info.js';
import type { Names } from './read-names.js';
import { checkCurrency } from './read-products.js';
import type { Tables } from './table.js';

interface GrowingRules {
  readonly routes: Set<string>;
  readonly pairs: [string, string][];
  readonly contains: Set<string>;
}

/** fare_attributes.txt and fare_rules.txt, GTFS-Fares v1. A fare without rules is for every ride. */
export function readAttributes(tables: Tables, info: TariffInfo, names: Names): readonly FareAttribute[] {
  const rows = tables.rows('fare_attributes.txt');
  const ids = new Set(rows.map((row) => row.text('fare_id')));
  const rules = readRules(tables, ids, names);
  const seen = new Set<string>();
  return rows.map((row) => {
    const fareId = row.required('fare_id');
    if (seen.has(fareId)) row.fail('duplicate_id', 'fare_id', `"${fareId}" is defined before`);
    seen.add(fareId);
    checkCurrency(row, 'currency_type', info);
    const { routes, pairs, contains } = rules.get(fareId) ?? {
      routes: new Set(),
      pairs: [],
      contains: new Set(),
    };
    return {
      ...{ ruleId: row.ruleId('fare_id'), fareId, routes, pairs, contains },
      priceMinor: row.amount('price'),
      transfers: row.text('transfers') === '' ? undefined : row.integer('transfers', 0, 0, 2),
      durationSeconds: row.optionalInteger('transfer_duration', 0),
    };
  });
}

function readRules(
  tables: Tables,
  ids: ReadonlySet<string>,
  names: Names,
): ReadonlyMap<string, GrowingRules> {
  const rules = new Map<string, GrowingRules>();
  for (const row of tables.rows('fare_rules.txt')) {
    const fareId = row.required('fare_id');
    row.refer('fare_id', fareId, ids, 'fare_attributes.txt');
    let rule = rules.get(fareId);
    if (!rule) rules.set(fareId, (rule = { routes: new Set(), pairs: [], contains: new Set() }));
    const [route, origin, destination, zone] = ['route_id', 'origin_id', 'destination_id', 'contains_id'].map(
      (field) => row.text(field),
    ) as [string, string, string, string];
    for (const [field, id] of [
      ['origin_id', origin],
      ['destination_id', destination],
      ['contains_id', zone],
    ] as const) {
      row.refer(field, id, names.areas, 'zone_id of stops.txt, or areas.txt');
    }
    if (route !== '') rule.routes.add(route);
    if (origin !== '' || destination !== '') rule.pairs.push([origin, destination]);
    if (zone !== '') rule.contains.add(zone);
  }
  return rules;
}
