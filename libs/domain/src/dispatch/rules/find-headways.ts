/**
 * Gaps and bunches: the time since the vehicle before passed the same place, against the planned headway. Of lines by
 * headway, and of lines by schedule so frequent that riders do not look at the timetable.
 */
import type { Finding } from '../exception-book.js';
import { judgeHeadway, keepsBunch, keepsGap } from '../judge-headway.js';
import { FREQUENT_SECONDS } from '../line-rules.js';
import { type WatchedVehicle, isUnderWay } from '../watched-vehicle.js';
import { type RuleContext, aboutVehicle, ruleFor } from './rule-context.js';

export function* findHeadways(context: RuleContext): Iterable<Finding> {
  for (const vehicle of context.watch.vehicles.values()) {
    const { headwaySeconds: value, plannedHeadwaySeconds: expected, aheadId, state } = vehicle;
    const rule = ruleFor(context, vehicle);
    if (
      !rule ||
      !isUnderWay(vehicle) ||
      value === undefined ||
      expected === undefined ||
      aheadId === undefined
    ) {
      continue;
    }
    if (rule.mode === 'schedule' && expected > FREQUENT_SECONDS) continue;
    const isHeard = state !== 'no_signal' && state !== 'off_route' && isBetweenTermini(context, vehicle);
    const judged = judgeHeadway(value, expected, rule.thresholds);
    const about = { ...aboutVehicle(context, vehicle), otherVehicleId: aheadId, value, expected };
    const { tripId = '', vehicleId } = about;
    if (keepsGap(value, expected, rule.thresholds)) {
      const isStrong = judged === 'gap' && isHeard;
      yield { key: `gap ${vehicleId} ${tripId}`, kind: 'gap', isStrong, about };
    }
    if (keepsBunch(value, expected, rule.thresholds) && isTogether(context, vehicle)) {
      const isStrong = judged === 'bunch' && isHeard;
      yield { key: `bunch ${vehicleId} ${tripId}`, kind: 'bunch', isStrong, about };
    }
  }
}

/** At the ends of a line vehicles come and go together. */
const TERMINUS_SECONDS = 90;

function isBetweenTermini({ watch }: RuleContext, { place, assignment }: WatchedVehicle): boolean {
  const { lengthSeconds } = watch.scales.ofTrip(assignment!.instance.trip).direction;
  return place !== undefined && place > TERMINUS_SECONDS && place < lengthSeconds - TERMINUS_SECONDS;
}

/** Both under way in the same direction: who has arrived already is no company. */
function isTogether({ watch }: RuleContext, { aheadId, assignment }: WatchedVehicle): boolean {
  const ahead = watch.vehicles.get(aheadId!);
  if (!ahead || !isUnderWay(ahead) || ahead.state === 'no_signal') return false;
  const own = watch.scales.ofTrip(assignment!.instance.trip).direction.key;
  return watch.scales.ofTrip(ahead.assignment!.instance.trip).direction.key === own;
}
