/** Very late, on lines by schedule only: against a timetable that is not kept everything would be. */
import type { Finding } from '../exception-book.js';
import { isInService } from '../watched-vehicle.js';
import { deviationOf } from '../write-row.js';
import { type RuleContext, aboutVehicle, ruleFor } from './rule-context.js';

/** It is kept while the vehicle is later than this share of what raised it. */
const KEPT_SHARE = 0.8;

export function* findLate(context: RuleContext): Iterable<Finding> {
  for (const vehicle of context.watch.vehicles.values()) {
    const rule = ruleFor(context, vehicle);
    if (rule?.mode !== 'schedule' || !isInService(vehicle)) continue;
    const value = deviationOf(context.watch.scales, vehicle);
    const limit = rule.thresholds.veryLateSeconds;
    if (value === undefined || value < KEPT_SHARE * limit) continue;
    yield {
      key: `very_late ${vehicle.vehicleId}`,
      kind: 'very_late',
      isStrong: value >= limit && vehicle.state !== 'no_signal',
      about: { ...aboutVehicle(context, vehicle), value, expected: 0 },
    };
  }
}
