/**
 * The trip updates of the next snapshot, orders aside: those of trips that run or are expected, and those of trips
 * just over.
 */
import { buildTripUpdate } from './build-trip-update.js';
import type { Claims } from './claim-trips.js';
import { endTrip } from './end-trip.js';
import type { PublicationContext } from './publication-context.js';
import type { FeedState, PublishedTrip } from './feed-state.js';
import type { Withheld } from './withheld.js';

export interface PublishedTrips {
  /** By instance id. */
  readonly trips: ReadonlyMap<string, PublishedTrip>;
  readonly withheld: readonly Withheld[];
}

/** `clock` is now, whole epoch seconds. */
export function publishTrips(
  context: PublicationContext,
  state: FeedState,
  claims: Claims,
  clock: number,
): PublishedTrips {
  // What was served with a later header (before our clock was put back) is not past by the clock.
  const lastHeader = Math.min(state.floorSeconds, clock);
  const trips = new Map<string, PublishedTrip>();
  const withheld: Withheld[] = [];
  let end = { vehicleId: '', afterSeconds: 0 };
  for (const claim of claims.trips.values()) {
    const { vehicleId } = claim.vehicle.update.position;
    const before = state.publishedTrips.get(claim.instanceId);
    const afterSeconds = claim.ahead > 0 && end.vehicleId === vehicleId ? end.afterSeconds : 0;
    const made = buildTripUpdate(context, { claim, before, lastHeader, header: clock, afterSeconds });
    if (made) {
      trips.set(claim.instanceId, made);
      end = { vehicleId, afterSeconds: made.entity.tripUpdate!.stopTimeUpdate!.at(-1)!.departure!.time! };
    } else withheld.push({ reason: 'nothing_predicted', id: claim.instanceId });
  }
  for (const [id, before] of state.publishedTrips) {
    if (trips.has(id)) continue;
    const over = endTrip(context, before, state.ended.get(id), lastHeader, clock);
    if (over) trips.set(id, over);
  }
  return { trips, withheld };
}
