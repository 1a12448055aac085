/** The alerts of the feed that concern somebody: who waits at a stop, or reads of a route. */
import type { Schedule, StopIndex } from '../gtfs/index.js';
import type { Alert, EntitySelector, FeedEntity, TranslatedString } from '../realtime/index.js';

export interface PassengerAlert {
  readonly alertId: string;
  readonly header: string;
  readonly description: string;
  /** Language of `header`, where the text has one. */
  readonly language?: string;
  readonly url?: string;
  /** GTFS-realtime numbers. */
  readonly cause?: number;
  readonly effect?: number;
  readonly severityLevel?: number;
  readonly periods: readonly { readonly start?: number; readonly end?: number }[];
  readonly routeIds: readonly string[];
  readonly stopIds: readonly string[];
}

/** What somebody is interested in; nothing given means all. */
export interface AlertInterest {
  readonly stops?: readonly StopIndex[];
  /** Rows of the schedule. */
  readonly routes?: readonly number[];
  readonly directionId?: number;
  readonly tripIds?: ReadonlySet<string>;
}

/** All that is asked of a timetable here. */
interface Timetable {
  readonly schedule: Schedule;
}

/** In the order of severity, then what names a stop, a trip or a line before what is of a whole network. */
export function listAlerts(
  calls: Timetable,
  alerts: readonly FeedEntity[],
  interest: AlertInterest,
  language: string,
): PassengerAlert[] {
  const found: PassengerAlert[] = [];
  const ofNetwork = new Set<string>();
  for (const { id, alert } of alerts) {
    if (alert && concerns(calls, alert, interest)) {
      found.push(describeAlert(id, alert, language));
      if (isOfNetwork(alert)) ofNetwork.add(id);
    }
  }
  const rank = ({ alertId, severityLevel = 0 }: PassengerAlert): number =>
    2 * severityLevel - (ofNetwork.has(alertId) ? 1 : 0);
  return found.sort((a, b) => rank(b) - rank(a));
}

function isOfNetwork({ informedEntity = [] }: Alert): boolean {
  return informedEntity.every(
    ({ routeId, stopId, trip }) => routeId === undefined && stopId === undefined && trip === undefined,
  );
}

function concerns(calls: Timetable, { informedEntity = [] }: Alert, interest: AlertInterest): boolean {
  const isAll = interest.stops === undefined && interest.routes === undefined;
  return isAll || informedEntity.some((selector) => matches(calls, selector, interest));
}

/** All that a selector names must be so (GTFS-realtime, EntitySelector). */
function matches({ schedule }: Timetable, selector: EntitySelector, interest: AlertInterest): boolean {
  const { stops = [], routes = [], tripIds } = interest;
  const { agencyId, routeId, routeType, trip, stopId, directionId } = selector;
  if (stopId !== undefined) {
    const stop = schedule.stops.indexOf.get(stopId);
    const isHere = stops.some((one) => one === stop || schedule.stops.parent[one] === stop);
    if (!isHere) return false;
  }
  if (trip !== undefined) {
    // A board tells of the trips that it has; who reads of a line has none of them before the eyes.
    const isNamed = trip.tripId !== undefined && tripIds?.has(trip.tripId) === true;
    const isOfLine = isOfRoute(trip.routeId) && (trip.tripId === undefined || tripIds === undefined);
    if (!isNamed && !isOfLine) return false;
  }
  if (
    directionId !== undefined &&
    interest.directionId !== undefined &&
    directionId !== interest.directionId
  ) {
    return false;
  }
  if (routeId !== undefined && !isOfRoute(routeId)) return false;
  if (routeType !== undefined && !routes.some((route) => schedule.routes[route]!.type === routeType)) {
    return false;
  }
  return (
    agencyId === undefined ||
    routes.some((route) => schedule.agencies[schedule.routes[route]!.agency]!.agencyId === agencyId)
  );

  function isOfRoute(id: string | undefined): boolean {
    return id !== undefined && routes.some((route) => schedule.routes[route]!.routeId === id);
  }
}

export function describeAlert(alertId: string, alert: Alert, language: string): PassengerAlert {
  const { cause, effect, severityLevel, informedEntity = [] } = alert;
  const header = choose(alert.headerText, language);
  const url = choose(alert.url, language)?.text;
  const periods = [alert.impactPeriod, alert.activePeriod, alert.communicationPeriod].find(
    (list) => list !== undefined && list.length > 0,
  );
  return {
    alertId,
    header: header?.text ?? '',
    description: choose(alert.descriptionText, language)?.text ?? '',
    ...(header?.language === undefined ? {} : { language: header.language }),
    // Somebody else's text: what is not a web address is no link.
    ...(url !== undefined && /^https?:\/\//.test(url) ? { url } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(effect === undefined ? {} : { effect }),
    ...(severityLevel === undefined ? {} : { severityLevel }),
    periods: periods ?? [],
    routeIds: distinct(informedEntity.map(({ routeId, trip }) => routeId ?? trip?.routeId)),
    stopIds: distinct(informedEntity.map(({ stopId }) => stopId)),
  };
}

/** The text in the language asked for, else the one without a language, else the first. */
export function choose(
  text: TranslatedString | undefined,
  language: string,
): { readonly text: string; readonly language?: string } | undefined {
  const translations = text?.translation ?? [];
  return (
    translations.find((one) => one.language?.toLowerCase().split('-')[0] === language) ??
    translations.find((one) => one.language === undefined) ??
    translations[0]
  );
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
