import { firstDayOfMonth, firstDayOfWeek, monthOfDay, weekOfDay, yearOfDay } from '../../time/index.js';
import type { Rider } from '../rider.js';
import { findTariff } from '../tariff/find-tariff.js';
import type { Tariff, TariffHistory } from '../tariff/tariff.js';
import type { Period } from '../tariff/terms.js';
import { listPeriods, quietMs, returnMs } from './rule-reach.js';
import { fareDay } from './period-counter.js';

/** A ride counts towards a cap by what it cost, which depends on periods of its own: so far this is followed. */
const DEPTH = 3;

/**
 * The instant from which a rider's taps must be loaded so that the price of a tap at `atMs` is exact: the begin of the
 * longest period that a cap or quota which can be his counts over and of what rides in it were priced by, and the start of a carnet whose
 * rides they may have used up, with the journey before that may reach into it. Windows that follow each other without a
 * pause could reach further back: see `reachBack`. (A week's cap with a month's depend on each other without an end;
 * three steps of that are taken.)
 */
export function pricingHorizon(tariffs: TariffHistory, atMs: number, rider?: Rider): number {
  let since = atMs;
  for (let step = 0; step < DEPTH; step++) {
    const before = stepBack(tariffs, since, atMs, rider);
    if (before === since) break;
    since = before;
  }
  return since - quietMs(tariffs);
}

function stepBack(tariffs: TariffHistory, sinceMs: number, atMs: number, rider: Rider | undefined): number {
  const tariff = findTariff(tariffs, sinceMs) ?? nearest(tariffs, sinceMs);
  if (!tariff) return sinceMs;
  // Periods of a version before or after may count on under the same id.
  const periods = tariffs.versions.flatMap((version) => listPeriods(version, rider));
  const start = Math.min(sinceMs, ...periods.map((period) => startOf(period, tariff, sinceMs)));
  const day = tariff.clock.instantOf(fareDay(tariff, start), tariff.fareDayStartSeconds);
  return Math.min(day, sinceMs, oldestCarnet(rider, start, atMs));
}

/**
 * The first instant at which a ride may cost something else because of a tap at `atMs`: the begin of the ride that the
 * tap ends, of a journey that it makes cheaper, and of the period that it brings a reward for.
 */
export function revisionHorizon(tariffs: TariffHistory, atMs: number): number {
  const sinceMs = atMs - returnMs(tariffs);
  const tariff = findTariff(tariffs, sinceMs) ?? nearest(tariffs, sinceMs);
  if (!tariff) return sinceMs;
  const rewards = tariffs.versions.flatMap(({ caps }) => caps.filter(({ isRetroactive }) => isRetroactive));
  return Math.min(sinceMs, ...rewards.map(({ period }) => startOf(period, tariff, sinceMs)));
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
    case 'fare_year':
      return begin(firstDayOfMonth(yearOfDay(day) * 12));
    case 'previous_months':
      return begin(firstDayOfMonth(monthOfDay(day) - length));
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

/** Of what was held at some time from one moment to another, whatever it was: a pass of rides counts them from its start. */
function oldestCarnet(rider: Rider | undefined, fromMs: number, untilMs: number): number {
  const held = (rider?.products ?? []).filter(
    (product) => product.fromMs <= untilMs && fromMs < (product.untilMs ?? Infinity),
  );
  return Math.min(Infinity, ...held.map((product) => product.fromMs));
}

function nearest({ versions }: TariffHistory, atMs: number): Tariff | undefined {
  return versions.find(({ fromMs }) => fromMs > atMs) ?? versions.at(-1);
}
