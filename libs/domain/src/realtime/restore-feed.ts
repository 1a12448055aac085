/**
 * The memory of a feed read back from what was published: a writer that takes over finds there all that it must
 * not contradict (which vehicle runs which trip, what times are past, the last timestamp), exactly as consumers
 * know it, and in no other place is it as exact.
 */
import { instanceId } from './describe-trip.js';
import {
  type FeedEntity,
  type FeedMessage,
  StopScheduleRelationship,
  type StopTimeUpdate,
  TripScheduleRelationship,
} from './feed-message.js';
import type { FeedName, FeedState, PublishedFeed, PublishedTrip, PublishedVehicle } from './feed-state.js';
import { findInstance } from './find-instance.js';
import type { PublicationContext } from './publication-context.js';

/** A snapshot older than this is not taken for the present, by whom it is served to nor by who comes after its writer. */
export const SNAPSHOT_MAX_AGE_SECONDS = 90;

/**
 * `messages` are the last snapshots, as many as there are. Of old ones stays what orders made: what was predicted then was
 * seen by nobody since.
 */
export function restoreFeed(
  context: PublicationContext,
  state: FeedState,
  messages: Readonly<Partial<Record<FeedName, FeedMessage>>>,
  nowSeconds: number,
): FeedState {
  const feeds: Partial<Record<FeedName, PublishedFeed>> = {};
  let { floorSeconds } = state;
  for (const [name, { header, entity }] of Object.entries(messages) as [FeedName, FeedMessage][]) {
    const timestamp = header.timestamp ?? 0;
    feeds[name] = { timestamp, feedVersion: header.feedVersion ?? '', entities: entity };
    floorSeconds = Math.max(floorSeconds, timestamp);
  }
  const vehicles = messages['vehicle-positions'] ?? messages.all;
  const trips = messages['trip-updates'] ?? messages.all;
  const recent = (message: FeedMessage | undefined): readonly FeedEntity[] =>
    message && nowSeconds - (message.header.timestamp ?? 0) <= SNAPSHOT_MAX_AGE_SECONDS ? message.entity : [];
  return {
    ...state,
    feeds,
    floorSeconds,
    publishedVehicles: new Map(recent(vehicles).flatMap((entity) => restoreVehicle(context, entity))),
    publishedTrips: new Map(recent(trips).flatMap((entity) => restoreTrip(context, entity))),
    // Of what orders made, what the next publication looks back at: which stops were told to be left out or without
    // predictions, and which trips.
    orderMade: new Map((trips?.entity ?? []).filter(isOrderMade).map((entity) => [entity.id, entity])),
    toldOrders: [],
  };
}

/** Nothing but orders leaves out stops and trips, or has stops without predictions. */
function isOrderMade({ tripUpdate }: FeedEntity): boolean {
  if (tripUpdate?.trip.scheduleRelationship === TripScheduleRelationship.CANCELED) return true;
  const { SKIPPED, NO_DATA } = StopScheduleRelationship;
  const isMade = (stop: StopTimeUpdate): boolean =>
    stop.scheduleRelationship === SKIPPED || stop.scheduleRelationship === NO_DATA;
  return tripUpdate?.stopTimeUpdate?.some(isMade) === true;
}

function restoreVehicle(context: PublicationContext, entity: FeedEntity): [string, PublishedVehicle][] {
  const { vehicle } = entity;
  const vehicleId = vehicle?.vehicle?.id;
  if (vehicleId === undefined) return [];
  const instance = vehicle?.trip && findInstance(context, vehicle.trip);
  return [[vehicleId, { entity, ...(instance ? { instanceId: instanceId(context, instance) } : {}) }]];
}

/** To be made anew at once (it is due), but for its times, which are remembered. */
function restoreTrip(context: PublicationContext, entity: FeedEntity): [string, PublishedTrip][] {
  const { tripUpdate } = entity;
  const instance = tripUpdate && findInstance(context, tripUpdate.trip);
  const vehicleId = tripUpdate?.vehicle?.id;
  // What orders made is made again by them: it is no memory of what was predicted.
  const { DUPLICATED } = TripScheduleRelationship;
  const isCopy = tripUpdate?.trip.scheduleRelationship === DUPLICATED;
  const stopTimeUpdate = tripUpdate?.stopTimeUpdate?.filter(
    ({ arrival, departure }) => arrival?.time !== undefined && departure?.time !== undefined,
  );
  if (!instance || vehicleId === undefined || isCopy || !stopTimeUpdate?.length) return [];
  const startSeconds = context.days.startSeconds(instance.serviceDate) + instance.startSeconds;
  const isWhole = stopTimeUpdate.length === tripUpdate.stopTimeUpdate?.length;
  const remembered = isWhole ? entity : { ...entity, tripUpdate: { ...tripUpdate, stopTimeUpdate } };
  return [
    [
      instanceId(context, instance),
      { entity: remembered, vehicleId, startSeconds, dueSeconds: 0, afterSeconds: 0 },
    ],
  ];
}
