import type { Filter, LegRule, Tariff } from '../tariff/tariff.js';
import type { Leg } from './describe-leg.js';
import { fitsLegs } from './attribute-fits.js';
import { findPrice } from './find-price.js';

/** What a leg costs by itself. */
export interface Quote {
  readonly ruleId: string;
  readonly legGroupId: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly amountMinor: number;
}

interface RuleIndex {
  /** Rules that name both areas, by `from>to`. */
  readonly byPair: ReadonlyMap<string, readonly LegRule[]>;
  readonly others: readonly LegRule[];
}

const indexes = new WeakMap<Tariff, RuleIndex>();

/**
 * The cheapest product of the leg rules that fit with the highest priority. A pass is not bought by a tap. Undefined
 * where no rule fits, or none of their products is sold to the category with the medium.
 */
export function quoteLeg(leg: Leg, categoryId: string): Quote | undefined {
  if (isByAttributes(leg.tariff)) return quoteByAttributes(leg, categoryId);
  let best: Quote | undefined;
  for (const rule of listRules(leg)) {
    if (leg.tariff.passes.has(rule.productId)) continue;
    const price = findPrice(leg.tariff, rule.productId, categoryId, leg.mediaId, leg);
    if (!price || (best && price.amountMinor >= best.amountMinor)) continue;
    const { ruleId, legGroupId, productId } = rule;
    best = { ruleId, legGroupId, productId, categoryId, amountMinor: price.amountMinor };
  }
  return best ?? quoteFallback(leg, categoryId);
}

/** Whether a tariff is one of GTFS-Fares v1. Where a folder has both, v2 counts. */
export function isByAttributes({ legRules, attributes }: Tariff): boolean {
  return legRules.length === 0 && attributes.length > 0;
}

function quoteByAttributes(leg: Leg, categoryId: string): Quote | undefined {
  let best: Quote | undefined;
  for (const fare of leg.tariff.attributes) {
    if (!fitsLegs(fare, [leg]) || (best && best.amountMinor <= fare.priceMinor)) continue;
    const { ruleId, fareId, priceMinor } = fare;
    best = { ruleId, legGroupId: '', productId: fareId, categoryId, amountMinor: priceMinor };
  }
  return best;
}

/** Rules that fit, of the highest priority among them. */
function listRules(leg: Leg): readonly LegRule[] {
  let rules: LegRule[] = [];
  let priority = -Infinity;
  const consider = (rule: LegRule): void => {
    if (rule.priority < priority || !fits(rule, leg)) return;
    if (rule.priority > priority) {
      rules = [];
      priority = rule.priority;
    }
    rules.push(rule);
  };
  const { byPair, others } = indexRules(leg.tariff);
  for (const rule of others) consider(rule);
  if (byPair.size > 0) {
    for (const from of leg.fromAreas) {
      for (const to of leg.toAreas) byPair.get(`${from}>${to}`)?.forEach(consider);
    }
  }
  return rules;
}

function fits(rule: LegRule, leg: Leg): boolean {
  return (
    passes(rule.networks, leg.networks) &&
    passes(rule.fromAreas, leg.fromAreas) &&
    passes(rule.toAreas, leg.toAreas) &&
    passes(rule.fromTimeframes, leg.timeframes) &&
    passes(rule.toTimeframes, leg.endTimeframes) &&
    isNear(rule, leg)
  );
}

export function passes(filter: Filter, ids: readonly string[]): boolean {
  switch (filter.kind) {
    case 'any':
      return true;
    case 'is':
      return ids.includes(filter.id);
    case 'not':
      return !ids.some((id) => filter.ids.has(id));
  }
}

/** An unknown distance is none that a rule by distance takes. */
function isNear({ distanceType, minDistance, maxDistance }: LegRule, leg: Leg): boolean {
  if (distanceType === undefined) return true;
  const distance = leg[distanceType];
  return distance !== undefined && distance >= minDistance && distance <= maxDistance;
}

function quoteFallback({ tariff, mediaId, ...measures }: Leg, categoryId: string): Quote | undefined {
  const productId = tariff.fallbackProductId;
  if (productId === undefined) return undefined;
  const price = findPrice(tariff, productId, categoryId, mediaId, measures);
  if (!price) return undefined;
  const ruleId = 'tariff_info:fallback_fare_product_id';
  return { ruleId, legGroupId: '', productId, categoryId, amountMinor: price.amountMinor };
}

function indexRules(tariff: Tariff): RuleIndex {
  let index = indexes.get(tariff);
  if (index) return index;
  const byPair = new Map<string, LegRule[]>();
  const others: LegRule[] = [];
  for (const rule of tariff.legRules) {
    if (rule.fromAreas.kind !== 'is' || rule.toAreas.kind !== 'is') {
      others.push(rule);
      continue;
    }
    const key = `${rule.fromAreas.id}>${rule.toAreas.id}`;
    const rules = byPair.get(key);
    if (rules) rules.push(rule);
    else byPair.set(key, [rule]);
  }
  index = { byPair, others };
  indexes.set(tariff, index);
  return index;
}
