/**
 * The feed's state, one event further. Events are what tracking said (in batches: the state is copied once a
 * batch, not once a vehicle), what dispatchers said, what anybody was served before, and the wish to publish.
 */
import type { TripInstance } from '../gtfs/index.js';
import type { TripPrediction } from '../prediction/index.js';
import type { StopVisit, VehicleUpdate } from '../tracking/index.js';
import { instanceId } from './describe-trip.js';
import type { EndedTrip, FeedState, TrackedVehicle } from './feed-state.js';
import { forgetSilent } from './forget-silent.js';
import type { PublicationContext } from './publication-context.js';
import { type Publication, publishFeeds } from './publish-feeds.js';
import type { ServiceAlert } from './service-alert.js';
import type { ServiceOrder } from './service-order.js';

/** One vehicle's news; predictions undefined = those sent before still hold. */
export interface TrackedUpdate {
  readonly update: VehicleUpdate;
  readonly predictions?: readonly TripPrediction[];
}

export type FeedEvent =
  | { readonly kind: 'updates'; readonly items: readonly TrackedUpdate[] }
  | { readonly kind: 'alerts'; readonly alerts: readonly ServiceAlert[] }
  /** All orders in force; those not among them are over. */
  | { readonly kind: 'orders'; readonly orders: readonly ServiceOrder[] }
  | { readonly kind: 'occupancies'; readonly occupancies: FeedState['occupancies'] }
  /** A header timestamp that somebody was served. */
  | { readonly kind: 'served'; readonly timestamp: number }
  | { readonly kind: 'publish' };

export interface FeedStep {
  readonly state: FeedState;
  /** Of an event `publish` only. */
  readonly publication?: Publication;
}

/** `nowSeconds` is the wall clock, epoch seconds. */
export function stepFeed(
  context: PublicationContext,
  state: FeedState,
  event: FeedEvent,
  nowSeconds: number,
): FeedStep {
  switch (event.kind) {
    case 'updates':
      return { state: takeUpdates(context, state, event.items) };
    case 'alerts':
      return { state: { ...state, alerts: event.alerts } };
    case 'orders':
      return { state: { ...state, orders: event.orders } };
    case 'occupancies':
      return { state: { ...state, occupancies: event.occupancies } };
    case 'served':
      return { state: { ...state, floorSeconds: Math.max(state.floorSeconds, Math.floor(event.timestamp)) } };
    case 'publish':
      return publishFeeds(context, forgetSilent(state, nowSeconds), nowSeconds);
  }
}

function takeUpdates(
  context: PublicationContext,
  state: FeedState,
  items: readonly TrackedUpdate[],
): FeedState {
  const vehicles = new Map(state.vehicles);
  const ended = new Map(state.ended);
  for (const item of items) {
    const { vehicleId, atSeconds } = item.update.position;
    const before = vehicles.get(vehicleId);
    // Streams are read again after a crash: what is older than what is known changes nothing.
    if (before && atSeconds < before.update.position.atSeconds) continue;
    for (const end of endedTrips(item.update)) {
      const id = instanceId(context, end.instance);
      if (state.publishedTrips.get(id)?.vehicleId === vehicleId) ended.set(id, end);
    }
    vehicles.set(vehicleId, trackVehicle(before, item));
  }
  return { ...state, vehicles, ended };
}

function trackVehicle(
  before: TrackedVehicle | undefined,
  { update, predictions }: TrackedUpdate,
): TrackedVehicle {
  const instance = update.assignment?.instance;
  if (!instance) return { update, predictions: [], visits: [] };
  const visits = update.visits.filter((visit) => isSame(visit.instance, instance));
  const past = before?.update.assignment;
  const carried: readonly StopVisit[] = past && isSame(past.instance, instance) ? before.visits : [];
  return {
    update,
    predictions: predictions ?? before?.predictions ?? [],
    visits: visits.length > 0 ? [...carried, ...visits] : carried,
  };
}

function endedTrips({ ended, visits }: VehicleUpdate): EndedTrip[] {
  return ended.map((end) => ({
    ...end,
    visits: visits.filter(({ instance }) => isSame(instance, end.instance)),
  }));
}

function isSame(a: TripInstance, b: TripInstance): boolean {
  return a.trip === b.trip && a.serviceDate === b.serviceDate && a.startSeconds === b.startSeconds;
}
