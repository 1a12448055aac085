/** Whom the alert of a city-wide mode informs: by carrier and kind where they tell it, so that it stays short. */
import type { Schedule } from '../../gtfs/index.js';
import { type EntitySelector, type ServiceOrderActionOf, isInCityScope } from '../../realtime/index.js';

export function selectCityLines(
  schedule: Schedule,
  action: ServiceOrderActionOf<'city_mode'>,
): EntitySelector[] {
  const { routeIds, routeTypes, agencyIds } = action;
  // Lines that are named are narrowed by carrier and kind as well: no more is told of than is cancelled.
  if (routeIds?.length) {
    return schedule.routes
      .filter(({ routeId, type, agency }) =>
        isInCityScope(action, { routeId, type, agencyId: schedule.agencies[agency]!.agencyId }),
      )
      .map(({ routeId }) => ({ routeId }));
  }
  const agencies = agencyIds?.length ? agencyIds : schedule.agencies.map(({ agencyId }) => agencyId);
  if (!routeTypes?.length) return agencies.map((agencyId) => ({ agencyId }));
  if (!agencyIds?.length) return routeTypes.map((routeType) => ({ routeType }));
  return routeTypes.flatMap((routeType) => agencies.map((agencyId) => ({ agencyId, routeType })));
}
