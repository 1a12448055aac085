/** Who is out, against what the timetable has out. */
import type { Run } from '../tracking/index.js';
import { FEWEST_OF_LINE, judgeShortfall } from './rules/judge-shortfall.js';
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

/** Vehicles that the timetable has on a route now, those of them whose trip is cancelled, and those that are there. */
export interface Out {
  planned: number;
  cancelled: number;
  actual: number;
}

/** By route, of those that have any. */
export function countOut(
  { schedule: { trips }, planned, ordered, vehicles }: ServiceWatch,
  now: number,
): ReadonlyMap<number, Out> {
  const out = new Map<number, Out>();
  const of = (trip: number): Out => {
    const route = trips.route[trip]!;
    let counts = out.get(route);
    if (!counts) out.set(route, (counts = { planned: 0, cancelled: 0, actual: 0 }));
    return counts;
  };
  for (const { trip } of planned.listRuns(now)) {
    const counts = of(trip.trip);
    counts.planned++;
    if (ordered.isCancelled(trip)) counts.cancelled++;
  }
  for (const vehicle of vehicles.values()) {
    const isThere = isInService(vehicle) && now - fixAt(vehicle) <= GONE_SECONDS;
    if (isThere) of(vehicle.assignment!.instance.trip).actual++;
  }
  return out;
}

/** How many times as far apart as planned the vehicles of a route run at best, where so many are missing that it is told of the line. */
export function stretchOf(out: Out | undefined): number {
  if (!out || out.actual === 0) return 1;
  const { planned, actual } = out;
  return judgeShortfall(planned, planned - actual, FEWEST_OF_LINE) === 'none' ? 1 : planned / actual;
}
