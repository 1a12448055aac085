import { type ScopedRide, isInScope } from '../tariff/scope.js';
import type { Tariff } from '../tariff/tariff.js';
import type { Quota } from '../tariff/terms.js';
import { PeriodCounter } from './period-counter.js';

/** How much of each quota is used up. */
export class QuotaBook {
  readonly #counters = new Map<string, PeriodCounter>();
  /** Of each quota of journeys the last that was counted. */
  readonly #last = new Map<string, string>();

  /**
   * The quota that leaves a category nothing at an instant; undefined while something is left, or without a quota. Of a
   * quota of journeys the last one goes on to its end: `journeysOf` tells which the ride could go on with.
   */
  findExhausted(
    tariff: Tariff,
    categoryId: string,
    ride: ScopedRide,
    atMs: number,
    journeysOf: () => ReadonlySet<string>,
  ): Quota | undefined {
    return tariff.quotas.find(
      (quota) =>
        quota.categoryId === categoryId &&
        isInScope(quota.scope, ride) &&
        this.#counter(quota).total(tariff, atMs) >= quota.limit &&
        !(isByJourneys(quota) && this.#goesOn(quota, journeysOf())),
    );
  }

  #goesOn({ ruleId }: Quota, journeys: ReadonlySet<string>): boolean {
    const last = this.#last.get(ruleId);
    return last !== undefined && journeys.has(last);
  }

  /** Counts a ride by its category; answers how many have been counted of the tightest quota. */
  count(tariff: Tariff, ride: ScopedRide, atMs: number, journey: RideOfJourney): QuotaUse | undefined {
    let use: QuotaUse | undefined;
    for (const quota of tariff.quotas) {
      if (quota.categoryId !== ride.categoryId || !isInScope(quota.scope, ride)) continue;
      const counter = this.#counter(quota);
      if (!isByJourneys(quota)) counter.add(tariff, atMs, 1);
      else if (!journey.isTransfer && !this.#goesOn(quota, journey.goesOnWith)) {
        counter.add(tariff, atMs, 1);
        this.#last.set(quota.ruleId, journey.ref);
      }
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

export function isByJourneys({ counts }: Quota): boolean {
  return counts === 'journeys';
}

/** Where in a journey a ride was. */
export interface RideOfJourney {
  readonly ref: string;
  readonly isTransfer: boolean;
  /** The journeys that it could go on with. */
  readonly goesOnWith: ReadonlySet<string>;
}

export interface QuotaUse {
  readonly ruleId: string;
  readonly used: number;
  readonly limit: number;
}
