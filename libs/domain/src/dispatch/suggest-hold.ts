/** For how long a vehicle is to wait so that it runs in the middle between the one ahead of it and the one behind. */
import type { HeadwayBetween } from './line-view.js';

/** Who sits in a vehicle that stands bears no more. */
const MOST_MINUTES = 10;

type Headway = Pick<HeadwayBetween, 'headwaySeconds' | 'plannedSeconds'>;

/** Smaller lateness is within what drivers make up by themselves. */
const LATE_SECONDS = 60;

/**
 * Whole minutes; undefined where waiting would make nothing more even, or nobody runs ahead. `lateSeconds` is of a line
 * that is kept to its timetable: who is late there is not made later for the sake of its headway.
 */
export function suggestHoldMinutes(
  ahead: Headway | undefined,
  behind: Headway | undefined,
  lateSeconds = 0,
): number | undefined {
  if (!ahead || lateSeconds > LATE_SECONDS) return undefined;
  const { headwaySeconds, plannedSeconds } = ahead;
  const lacking = plannedSeconds === undefined ? Infinity : plannedSeconds - headwaySeconds;
  // One behind that nobody measured is not nearer than planned, for all that is known, nor farther.
  const after = behind?.headwaySeconds ?? plannedSeconds ?? Infinity;
  const half = (after - headwaySeconds) / 2;
  // Waiting longer than the plan asks for only hands the trouble on to those behind.
  const minutes = Math.round(Math.min(lacking, half) / 60);
  return minutes >= 1 && Number.isFinite(minutes) ? Math.min(minutes, MOST_MINUTES) : undefined;
}
