import { type TimeRange, type TranslatedString, TripScheduleRelationship } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { PlacedFault, Rule } from './rule.js';

/** Rules on what an alert says, and on cancellations that need one. */
const NO_SERVICE = 1; // Alert.Effect

export const alertRules: readonly Rule[] = [
  {
    id: 'S025',
    severity: 'warning',
    title: 'Deprecated active_period',
    meaning:
      'Since 2026 communication_period says when to show an alert and impact_period when service is affected; active_period is for consumers that do not know them yet.',
    alert: ({ alert }) =>
      alert.activePeriod?.length ? 'it has an active_period, which is deprecated' : undefined,
  },
  {
    id: 'S026',
    severity: 'error',
    title: 'Impact that is not communicated',
    meaning: 'Each impact_period lies within one communication_period, where there are any.',
    alert: ({ alert: { impactPeriod, communicationPeriod } }) => {
      if (!impactPeriod || !communicationPeriod?.length) return undefined;
      return impactPeriod
        .filter((impact) => !communicationPeriod.some((shown) => contains(shown, impact)))
        .map(
          (impact) =>
            `the impact_period from ${impact.start ?? 'ever'} to ${impact.end ?? 'ever'} is in no communication_period`,
        );
    },
  },
  {
    id: 'S027',
    severity: 'error',
    title: 'Detail of no cause',
    meaning: 'cause_detail refines cause.',
    alert: ({ alert: { cause, causeDetail } }) =>
      causeDetail && cause === undefined ? 'it has a cause_detail and no cause' : undefined,
  },
  {
    id: 'S028',
    severity: 'error',
    title: 'Detail of no effect',
    meaning: 'effect_detail refines effect.',
    alert: ({ alert: { effect, effectDetail } }) =>
      effectDetail && effect === undefined ? 'it has an effect_detail and no effect' : undefined,
  },
  {
    id: 'S029',
    severity: 'warning',
    title: 'Description that repeats the header',
    meaning: 'The description adds to the header. Found only where the two are word for word the same.',
    alert: ({ alert: { headerText, descriptionText } }) =>
      headerText?.translation?.length && descriptionText && isSameText(headerText, descriptionText)
        ? 'its description_text is the same as its header_text'
        : undefined,
  },
  {
    id: 'P006',
    severity: 'warning',
    title: 'Trip cancelled for days without an alert',
    meaning:
      'A trip that is CANCELED on several days also has an alert with the effect NO_SERVICE, which tells riders why.',
    feed: findSilentCancellations,
  },
];

/** Where a bound is missing the period is endless on that side (TimeRange). */
function contains(outer: TimeRange, inner: TimeRange): boolean {
  return (
    (outer.start ?? -Infinity) <= (inner.start ?? -Infinity) &&
    (outer.end ?? Infinity) >= (inner.end ?? Infinity)
  );
}

function isSameText(
  { translation: a = [] }: TranslatedString,
  { translation: b = [] }: TranslatedString,
): boolean {
  return (
    a.length === b.length &&
    a.every(({ text, language }, i) => text === b[i]!.text && language === b[i]!.language)
  );
}

function findSilentCancellations(feed: FeedContext): readonly PlacedFault[] {
  const daysOf = new Map<string, Set<string>>();
  const routeOf = new Map<string, string | undefined>();
  for (const { tripUpdate } of feed.message.entity) {
    const { tripId, startDate, routeId, scheduleRelationship } = tripUpdate?.trip ?? {};
    if (scheduleRelationship !== TripScheduleRelationship.CANCELED) continue;
    if (tripId === undefined || startDate === undefined) continue;
    daysOf.set(tripId, (daysOf.get(tripId) ?? new Set()).add(startDate));
    routeOf.set(tripId, routeId);
  }
  const faults: PlacedFault[] = [];
  for (const [tripId, days] of daysOf) {
    if (days.size < 2 || hasNoServiceAlert(feed, tripId, routeOf.get(tripId))) continue;
    faults.push({
      place: { tripId },
      fault: `it is CANCELED on ${days.size} days, and no alert says NO_SERVICE of it`,
    });
  }
  return faults;
}

function hasNoServiceAlert(feed: FeedContext, tripId: string, routeId: string | undefined): boolean {
  return feed.alerts.some(
    ({ effect, informedEntity }) =>
      effect === NO_SERVICE &&
      informedEntity?.some(
        (selector) =>
          selector.trip?.tripId === tripId ||
          (routeId !== undefined &&
            selector.routeId === routeId &&
            !selector.trip &&
            selector.stopId === undefined),
      ),
  );
}
