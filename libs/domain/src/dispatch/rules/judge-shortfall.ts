/**
 * Whether so much of the timetable is not out that it is one trouble of the city, not one of each trip: a depot that
 * does not send, a road closed to it, vehicles whose positions do not come. A list of hundreds of trips would hide it.
 */

/** Of fewer trips due no share is told. */
const FEWEST_DUE = 20;
const RAISED_SHARE = 0.3;
/** What was raised is kept down to this share, so that it does not come and go. */
const KEPT_SHARE = 0.25;
/** From here on single trips are told no more, those raised before included. */
const WHOLE_SHARE = 0.4;

/** `raised` also tells no new single trips; `whole` none at all. */
export type Shortfall = 'none' | 'kept' | 'raised' | 'whole';

/** @param due trips that should have begun; `missing` those of them that no vehicle is or was on */
export function judgeShortfall(due: number, missing: number): Shortfall {
  const share = due < FEWEST_DUE ? 0 : missing / due;
  if (share >= WHOLE_SHARE) return 'whole';
  if (share >= RAISED_SHARE) return 'raised';
  return share >= KEPT_SHARE ? 'kept' : 'none';
}
