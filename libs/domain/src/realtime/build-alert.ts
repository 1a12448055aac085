/**
 * An alert as a feed entity, or why it is not in the feed. The specification of 2026 splits the old
 * active_period in two: when an alert is told, and when service is affected. Both are published, and
 * active_period too, although it is deprecated (rule S025, a warning): planners read nothing else yet, and one
 * that sees no period shows a closure of tonight to those who travel next week. It holds the times of impact,
 * which is what planners take it for; the presence of the alert in the feed is when it is told.
 */
import { judgeAlertTime, listToldPeriods } from './alert-periods.js';
import type { Alert, EntitySelector, TranslatedString } from './feed-message.js';
import type { PublicationContext } from './publication-context.js';
import type { ServiceAlert, Texts } from './service-alert.js';
import type { WithheldReason } from './withheld.js';

/** The alert at the instant `header`, epoch seconds, or why there is none. */
export function buildAlert(
  context: PublicationContext,
  alert: ServiceAlert,
  header: number,
): Alert | WithheldReason {
  const told = listToldPeriods(alert);
  const impact = alert.impactPeriods ?? [];
  const when = judgeAlertTime(alert, header);
  if (when !== 'told') return when;
  const headerText = translate(alert.header);
  const descriptionText = translate(alert.description);
  if (!headerText || !descriptionText) return 'alert_without_text';
  const informedEntity = alert.informedEntities
    .filter((selector) => isSelectorKnown(context, selector))
    .map(sayRelationship);
  if (informedEntity.length === 0) return 'alert_informs_nobody';
  const active = impact.length > 0 ? impact : told;
  return {
    ...(context.options.alertActivePeriod && active.length > 0 ? { activePeriod: active } : {}),
    ...(told.length > 0 ? { communicationPeriod: told } : {}),
    ...(impact.length > 0 ? { impactPeriod: impact } : {}),
    informedEntity,
    ...describeKind(alert),
    headerText,
    descriptionText,
    ...optional('url', alert.url),
    ...optional('ttsHeaderText', alert.ttsHeader),
    ...optional('ttsDescriptionText', alert.ttsDescription),
    ...describeImage(alert.image),
  };
}

/** One image for all languages, and what it shows in each. */
function describeImage(image: ServiceAlert['image']): Partial<Alert> {
  if (!image) return {};
  const { url, mediaType, alternativeText } = image;
  return {
    image: { localizedImage: [{ url, mediaType }] },
    ...optional('imageAlternativeText', alternativeText),
  };
}

/** Cause and effect, and their details only beside them (rules S027, S028). */
function describeKind({
  cause,
  causeDetail,
  effect,
  effectDetail,
  severityLevel,
}: ServiceAlert): Partial<Alert> {
  return {
    ...(cause === undefined ? {} : { cause, ...optional('causeDetail', causeDetail) }),
    ...(effect === undefined ? {} : { effect, ...optional('effectDetail', effectDetail) }),
    ...(severityLevel === undefined ? {} : { severityLevel }),
  };
}

/** A trip that an alert is about is one of the timetable: said, it leaves no doubt (rule W009). */
function sayRelationship(selector: EntitySelector): EntitySelector {
  if (!selector.trip || selector.trip.scheduleRelationship !== undefined) return selector;
  return { ...selector, trip: { ...selector.trip, scheduleRelationship: 0 } };
}

/** Whether all that a selector names is in the timetable and agrees (rules E030 to E035, S030). */
export function isSelectorKnown(
  { schedule }: Pick<PublicationContext, 'schedule'>,
  selector: EntitySelector,
): boolean {
  const { agencyId, routeId, routeType, trip, stopId, directionId } = selector;
  const tripRoute = trip?.routeId ?? routeId;
  const tripIndex = trip ? schedule.trips.indexOf.get(trip.tripId ?? '') : undefined;
  if (agencyId !== undefined && !schedule.agencies.some((agency) => agency.agencyId === agencyId)) {
    return false;
  }
  if (routeId !== undefined && !schedule.routeIndexOf.has(routeId)) return false;
  if (stopId !== undefined && !schedule.stops.indexOf.has(stopId)) return false;
  if (directionId !== undefined && routeId === undefined) return false;
  if (trip && tripIndex === undefined) return false;
  if (tripIndex !== undefined && tripRoute !== undefined) {
    const route = schedule.routes[schedule.trips.route[tripIndex]!]!.routeId;
    if (route !== tripRoute || (routeId !== undefined && routeId !== route)) return false;
  }
  return [agencyId, routeId, routeType, trip, stopId].some((part) => part !== undefined);
}

function optional<K extends string>(key: K, texts: Texts | undefined): Partial<Record<K, TranslatedString>> {
  const translated = texts && translate(texts);
  return translated ? ({ [key]: translated } as Record<K, TranslatedString>) : {};
}

/** Undefined where no language has a text (rule S031). */
function translate(texts: Texts): TranslatedString | undefined {
  const translation = Object.entries(texts)
    .filter(([, text]) => text.trim() !== '')
    .map(([language, text]) => ({ text, language }));
  return translation.length > 0 ? { translation } : undefined;
}
