/** Off route: a vehicle on a trip that is off its line, and that no order leads around. Unassigned: one that moves about, and no trip is found for it. */
import type { Assignment } from '../../tracking/index.js';
import type { Finding } from '../exception-book.js';
import { isAstray, isOffRoute } from '../judge-vehicle.js';
import { type RuleContext, aboutVehicle } from './rule-context.js';

export function* findStrays(context: RuleContext): Iterable<Finding> {
  for (const vehicle of context.watch.vehicles.values()) {
    const { vehicleId, assignment, state, offRouteFixes, offRouteSince, astraySince } = vehicle;
    const isOrdered = ({ instance, nextStopIndex }: Assignment): boolean =>
      context.watch.ordered.isLedAround(instance.trip, nextStopIndex, context.now);
    if (assignment && offRouteFixes > 0 && !isOrdered(assignment)) {
      const value = Math.round(assignment.offsetMetres);
      yield {
        key: `off_route ${vehicleId}`,
        kind: 'off_route',
        isStrong: isOffRoute(vehicle) && state !== 'no_signal',
        about: { ...aboutVehicle(context, vehicle), value, since: offRouteSince },
      };
    }
    if (!assignment && astraySince > 0) {
      const value = Math.round(context.now - astraySince);
      yield {
        key: `unassigned ${vehicleId}`,
        kind: 'unassigned',
        isStrong: isAstray(vehicle) && state !== 'no_signal',
        about: { ...aboutVehicle(context, vehicle), value, since: astraySince },
      };
    }
  }
}
