import type { Quota } from '../tariff/terms.js';
import type { Known } from './known.js';
import { readPeriod } from './read-period.js';
import { readScope } from './read-scope.js';
import type { Tables } from './table.js';

/** fare_quotas.txt: each category with a quota has something to fall back to, and none falls back to itself. */
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
