/**
 * Early, on lines by schedule only: a vehicle that left a stop whose times are exact (GTFS timepoint) before its time.
 * Those who came in time for it have missed it. It is kept while the vehicle is still ahead of its times.
 */
import type { Finding } from '../exception-book.js';
import { isUnderWay } from '../watched-vehicle.js';
import { deviationOf } from '../write-row.js';
import type { WatchedVehicle } from '../watched-vehicle.js';
import { type RuleContext, aboutVehicle, ruleFor } from './rule-context.js';

const KEPT_SHARE = 0.5;
/** A stop left longer ago says nothing of now. */
const RECENT_SECONDS = 300;

export function* findEarly(context: RuleContext): Iterable<Finding> {
  for (const vehicle of context.watch.vehicles.values()) {
    const rule = ruleFor(context, vehicle);
    if (rule?.mode !== 'schedule' || !isUnderWay(vehicle)) continue;
    const value = deviationOf(context.watch.scales, vehicle);
    const { earlySeconds } = rule.thresholds;
    if (value === undefined || value > -KEPT_SHARE * earlySeconds) continue;
    const left = findTimepointLeft(context, vehicle);
    const about = { ...aboutVehicle(context, vehicle), value, expected: 0 };
    yield {
      key: `early ${vehicle.vehicleId} ${about.tripId ?? ''}`,
      kind: 'early',
      isStrong: left !== undefined && left.earlySeconds >= earlySeconds && value <= -earlySeconds,
      about: left ? { ...about, stopId: left.stopId, since: left.at } : about,
    };
  }
}

/** The last stop that the vehicle left, where its times are exact, and by how much it was early. */
function findTimepointLeft(
  { watch, now }: RuleContext,
  { assignment }: WatchedVehicle,
): { stopId: string; at: number; earlySeconds: number } | undefined {
  const { instance } = assignment!;
  const seen = watch.log.find(instance);
  const stopIndex = seen?.stopIndexes.at(-1);
  if (!seen || stopIndex === undefined) return undefined;
  const at = seen.times.at(-1)!;
  const { trips, stopTimes, patterns, stops } = watch.schedule;
  const row = trips.firstStopTime[instance.trip]! + stopIndex;
  const runTrip = watch.timetable.findRunTrip(instance);
  if (!runTrip || stopTimes.timepoint[row] !== 1 || now - at > RECENT_SECONDS) return undefined;
  const scheduled = watch.timetable.departureAt(runTrip, stopIndex);
  const stop = patterns[trips.pattern[instance.trip]!]!.stops[stopIndex]!;
  return { stopId: stops.ids[stop]!, at, earlySeconds: scheduled - at };
}
