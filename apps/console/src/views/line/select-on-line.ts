import { goTo, pageState } from '../../url/use-page-state.js';

export function selectVehicle(vehicleId: string): void {
  goTo({ selection: { kind: 'vehicle', id: vehicleId } }, pageState().selection ? 'replace' : 'push');
}

/** A trip does not say of which line it is: the line shown is kept. */
export function selectTrip(tripId: string, routeId: string): void {
  goTo({ selection: { kind: 'trip', id: tripId }, filters: { ...pageState().filters, line: routeId } });
}
