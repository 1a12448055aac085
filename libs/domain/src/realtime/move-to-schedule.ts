/**
 * What a feed's state becomes when another version of the schedule comes into force: the same vehicles, their
 * trips looked up by id in the new one. A trip that it has no more, or has with other stops, is taken from its
 * vehicle until tracking has looked again; what was published stays remembered by trip id.
 */
import { type Schedule, type TripInstance, patternOf } from '../gtfs/index.js';
import type { EndedTrip, FeedState, PublishedTrip, TrackedVehicle } from './feed-state.js';

export function moveToSchedule(state: FeedState, from: Schedule, to: Schedule): FeedState {
  const move = <T extends { readonly instance: TripInstance }>(value: T): T | undefined => {
    const trip = findSameTrip(from, to, value.instance.trip);
    return trip === undefined ? undefined : { ...value, instance: { ...value.instance, trip } };
  };
  const vehicles = new Map(
    [...state.vehicles].map(([id, vehicle]) => [id, moveVehicle(vehicle, move)] as const),
  );
  const ended = [...state.ended].flatMap(([id, end]): [string, EndedTrip][] => {
    const moved = move(end);
    return moved ? [[id, moved]] : [];
  });
  // Without its source a trip update is made anew; its times stay remembered.
  const publishedTrips = [...state.publishedTrips].flatMap(([id, before]): [string, PublishedTrip][] => {
    const { entity, vehicleId, startSeconds, afterSeconds, isOver = false } = before;
    if (!to.trips.indexOf.has(entity.tripUpdate?.trip.tripId ?? '')) return [];
    return [[id, { entity, vehicleId, startSeconds, dueSeconds: 0, afterSeconds, isOver }]];
  });
  return {
    ...state,
    vehicles,
    ended: new Map(ended),
    publishedTrips: new Map(publishedTrips),
  };
}

type Move = <T extends { readonly instance: TripInstance }>(value: T) => T | undefined;

function moveVehicle({ update, predictions }: TrackedVehicle, move: Move): TrackedVehicle {
  const { assignment, ...rest } = update;
  const moved = assignment && move(assignment);
  if (!moved) return { update: { ...rest, visits: [], ended: [] }, predictions: [], visits: [] };
  return {
    update: { ...rest, assignment: moved, visits: [], ended: [] },
    predictions: predictions.map(move).filter((prediction) => prediction !== undefined),
    visits: [],
  };
}

/** The trip with the same id and number of stops. */
function findSameTrip(from: Schedule, to: Schedule, trip: number): number | undefined {
  const found = to.trips.indexOf.get(from.trips.ids[trip]!);
  if (found === undefined) return undefined;
  return patternOf(to, found).stops.length === patternOf(from, trip).stops.length ? found : undefined;
}
