import { type Schedule, firstDepartureSeconds, lastArrivalSeconds, servicesOn } from '../gtfs/index.js';
import { type ServiceDate, addDays } from '../time/index.js';
import type { Run } from './duty.js';

/** All trips of a day, those of frequencies.txt once for each start. */
export function* listRuns(schedule: Schedule, date: ServiceDate, dayStartSeconds: number): Generator<Run> {
  const services = servicesOn(schedule, date);
  const frequent = new Set(schedule.frequencies.map((frequency) => frequency.trip));
  const { pattern, route, service } = schedule.trips;
  const runAt = (trip: number, startSeconds: number): Run => ({
    instance: { trip, serviceDate: date, startSeconds },
    pattern: pattern[trip]!,
    route: route[trip]!,
    startSeconds: dayStartSeconds + startSeconds,
    endSeconds:
      dayStartSeconds + startSeconds + lastArrivalSeconds(schedule, trip) - firstDepartureSeconds(schedule, trip),
  });
  for (let trip = 0; trip < pattern.length; trip++) {
    if (services[service[trip]!] !== 1 || frequent.has(trip) || schedule.patterns[pattern[trip]!]!.stops.length < 2) {
      continue;
    }
    yield runAt(trip, firstDepartureSeconds(schedule, trip));
  }
  for (const { trip, startSeconds, endSeconds, headwaySeconds } of schedule.frequencies) {
    if (services[service[trip]!] !== 1 || headwaySeconds <= 0) continue;
    for (let start = startSeconds; start < endSeconds; start += headwaySeconds) yield runAt(trip, start);
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
