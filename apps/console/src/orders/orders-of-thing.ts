/**
 * Which of the orders in force are told beside what is selected: what was ordered of exactly this. Of a trip that is
 * cancelled its own button tells; a city-wide mode is told by the bar on top.
 */
import type { TripRun, ServiceOrderAction } from '@rukh/domain/realtime';
import type { Selection } from '../url/page-state.js';

/** @param serviceDate of the trip that is selected, where it is one: it runs on other days too */
export function isOrderOf(
  action: ServiceOrderAction,
  { kind, id }: Selection,
  serviceDate?: string,
): boolean {
  const isOfTrip = (run: TripRun | undefined): boolean =>
    kind === 'trip' && run?.tripId === id && (serviceDate === undefined || run.serviceDate === serviceDate);
  switch (action.kind) {
    case 'suppress_predictions':
    case 'detour':
      return kind === 'route'
        ? action.routeIds.includes(id)
        : kind === 'stop' && stopsOf(action).includes(id);
    case 'close_stop':
      return kind === 'stop' ? action.stopIds.includes(id) : isOfRoute(action.routeIds, kind, id);
    case 'short_turn':
    case 'skip_stops':
    case 'hold':
      return isOfTrip(action.run);
    case 'assign':
      return (kind === 'vehicle' && action.vehicleId === id) || isOfTrip(action.run);
    case 'out_of_service':
      return kind === 'vehicle' && action.vehicleId === id;
    case 'add_trip':
    case 'cancel':
    case 'tell_driver':
    case 'city_mode':
      return false;
  }
}

function isOfRoute(routeIds: readonly string[] | undefined, kind: Selection['kind'], id: string): boolean {
  return kind === 'route' && routeIds?.includes(id) === true;
}

function stopsOf(
  action: Extract<ServiceOrderAction, { kind: 'suppress_predictions' | 'detour' }>,
): readonly string[] {
  return action.kind === 'detour' ? action.missedStopIds : (action.stopIds ?? []);
}
