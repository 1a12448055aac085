import type { Schedule } from '../gtfs/index.js';
import type { ServiceDate } from '../time/index.js';
import type { Chain, Run } from './duty.js';
import { listRuns } from './list-runs.js';

/**
 * Which vehicle makes which trips. Where the GTFS names blocks, they say so; elsewhere the trips of a route are
 * chained greedily, each to the vehicle that has stood shortest at its first stop, else to one that can get there
 * in time, as a planner's first draft would be.
 */
const SHORTEST_LAYOVER_SECONDS = 120;
const LONGEST_LAYOVER_SECONDS = 3600;
/** Two termini this close are one place to turn at. */
const SAME_PLACE_METRES = 400;
/** Metres a second of a straight line at which a vehicle gets to a terminus elsewhere, empty. */
const EMPTY_SPEED = 4.5;
/** Trips of one block may overlap by this much before they need a second vehicle. */
const OVERLAP_SECONDS = 300;

/** The chains of a service day whose 00:00:00 is at `dayStartSeconds`, by key; each by time. */
export function listChains(schedule: Schedule, date: ServiceDate, dayStartSeconds: number): Chain[] {
  const blocks = new Map<string, Run[]>();
  const routes = new Map<string, Run[]>();
  for (const run of listRuns(schedule, date, dayStartSeconds)) {
    const block = schedule.trips.block[run.instance.trip]!;
    if (block >= 0) append(blocks, schedule.blockIds[block]!, run);
    else append(routes, schedule.routes[run.route]!.routeId, run);
  }
  const chains: Chain[] = [];
  for (const [key, runs] of blocks) {
    chains.push(...split(key, runs, (last, run) => followsInBlock(last, run)));
  }
  for (const [key, runs] of routes) {
    chains.push(...split(`route ${key}`, runs, (last, run) => followsAnywhere(schedule, last, run)));
  }
  return chains;
}

/** Deals runs, by time, to vehicles; `gap` tells how well a run follows another, smaller is better. */
function split(key: string, runs: Run[], gap: (last: Run, run: Run) => number): Chain[] {
  runs.sort((a, b) => a.startSeconds - b.startSeconds || a.instance.trip - b.instance.trip);
  const chains: Run[][] = [];
  for (const run of runs) {
    let best: Run[] | undefined;
    let bestGap = Infinity;
    for (const chain of chains) {
      const seconds = gap(chain.at(-1)!, run);
      if (seconds < bestGap) {
        bestGap = seconds;
        best = chain;
      }
    }
    if (best) best.push(run);
    else chains.push([run]);
  }
  return chains.map((chain, i) => ({ key: i === 0 ? key : `${key} #${i + 1}`, runs: chain }));
}

function followsInBlock(last: Run, run: Run): number {
  const seconds = run.startSeconds - last.endSeconds;
  return seconds >= -OVERLAP_SECONDS ? seconds + OVERLAP_SECONDS : Infinity;
}

function followsAnywhere(schedule: Schedule, last: Run, run: Run): number {
  const seconds = run.startSeconds - last.endSeconds;
  if (seconds < SHORTEST_LAYOVER_SECONDS || seconds > LONGEST_LAYOVER_SECONDS) return Infinity;
  const { stops, patterns } = schedule;
  const from = patterns[last.pattern]!.stops.at(-1)!;
  const to = patterns[run.pattern]!.stops[0]!;
  const metres = Math.hypot(stops.x[from]! - stops.x[to]!, stops.y[from]! - stops.y[to]!);
  if (metres <= SAME_PLACE_METRES) return seconds;
  const possible = seconds >= SHORTEST_LAYOVER_SECONDS + metres / EMPTY_SPEED;
  return possible ? seconds + LONGEST_LAYOVER_SECONDS : Infinity;
}

function append(groups: Map<string, Run[]>, key: string, run: Run): void {
  const group = groups.get(key);
  if (group) group.push(run);
  else groups.set(key, [run]);
}
