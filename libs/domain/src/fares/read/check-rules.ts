import { EVERYTHING } from '../tariff/scope.js';
import type { LegRule, Tariff } from '../tariff/tariff.js';
import type { Tables } from './table.js';

/** What only shows when a tariff is seen as a whole: rules that never count, products that nobody can buy. */
export function checkRules(tariff: Tariff, tables: Tables): void {
  const { legRules, attributes, fallbackProductId, products } = tariff;
  const { findings } = tables;
  if (legRules.length === 0 && attributes.length === 0) {
    const message =
      'neither fare_leg_rules.txt nor fare_attributes.txt has a row: no ride would cost anything';
    findings.error('no_fare_possible', 'fare_leg_rules.txt', 0, '', message);
  }
  if (fallbackProductId !== undefined && !products.has(fallbackProductId)) {
    const message = `"${fallbackProductId}" is not in fare_products.txt`;
    findings.error('unknown_id', 'tariff_info.txt', 2, 'fallback_fare_product_id', message);
  }
  for (const row of tables.rows('fare_leg_rules.txt')) {
    row.refer(
      'fare_product_id',
      row.text('fare_product_id'),
      products,
      'fare_products.txt or fare_bands.txt',
    );
  }
  checkRepeatedRules(legRules, tables);
  checkPriorities(legRules, tables);
  checkSold(tariff, tables);
  checkNegative(tariff, tables);
  checkPolicies(tariff, tables);
  checkCurrencies(tariff, tables);
}

/** Two rules alike in all but product are a choice; alike in the product too, the second says nothing. */
function checkRepeatedRules(legRules: readonly LegRule[], tables: Tables): void {
  const seen = new Map<string, string>();
  const rows = tables.rows('fare_leg_rules.txt');
  for (const [i, { ruleId, ...rule }] of legRules.entries()) {
    const key = JSON.stringify(rule, (_, value: unknown) => (value instanceof Set ? [...value] : value));
    const before = seen.get(key);
    if (before === undefined) seen.set(key, ruleId);
    else rows[i]?.warn('unreachable_rule', '', `says the same as ${before}`);
  }
}

/** A rule that takes every ride leaves nothing to those of a lower priority. */
function checkPriorities(legRules: readonly LegRule[], tables: Tables): void {
  const all = legRules.filter(takesEverything).toSorted((a, b) => b.priority - a.priority)[0];
  if (!all) return;
  const rows = tables.rows('fare_leg_rules.txt');
  for (const [i, { priority }] of legRules.entries()) {
    if (priority >= all.priority) continue;
    rows[i]?.warn(
      'unreachable_rule',
      'rule_priority',
      `${all.ruleId} takes every ride with a higher priority`,
    );
  }
}

function takesEverything(rule: LegRule): boolean {
  const { networks, fromAreas, toAreas, fromTimeframes, toTimeframes, distanceType } = rule;
  const filters = [networks, fromAreas, toAreas, fromTimeframes, toTimeframes];
  return distanceType === undefined && filters.every(({ kind }) => kind === 'any');
}

/** Whoever has no concession must be able to buy what a rule offers. */
function checkSold({ legRules, products, passes, defaultCategoryId }: Tariff, tables: Tables): void {
  const rows = tables.rows('fare_leg_rules.txt');
  for (const [i, { productId }] of legRules.entries()) {
    const product = products.get(productId);
    if (!product || passes.has(productId)) continue;
    const isSold = product.prices.some(
      ({ categoryId }) => (categoryId ?? defaultCategoryId) === defaultCategoryId,
    );
    if (isSold) continue;
    rows[i]?.warn(
      'unsold_product',
      'fare_product_id',
      `"${productId}" has no price for "${defaultCategoryId}"`,
    );
  }
}

/** A negative amount is a discount on a transfer (GTFS reference); as the price of anything else it is a slip. */
function checkNegative(tariff: Tariff, tables: Tables): void {
  const { legRules, extras, groups, tickets, extensions, policies, passes, fallbackProductId } = tariff;
  const sold = new Set<string | undefined>([
    ...[...legRules, ...extras, ...groups, ...tickets, ...extensions].map(({ productId }) => productId),
    ...policies.map(({ maximumProductId }) => maximumProductId),
    ...passes.keys(),
    fallbackProductId,
  ]);
  for (const row of tables.rows('fare_products.txt')) {
    if (!row.text('amount').startsWith('-') || !sold.has(row.text('fare_product_id'))) continue;
    row.fail('bad_value', 'amount', 'is negative; only a product of fare_transfer_rules.txt can be');
  }
}

/** The first policy that takes a tap counts, so nothing comes after one that takes every tap. */
function checkPolicies({ policies }: Tariff, tables: Tables): void {
  const rows = tables.rows('tap_policies.txt');
  const all = policies.findIndex(({ scope }) => scope === EVERYTHING);
  if (all < 0) return;
  for (const row of rows.slice(all + 1)) {
    row.warn('unreachable_rule', 'policy_id', `${policies[all]!.ruleId} before it takes every tap`);
  }
}

function checkCurrencies({ currency, caps, products }: Tariff, tables: Tables): void {
  const hasPrice = [...products.values()].some(({ prices }) => prices.length > 0);
  if (currency === '' && hasPrice) {
    tables.findings.error(
      'missing_value',
      'tariff_info.txt',
      2,
      'currency',
      'is empty, but there are prices',
    );
  }
  for (const row of tables.rows('fare_caps.txt')) {
    const cap = caps.find(({ ruleId }) => ruleId === row.ruleId('cap_id'));
    if (cap?.measure === 'amount' && cap.effect === 'free' && cap.counts === 'fare') {
      row.warn(
        'bad_value',
        'counts',
        'with measure amount and effect free a cap counts what is paid; counts=fare ends it early',
      );
    }
  }
}
