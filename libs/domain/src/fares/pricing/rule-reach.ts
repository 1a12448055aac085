/** How far apart two taps may be that still have to do with each other, by the rules of a tariff. */
import type { Rider } from '../rider.js';
import type { Scope } from '../tariff/scope.js';
import type { Tariff, TariffHistory } from '../tariff/tariff.js';
import type { Period, TapPolicy } from '../tariff/terms.js';

const DAY_SECONDS = 86_400;
/** Of the night on which clocks go back. */
const LONGEST_DAY_SECONDS = DAY_SECONDS + 3600;

/**
 * The pause after which no tap of before can touch the price of a tap after it, calendar periods aside: as long as the
 * longest transfer window, journey, passback, and period that begins with a first ride.
 */
export function quietMs({ versions }: TariffHistory): number {
  return Math.max(0, ...versions.map(longestReach));
}

/**
 * How long before a tap the ride may have begun that it makes cheaper, or that it ends: a journey whose later rides give
 * back what the earlier ones cost, and the ride that an exit belongs to. Windows, caps and passes give nothing back.
 */
export function returnMs({ versions }: TariffHistory): number {
  return Math.max(0, ...versions.map(longestReturn));
}

function longestReach(tariff: Tariff): number {
  const seconds = [
    ...tariff.windows.map((window) => window.durationSeconds + window.roundStartSeconds),
    ...listJourneys(tariff),
    ...tariff.policies.map((policy) => Math.max(policy.passbackSeconds, longestRide(policy))),
  ];
  return Math.max(0, ...seconds, ...listPeriods(tariff).map(reachOfPeriod)) * 1000;
}

function longestReturn(tariff: Tariff): number {
  const ride = Math.max(0, ...tariff.policies.map(longestRide));
  const journey = Math.max(0, ...listJourneys(tariff));
  // A journey may be measured from the end of its first ride, and the ride that the tap ends may be its last.
  return (journey === 0 ? ride : journey + 2 * ride) * 1000;
}

/** Seconds that journeys by GTFS last, of v1 and v2: those without a limit end with the fare day. */
function listJourneys({ transferRules, joinRules, attributes }: Tariff): readonly number[] {
  return [
    ...transferRules.map((rule) => rule.durationSeconds ?? LONGEST_DAY_SECONDS),
    ...joinRules.map(() => LONGEST_DAY_SECONDS),
    ...attributes.map((fare) => fare.durationSeconds ?? LONGEST_DAY_SECONDS),
  ];
}

/** A period that begins with a first ride. */
function reachOfPeriod({ kind, length }: Period): number {
  if (kind === 'from_first_days') return length * DAY_SECONDS + 3600;
  return kind === 'from_first_seconds' ? length : 0;
}

/** From an entry to the last tap that may still belong to it. */
function longestRide({ mode, maxJourneySeconds, isSameTripExempt, reentrySeconds }: TapPolicy): number {
  if (mode === 'flat') return 0;
  return (isSameTripExempt ? Math.max(maxJourneySeconds, DAY_SECONDS) : maxJourneySeconds) + reentrySeconds;
}

/** Of what may count for a rider; without one, of everything. */
export function listPeriods(tariff: Tariff, rider?: Rider): readonly Period[] {
  const own = rider && listCategories(tariff, rider);
  const isOwn = ({ scope: { categories } }: { readonly scope: Scope }): boolean =>
    !own || !categories || [...categories].some((id) => own.has(id));
  const tickets = tariff.tickets.filter(isOwn).map(({ period }): Period => ({
    kind: period,
    length: 1,
    isEndInclusive: false,
  }));
  const quotas = tariff.quotas.filter(({ categoryId }) => own?.has(categoryId) !== false);
  return [
    ...tariff.caps
      .filter(isOwn)
      .flatMap(({ period, travelDays }) => [period, travelDays?.period ?? []].flat()),
    ...quotas.map(({ period }) => period),
    ...tickets,
  ];
}

/** Every category that a rider may ever be priced as: his own, the default one, and those that he falls back to. */
function listCategories({ defaultCategoryId, quotas }: Tariff, rider: Rider): ReadonlySet<string> {
  const own = new Set([
    defaultCategoryId,
    ...rider.entitlements.map(({ riderCategoryId }) => riderCategoryId),
  ]);
  for (let known = 0; known < own.size;) {
    known = own.size;
    for (const { categoryId, fallbackCategoryId } of quotas) {
      if (own.has(categoryId)) own.add(fallbackCategoryId);
    }
  }
  return own;
}
