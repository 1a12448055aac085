import { findGtfsTime, formatGtfsTime } from '../../time/index.js';
import type { TripIndex } from '../../gtfs/index.js';
import { TripScheduleRelationship } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { Rule } from './rule.js';

/** Rules on trips of frequencies.txt: by headway (exact_times = 0), or with exact times (exact_times = 1). */
const { UNSCHEDULED } = TripScheduleRelationship;
const relationshipNames = new Map(
  Object.entries(TripScheduleRelationship).map(([name, value]) => [value, name]),
);

export const frequencyRules: readonly Rule[] = [
  {
    id: 'E006',
    severity: 'error',
    title: 'Trip that runs by headway without start_date or start_time',
    meaning: 'Only trip_id, start_date and start_time together name one run of it.',
    needs: ['schedule'],
    trip: ({ trip, of, tripIndex, feed }) => {
      if (of === 'alert' || !feed.runsByHeadway(tripIndex)) return undefined;
      const missing: string[] = [];
      if (trip.startDate === undefined) missing.push('start_date is missing, and the trip runs by headway');
      if (trip.startTime === undefined) missing.push('start_time is missing, and the trip runs by headway');
      return missing;
    },
  },
  {
    id: 'E013',
    severity: 'error',
    title: 'Trip that runs by headway and is not UNSCHEDULED',
    meaning: 'Its schedule_relationship is UNSCHEDULED or absent.',
    needs: ['schedule'],
    trip: ({ trip: { scheduleRelationship }, of, tripIndex, feed }) =>
      of !== 'alert' &&
      scheduleRelationship !== undefined &&
      scheduleRelationship !== UNSCHEDULED &&
      feed.runsByHeadway(tripIndex)
        ? `the trip runs by headway, but is ${relationshipNames.get(scheduleRelationship) ?? scheduleRelationship}`
        : undefined,
  },
  {
    id: 'W005',
    severity: 'warning',
    title: 'Trip that runs by headway without a vehicle',
    meaning: 'Where many vehicles run one trip_id, the vehicle.id tells them apart.',
    needs: ['schedule'],
    trip: ({ entity, of, tripIndex, feed }) => {
      if (of === 'alert' || !feed.runsByHeadway(tripIndex)) return undefined;
      const vehicle = of === 'vehicle' ? entity.vehicle?.vehicle : entity.tripUpdate?.vehicle;
      return vehicle?.id === undefined ? 'the trip runs by headway and has no vehicle.id' : undefined;
    },
  },
  {
    id: 'E019',
    severity: 'error',
    title: 'start_time between the departures of frequencies.txt',
    meaning: 'With exact_times = 1 a trip starts a whole number of headways after the start of a period.',
    needs: ['schedule'],
    trip: ({ trip: { startTime }, of, tripIndex, feed }) =>
      of !== 'alert' && tripIndex !== undefined ? offHeadway(feed, tripIndex, startTime) : undefined,
  },
  {
    id: 'P011',
    severity: 'warning',
    title: 'Alert on a start_time between the departures of frequencies.txt',
    meaning: 'The same as E019, of the trips that an alert names with a start_time.',
    needs: ['schedule'],
    trip: ({ trip: { startTime }, of, tripIndex, feed }) =>
      of === 'alert' && tripIndex !== undefined && startTime !== undefined
        ? offHeadway(feed, tripIndex, startTime)
        : undefined,
  },
  {
    id: 'P013',
    severity: 'warning',
    title: 'Delay at a stop of a trip that runs by headway',
    meaning: 'There is no timetable to be late against; give the time.',
    needs: ['schedule'],
    stopTimeUpdate: ({ update: { arrival, departure }, trip }) => {
      if (arrival?.delay === undefined && departure?.delay === undefined) return undefined;
      if (!trip.feed.runsByHeadway(trip.tripIndex)) return undefined;
      return Object.entries({ arrival, departure })
        .filter(([, event]) => event?.delay !== undefined)
        .map(([name]) => `its ${name} has a delay, but the trip runs by headway`);
    },
  },
];

function offHeadway(feed: FeedContext, trip: TripIndex, startTime: string | undefined): string | undefined {
  const periods = feed.facts!.exactTimesTrips.get(trip);
  if (!periods) return undefined;
  const start = startTime === undefined ? undefined : findGtfsTime(startTime);
  const fits = periods.some(
    ({ startSeconds, endSeconds, headwaySeconds }) =>
      start !== undefined &&
      start >= startSeconds &&
      start < endSeconds &&
      (start - startSeconds) % headwaySeconds === 0,
  );
  if (fits) return undefined;
  const texts = periods.map(
    ({ startSeconds, endSeconds, headwaySeconds }) =>
      `every ${headwaySeconds} s from ${formatGtfsTime(startSeconds)} to ${formatGtfsTime(endSeconds)}`,
  );
  return `start_time is ${startTime ?? 'missing'}, but the trip starts ${texts.join(' and ')}`;
}
