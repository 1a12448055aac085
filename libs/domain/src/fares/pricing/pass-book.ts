import { firstDayOfMonth, firstDayOfWeek, monthOfDay, weekOfDay } from '../../time/index.js';
import type { HeldProduct, Rider } from '../rider.js';
import { findTariff } from '../tariff/find-tariff.js';
import { EVERYTHING, isInScope } from '../tariff/scope.js';
import type { Tariff, TariffHistory } from '../tariff/tariff.js';
import type { PassTerms } from '../tariff/terms.js';
import { ownShareOf } from './apply-group.js';
import { type Draft, addReason, setOwn, takeExtras } from './draft.js';
import { findExtension } from './find-extension.js';
import { fareDay } from './period-counter.js';

interface Held {
  readonly product: HeldProduct;
  readonly terms: PassTerms;
  readonly untilMs: number;
  /** Rides, or fare days. */
  used: number;
  lastDay: number;
  spentMinor: number;
}

const UNUSED = { used: 0, lastDay: NaN, spentMinor: 0 };

/** The passes of a rider, and how many rides of each are used. */
export class PassBook {
  readonly #held: readonly Held[];

  constructor(history: TariffHistory, rider: Rider) {
    this.#held = rider.products
      .flatMap((product) => holdPass(history, product))
      .sort((a, b) => a.untilMs - b.untilMs || a.product.fromMs - b.product.fromMs || compareIds(a, b));
  }

  /** Covers a ride by a pass of any number of rides, or by one of a number of them: the one that ends first. */
  cover(draft: Draft, isByRides: boolean): void {
    if (draft.ownMinor <= 0 && draft.extrasMinor <= 0) return;
    for (const held of this.#held) {
      if (isCounted(held) !== isByRides || !holdsAt(held, draft.leg.atMs) || isUsedUp(held, draft)) continue;
      if (isInScope(held.terms.scope, draft.scoped)) {
        if (useFor(draft, held)) return;
      } else if (!isByRides && extend(draft, held)) return;
    }
  }
}

function ridesOf({ product, terms }: Held): number | undefined {
  return product.rides ?? terms.rides;
}

/** Whether it holds a number of rides, of days, or an amount. */
function isCounted(held: Held): boolean {
  return ridesOf(held) !== undefined || held.terms.valueMinor !== undefined;
}

function isUsedUp(held: Held, { leg }: Draft): boolean {
  const { terms, used, spentMinor } = held;
  if (terms.valueMinor !== undefined && spentMinor >= terms.valueMinor) return true;
  const isOfDayBefore = terms.counts === 'fare_days' && fareDay(leg.tariff, leg.atMs) === held.lastDay;
  return !isOfDayBefore && used >= (ridesOf(held) ?? Infinity);
}

/** A day that is counted has all its rides. */
function count(held: Held, { leg }: Draft): void {
  const day = fareDay(leg.tariff, leg.atMs);
  if (held.terms.counts === 'rides' || day !== held.lastDay) held.used++;
  held.lastDay = day;
}

/** Until when a pass holds that was bought, or first used, at an instant. Undefined where the tariff does not say. */
export function passUntilMs(tariff: Tariff, productId: string, fromMs: number): number | undefined {
  const terms = tariff.passes.get(productId);
  return terms && endOf(tariff, terms, fromMs);
}

function holdPass(history: TariffHistory, product: HeldProduct): readonly Held[] {
  // A pass keeps the terms it was bought by, even where a later tariff has it no more.
  const tariff = findTariff(history, product.fromMs) ?? history.versions[0];
  const terms =
    tariff?.passes.get(product.fareProductId) ??
    history.versions
      .find(({ passes }) => passes.has(product.fareProductId))
      ?.passes.get(product.fareProductId);
  if (!tariff) return [];
  if (!terms) return product.isTicket === true ? [holdTicket(product)] : [];
  const untilMs = product.untilMs ?? endOf(tariff, terms, product.fromMs) ?? Infinity;
  return [{ product, terms, untilMs, ...UNUSED }];
}

function holdTicket(product: HeldProduct): Held {
  const terms: PassTerms = {
    ruleId: `ticket:${product.fareProductId}`,
    productId: product.fareProductId,
    validity: 'held',
    length: 0,
    rides: product.rides,
    counts: 'rides',
    valueMinor: undefined,
    scope: EVERYTHING,
    coverUpToMinor: undefined,
    extras: 0,
    extraKinds: undefined,
    isByPerson: false,
  };
  return { product, terms, untilMs: product.untilMs ?? Infinity, ...UNUSED };
}

function holdsAt({ product, untilMs }: Held, atMs: number): boolean {
  return atMs >= product.fromMs && atMs < untilMs;
}

