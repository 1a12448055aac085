import type { Alert, FeedEntity } from '../feed-message.js';

/** Why a vehicle may be away from its trip's shape. */
export interface Detours {
  readonly trips: ReadonlySet<string>;
  readonly routes: ReadonlySet<string>;
  /** shape_id of the Shape entity that a trip follows instead, by trip_id. */
  readonly shapeOf: ReadonlyMap<string, string>;
}

/** What of the feeds of an instant tells of detours. */
interface DetourSource {
  readonly alerts: readonly Alert[];
  entities(): Iterable<FeedEntity>;
}

const DETOUR = 4; // Alert.Effect

/** The detours that the feeds of an instant speak of. */
export function findDetours(feed: DetourSource): Detours {
  const trips = new Set<string>();
  const routes = new Set<string>();
  const shapeOf = new Map<string, string>();
  for (const { effect, informedEntity } of feed.alerts) {
    if (effect !== DETOUR) continue;
    for (const { trip, routeId } of informedEntity ?? []) {
      if (trip?.tripId) trips.add(trip.tripId);
      for (const route of [routeId, trip?.routeId]) if (route) routes.add(route);
    }
  }
  for (const { tripUpdate, tripModifications } of feed.entities()) {
    const { tripId, shapeId } = { ...tripUpdate?.trip, shapeId: tripUpdate?.tripProperties?.shapeId };
    if (tripId !== undefined && shapeId !== undefined) shapeOf.set(tripId, shapeId);
    for (const selected of tripModifications?.selectedTrips ?? []) {
      if (selected.shapeId === undefined) continue;
      for (const id of selected.tripIds ?? []) shapeOf.set(id, selected.shapeId);
    }
  }
  return { trips, routes, shapeOf };
}
