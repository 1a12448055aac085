/**
 * The feed as it would be without orders: which vehicle runs which trip, where it is, what is predicted. Of what is
 * ordered it has to know only which runs are on a detour, where a vehicle beside its line is not lost.
 */
import { claimTrips } from './claim-trips.js';
import type { FeedState, PublishedTrip, PublishedVehicle, TrackedVehicle } from './feed-state.js';
import { guardCollapse } from './guard-collapse.js';
import { pairEntities } from './pair-entities.js';
import type { PublicationContext } from './publication-context.js';
import { publishTrips } from './publish-trips.js';
import { publishVehicles } from './publish-vehicles.js';
import type { Withheld } from './withheld.js';

export interface PlainFeed {
  readonly vehicles: ReadonlyMap<string, PublishedVehicle>;
  readonly trips: ReadonlyMap<string, PublishedTrip>;
  readonly collapses: FeedState['collapses'];
  readonly moved: readonly TrackedVehicle[];
  /** What each step left out, in the order of the steps. */
  readonly parts: readonly { readonly withheld: readonly Withheld[] }[];
}

/** @param detoured ids of the runs on a detour @param clock epoch seconds */
export function makePlainFeed(
  context: PublicationContext,
  state: FeedState,
  detoured: ReadonlySet<string>,
  clock: number,
): PlainFeed {
  const claims = claimTrips(context, state, clock, (id) => detoured.has(id));
  const made = publishVehicles(context, state, claims, clock);
  const timed = publishTrips(context, state, claims, clock);
  const { vehicles, trips, collapses } = guard(context, state, made.vehicles, timed.trips, clock);
  const paired = pairEntities(context, vehicles, trips);
  const parts = [claims, made, timed, paired];
  return { vehicles, trips: paired.trips, collapses, moved: made.moved, parts };
}

function guard(
  context: PublicationContext,
  state: FeedState,
  vehicles: ReadonlyMap<string, PublishedVehicle>,
  trips: ReadonlyMap<string, PublishedTrip>,
  clock: number,
): Pick<FeedState, 'collapses'> & {
  vehicles: ReadonlyMap<string, PublishedVehicle>;
  trips: ReadonlyMap<string, PublishedTrip>;
} {
  const { options } = context;
  const { collapses } = state;
  const ofVehicle = (held: PublishedVehicle, id: string): boolean => {
    const trip = held.instanceId === undefined ? undefined : trips.get(held.instanceId);
    return trip === undefined || trip.vehicleId === id;
  };
  const kept = guardCollapse(
    options,
    state.publishedVehicles,
    vehicles,
    collapses.vehicles,
    clock,
    ofVehicle,
  );
  const timed = guardCollapse(options, state.publishedTrips, trips, collapses.trips, clock, () => true);
  return {
    vehicles: kept.entities,
    trips: timed.entities,
    collapses: {
      ...(kept.collapse ? { vehicles: kept.collapse } : {}),
      ...(timed.collapse ? { trips: timed.collapse } : {}),
    },
  };
}
