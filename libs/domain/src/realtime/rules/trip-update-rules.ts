import { StopScheduleRelationship, TripScheduleRelationship } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { PlacedFault, Rule, StopContext, TripUpdateContext } from './rule.js';

/** Rules on a trip update as a whole. */
const { SKIPPED } = StopScheduleRelationship;
const { CANCELED, DELETED, DUPLICATED, NEW } = TripScheduleRelationship;

export const tripUpdateRules: readonly Rule[] = [
  {
    id: 'E041',
    severity: 'error',
    title: 'Trip update without stops',
    meaning:
      'A trip that runs has at least one stop time update. CANCELED trips need none, nor, in the current specification, do DELETED and DUPLICATED ones.',
    tripUpdate: ({ stops, relationship }) =>
      stops.length === 0 &&
      relationship !== CANCELED &&
      relationship !== DELETED &&
      relationship !== DUPLICATED
        ? 'the trip update has no stop time updates and the trip is not CANCELED'
        : undefined,
  },
  {
    id: 'S003',
    severity: 'error',
    title: 'Two trip updates of one trip',
    meaning:
      'A trip on a day has one trip update. A start_time makes another trip only where the trip runs by headway or is not in the schedule.',
    feed: findRepeatedTrips,
  },
  {
    id: 'S017',
    severity: 'warning',
    title: 'Delay of a NEW trip',
    meaning: 'A NEW trip has no timetable to be late against.',
    tripUpdate: ({ update, relationship }) =>
      relationship === NEW && update.delay !== undefined
        ? `its delay is ${update.delay}, but the trip is NEW`
        : undefined,
  },
  {
    id: 'P007',
    severity: 'warning',
    title: 'All stops SKIPPED and the trip not CANCELED',
    meaning: 'A trip that calls nowhere is CANCELED; NEW and DUPLICATED trips are withdrawn by skipping.',
    tripUpdate: ({ stops, relationship }) =>
      stops.length > 0 &&
      relationship !== CANCELED &&
      relationship !== NEW &&
      relationship !== DUPLICATED &&
      stops.every((stop) => stop.scheduleRelationship === SKIPPED)
        ? `all its ${stops.length} stops are SKIPPED; the trip should be CANCELED`
        : undefined,
  },
  {
    id: 'P008',
    severity: 'warning',
    title: 'No prediction ahead',
    meaning:
      'A trip update that is still published predicts at least one time that has not come yet; a finished trip leaves the feed. A delay counts from the scheduled time. A trip that ended before its scheduled end stays until then, as the specification asks of passed stops.',
    tripUpdate: (trip) => {
      const { stops, relationship, feed } = trip;
      if (stops.length === 0 || relationship === CANCELED || relationship === DELETED) return undefined;
      if (stops.every((stop) => stop.scheduleRelationship === SKIPPED)) return undefined;
      // Most trips end ahead of now, so the search begins at the last stop.
      for (let i = stops.length - 1; i >= 0; i--) {
        if (latestTime(trip, i) > feed.nowSeconds) return undefined;
      }
      if (scheduledDeparture(trip, stops.length - 1, -Infinity) > feed.nowSeconds) return undefined;
      return 'none of its predicted times is ahead';
    },
  },
];

/** The later time of a stop, epoch seconds; Infinity where a delay cannot be counted, -Infinity where there is none. */
function latestTime(trip: TripUpdateContext, index: number): number {
  const { arrival, departure } = trip.stops[index]!;
  const given = Math.max(arrival?.time ?? -Infinity, departure?.time ?? -Infinity);
  const delay = departure?.delay ?? arrival?.delay;
  if (given > -Infinity || delay === undefined) return given;
  return scheduledDeparture(trip, index, Infinity) + delay;
}

/**
 * Epoch seconds; `otherwise` where the schedule does not say: trips by frequencies.txt and copies run at other
 * times than stop_times.txt.
 */
function scheduledDeparture(
  { feed, trip, tripIndex, relationship, rows }: TripUpdateContext,
  index: StopContext['index'],
  otherwise: number,
): number {
  const start = feed.serviceDayStart(trip.startDate ?? '');
  const row = rows[index]!;
  if (start === undefined || row < 0 || relationship === DUPLICATED || !feed.hasTimetable(tripIndex)) {
    return otherwise;
  }
  return start + feed.schedule!.stopTimes.departureSeconds[row]!;
}

function findRepeatedTrips(feed: FeedContext): readonly PlacedFault[] {
  const seen = new Set<string>();
  const faults: PlacedFault[] = [];
  for (const { id, tripUpdate } of feed.message.entity) {
    const trip = tripUpdate?.trip;
    if (trip?.tripId === undefined) continue;
    const hasTimetable = feed.hasTimetable(feed.findTrip(trip));
    // A duplicate is told from its original, and from other duplicates, by the trip_id it is given.
    const isCopy = trip.scheduleRelationship === DUPLICATED;
    const copy = isCopy ? (tripUpdate?.tripProperties?.tripId ?? '') : '';
    const key = `${trip.tripId} ${trip.startDate ?? ''} ${hasTimetable ? '' : (trip.startTime ?? '')} ${copy}`;
    if (seen.has(key)) {
      faults.push({
        place: { entityId: id, tripId: trip.tripId },
        fault: 'another trip update of the message is of the same trip and day',
      });
    }
    seen.add(key);
  }
  return faults;
}
