import {
  type ApportionmentRule,
  type ClearingPart,
  type ClearingRules,
  DEFAULT_CLEARING,
  WHOLE_SHARE,
} from '../clearing/clearing-rules.js';
import type { Known } from './known.js';
import type { Row, Tables } from './table.js';

const FILE = 'clearing_rules.txt';
const BASES = ['rides', 'boardings', 'kilometres'] as const;
const NAMES: Readonly<Record<(typeof BASES)[number], ApportionmentRule>> = {
  rides: 'EQUAL',
  boardings: 'BOARDINGS',
  kilometres: 'KM',
};

/** clearing_rules.txt: the rows of a pool are the parts of its rule, a hundred percent together. */
export function readClearing(tables: Tables, known: Known): ClearingRules {
  const pools = new Map<string, { readonly parts: ClearingPart[]; readonly last: Row }>();
  for (const row of tables.rows(FILE)) {
    const pool = readPool(row, known);
    const parts = pools.get(pool)?.parts ?? [];
    const part = readPart(row);
    if (parts.some(({ basis }) => basis === part.basis)) {
      row.fail('duplicate_id', 'basis', 'is given before for this pool');
    } else {
      parts.push(part);
    }
    pools.set(pool, { parts, last: row });
  }
  for (const [pool, { parts, last }] of pools) {
    const sum = parts.reduce((total, { share }) => total + share, 0);
    if (sum === WHOLE_SHARE) continue;
    last.fail('bad_value', 'percent', `the rows of "${pool}" come to ${sum / 100} %, not to 100`);
  }
  const find = (pool: string): readonly ClearingPart[] | undefined => pools.get(pool)?.parts;
  return {
    journeys: find('journeys') ?? DEFAULT_CLEARING.journeys,
    sales: find('sales') ?? DEFAULT_CLEARING.sales,
    products: new Map(
      [...pools].flatMap(([pool, { parts }]) =>
        pool === 'journeys' || pool === 'sales' ? [] : [[pool, parts] as const],
      ),
    ),
  };
}

function readPool(row: Row, known: Known): string {
  const pool = row.oneOf('pool', ['journeys', 'sales'], undefined);
  const product = row.optional('fare_product_id');
  if (product === undefined) return pool;
  if (pool === 'journeys') row.fail('bad_value', 'fare_product_id', 'must be empty with pool journeys');
  row.refer('fare_product_id', product, known.products, 'fare_products.txt');
  return product;
}

function readPart(row: Row): ClearingPart {
  return {
    basis: NAMES[row.oneOf('basis', BASES, undefined)],
    share: row.text('percent') === '' ? WHOLE_SHARE : row.percent('percent', 0.01, 100),
  };
}
