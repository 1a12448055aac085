import type { Hypothesis } from './hypothesis.js';
import { surenessNow } from './former-run.js';
import type { Circumstances } from './score-hypothesis.js';
import type { Run } from './service-day-runs.js';
import type { TrackingParameters } from './tracking-parameters.js';

/** What the past says for a run, beside the places: its times, and the runs that the vehicle was on; nats. */
export type Past = Pick<Hypothesis, 'timeEvidence' | 'runEvidence'>;

export interface PastTimes {
  /** For a run taken up now; `midway`, far from the first stop of its trip. */
  of(run: Run, midway: boolean): Past;
  /** The most that it is for any but the special runs: those followed, and the one that it was on. */
  readonly ofOthers: number;
  readonly special: readonly Run[];
}

/**
 * What the times so far say for a run taken up now. One that is followed already has its past. Another was not
 * watched: it is taken to have fitted as true ones do, but if a run has surely been followed meanwhile and goes
 * on, the vehicle would have to have been swapped, which is rare unless it says so itself. The run that it was on
 * before a long silence is likelier than others. A trip far from its first stop that is thought of only now would have
 * been found before, had the vehicle been on it: lines are sought every few minutes.
 */
export function judgePast(
  p: TrackingParameters,
  beam: readonly Hypothesis[],
  { run: followed, loyalty, former }: Circumstances,
  watchedShare: number,
  isReported: (run: Run) => boolean,
  now: number,
): PastTimes {
  const known = new Map<Run, Past>();
  for (const hypothesis of beam) {
    const other = known.get(hypothesis.trip.run);
    if (!other || sumOf(hypothesis) > sumOf(other)) known.set(hypothesis.trip.run, hypothesis);
  }
  const sureness = surenessNow(p, former, now);
  const goesOn = followed !== undefined && known.has(followed);
  const swapCost = p.swapCost * loyalty;
  const judgeStranger = (midway: boolean): Past => {
    const swap = goesOn ? swapCost : 0;
    const unseen = midway ? p.unseenCost * watchedShare : 0;
    return { timeEvidence: -Math.max(0, unseen - swap), runEvidence: -swap };
  };
  // One that it may have been on is as much of a stranger as that is in doubt.
  const judgeFormer = ({ timeEvidence, runEvidence }: Past): Past => ({
    timeEvidence: (1 - sureness) * timeEvidence,
    runEvidence: (1 - sureness) * runEvidence + p.returnBonus * sureness,
  });
  const [near, underWay] = [judgeStranger(false), judgeStranger(true)];
  const of = (run: Run, midway: boolean): Past => {
    const past = known.get(run);
    if (past !== undefined) return past;
    if (run === former?.run) return judgeFormer(midway ? underWay : near);
    const isFree =
      run === followed || isReported(run) || (followed !== undefined && isOnSameLine(run, followed));
    if (isFree) return NOTHING_KNOWN;
    return midway ? underWay : near;
  };
  // By headway every vehicle of the line is on a run of its own, which are all alike.
  const byHeadway = followed?.trips[0]?.headway !== undefined;
  const special = [...known.keys(), ...(followed ? [followed] : []), ...(former ? [former.run] : [])];
  return { of, ofOthers: goesOn && !byHeadway ? -swapCost : 0, special };
}

const NOTHING_KNOWN: Past = { timeEvidence: 0, runEvidence: 0 };

/** All that the past says, nats. */
export function sumOf({ timeEvidence, runEvidence }: Past): number {
  return timeEvidence + runEvidence;
}

/** Two runs of one trip by headway differ in name alone: which of them it is called is nobody's swap. */
function isOnSameLine(run: Run, followed: Run): boolean {
  const [to] = run.trips;
  return to?.headway !== undefined && followed.trips.some(({ headway }) => headway === to.headway);
}
