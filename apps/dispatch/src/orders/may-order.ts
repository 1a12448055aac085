import { type Principal, permissionsOf, routesOfAction, seesCarrier } from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import type { CarrierOf } from '../fleet/carrier-of.js';

/** Why somebody may not: the type of the problem, by which pages say it in their language, and a sentence. */
export type Refusal = readonly [type: string, detail: string];

/** Why somebody may not give an order; undefined where they may. To `ask` for a city-wide mode is any dispatcher's. */
export function refuseOrder(
  principal: Principal,
  action: ServiceOrderAction,
  schedule: Schedule,
  carriers: Pick<CarrierOf, 'ofVehicle' | 'ofRoute'>,
  wants: 'ask' | 'give' = 'give',
): Refusal | undefined {
  const granted = permissionsOf(principal);
  if (action.kind === 'city_mode' && wants === 'give' && !granted.has('orders.city')) {
    return ['city_is_supervisors', 'City-wide modes are for supervisors.'];
  }
  if (!granted.has('orders.write')) {
    if (!granted.has('orders.own_vehicles')) return ['no_orders', 'Your role gives no orders.'];
    if (action.kind !== 'assign' && action.kind !== 'out_of_service') {
      return ['own_vehicles_only', 'Companies may only assign vehicles and take them out of service.'];
    }
  }
  if (principal.carrierIds === undefined) return undefined;
  const routes = routesOfAction(schedule, action);
  if ('vehicleId' in action) {
    const carrier = carriers.ofVehicle(action.vehicleId, routes?.[0]);
    if (!seesCarrier(principal, carrier)) return ['not_your_vehicle', 'This vehicle is not of your company.'];
    return routes && !routes.every((id) => seesCarrier(principal, carriers.ofRoute(id)))
      ? ['not_your_line', 'This line is not of your company.']
      : undefined;
  }
  const areTheirs = routes?.every((id) => seesCarrier(principal, carriers.ofRoute(id))) === true;
  return areTheirs ? undefined : ['not_yours', 'This is not of your company.'];
}

/** Whether an order is shown to somebody: whose vehicles or lines it is about. */
export function seesOrder(
  principal: Principal,
  action: ServiceOrderAction,
  schedule: Schedule,
  carriers: Pick<CarrierOf, 'ofVehicle' | 'ofRoute'>,
): boolean {
  if (principal.carrierIds === undefined) return true;
  const routes = routesOfAction(schedule, action);
  if ('vehicleId' in action && seesCarrier(principal, carriers.ofVehicle(action.vehicleId, routes?.[0]))) {
    return true;
  }
  return routes?.some((id) => seesCarrier(principal, carriers.ofRoute(id))) === true;
}

/** A dispatcher's own words to a driver are for who may know of drivers. */
export function seesWords(principal: Principal, kind: ServiceOrderAction['kind']): boolean {
  return kind !== 'tell_driver' || permissionsOf(principal).has('drivers.read');
}
