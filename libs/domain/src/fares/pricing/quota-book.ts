import { type ScopedRide, isInScope } from '../tariff/scope.js';
import type { Quota, Tariff } from '../tariff/tariff.js';
import { PeriodCounter } from './period-counter.js';

/** How much of each quota is used up. */
export class QuotaBook {
  readonly #counters = new Map<string, PeriodCounter>();

  /** The quota that leaves a category nothing at an instant; undefined while something is left, or without a quota. */
  findExhausted(tariff: Tariff, categoryId: string, ride: ScopedRide, atMs: number): Quota | undefined {
    return tariff.quotas.find(
      (quota) =>
        quota.categoryId === categoryId &&
        isInScope(quota.scope, ride) &&
        this.#counter(quota).total(tariff, atMs) >= quota.limit,
    );
  }

  /** Counts a ride by its category; answers how many have been counted of the tightest quota. */
  count(tariff: Tariff, ride: ScopedRide, atMs: number, isTransfer: boolean): QuotaUse | undefined {
    let use: QuotaUse | undefined;
    for (const quota of tariff.quotas) {
      if (quota.categoryId !== ride.categoryId || !isInScope(quota.scope, ride)) continue;
      const counter = this.#counter(quota);
      if (quota.counts === 'rides' || !isTransfer) counter.add(tariff, atMs, 1);
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

export interface QuotaUse {
  readonly ruleId: string;
  readonly used: number;
  readonly limit: number;
}
