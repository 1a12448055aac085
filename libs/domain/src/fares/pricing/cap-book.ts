import { isInScope } from '../tariff/scope.js';
import type { Tariff } from '../tariff/tariff.js';
import type { Cap } from '../tariff/terms.js';
import { type Draft, addReason, setOwn } from './draft.js';
import { RewardBook } from './reward-book.js';
import { type CountedRide, PeriodCounter, fareDay } from './period-counter.js';
import { percentOf, roundMoney } from './round-money.js';
import { TravelDayBook } from './travel-days.js';
import { isServiceDay } from './tell-timeframes.js';

/** What has been paid, or ridden, towards each cap. */
export class CapBook {
  readonly #counters = new Map<string, PeriodCounter>();
  /** Of caps that hold only where they take all rides of a period: the rides that they did not take. */
  readonly #outside = new Map<string, PeriodCounter>();
  readonly #rewards = new RewardBook();
  readonly #days = new TravelDayBook();

  /** Lowers what a ride costs by the caps that take it, in the order of the file, and counts it in all of them. */
  apply(draft: Draft): void {
    const { tariff, atMs } = draft.leg;
    if (tariff.caps.length === 0) return;
    const fareMinor = draft.ownMinor;
    const inScope = tariff.caps.filter((cap) => takes(cap, draft));
    const caps = inScope.filter((cap) => this.#days.holdsAt(cap, tariff, atMs));
    const ofFees = caps.filter(({ appliesTo }) => appliesTo === 'fees');
    for (const cap of ofFees) this.#capSum(cap, draft, FEES);
    this.#countSum(ofFees, draft, FEES);
    const ofFares = caps.filter(({ appliesTo }) => appliesTo === 'fares');
    for (const cap of ofFares) if (!cap.isRetroactive) this.#lower(cap, draft, fareMinor);
    const ofPeople = caps.filter(({ appliesTo }) => appliesTo === 'people');
    for (const cap of ofPeople) if (!this.#isVoid(cap, draft)) this.#capSum(cap, draft, PEOPLE);
    draft.counted.push(...this.#countSum(ofPeople, draft, PEOPLE));
    // Rows of one cap count in one sum, and a ride that several of them take counts once.
    for (const cap of oneRowOfEach(ofFares)) {
      const counter = counterOf(this.#counters, cap);
      const amount = countOf(cap, draft, fareMinor);
      // A period that begins with the first ride begins with one that counts.
      if (amount <= 0) continue;
      const counted = counter.add(tariff, atMs, amount);
      if (cap.isRetroactive) {
        const rows = ofFares.filter(({ id }) => id === cap.id);
        this.#rewards.add(rows, draft, {
          fareMinor,
          count: counter.total(tariff, atMs),
          openedMs: counter.openedMs(),
        });
      }
      if (cap.measure === 'amount' && cap.counts === 'paid') draft.counted.push(counted);
    }
    if (fareMinor > 0) for (const cap of inScope) this.#days.note(cap, tariff, atMs);
    if (fareMinor > 0) this.#noteOutside(new Set(caps.map(({ id }) => id)), tariff, atMs);
  }

  #lower(cap: Cap, draft: Draft, fareMinor: number): void {
    if (this.#isVoid(cap, draft)) return;
    const { tariff } = draft.leg;
    const before = this.#before(cap, draft);
    const to = Math.min(draft.ownMinor, priceUnder(cap, draft.ownMinor, { before, fareMinor }, tariff));
    if (to === draft.ownMinor) return;
    addReason(draft, 'CAPPED', cap.ruleId, {
      ...tellCap(cap, before),
      effect: cap.effect,
      fareMinor: draft.ownMinor,
      amountMinor: to,
    });
    setOwn(draft, 'CAP', cap.ruleId, to);
  }

  #before(cap: Cap, { leg: { tariff, atMs }, isTransfer }: Draft): number {
    const total = counterOf(this.#counters, cap).total(tariff, atMs);
    // A transfer is of the journey that its first ride counted; that journey is not yet behind it.
    const before = cap.measure === 'journeys' && isTransfer ? Math.max(0, total - 1) : total;
    return cap.repeatEvery === undefined ? before : before % cap.repeatEvery;
  }

  /** Whether it does not hold in this period, some rides of which no row of it takes. */
  #isVoid(cap: Cap, { leg: { tariff, atMs } }: Draft): boolean {
    return cap.isOfAllRides && counterOf(this.#outside, cap).total(tariff, atMs) > 0;
  }

  /** Lowers a sum of the charge to what the cap leaves of it. */
  #capSum(cap: Cap, draft: Draft, { code, read, lower }: Sum): void {
    const { tariff, atMs } = draft.leg;
    const before = counterOf(this.#counters, cap).total(tariff, atMs);
    const fareMinor = read(draft);
    const amountMinor = Math.min(fareMinor, Math.max(0, cap.limit - before));
    if (amountMinor === fareMinor) return;
    addReason(draft, code, cap.ruleId, { ...tellCap(cap, before), fareMinor, amountMinor });
    lower(draft, cap.ruleId, amountMinor);
  }

  #countSum(caps: readonly Cap[], draft: Draft, { read }: Sum): CountedRide[] {
    const { tariff, atMs } = draft.leg;
    const amountMinor = read(draft);
    if (amountMinor <= 0) return [];
    return oneRowOfEach(caps).map((cap) => counterOf(this.#counters, cap).add(tariff, atMs, amountMinor));
  }

  #noteOutside(taken: ReadonlySet<string>, tariff: Tariff, atMs: number): void {
    const others = tariff.caps.filter((cap) => cap.isOfAllRides && !taken.has(cap.id));
    for (const cap of oneRowOfEach(others)) counterOf(this.#outside, cap).add(tariff, atMs, 1);
  }
}

/** A part of a charge that has a sum of its own, full at the limit of a cap. */
interface Sum {
  readonly code: string;
  readonly read: (draft: Draft) => number;
  readonly lower: (draft: Draft, ruleId: string, toMinor: number) => void;
}

/** Fees are beside the fares of every other cap. */
const FEES: Sum = {
  code: 'FEES_CAPPED',
  read: ({ feesMinor }) => feesMinor,
  lower: (draft, ruleId, toMinor) => {
    draft.adjustments.push({ ruleId, kind: 'CAP', amountMinor: toMinor - draft.feesMinor });
    draft.feesMinor = toMinor;
  },
};

/** What the rider pays for himself and those with him, after all other caps: taken off theirs first. */
const PEOPLE: Sum = {
  code: 'CAPPED',
  read: ({ ownMinor, extrasMinor }) => ownMinor + extrasMinor,
  lower: (draft, ruleId, toMinor) => {
    const extrasMinor = Math.min(draft.extrasMinor, draft.ownMinor + draft.extrasMinor - toMinor);
    if (extrasMinor > 0) {
      draft.adjustments.push({ ruleId, kind: 'CAP', amountMinor: -extrasMinor });
      draft.extrasMinor -= extrasMinor;
    }
    setOwn(draft, 'CAP', ruleId, toMinor - draft.extrasMinor);
  },
};

/** The first row of each cap: its rows have one sum. */
function oneRowOfEach(caps: readonly Cap[]): readonly Cap[] {
  return caps.filter((cap, i) => caps.findIndex(({ id }) => id === cap.id) === i);
}

function counterOf(counters: Map<string, PeriodCounter>, { id, period }: Cap): PeriodCounter {
  let counter = counters.get(id);
  if (!counter) counters.set(id, (counter = new PeriodCounter(period)));
  return counter;
}

function tellCap({ limit, measure, period }: Cap, before: number): Record<string, number | string> {
  return { limit, measure, before, period: period.kind, length: period.length };
}

function takes(cap: Cap, { leg, scoped, isMaximumFare, extraCounts }: Draft): boolean {
  if (isMaximumFare && !cap.areMaximumFaresIn) return false;
  if (!isInScope(cap.scope, scoped)) return false;
  const people = extraCounts.values().reduce((sum, { count }) => sum + count, 1);
  if (people > cap.mostPeople) return false;
  if (!cap.services) return true;
  const day = fareDay(leg.tariff, leg.atMs);
  return [...cap.services].some((id) => isServiceDay(leg.tariff.services.get(id), day));
}

function priceUnder(
  { measure, limit, until, effect, value, isMarginal }: Cap,
  amount: number,
  { before, fareMinor }: { readonly before: number; readonly fareMinor: number },
  tariff: Tariff,
): number {
  if (measure === 'amount' && effect === 'free') return Math.max(0, limit - before);
  if (isMarginal) {
    // By the fare before caps: another row may have lowered the amount already, for another part of it.
    const part = Math.max(0, Math.min(before + fareMinor, until) - Math.max(before, limit));
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
