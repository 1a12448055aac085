/** For how long a vehicle is to wait so that it runs in the middle between the one ahead of it and the one behind. */
import type { HeadwayBetween } from './line-view.js';

/** Who sits in a vehicle that stands bears no more. */
const MOST_MINUTES = 10;

type Headway = Pick<HeadwayBetween, 'headwaySeconds' | 'plannedSeconds'>;

/** Whole minutes; undefined where waiting would make nothing more even, or nobody runs ahead. */
export function suggestHoldMinutes(
  ahead: Headway | undefined,
  behind: Headway | undefined,
): number | undefined {
  if (!ahead) return undefined;
  const { headwaySeconds, plannedSeconds } = ahead;
  const lacking = plannedSeconds === undefined ? Infinity : plannedSeconds - headwaySeconds;
  const half = behind === undefined ? Infinity : (behind.headwaySeconds - headwaySeconds) / 2;
  // Waiting longer than the plan asks for only hands the trouble on to those behind.
  const minutes = Math.round(Math.min(lacking, half) / 60);
  return minutes >= 1 && Number.isFinite(minutes) ? Math.min(minutes, MOST_MINUTES) : undefined;
}
