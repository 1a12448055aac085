import type { FeedContext } from './feed-context.js';
import type { PlacedFault, Rule } from './rule.js';

/** Rules on how a stop is named, and on the stops that the schedule has under those names. */
export const stopReferenceRules: readonly Rule[] = [
  {
    id: 'E040',
    severity: 'error',
    title: 'Stop time update of no stop',
    meaning: 'stop_sequence or stop_id says which stop it is; best both.',
    stopTimeUpdate: ({ update }) =>
      update.stopSequence === undefined && update.stopId === undefined
        ? 'a stop time update has neither stop_sequence nor stop_id'
        : undefined,
  },
  {
    id: 'E011',
    severity: 'error',
    title: 'stop_id not in the schedule',
    meaning:
      'Each stop_id of trip updates, vehicles and alerts is in stops.txt. Stops that the feed itself defines (Stop entities) are known too; the reference validator does not know those.',
    needs: ['schedule'],
    stopTimeUpdate: ({ update: { stopId }, trip: { feed } }) =>
      stopId === undefined ? undefined : unknownStop(feed, stopId),
    vehicle: ({ vehicle: { stopId }, feed }) =>
      stopId === undefined ? undefined : unknownStop(feed, stopId),
    selector: ({ selector: { stopId }, feed }) =>
      stopId === undefined ? undefined : unknownStop(feed, stopId),
  },
  {
    id: 'E015',
    severity: 'error',
    title: 'Stop that is not a stop or platform',
    meaning: 'Vehicles call at stops with location_type 0, not at stations, entrances or boarding areas.',
    needs: ['schedule'],
    stopTimeUpdate: ({ update: { stopId }, trip: { feed } }) =>
      stopId === undefined ? undefined : notRoutable(feed, stopId),
    vehicle: ({ vehicle: { stopId }, feed }) =>
      stopId === undefined ? undefined : notRoutable(feed, stopId),
  },
  {
    id: 'E010',
    severity: 'error',
    title: 'stop_times.txt names what is not a stop or platform',
    meaning: 'A fault of the schedule itself: trips call at stops with location_type 0.',
    needs: ['schedule'],
    ofSchedule: true,
    feed: findUnroutableStopTimes,
  },
  {
    id: 'S018',
    severity: 'error',
    title: 'Stop without stop_id on a trip without trip_id',
    meaning: 'A stop_sequence counts the stops of a trip: where no trip is named, it names no stop.',
    stopTimeUpdate: ({ update, trip: { trip } }) =>
      trip.tripId === undefined && trip.routeId !== undefined && update.stopId === undefined
        ? 'there is no stop_id, and the trip has no trip_id'
        : undefined,
  },
  {
    id: 'S011',
    severity: 'error',
    title: 'stop_id and assigned_stop_id disagree',
    meaning: 'Where a platform is assigned, stop_id is left out or says the same.',
    stopTimeUpdate: ({ update: { stopId, stopTimeProperties } }) => {
      const assigned = stopTimeProperties?.assignedStopId;
      return assigned !== undefined && stopId !== undefined && assigned !== stopId
        ? `stop_id is ${stopId}, but assigned_stop_id is ${assigned}`
        : undefined;
    },
  },
  {
    id: 'S012',
    severity: 'error',
    title: 'assigned_stop_id not in the schedule',
    meaning: 'The assigned platform is in stops.txt.',
    needs: ['schedule'],
    stopTimeUpdate: ({ update: { stopTimeProperties }, trip: { feed } }) => {
      const assigned = stopTimeProperties?.assignedStopId;
      return assigned !== undefined && feed.findStop(assigned) === undefined
        ? `assigned_stop_id ${assigned} is not in stops.txt`
        : undefined;
    },
  },
];

function unknownStop(feed: FeedContext, stopId: string): string | undefined {
  if (feed.findStop(stopId) !== undefined || feed.realtimeStops.has(stopId)) return undefined;
  return `stop_id ${stopId} is not in stops.txt`;
}

function notRoutable(feed: FeedContext, stopId: string): string | undefined {
  const stop = feed.findStop(stopId);
  const type = stop === undefined ? 0 : feed.schedule!.stops.locationType[stop]!;
  return type === 0
    ? undefined
    : `stop ${stopId} has location_type ${type}; vehicles call at location_type 0`;
}

function findUnroutableStopTimes({ schedule }: FeedContext): readonly PlacedFault[] {
  const { stops, patterns } = schedule!;
  if (stops.locationType.every((type) => type === 0)) return [];
  const served = new Set(patterns.flatMap((pattern) => [...pattern.stops]));
  return [...served]
    .filter((stop) => stops.locationType[stop] !== 0)
    .map((stop) => ({
      place: { stopId: stops.ids[stop]! },
      fault: `stop_times.txt has trips call here, but location_type is ${stops.locationType[stop]}`,
    }));
}
