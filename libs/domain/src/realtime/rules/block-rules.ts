import type { TripIndex } from '../../gtfs/index.js';
import { TripScheduleRelationship, type TripUpdate } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { PlacedFault, Rule } from './rule.js';

/** Rules on the trips that one vehicle runs one after the other. The reference validator names them but never runs them. */
export const blockRules: readonly Rule[] = [
  {
    id: 'E007',
    severity: 'error',
    title: 'Trips of one vehicle in different blocks',
    meaning:
      'The trip updates of one vehicle are of one block. Trips without block_id, and those that do not run, are left out.',
    needs: ['schedule'],
    feed: findMixedBlocks,
  },
  {
    id: 'E008',
    severity: 'error',
    title: 'No trip_id where the block visits a stop twice',
    meaning: 'Without a trip_id it is not certain in which trip of the block the stop is meant.',
    needs: ['schedule'],
    tripUpdate: ({ trip, feed }) => {
      if (trip.tripId !== undefined || trip.routeId === undefined) return undefined;
      const route = feed.schedule!.routeIndexOf.get(trip.routeId);
      return route !== undefined && feed.facts!.routesWithRecurringBlocks().has(route)
        ? 'there is no trip_id, and blocks of this route visit a stop more than once'
        : undefined;
    },
  },
  {
    id: 'E014',
    severity: 'error',
    title: 'Trips of a block out of order',
    meaning:
      'The trip updates of one vehicle on one day come in the order in which the block runs its trips.',
    needs: ['schedule'],
    feed: findDisorder,
  },
];

interface BlockTrip {
  readonly entityId: string;
  readonly update: TripUpdate;
  readonly trip: TripIndex;
  readonly block: number;
}

/** Trip updates that are of a block: of a trip in the schedule that runs, with a block_id. */
function* blockTrips(feed: FeedContext): Generator<BlockTrip> {
  for (const { id, tripUpdate } of feed.message.entity) {
    const trip = feed.findTrip(tripUpdate?.trip);
    if (!tripUpdate || trip === undefined) continue;
    const { scheduleRelationship } = tripUpdate.trip;
    if (
      scheduleRelationship === TripScheduleRelationship.CANCELED ||
      scheduleRelationship === TripScheduleRelationship.DELETED ||
      scheduleRelationship === TripScheduleRelationship.DUPLICATED
    ) {
      continue;
    }
    const block = feed.schedule!.trips.block[trip]!;
    if (block >= 0) yield { entityId: id, update: tripUpdate, trip, block };
  }
}

function findMixedBlocks(feed: FeedContext): readonly PlacedFault[] {
  const blockOf = new Map<string, number>();
  const faults: PlacedFault[] = [];
  for (const { entityId, update, block } of blockTrips(feed)) {
    const vehicleId = update.vehicle?.id;
    if (!vehicleId) continue;
    const first = blockOf.get(vehicleId);
    if (first === undefined) blockOf.set(vehicleId, block);
    else if (first !== block) {
      const ids = feed.schedule!.blockIds;
      faults.push({
        place: { entityId, vehicleId, ...named(update) },
        fault: `the trip is of block ${ids[block]}, but another of the vehicle's trips is of block ${ids[first]}`,
      });
    }
  }
  return faults;
}

function findDisorder(feed: FeedContext): readonly PlacedFault[] {
  const { trips, stopTimes } = feed.schedule!;
  const lastOf = new Map<string, { readonly departure: number; readonly tripId: string | undefined }>();
  const faults: PlacedFault[] = [];
  for (const { entityId, update, trip, block } of blockTrips(feed)) {
    if (!feed.hasTimetable(trip)) continue;
    const key = `${block} ${update.trip.startDate ?? ''} ${update.vehicle?.id ?? ''}`;
    const departure = stopTimes.departureSeconds[trips.firstStopTime[trip]!]!;
    const last = lastOf.get(key);
    if (last !== undefined && departure < last.departure) {
      faults.push({
        place: { entityId, ...named(update) },
        fault: `the trip comes after trip ${last.tripId} in the feed, but before it in block ${feed.schedule!.blockIds[block]}`,
      });
    }
    lastOf.set(key, { departure, tripId: update.trip.tripId });
  }
  return faults;
}

function named({ trip: { tripId } }: TripUpdate): { tripId?: string } {
  return tripId === undefined ? {} : { tripId };
}
