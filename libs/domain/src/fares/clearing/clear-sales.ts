/** What carriers are due of passes and tickets: each product's sales split over the rides that it covered. */
import { type ClearingShare, apportionAmount } from './apportion-amount.js';
import type { DueBook, RideToClear } from './clear-day.js';
import type { ClearingRules } from './clearing-rules.js';

/** Sales of a product in a period, less what was given back. */
export interface ProductSales {
  readonly productId: string;
  readonly currency: string;
  readonly amountMinor: number;
}

/** Rides of a carrier in a period: those that a product covered, or all of them where none is named. */
export interface CarrierRides {
  readonly operatorId: string;
  readonly productId?: string | undefined;
  readonly rides: number;
  readonly persons: number;
}

/** Who has what of which product: lines of the report. */
export interface SalesLine {
  readonly productId: string;
  readonly currency: string;
  /** '' for nobody: there was no ride at all. */
  readonly operatorId: string;
  readonly coveredRides: number;
  readonly soldMinor: number;
}

/**
 * A product that covered no ride in the period is split as all rides of the period are; without any ride it stays
 * undivided, with ''. Kilometres are those of the carrier's trips in the period. Lines of a product sum to its sales.
 */
export function clearSales(
  book: DueBook,
  sales: readonly ProductSales[],
  {
    rides,
    metres,
    rules,
  }: {
    readonly rides: readonly CarrierRides[];
    readonly metres: ReadonlyMap<string, number>;
    readonly rules: ClearingRules;
  },
): SalesLine[] {
  return sales.flatMap(({ productId, currency, amountMinor }) => {
    const covered = sharesOf(
      rides.filter((one) => one.productId === productId),
      metres,
    );
    const all = sharesOf(
      rides.filter((one) => one.productId === undefined),
      metres,
    );
    const shares = [covered, all].find((some) => some.length > 0) ?? NOBODY;
    const parts = apportionAmount(amountMinor, shares, rules.products.get(productId) ?? rules.sales);
    return [...parts].sort(byKey).map(([operatorId, soldMinor]) => {
      book.add(operatorId, currency, { soldMinor });
      const coveredRides = covered.find(({ key }) => key === operatorId)?.rides ?? 0;
      return { productId, currency, operatorId, coveredRides, soldMinor };
    });
  });
}

const NOBODY: readonly ClearingShare[] = [{ key: '', rides: 1, persons: 1 }];

function sharesOf(rides: readonly CarrierRides[], metres: ReadonlyMap<string, number>): ClearingShare[] {
  return rides.map(({ operatorId, rides: count, persons }) => {
    const run = metres.get(operatorId);
    return { key: operatorId, rides: count, persons, ...(run !== undefined && { metres: run }) };
  });
}

function byKey([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}

/** Counts the rides of a period by carrier: all of them, and those that each product covered. */
export class RideTally {
  readonly #counts = new Map<string, { -readonly [K in keyof CarrierRides]: CarrierRides[K] }>();

  add(rides: readonly RideToClear[]): void {
    for (const { operatorId, productId, persons, isRide } of rides) {
      if (!isRide) continue;
      for (const product of productId == null ? [undefined] : [undefined, productId]) {
        const key = `${operatorId} ${product ?? ''}`;
        const count = this.#counts.get(key) ?? { operatorId, productId: product, rides: 0, persons: 0 };
        count.rides += 1;
        count.persons += persons;
        this.#counts.set(key, count);
      }
    }
  }

  list(): CarrierRides[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  }
}
