/** No signal: a vehicle that has a trip now, and was not heard of for long. For an hour, or until its trip is over. */
import type { Finding } from '../exception-book.js';
import { fixAt } from '../watched-vehicle.js';
import { type RuleContext, aboutVehicle } from './rule-context.js';

/** After the end of its trip by the timetable it is missed for so long. */
const AFTER_END_SECONDS = 900;

export function* findSilent(context: RuleContext): Iterable<Finding> {
  const { watch, now, lamp } = context;
  for (const vehicle of watch.vehicles.values()) {
    if (vehicle.state !== 'no_signal' || !vehicle.assignment) continue;
    const trip = watch.timetable.findRunTrip(vehicle.assignment.instance);
    if (!trip || now < trip.startSeconds) continue;
    const lateness = Math.max(0, vehicle.assignment.deviationSeconds);
    if (now > trip.endSeconds + lateness + AFTER_END_SECONDS) continue;
    const since = fixAt(vehicle);
    yield {
      key: `no_signal ${vehicle.vehicleId}`,
      kind: 'no_signal',
      isStrong: lamp.level !== 'outage',
      about: { ...aboutVehicle(context, vehicle), value: Math.round(now - since), since },
    };
  }
}
