/** What an alert is about, in words. */
import type { City } from '../../live/city.js';
import { nameStop } from '../../text/name-stop.js';
import type { Language } from '../../text/define-texts.js';
import type { InformedEntity } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';

export function nameEntity(entity: InformedEntity, city: City | undefined, language: Language): string {
  const texts = ALERT_TEXTS[language];
  const { agencyId, routeId, routeType, directionId, stopId, trip } = entity;
  const headsign =
    directionId === undefined ? '' : (city?.headsign(routeId, directionId) ?? String(directionId));
  const stop = stopId === undefined ? undefined : city?.stops.get(stopId);
  return [
    routeId === undefined ? '' : `${texts.route} ${city?.routeName(routeId) ?? routeId}`,
    headsign === '' ? '' : `→ ${headsign}`,
    stopId === undefined ? '' : `${texts.stop} ${stop ? nameStop(stop) : stopId}`,
    trip?.tripId === undefined ? '' : `${texts.trip} ${trip.tripId}`,
    routeType === undefined ? '' : texts.everyOf(nameTransport(routeType, language)),
    agencyId === undefined ? '' : `${texts.carrier} ${city?.carrierName(agencyId) ?? agencyId}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** For a list: the first few, and how many more. */
export function nameEntities(
  entities: readonly InformedEntity[],
  city: City | undefined,
  language: Language,
  most = 3,
): string {
  const carriers = new Set(entities.flatMap(({ agencyId }) => agencyId ?? []));
  const isAll =
    city !== undefined &&
    entities.length > 0 &&
    entities.every((entity) => Object.keys(entity).join() === 'agencyId') &&
    city.network.agencies.every(({ agencyId }) => carriers.has(agencyId));
  if (isAll) return ALERT_TEXTS[language].wholeNetwork;
  const names = entities.slice(0, most).map((entity) => nameEntity(entity, city, language));
  return [...names, ...(entities.length > most ? [`+${String(entities.length - most)}`] : [])].join(', ');
}

/** GTFS route types, the basic and the extended ones. */
function nameTransport(type: number, language: Language): string {
  const { trams, buses, trolleybuses, other } = ALERT_TEXTS[language].transport;
  if (type === 0 || type === 900) return trams;
  if (type === 11 || type === 800) return trolleybuses;
  return type === 3 || type === 700 ? buses : `${other} ${String(type)}`;
}
