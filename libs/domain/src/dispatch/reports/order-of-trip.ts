// What dispatchers ordered of a trip, for the figures of a day: whether it was not to run, or to run otherwise.
import {
  type OrderPeriod,
  type ServiceOrderAction,
  type TripRun,
  isInCityMode,
  isInPeriod,
} from '../../realtime/index.js';
import type { PlannedTrip, TripRecord } from './trip-record.js';

/** An order that was in force, and until when: undefined while it is. Epoch seconds. */
export interface TakenOrder {
  readonly action: ServiceOrderAction;
  readonly from: number;
  readonly to?: number | undefined;
}

export interface RouteFacts {
  readonly routeType: number;
  readonly agencyId: string;
}

/** An order that was taken back before the trip began has changed nothing of it. */
export function orderOfTrip(
  plan: PlannedTrip,
  route: RouteFacts,
  orders: readonly TakenOrder[],
): TripRecord['order'] {
  let result: TripRecord['order'];
  const startsAt = plan.stops[0]!.departureSeconds;
  const endsAt = plan.stops.at(-1)!.arrivalSeconds;
  for (const { action, from, to = Infinity } of orders) {
    if (to <= startsAt || from >= endsAt) continue;
    const effect = effectOf(action, plan, route);
    if (effect === 'cancelled') return effect;
    result = effect ?? result;
  }
  return result;
}

function effectOf(action: ServiceOrderAction, plan: PlannedTrip, route: RouteFacts): TripRecord['order'] {
  switch (action.kind) {
    case 'cancel':
      return action.runs.some((run) => isRun(run, plan)) ? 'cancelled' : undefined;
    case 'short_turn':
    case 'skip_stops':
    case 'hold':
      return isRun(action.run, plan) ? 'changed' : undefined;
    case 'close_stop':
      return isOn(plan, action.routeIds) && meets(action.period, plan) && serves(plan, action.stopIds)
        ? 'changed'
        : undefined;
    case 'detour': {
      const isDirection = action.directionId === undefined || action.directionId === plan.directionId;
      return isDirection && isOn(plan, action.routeIds) && meets(action.period, plan) ? 'changed' : undefined;
    }
    case 'city_mode':
      return action.effect === 'cancel' &&
        isInCityMode(
          action,
          { routeId: plan.routeId, type: route.routeType, agencyId: route.agencyId },
          timesOf(plan),
        )
        ? 'cancelled'
        : undefined;
    // A trip more is no planned one, and the others change nothing of where and when it runs.
    case 'add_trip':
    case 'assign':
    case 'out_of_service':
    case 'suppress_predictions':
    case 'tell_driver':
      return undefined;
  }
}

function isRun({ tripId, serviceDate, startTime }: TripRun, plan: PlannedTrip): boolean {
  const key = startTime === undefined ? tripId : `${tripId}@${startTime}`;
  return serviceDate === plan.serviceDate && (key === plan.tripKey || plan.tripKey === tripId);
}

function isOn({ routeId }: PlannedTrip, routeIds: readonly string[] | undefined): boolean {
  return routeIds === undefined || routeIds.includes(routeId);
}

function serves({ stops }: PlannedTrip, stopIds: readonly string[]): boolean {
  return stops.some(({ stopId }) => stopIds.includes(stopId));
}

function meets(period: OrderPeriod, plan: PlannedTrip): boolean {
  return isInPeriod(period, timesOf(plan));
}

function timesOf({ stops }: PlannedTrip): { readonly startSeconds: number; readonly endSeconds: number } {
  return { startSeconds: stops[0]!.departureSeconds, endSeconds: stops.at(-1)!.arrivalSeconds };
}
