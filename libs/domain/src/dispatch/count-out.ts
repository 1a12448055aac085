/** Who is out, against what the timetable has out. */
import type { Run } from '../tracking/index.js';
import type { ServiceWatch } from './service-watch.js';
import { fixAt, isInService } from './watched-vehicle.js';

/** One silent for so long is not out any more. */
const GONE_SECONDS = 900;

/** Runs that vehicles have taken up. */
export function listMannedRuns({ vehicles, timetable }: ServiceWatch): Run[] {
  return [...vehicles.values()].flatMap(({ assignment }) => {
    const run = assignment && timetable.findRunTrip(assignment.instance)?.run;
    return run ?? [];
  });
}

/** Vehicles that the timetable has on a route now, and those that are there. */
export function countOut(
  { schedule, planned, vehicles }: ServiceWatch,
  route: number,
  now: number,
): { plannedVehicles: number; actualVehicles: number } {
  const { trips } = schedule;
  const out = planned.listRuns(now).filter(({ trip }) => trips.route[trip.trip] === route).length;
  let actual = 0;
  for (const vehicle of vehicles.values()) {
    const isThere = isInService(vehicle) && now - fixAt(vehicle) <= GONE_SECONDS;
    if (isThere && trips.route[vehicle.assignment!.instance.trip] === route) actual++;
  }
  return { plannedVehicles: out, actualVehicles: actual };
}
