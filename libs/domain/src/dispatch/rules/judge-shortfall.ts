/**
 * Whether so much of the timetable is not out that it is one trouble of the city or of a line, not one of each trip: a
 * depot that does not send, a road closed to it, vehicles whose positions do not come. A list of all trips would hide it.
 */

/** Of fewer trips due in the city, or vehicles on a line, no share is told. */
export const FEWEST_OF_CITY = 20;
export const FEWEST_OF_LINE = 5;
const RAISED_SHARE = 0.3;
/** What was raised is kept down to this share, so that it does not come and go. */
const KEPT_SHARE = 0.25;
/** From here on single trips are told no more, those raised before included. */
const WHOLE_SHARE = 0.4;

/** `raised` also tells no new single trips; `whole` none at all. */
export type Shortfall = 'none' | 'kept' | 'raised' | 'whole';

/** @param due what should be out; `missing` what of it is not */
export function judgeShortfall(due: number, missing: number, fewest: number): Shortfall {
  const share = due < fewest ? 0 : missing / due;
  if (share >= WHOLE_SHARE) return 'whole';
  if (share >= RAISED_SHARE) return 'raised';
  return share >= KEPT_SHARE ? 'kept' : 'none';
}
