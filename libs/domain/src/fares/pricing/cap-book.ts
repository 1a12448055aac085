import { isInScope } from '../tariff/scope.js';
import type { Tariff } from '../tariff/tariff.js';
import type { Cap } from '../tariff/terms.js';
import { type Draft, addReason, setOwn } from './draft.js';
import { RewardBook } from './reward-book.js';
import { PeriodCounter, fareDay } from './period-counter.js';
import { percentOf, roundMoney } from './round-money.js';
import { isServiceDay } from './tell-timeframes.js';

/** What has been paid, or ridden, towards each cap. */
export class CapBook {
  readonly #counters = new Map<string, PeriodCounter>();
  readonly #rewards = new RewardBook();

  /** Lowers what a ride costs by the caps that take it, in the order of the file, and counts it in all of them. */
  apply(draft: Draft): void {
    const { tariff, atMs } = draft.leg;
    if (tariff.caps.length === 0) return;
    const fareMinor = draft.ownMinor;
    const caps = tariff.caps.filter((cap) => takes(cap, draft));
    for (const cap of caps) if (!cap.isRetroactive) this.#lower(cap, draft);
    // Rows of one cap count in one sum, and a ride that several of them take counts once.
    const counting = caps.filter((cap, i) => caps.findIndex(({ id }) => id === cap.id) === i);
    for (const cap of counting) {
      const counter = this.#counter(cap);
      const amount = countOf(cap, draft, fareMinor);
      // A period that begins with the first ride begins with one that counts.
      if (amount <= 0) continue;
      const counted = counter.add(tariff, atMs, amount);
      if (cap.isRetroactive) {
        const rows = caps.filter(({ id }) => id === cap.id);
        this.#rewards.add(rows, draft, {
          fareMinor,
          count: counter.total(tariff, atMs),
          openedMs: counter.openedMs(),
        });
      }
      if (cap.measure === 'amount' && cap.counts === 'paid') draft.counted.push(counted);
    }
  }

  #lower(cap: Cap, draft: Draft): void {
    const { tariff, atMs } = draft.leg;
    const total = this.#counter(cap).total(tariff, atMs);
    // A transfer is of the journey that its first ride counted; that journey is not yet behind it.
    const before = cap.measure === 'journeys' && draft.isTransfer ? Math.max(0, total - 1) : total;
    const to = Math.min(draft.ownMinor, priceUnder(cap, draft.ownMinor, before, tariff));
    if (to === draft.ownMinor) return;
    addReason(draft, 'CAPPED', cap.ruleId, {
      limit: cap.limit,
      effect: cap.effect,
      measure: cap.measure,
      before,
      period: cap.period.kind,
      length: cap.period.length,
      fareMinor: draft.ownMinor,
      amountMinor: to,
    });
    setOwn(draft, 'CAP', cap.ruleId, to);
  }

  #counter(cap: Cap): PeriodCounter {
    let counter = this.#counters.get(cap.id);
    if (!counter) {
      counter = new PeriodCounter(cap.period);
      this.#counters.set(cap.id, counter);
    }
    return counter;
  }
}

function takes(cap: Cap, { leg, scoped, isMaximumFare }: Draft): boolean {
  if (isMaximumFare && !cap.areMaximumFaresIn) return false;
  if (!isInScope(cap.scope, scoped)) return false;
  if (!cap.services) return true;
  const day = fareDay(leg.tariff, leg.atMs);
  return [...cap.services].some((id) => isServiceDay(leg.tariff.services.get(id), day));
}

function priceUnder(
  { measure, limit, until, effect, value, isMarginal }: Cap,
  amount: number,
  before: number,
  tariff: Tariff,
): number {
  if (measure === 'amount' && effect === 'free') return Math.max(0, limit - before);
  if (isMarginal) {
    const part = Math.max(0, Math.min(before + amount, until) - Math.max(before, limit));
    return Math.max(0, roundMoney(amount - percentOf(part, value), tariff.rounding));
  }
  if (before < limit || before >= until) return amount;
  switch (effect) {
    case 'free':
      return 0;
    case 'percent':
      return Math.max(0, roundMoney(amount - percentOf(amount, value), tariff.rounding));
    case 'price':
      return value;
  }
}

function countOf({ measure, counts }: Cap, draft: Draft, fareMinor: number): number {
  const counted = counts === 'paid' ? draft.ownMinor : fareMinor;
  switch (measure) {
    case 'amount':
      return counted;
    case 'rides':
      return counted > 0 ? 1 : 0;
    case 'journeys':
      // A journey counts once, by its first ride, though a transfer may cost something too.
      return counted > 0 && !draft.isTransfer ? 1 : 0;
  }
}
