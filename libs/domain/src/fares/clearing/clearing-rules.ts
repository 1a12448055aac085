/** By what money is divided between carriers: a table of the tariff (`clearing_rules.txt`), or its default. */

/** By rides alike, by persons that boarded, or by the kilometres of the trips that were run. */
export const APPORTIONMENT_RULES = ['EQUAL', 'BOARDINGS', 'KM'] as const;
export type ApportionmentRule = (typeof APPORTIONMENT_RULES)[number];

/** What a period may be cleared by: as the tariff says, or all of it by one basis. */
export const CLEARING_CHOICES = ['TARIFF', ...APPORTIONMENT_RULES] as const;
export type ClearingChoice = (typeof CLEARING_CHOICES)[number];

/** A part of an amount, and what it is divided by. */
export interface ClearingPart {
  readonly basis: ApportionmentRule;
  /** Hundredths of a percent. */
  readonly share: number;
}

/** The shares of a list are ten thousand together. */
export interface ClearingRules {
  /** What rides of a journey cost, over those rides. */
  readonly journeys: readonly ClearingPart[];
  /** What passes and tickets were sold for, over the rides that they covered. */
  readonly sales: readonly ClearingPart[];
  /** The same of a product that has a rule of its own. */
  readonly products: ReadonlyMap<string, readonly ClearingPart[]>;
}

export const WHOLE_SHARE = 10_000;

/** Without a table: journeys over their rides alike, sales by persons. */
export const DEFAULT_CLEARING: ClearingRules = {
  journeys: [{ basis: 'EQUAL', share: WHOLE_SHARE }],
  sales: [{ basis: 'BOARDINGS', share: WHOLE_SHARE }],
  products: new Map(),
};

/** One basis for everything, whatever the tariff says: what another rule would give. */
export function clearingBy(basis: ApportionmentRule): ClearingRules {
  const parts = [{ basis, share: WHOLE_SHARE }];
  return { journeys: parts, sales: parts, products: new Map() };
}
