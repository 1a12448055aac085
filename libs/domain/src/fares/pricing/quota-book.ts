import { type ScopedRide, isInScope } from '../tariff/scope.js';
import type { Tariff } from '../tariff/tariff.js';
import type { Quota } from '../tariff/terms.js';
import { PeriodCounter } from './period-counter.js';

/** How much of each quota is used up. */
export class QuotaBook {
  readonly #counters = new Map<string, PeriodCounter>();
  /** By quota of journeys: the last that was counted. */
  readonly #journeys = new Map<string, string>();

  /**
   * The quota that leaves a category nothing at an instant; undefined while something is left, or without a quota. Of a
   * quota of journeys the last one goes on to its end: `journeyOf` tells which one the ride would be a transfer of.
   */
  findExhausted(
    tariff: Tariff,
    categoryId: string,
    ride: ScopedRide,
    atMs: number,
    journeyOf: () => string | undefined,
  ): Quota | undefined {
    return tariff.quotas.find(
      (quota) =>
        quota.categoryId === categoryId &&
        isInScope(quota.scope, ride) &&
        this.#counter(quota).total(tariff, atMs) >= quota.limit &&
        !(quota.counts === 'journeys' && this.#goesOn(quota, journeyOf())),
    );
  }

  #goesOn({ ruleId }: Quota, journeyRef: string | undefined): boolean {
    return journeyRef !== undefined && this.#journeys.get(ruleId) === journeyRef;
  }

  /** Counts a ride by its category; answers how many have been counted of the tightest quota. */
  count(tariff: Tariff, ride: ScopedRide, atMs: number, journey: QuotaJourney): QuotaUse | undefined {
    let use: QuotaUse | undefined;
    for (const quota of tariff.quotas) {
      if (quota.categoryId !== ride.categoryId || !isInScope(quota.scope, ride)) continue;
      const counter = this.#counter(quota);
      if (quota.counts === 'rides' || !journey.isTransfer) counter.add(tariff, atMs, 1);
      if (!journey.isTransfer) this.#journeys.set(quota.ruleId, journey.journeyRef);
      use = { ruleId: quota.ruleId, used: counter.total(tariff, atMs), limit: quota.limit };
    }
    return use;
  }

  #counter(quota: Quota): PeriodCounter {
    let counter = this.#counters.get(quota.ruleId);
    if (!counter) {
      counter = new PeriodCounter(quota.period);
      this.#counters.set(quota.ruleId, counter);
    }
    return counter;
  }
}

/** Of which journey a ride is. */
export interface QuotaJourney {
  readonly isTransfer: boolean;
  readonly journeyRef: string;
}

export interface QuotaUse {
  readonly ruleId: string;
  readonly used: number;
  readonly limit: number;
}
