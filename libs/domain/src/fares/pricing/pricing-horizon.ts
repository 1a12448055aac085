import { firstDayOfMonth, firstDayOfWeek, monthOfDay, weekOfDay } from '../../time/index.js';
import type { Rider } from '../rider.js';
import { findTariff } from '../tariff/find-tariff.js';
import type { Tariff, TariffHistory } from '../tariff/tariff.js';
import type { Period } from '../tariff/terms.js';
import { fareDay } from './period-counter.js';

/**
 * The instant from which a rider's taps must be loaded so that the price of a tap at `atMs` is exact: the begin of the
 * longest period that a cap or quota counts over, with the journey before it that may reach into it. A row of windows
 * without a pause could reach further back; `quietMs` says which pause ends that, see `reachBack`.
 */
export function pricingHorizon(tariffs: TariffHistory, atMs: number, rider?: Rider): number {
  const tariff = findTariff(tariffs, atMs) ?? nearest(tariffs, atMs);
  if (!tariff) return atMs;
  const counted = Math.min(atMs, ...listPeriods(tariff).map((period) => startOf(period, tariff, atMs)));
  // Where no window can be open, nothing before matters; a night's pause is longer than any common window.
  const sinceMs = tariff.clock.instantOf(fareDay(tariff, counted), tariff.fareDayStartSeconds);
  return Math.min(sinceMs, counted - quietMs(tariffs), oldestCarnet(rider, atMs));
}

/**
 * Where loading must begin so that nothing before can matter: goes back over taps until a pause of `quietMs`. `times`
 * are of the rider's taps, ascending; answers `sinceMs` itself where the pause before it is long enough.
 */
export function reachBack(tariffs: TariffHistory, times: readonly number[], sinceMs: number): number {
  const pause = quietMs(tariffs);
  let start = sinceMs;
  for (const time of times.toReversed()) {
    if (time >= start) continue;
    if (start - time > pause) break;
    start = time;
  }
  return start;
}

/**
 * The pause after which no tap of before can touch the price of a tap after it, calendar periods aside: as long as the
 * longest transfer window, journey, passback, and period that begins with a first ride.
 */
export function quietMs({ versions }: TariffHistory): number {
  return Math.max(0, ...versions.map(longestReach));
}

function longestReach(tariff: Tariff): number {
  const seconds = [
    ...tariff.windows.map((window) => window.durationSeconds),
    ...tariff.transferRules.map((rule) => rule.durationSeconds ?? 86_400),
    ...tariff.joinRules.map(() => 86_400),
    ...tariff.attributes.map((fare) => fare.durationSeconds ?? 86_400),
    ...tariff.policies.map((policy) =>
      Math.max(policy.passbackSeconds, reachOf(policy.mode, policy.maxJourneySeconds)),
    ),
  ];
  return Math.max(0, ...seconds, ...listPeriods(tariff).map(reachOfPeriod)) * 1000;
}

/** A period that begins with a first ride; the last of its days may have 25 hours. */
function reachOfPeriod({ kind, length }: Period): number {
  if (kind === 'from_first_days') return length * 86_400 + 3600;
  return kind === 'from_first_seconds' ? length : 0;
}

function reachOf(mode: 'flat' | 'on_off', maxJourneySeconds: number | undefined): number {
  return mode === 'flat' ? 0 : (maxJourneySeconds ?? 86_400);
}

function listPeriods(tariff: Tariff): readonly Period[] {
  const tickets = tariff.tickets.map(({ period }): Period => ({
    kind: period,
    length: 1,
    isEndInclusive: false,
  }));
  return [
    ...tariff.caps.map(({ period }) => period),
    ...tariff.quotas.map(({ period }) => period),
    ...tickets,
  ];
}

function startOf({ kind, length }: Period, tariff: Tariff, atMs: number): number {
  const { clock, fareDayStartSeconds, weekStart } = tariff;
  const day = fareDay(tariff, atMs);
  const begin = (first: number): number => clock.instantOf(first, fareDayStartSeconds);
  switch (kind) {
    case 'fare_day':
      return begin(day);
    case 'fare_week':
      return begin(firstDayOfWeek(weekOfDay(day, weekStart), weekStart));
    case 'fare_month':
      return begin(firstDayOfMonth(monthOfDay(day)));
    case 'rolling_days':
      return begin(day - length + 1);
    case 'rolling_seconds':
      return atMs - length * 1000;
    // What opened the present period may itself lie in one that was opened before: `reachBack` follows that.
    case 'from_first_days':
      return begin(day - length);
    case 'from_first_seconds':
      return atMs - length * 1000;
  }
}

function oldestCarnet(rider: Rider | undefined, atMs: number): number {
  const held = (rider?.products ?? []).filter(
    ({ fromMs, untilMs }) => fromMs <= atMs && atMs < (untilMs ?? Infinity),
  );
  return Math.min(Infinity, ...held.map(({ fromMs }) => fromMs));
}

function nearest({ versions }: TariffHistory, atMs: number): Tariff | undefined {
  return versions.find(({ fromMs }) => fromMs > atMs) ?? versions.at(-1);
}
