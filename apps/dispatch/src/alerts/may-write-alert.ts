import { type Principal, seesCarrier } from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import type { ServiceAlert } from '@rukh/domain/realtime';
import type { CarrierOf } from '../fleet/carrier-of.js';

type Carriers = Pick<CarrierOf, 'ofRoute'>;
type Selector = ServiceAlert['informedEntities'][number];

/**
 * Whether an alert is about nothing but somebody's own lines. A stop alone, a kind of transport or the whole network is
 * everybody's: who is bound to carriers writes of lines.
 */
export function isOwnAlert(
  principal: Principal,
  { informedEntities }: Pick<ServiceAlert, 'informedEntities'>,
  schedule: Schedule,
  carriers: Carriers,
): boolean {
  if (principal.carrierIds === undefined) return true;
  return informedEntities.every((selector) => {
    const carrierId = carrierOfSelector(selector, schedule, carriers);
    return carrierId !== undefined && seesCarrier(principal, carrierId);
  });
}

function carrierOfSelector(
  { agencyId, routeId, trip }: Selector,
  { trips, routes }: Schedule,
  carriers: Carriers,
): string | undefined {
  if (routeId !== undefined) return carriers.ofRoute(routeId);
  if (trip?.tripId !== undefined) {
    const index = trips.indexOf.get(trip.tripId);
    return index === undefined ? undefined : carriers.ofRoute(routes[trips.route[index]!]!.routeId);
  }
  return agencyId;
}
