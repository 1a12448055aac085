import type { Schedule } from '../gtfs/index.js';
import type { Breakdown, Chain, PlannedRun, Run, ServiceEvent } from './duty.js';
import type { Mode } from './modes.js';
import { PATHOLOGY_NAMES, type Pathology, type Rates, rateFor } from './pathologies.js';
import { happens, hashText, mix, unit } from './random.js';
import { type Tally, count } from './tally.js';

/**
 * What chance does to a block before it begins: the trips it loses, cuts, delays, and where another vehicle takes
 * over. All by hash of day, block and trip, so that the same day has the same misfortunes however it is entered.
 */
export interface Disturbed {
  /** Runs of the first vehicle, of the one that takes over, ... Empty where the block is not run. */
  readonly parts: readonly (readonly PlannedRun[])[];
  readonly events: readonly ServiceEvent[];
}

/** Seconds until another vehicle stands at a terminus after a breakdown. */
const REPLACEMENT_SECONDS = 1500;
/** A short turn joins the next trip where that passes within this distance. */
const TURN_METRES = 400;

interface Context {
  readonly schedule: Schedule;
  readonly rates: Rates;
  readonly mode: Mode;
  readonly chain: Chain;
  readonly hash: number;
  readonly tallies: Record<Pathology, Tally>;
  readonly events: ServiceEvent[];
}

export function disturbChain(
  schedule: Schedule,
  chain: Chain,
  mode: Mode,
  rates: Rates,
  seed: number,
  tallies: Record<Pathology, Tally>,
): Disturbed {
  const first = chain.runs[0]!;
  const hash = mix(mix(seed, hashText(chain.key)), hashText(first.instance.serviceDate));
  const context: Context = { schedule, rates, mode, chain, hash, tallies, events: [] };
  if (strikes(context, 'absent_vehicle', 0, first)) return { parts: [], events: context.events };
  const parts: PlannedRun[][] = [[]];
  const swapAt = swapIndex(context);
  let notBefore = -Infinity;
  let fromStop = 0;
  chain.runs.forEach((run, i) => {
    if (i === swapAt) parts.push([]);
    const tooLate = run.startSeconds < notBefore;
    if (tooLate || strikes(context, 'missed_trip', i, run)) {
      fromStop = 0;
      return;
    }
    const planned = planRun(context, run, i, fromStop);
    parts.at(-1)!.push(planned);
    fromStop = joinNext(context, planned, chain.runs[i + 1]);
    if (planned.breakdown?.recovers === false) {
      const at = run.startSeconds + planned.breakdown.at * (run.endSeconds - run.startSeconds);
      notBefore = at + REPLACEMENT_SECONDS;
      parts.push([]);
    }
  });
  return { parts: parts.filter((part) => part.length > 0), events: context.events };
}

/** Decides, counts and notes whether a pathology strikes a run. */
function strikes(context: Context, kind: Pathology, index: number, run: Run): boolean {
  const hash = mix(mix(context.hash, index), 100 + PATHOLOGY_NAMES.indexOf(kind));
  const hit = count(context.tallies[kind], happens(hash, rateFor(context.rates, kind, context.mode)));
  if (hit) {
    const { serviceDate } = run.instance;
    context.events.push({ atSeconds: run.startSeconds, kind, serviceDate, key: context.chain.key, run });
  }
  return hit;
}

/** Index of the run from which another vehicle goes on, or -1. */
function swapIndex(context: Context): number {
  const { runs } = context.chain;
  if (runs.length < 2) return -1;
  const index = 1 + Math.floor(unit(mix(context.hash, 9)) * (runs.length - 1));
  return strikes(context, 'vehicle_swap', 0, runs[index]!) ? index : -1;
}

function planRun(context: Context, run: Run, index: number, fromStop: number): PlannedRun {
  const chance = (salt: number): number => unit(mix(mix(context.hash, index), salt));
  const late = strikes(context, 'late_start', index, run);
  const early = !late && strikes(context, 'early_departure', index, run);
  const last = context.schedule.patterns[run.pattern]!.stops.length - 1;
  const short = last - fromStop >= 6 && strikes(context, 'short_turn', index, run);
  const broken = !short && strikes(context, 'breakdown', index, run);
  const breakdown: Breakdown = {
    at: 0.15 + 0.7 * chance(3),
    standSeconds: 240 + 1200 * chance(4),
    recovers: chance(5) < 0.5,
  };
  return {
    ...run,
    fromStop,
    toStop: short ? fromStop + Math.floor((last - fromStop) * (0.5 + 0.35 * chance(2))) : last,
    lateSeconds: late ? 180 + 720 * chance(1) : 0,
    earlySeconds: early ? 60 + 600 * chance(1) : 0,
    ...(broken ? { breakdown } : {}),
  };
}

/** The stop of the next trip at which a vehicle that turned short joins it; 0 where it can be there in time. */
function joinNext(context: Context, run: PlannedRun, next: Run | undefined): number {
  const { stops, patterns } = context.schedule;
  const pattern = patterns[run.pattern]!;
  if (next === undefined || run.toStop === pattern.stops.length - 1) return 0;
  const at = pattern.stops[run.toStop]!;
  const nextStops = patterns[next.pattern]!.stops;
  let best = 0;
  let bestMetres = TURN_METRES;
  for (let i = 1; i < nextStops.length - 3; i++) {
    const metres = Math.hypot(stops.x[at]! - stops.x[nextStops[i]!]!, stops.y[at]! - stops.y[nextStops[i]!]!);
    if (metres < bestMetres) {
      best = i;
      bestMetres = metres;
    }
  }
  return best;
}
