/**
 * The order of a feed's entities. It means nothing to the specification and something to consumers. The trips
 * of one vehicle come as its block runs them (rule E014). Vehicles come in the same order in both feeds, those
 * whose position carries a trip last: consumers that remember one vehicle a trip_id remember the last they
 * read, and are then left with the same pairs by either feed (rule E047).
 */
import type { FeedEntity } from './feed-message.js';
import type { PublishedTrip, PublishedVehicle } from './feed-state.js';

export function orderTrips(
  vehicles: ReadonlyMap<string, PublishedVehicle>,
  trips: ReadonlyMap<string, PublishedTrip>,
): FeedEntity[] {
  const over: PublishedTrip[] = [];
  const running = new Map<string, FeedEntity[]>();
  for (const trip of trips.values()) {
    const { entity, vehicleId, isOver } = trip;
    const ofVehicle = running.get(vehicleId);
    if (isOver || vehicleId === '') over.push(trip);
    else if (ofVehicle) ofVehicle.push(entity);
    else running.set(vehicleId, [entity]);
  }
  over.sort((a, b) => a.startSeconds - b.startSeconds);
  const isPaired = (vehicleId: string): boolean => vehicles.get(vehicleId)?.instanceId !== undefined;
  const unpaired = [...running].flatMap(([vehicleId, entities]) => (isPaired(vehicleId) ? [] : entities));
  const paired = [...vehicles.keys()].flatMap((vehicleId) =>
    isPaired(vehicleId) ? (running.get(vehicleId) ?? []) : [],
  );
  return [...over.map(({ entity }) => entity), ...unpaired, ...paired];
}

/** All in one list, positions first. */
export function orderEntities(
  vehicles: ReadonlyMap<string, PublishedVehicle>,
  trips: ReadonlyMap<string, PublishedTrip>,
  alerts: ReadonlyMap<string, { readonly entity: FeedEntity }>,
): FeedEntity[] {
  return [...entitiesOf(vehicles), ...orderTrips(vehicles, trips), ...entitiesOf(alerts)];
}

export function entitiesOf(published: ReadonlyMap<string, { readonly entity: FeedEntity }>): FeedEntity[] {
  return [...published.values()].map(({ entity }) => entity);
}
