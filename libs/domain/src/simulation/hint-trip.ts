import { type Schedule, patternOf } from '../gtfs/index.js';
import { formatGtfsTime } from '../time/index.js';
import type { PlannedRun } from './duty.js';
import { FAULT_BITS } from './pathologies.js';
import type { Hints } from './simulation.js';
import type { Tracker, TripHint } from './tracker.js';
import { Activity, type Vehicle } from './vehicle.js';

/**
 * What a tracker says of its trip. A good one names the trip that its vehicle is on or waits for, and nothing on
 * a deadhead; others keep the finished trip until the next one has left its first stop (as all of Lviv's do), say
 * nothing, or are logged on to another block.
 */
const NOTHING: TripHint = {};

/** Sets the tracker's hint for this instant and returns the faults in it as bits. */
export function hintTrip(schedule: Schedule, tracker: Tracker, hints: Hints): number {
  if (hints === 'none') return 0;
  const { vehicle } = tracker;
  if (tracker.has('missing_trip_id')) {
    setHint(schedule, tracker, undefined, -1, hints);
    return FAULT_BITS.missing_trip_id;
  }
  const index = truthfulIndex(vehicle);
  if (tracker.has('wrong_trip_id') && tracker.decoy !== undefined) {
    const wrong = index < 0 ? undefined : tracker.decoy.runs[index];
    setHint(schedule, tracker, wrong, index, hints);
    return FAULT_BITS.wrong_trip_id;
  }
  if (!tracker.has('kept_trip_id') || !isBetweenTrips(vehicle)) {
    setHint(schedule, tracker, index < 0 ? undefined : vehicle.duty.runs[index], index, hints);
    return 0;
  }
  setHint(schedule, tracker, vehicle.duty.runs[vehicle.runIndex - 1], vehicle.runIndex - 1, hints);
  return FAULT_BITS.kept_trip_id;
}

/** Index of the run that a good tracker names; -1 for none. */
function truthfulIndex(vehicle: Vehicle): number {
  switch (vehicle.activity) {
    case Activity.WAKING:
    case Activity.DEADHEAD:
    case Activity.RETURNED:
    case Activity.OFF:
      return -1;
    case Activity.TURNING:
    case Activity.LAYOVER:
    case Activity.MOVING:
    case Activity.AT_STOP:
    case Activity.BROKEN_DOWN:
      return vehicle.run === undefined ? -1 : vehicle.runIndex;
  }
}

function isBetweenTrips({ activity, runIndex, run }: Vehicle): boolean {
  if (runIndex === 0) return false;
  if (activity === Activity.DEADHEAD) return run !== undefined;
  return activity === Activity.TURNING || activity === Activity.LAYOVER;
}

/** Puts the hint together once a run: it is the same for hundreds of reports. */
function setHint(
  schedule: Schedule,
  tracker: Tracker,
  run: PlannedRun | undefined,
  key: number,
  hints: Hints,
): void {
  if (key === tracker.hintKey) return;
  tracker.hintKey = key;
  tracker.hint = run === undefined ? NOTHING : describe(schedule, run, hints);
}

function describe(schedule: Schedule, { instance, route }: PlannedRun, hints: Hints): TripHint {
  const { directionId } = patternOf(schedule, instance.trip);
  const way: TripHint = {
    routeId: schedule.routes[route]!.routeId,
    ...(directionId >= 0 ? { directionId } : {}),
  };
  if (hints === 'route') return way;
  return {
    ...way,
    tripId: schedule.trips.ids[instance.trip]!,
    startDate: instance.serviceDate,
    startTime: formatGtfsTime(instance.startSeconds),
  };
}
