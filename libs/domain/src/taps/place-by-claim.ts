import { PLACING } from './placing.js';
import type { TapContext, TapToPlace, VehicleHistory } from './tap-context.js';

/** Nothing was seen of the vehicle: what the device says, as far as the timetable knows it. */
export function placeByClaim({ claimed }: TapToPlace, { plans }: VehicleHistory): TapContext | undefined {
  const plan = claimed.tripId === undefined ? undefined : plans.get(claimed.tripId);
  const routeId = plan?.routeId ?? claimed.routeId;
  if (routeId === undefined) return undefined;
  return {
    ...(plan && claimed.tripId !== undefined ? { tripId: claimed.tripId } : {}),
    routeId,
    ...(plan?.directionId === undefined ? {} : { directionId: plan.directionId }),
    ...(claimed.stopId === undefined ? {} : { stopId: claimed.stopId }),
    source: 'DEVICE',
    confidence: plan ? PLACING.claimedTrip : PLACING.claimedRoute,
  };
}