/** Of a ride that costs its holder nothing it takes who is with him, and of a number of rides only where each takes one. */
function useFor(draft: Draft, held: Held): boolean {
  const isForHolder = ownShareOf(draft) > 0;
  if (!isForHolder && isCounted(held) && !held.terms.isByPerson) return false;
  if (isForHolder) count(held, draft);
  const othersMinor = draft.ownMinor - ownShareOf(draft);
  const coveredMinor = isForHolder ? coverHolder(draft, held) : 0;
  const persons = coverOthers(draft, held, othersMinor);
  if (!isForHolder && persons === 0) return false;
  tellCover(draft, held, coveredMinor);
  return true;
}

function coverHolder(draft: Draft, held: Held): number {
  const { ruleId, valueMinor = Infinity, coverUpToMinor = Infinity } = held.terms;
  const coveredMinor = Math.min(ownShareOf(draft), coverUpToMinor, valueMinor - held.spentMinor);
  held.spentMinor += coveredMinor;
  draft.isCovered = true;
  setOwn(draft, 'PASS', ruleId, draft.ownMinor - coveredMinor);
  return coveredMinor;
}

function tellCover(draft: Draft, held: Held, coveredMinor: number): void {
  const { product, terms, used, spentMinor } = held;
  const { valueMinor, counts } = terms;
  const rides = ridesOf(held);
  addReason(draft, 'COVERED_BY_PASS', terms.ruleId, {
    ...{ product: terms.productId, held: product.id },
    ...(rides !== undefined && { used, rides, counts }),
    ...(valueMinor !== undefined && { amountMinor: coveredMinor, leftMinor: valueMinor - spentMinor }),
  });
}

/** Those with the rider; of a pass for several people each takes a ride, as far as there are some left. Answers how many. */
function coverOthers(draft: Draft, held: Held, othersMinor: number): number {
  const { extras, isByPerson } = held.terms;
  const most = isByPerson ? Math.min(extras, (ridesOf(held) ?? Infinity) - held.used) : extras;
  const inGroup = coverGroup(draft, held, { most, othersMinor });
  const covered = inGroup + coverExtras(draft, held, most - inGroup);
  if (isByPerson) held.used += covered;
  return covered;
}

/** Of one price for several, what it is beyond its holder's fare: those with him pay it, each no more than alone. */
function coverGroup(
  draft: Draft,
  { terms: { ruleId, extraKinds } }: Held,
  { most, othersMinor }: { readonly most: number; readonly othersMinor: number },
): number {
  let covered = 0;
  let leftMinor = othersMinor;
  for (const [kind, count] of draft.group ?? []) {
    const { eachMinor } = draft.extraCounts.get(kind)!;
    if (eachMinor === 0 || extraKinds?.has(kind) === false) continue;
    const taken = Math.max(0, Math.min(count, most - covered, Math.ceil(leftMinor / eachMinor)));
    const paidMinor = Math.min(leftMinor, taken * eachMinor);
    draft.group!.set(kind, count - taken);
    setOwn(draft, 'PASS', ruleId, draft.ownMinor - paidMinor);
    covered += taken;
    leftMinor -= paidMinor;
  }
  return covered;
}

function coverExtras(draft: Draft, { terms: { ruleId, extraKinds } }: Held, most: number): number {
  let covered = 0;
  for (const [kind, extra] of draft.extraCounts) {
    if (extra.eachMinor === 0 || extraKinds?.has(kind) === false) continue;
    const taken = takeExtras(draft, extra, most - covered);
    if (taken === 0) continue;
    covered += taken;
    draft.adjustments.push({ ruleId, kind: 'PASS', amountMinor: -taken * extra.eachMinor });
  }
  return covered;
}

/** A ride beyond the pass costs its holder the extension, where there is one and it is cheaper. */
function extend(draft: Draft, { product, terms }: Held): boolean {
  const extension = findExtension(draft, terms.productId);
  const shareMinor = ownShareOf(draft);
  if (!extension || extension.amountMinor >= shareMinor) return false;
  const { ruleId, amountMinor } = extension;
  addReason(draft, 'PASS_EXTENSION', ruleId, { product: terms.productId, held: product.id, amountMinor });
  setOwn(draft, 'PASS', ruleId, draft.ownMinor - shareMinor + amountMinor);
  return true;
}

function endOf(tariff: Tariff, { validity, length }: PassTerms, fromMs: number): number | undefined {
  const { clock, fareDayStartSeconds, weekStart } = tariff;
  const day = fareDay(tariff, fromMs);
  switch (validity) {
    case 'calendar_days':
      return clock.instantOf(clock.dayAt(fromMs) + length);
    case 'fare_days':
      return clock.instantOf(day + length, fareDayStartSeconds);
    case 'fare_week':
      return clock.instantOf(
        firstDayOfWeek(weekOfDay(day, weekStart) + length, weekStart),
        fareDayStartSeconds,
      );
    case 'fare_month':
      return clock.instantOf(firstDayOfMonth(monthOfDay(day) + length), fareDayStartSeconds);
    case 'seconds':
      return fromMs + length * 1000;
    case 'held':
      return undefined;
  }
}

function compareIds(a: Held, b: Held): number {
  return a.product.id < b.product.id ? -1 : 1;
}
