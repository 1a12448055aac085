import type { Ticket } from '../tariff/terms.js';
import type { Known } from './known.js';
import { readScope } from './read-scope.js';
import type { Tables } from './table.js';

const VALIDITIES: readonly Ticket['validity'][] = [
  'fare_day',
  'fare_days',
  'seconds',
  'fare_week',
  'fare_month',
];

/** fare_best_value.txt. */
export function readTickets(tables: Tables, known: Known): readonly Ticket[] {
  return tables.rows('fare_best_value.txt').map((row) => {
    const productId = row.required('fare_product_id');
    row.refer('fare_product_id', productId, known.products, 'fare_products.txt');
    const validity = row.oneOf('validity', VALIDITIES, undefined);
    if (validity === 'seconds' && row.text('seconds') === '') {
      row.fail('missing_value', 'seconds', 'is required with validity seconds');
    }
    if (validity === 'fare_days' && row.text('length') === '') {
      row.fail('missing_value', 'length', 'is required with validity fare_days');
    }
    if (validity === 'fare_days' && row.text('period') === '') {
      row.fail('missing_value', 'period', 'is required with validity fare_days: fare_week or fare_month');
    }
    const byDefault = validity === 'seconds' || validity === 'fare_days' ? 'fare_day' : validity;
    return {
      ruleId: `fare_best_value:${row.text('group_id')}:${productId}`,
      groupId: row.required('group_id'),
      ...{ productId, validity, scope: readScope(row, known) },
      length: row.integer('length', 1, 1),
      seconds: row.integer('seconds', 0, 1),
      isEndInclusive: row.flag('end_inclusive', true),
      rides: row.optionalInteger('rides', 1),
      period: row.oneOf('period', ['fare_day', 'fare_week', 'fare_month'], byDefault),
    };
  });
}
