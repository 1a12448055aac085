/** What became of one tap of a ride, where a ride can be of two. */
import type { Charge, Disposition } from './charge.js';
import type { TapRef } from './fare-tap.js';

/** `PAIRED_OFF` for the exit that ended a ride: what the ride costs is said of the tap that began it. */
export function tellTap(
  { rideRef, tapRefs, disposition }: Pick<Charge, 'rideRef' | 'tapRefs' | 'disposition'>,
  tap: TapRef,
): Disposition {
  const isExit = tap !== rideRef && tapRefs.includes(tap);
  return isExit && disposition !== 'CANCELLED' ? 'PAIRED_OFF' : disposition;
}
