import {
  type Schedule,
  firstDepartureSeconds,
  lastArrivalSeconds,
  listTripInstances,
} from '../gtfs/index.js';
import { type ServiceDate, addDays } from '../time/index.js';
import type { Run } from './duty.js';

/** All trips of a day whose 00:00:00 is at `dayStartSeconds`, those of frequencies.txt once for each start. */
export function* listRuns(schedule: Schedule, date: ServiceDate, dayStartSeconds: number): Generator<Run> {
  for (const instance of listTripInstances(schedule, date)) {
    const { trip } = instance;
    const pattern = schedule.trips.pattern[trip]!;
    if (schedule.patterns[pattern]!.stops.length < 2) continue;
    const startSeconds = dayStartSeconds + instance.startSeconds;
    const duration = lastArrivalSeconds(schedule, trip) - firstDepartureSeconds(schedule, trip);
    const route = schedule.trips.route[trip]!;
    yield { instance, pattern, route, startSeconds, endSeconds: startSeconds + duration };
  }
}

/** How much runs on the busiest of the seven days that begin with a date. */
export interface BusiestDay {
  /** Runs of each pattern. */
  readonly runsOf: Float64Array;
  /** Runs under way in the busiest half hour. */
  readonly peakRuns: number;
}

/** The supply that demand and traffic are scaled to: the busiest day of the coming week. */
export function findBusiestDay(schedule: Schedule, from: ServiceDate): BusiestDay {
  let best: BusiestDay = { runsOf: new Float64Array(schedule.patterns.length), peakRuns: 0 };
  let mostRuns = 0;
  for (let day = 0; day < 7; day++) {
    const runsOf = new Float64Array(schedule.patterns.length);
    const bins = new Float64Array(100);
    let runs = 0;
    for (const run of listRuns(schedule, addDays(from, day), 0)) {
      runs++;
      runsOf[run.pattern]!++;
      for (let bin = Math.floor(run.startSeconds / 1800); bin <= run.endSeconds / 1800; bin++) {
        if (bin >= 0 && bin < 100) bins[bin]! += overlap(run, bin * 1800, (bin + 1) * 1800) / 1800;
      }
    }
    if (runs <= mostRuns) continue;
    mostRuns = runs;
    best = { runsOf, peakRuns: Math.max(...bins) };
  }
  return best;
}

function overlap(run: Run, from: number, to: number): number {
  return Math.max(0, Math.min(run.endSeconds, to) - Math.max(run.startSeconds, from));
}
