import type { Schedule } from '../gtfs/index.js';
import { lineLength } from '../geo/index.js';
import type { ServiceDate } from '../time/index.js';
import { nearestBase } from './bases.js';
import type { City } from './city.js';
import { listChains } from './chain-runs.js';
import { disturbChain } from './disturb-chain.js';
import type { Duty, PlannedRun, Run, ServiceEvent } from './duty.js';
import { happens, hashText, mix } from './random.js';

/** Metres a second at which planners think a deadhead is driven. */
const DEADHEAD_SPEED = 6.5;
/** A vehicle means to be at its first stop this much before its first departure. */
const EARLY_AT_FIRST_STOP_SECONDS = 240;
/** How long before leaving its base, and after returning, a tracker is on. */
export const BASE_SECONDS = 600;
/** A vehicle is not given another duty sooner than this after it should be back: it may be late. */
const TURNAROUND_SECONDS = 3600;

export interface DayPlan {
  /** By wakeSeconds. */
  readonly duties: readonly Duty[];
  /** By atSeconds. */
  readonly events: readonly ServiceEvent[];
}

interface Draft {
  readonly key: string;
  readonly agency: number;
  readonly runs: readonly PlannedRun[];
  readonly baseX: number;
  readonly baseY: number;
  readonly leaveSeconds: number;
  readonly untilSeconds: number;
}

/**
 * All duties of a service day with their vehicles. `keep` is the share of blocks that are simulated at all. Tells
 * the city's hours of the trips it finds.
 */
export function planDay(city: City, date: ServiceDate, keep: number): DayPlan {
  const { schedule, fleet } = city;
  const events: ServiceEvent[] = [];
  const drafts: Draft[] = [];
  for (const chain of listChains(schedule, date, city.days.startSeconds(date))) {
    countHours(city, chain.runs);
    if (!happens(mix(mix(city.seed, 11), hashText(chain.key)), keep)) continue;
    const mode = city.modes[chain.runs[0]!.route]!;
    const { parts, events: found } = disturbChain(schedule, chain, mode, city.rates, city.seed, city.tallies);
    events.push(...found);
    parts.forEach((runs, i) =>
      drafts.push(draftDuty(city, i === 0 ? chain.key : `${chain.key} +${i}`, runs)),
    );
  }
  drafts.sort((a, b) => a.leaveSeconds - b.leaveSeconds || (a.key < b.key ? -1 : 1));
  const duties = drafts.map((draft): Duty => {
    const mode = city.modes[draft.runs[0]!.route]!;
    const wakeSeconds = Math.floor(draft.leaveSeconds) - BASE_SECONDS;
    const vehicle = fleet.take(draft.agency, mode, wakeSeconds, draft.untilSeconds);
    return { ...draft, serviceDate: date, vehicle, mode, wakeSeconds };
  });
  return { duties, events: events.sort((a, b) => a.atSeconds - b.atSeconds) };
}

function draftDuty(city: City, key: string, runs: readonly PlannedRun[]): Draft {
  const first = runs[0]!;
  const last = runs.at(-1)!;
  const agency = city.schedule.routes[first.route]!.agency;
  const start = stopPlace(city.schedule, first, first.fromStop);
  const end = stopPlace(city.schedule, last, last.toStop);
  const base = nearestBase(city.bases[agency]!, start.x, start.y);
  const network = city.networkOf(city.modes[first.route]!);
  const out = lineLength(network.way(base.x, base.y, start.x, start.y)) / DEADHEAD_SPEED;
  const back = Math.hypot(end.x - base.x, end.y - base.y) / DEADHEAD_SPEED;
  return {
    key,
    agency,
    runs,
    baseX: base.x,
    baseY: base.y,
    leaveSeconds: departureOf(city.schedule, first) - out - EARLY_AT_FIRST_STOP_SECONDS,
    untilSeconds: last.endSeconds + back + TURNAROUND_SECONDS,
  };
}

/** When a run is due at the stop where it begins, epoch seconds. */
export function departureOf(schedule: Schedule, run: PlannedRun): number {
  return scheduledDeparture(schedule, run, run.fromStop);
}

/** When a run is due to leave a stop of its pattern, epoch seconds. */
export function scheduledDeparture(schedule: Schedule, run: Run, stop: number): number {
  const first = schedule.trips.firstStopTime[run.instance.trip]!;
  const { departureSeconds } = schedule.stopTimes;
  return run.startSeconds + departureSeconds[first + stop]! - departureSeconds[first]!;
}

function stopPlace(schedule: Schedule, run: Run, stop: number): { x: number; y: number } {
  const index = schedule.patterns[run.pattern]!.stops[stop]!;
  return { x: schedule.stops.x[index]!, y: schedule.stops.y[index]! };
}

function countHours(city: City, runs: readonly Run[]): void {
  for (const run of runs) city.hours.add(run.startSeconds, run.endSeconds, city.usualSeconds[run.pattern]!);
}
