import { EVERYTHING, type Scope } from '../tariff/scope.js';
import { isOfJourneys } from './columns.js';
import type { Known } from './known.js';
import type { Row } from './table.js';

const FIELDS: readonly (readonly [keyof Scope, string])[] = [
  ['legGroups', 'leg_group_ids'],
  ['networks', 'network_ids'],
  ['routes', 'route_ids'],
  ['operators', 'operator_ids'],
  ['products', 'fare_product_ids'],
  ['media', 'fare_media_ids'],
  ['categories', 'rider_category_ids'],
  ['exceptCategories', 'except_rider_category_ids'],
  ['withinAreas', 'within_area_ids'],
  ['touchedAreas', 'touched_area_ids'],
  ['fromAreas', 'start_area_ids'],
  ['toAreas', 'end_area_ids'],
  ['timeframes', 'timeframe_group_ids'],
  ['endTimeframes', 'end_timeframe_group_ids'],
];

type Prefix = '' | 'from_' | 'to_' | 'last_' | 'whole_';

/** Which rides a row is for, by the scope columns; `prefix` tells two scopes of a row apart. */
export function readScope(row: Row, known: Known, prefix: Prefix = ''): Scope {
  const scope: Partial<Record<keyof Scope, ReadonlySet<string>>> = {};
  const fields = prefix === 'whole_' ? FIELDS.filter(([, column]) => isOfJourneys(column)) : FIELDS;
  for (const [key, column] of fields) {
    const field = `${prefix}${column}`;
    const ids = row.list(field);
    if (!ids) continue;
    scope[key] = ids;
    for (const id of ids) check(row, field, id, key, known);
  }
  return Object.keys(scope).length === 0 ? EVERYTHING : scope;
}

/** Both of two scopes: a column that both give takes what is in both. */
export function narrowScope(scope: Scope, further: Scope): Scope {
  const both: Partial<Record<keyof Scope, ReadonlySet<string>>> = { ...scope };
  for (const [key, ids] of Object.entries(further) as [keyof Scope, ReadonlySet<string>][]) {
    const before = both[key];
    if (!before) both[key] = ids;
    else both[key] = key === 'exceptCategories' ? before.union(ids) : before.intersection(ids);
  }
  return Object.keys(both).length === 0 ? EVERYTHING : both;
}

function check(row: Row, field: string, id: string, key: keyof Scope, known: Known): void {
  const [ids, where] = definedIn(key, known);
  if (ids) row.refer(field, id, ids, where);
}

/** The ids that a column may name, and the file that defines them. Routes and operators are the city's, not the tariff's. */
function definedIn(key: keyof Scope, { names, products, legGroups }: Known): Defined {
  switch (key) {
    case 'legGroups':
      return [legGroups, 'fare_leg_rules.txt'];
    case 'networks':
      return [names.networks, 'networks.txt'];
    case 'products':
      return [products, 'fare_products.txt'];
    case 'media':
      return [names.media, 'fare_media.txt'];
    case 'categories':
    case 'exceptCategories':
      return [names.categories, 'rider_categories.txt'];
    case 'withinAreas':
    case 'touchedAreas':
    case 'fromAreas':
    case 'toAreas':
      return [names.areas, 'areas.txt'];
    case 'timeframes':
    case 'endTimeframes':
      return [names.timeframes, 'timeframes.txt'];
    case 'routes':
    case 'operators':
      return [undefined, ''];
  }
}

type Defined = readonly [{ has(id: string): boolean } | undefined, string];
