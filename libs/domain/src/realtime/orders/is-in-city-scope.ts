/**
 * Whether a line is within a city-wide mode. Each list narrows: trams of one carrier are neither all trams nor all of
 * the carrier's lines; a list that is not there, or empty, leaves all.
 */
import type { ServiceOrderActionOf } from '../service-order.js';

export interface ScopedRoute {
  readonly routeId: string;
  readonly type: number;
  readonly agencyId: string;
}

export function isInCityScope(
  { routeTypes, agencyIds, routeIds }: ServiceOrderActionOf<'city_mode'>,
  route: ScopedRoute,
): boolean {
  const has = <T>(list: readonly T[] | undefined, one: T): boolean =>
    list === undefined || list.length === 0 || list.includes(one);
  return has(routeIds, route.routeId) && has(routeTypes, route.type) && has(agencyIds, route.agencyId);
}
