import type { FeedEntity, FeedMessage, TripDescriptor } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { PlacedFault, Rule } from './rule.js';

/** Rules on names that must stay the same from message to message, because consumers remember by them. */
export const stableIdRules: readonly Rule[] = [
  {
    id: 'P002',
    severity: 'warning',
    title: 'Entity id of a trip changed',
    meaning:
      'A trip keeps its entity id for as long as it is in the feed; where its vehicle changes too, that is P003.',
    needs: ['previous'],
    feed: (feed) =>
      compareTrips(feed, ({ id }) => id)
        .filter(({ isOtherVehicle }) => !isOtherVehicle)
        .map(({ entity, tripId, before, now }) => ({
          place: { entityId: entity.id, tripId },
          fault: `the trip was in entity ${before} in the message before, and is in ${now} now`,
        })),
  },
  {
    id: 'P003',
    severity: 'warning',
    title: 'vehicle.id of a trip changed',
    meaning: 'A vehicle keeps its id for as long as it runs a trip.',
    needs: ['previous'],
    feed: (feed) =>
      compareTrips(feed, (entity, kind) => entity[kind]?.vehicle?.id).map(
        ({ entity, tripId, before, now }) => ({
          place: { entityId: entity.id, tripId },
          fault: `the trip was run by vehicle "${before}" in the message before, and by "${now}" now`,
        }),
      ),
  },
  {
    id: 'S021',
    severity: 'warning',
    title: 'start_time of a trip that runs by headway changed',
    meaning:
      'Once told, the start_time names the run and stays. Where a trip runs more than once, its runs cannot be told apart and are not compared.',
    needs: ['schedule', 'previous'],
    feed: (feed) => findMovedStarts(feed),
  },
];

type Kind = 'tripUpdate' | 'vehicle';

interface Change {
  readonly entity: FeedEntity;
  readonly tripId: string;
  readonly before: string;
  readonly now: string;
  /** Whether another vehicle runs the trip than before, both being known. */
  readonly isOtherVehicle: boolean;
}

/** What is said of each trip that both messages have, where it differs. Trips with two values in a message are left out. */
function compareTrips(
  { message, previous }: FeedContext,
  valueOf: (entity: FeedEntity, kind: Kind) => string | undefined,
): readonly Change[] {
  const changes: Change[] = [];
  for (const kind of ['tripUpdate', 'vehicle'] as const) {
    const before = collect(previous!, kind, valueOf);
    const now = collect(message, kind, valueOf);
    for (const [key, { value, entity, tripId }] of now) {
      const old = before.get(key);
      if (old?.value === undefined || value === undefined || old.value === value) continue;
      const isOtherVehicle = areDifferent(old.entity[kind]?.vehicle?.id, entity[kind]?.vehicle?.id);
      changes.push({ entity, tripId, before: old.value, now: value, isOtherVehicle });
    }
  }
  return changes;
}

function areDifferent(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

interface Said {
  /** Undefined where two values were said, so that none can be compared. */
  readonly value: string | undefined;
  readonly entity: FeedEntity;
  readonly tripId: string;
}

function collect(
  message: FeedMessage,
  kind: Kind,
  valueOf: (entity: FeedEntity, kind: Kind) => string | undefined,
): Map<string, Said> {
  const said = new Map<string, Said>();
  for (const entity of message.entity) {
    const trip = entity[kind]?.trip;
    const value = trip?.tripId === undefined ? undefined : valueOf(entity, kind);
    if (trip?.tripId === undefined || value === undefined) continue;
    const key = instanceKey(trip);
    const known = said.get(key);
    if (!known) said.set(key, { value, entity, tripId: trip.tripId });
    else if (known.value !== value) said.set(key, { ...known, value: undefined });
  }
  return said;
}

function instanceKey({ tripId, startDate, startTime }: TripDescriptor): string {
  return `${tripId} ${startDate ?? ''} ${startTime ?? ''}`;
}

function findMovedStarts(feed: FeedContext): readonly PlacedFault[] {
  const startsOf = (message: FeedMessage): Map<string, Said> => {
    const said = new Map<string, Said>();
    for (const entity of message.entity) {
      for (const trip of [entity.tripUpdate?.trip, entity.vehicle?.trip]) {
        if (trip?.tripId === undefined || trip.startTime === undefined) continue;
        if (!feed.runsByHeadway(feed.findTrip(trip))) continue;
        const key = `${trip.tripId} ${trip.startDate ?? ''}`;
        const known = said.get(key);
        if (!known) said.set(key, { value: trip.startTime, entity, tripId: trip.tripId });
        else if (known.value !== trip.startTime) said.set(key, { ...known, value: undefined });
      }
    }
    return said;
  };
  const before = startsOf(feed.previous!);
  const faults: PlacedFault[] = [];
  for (const [key, { value, entity, tripId }] of startsOf(feed.message)) {
    const old = before.get(key)?.value;
    if (old === undefined || value === undefined || old === value) continue;
    faults.push({
      place: { entityId: entity.id, tripId },
      fault: `start_time was ${old} in the message before, and is ${value} now`,
    });
  }
  return faults;
}
