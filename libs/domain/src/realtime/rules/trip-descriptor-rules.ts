import { findGtfsTime, formatGtfsTime } from '../../time/index.js';
import { TripScheduleRelationship } from '../feed-message.js';
import { followsSchedule } from './match-stop-times.js';
import type { DescriptorContext, Rule } from './rule.js';

/** Rules on a TripDescriptor: whether it names a trip, and the trip that the schedule has under that name. */
const { ADDED, NEW, DUPLICATED } = TripScheduleRelationship;
const START_TIME = /^\d{1,2}:[0-5]\d:[0-5]\d$/;
const DIRECT_NAMES = [
  ['tripId', 'trip_id'],
  ['routeId', 'route_id'],
  ['directionId', 'direction_id'],
  ['startTime', 'start_time'],
  ['startDate', 'start_date'],
] as const;

export const tripDescriptorRules: readonly Rule[] = [
  {
    id: 'W006',
    severity: 'warning',
    title: 'No trip_id',
    meaning: 'Only by the trip_id is a trip certain. A trip named by modified_trip has none, and must not.',
    trip: ({ trip }) =>
      trip.tripId === undefined && !trip.modifiedTrip ? 'the trip descriptor has no trip_id' : undefined,
  },
  {
    id: 'E003',
    severity: 'error',
    title: 'trip_id not in the schedule',
    meaning:
      'A trip that is not in trips.txt must be said to be NEW (or ADDED, which is deprecated); the id of a DUPLICATED vehicle is that of the copy, for which see S020.',
    needs: ['schedule'],
    trip: (context) => {
      const { trip, of, relationship, tripIndex } = context;
      if (of === 'alert' || trip.tripId === undefined || tripIndex !== undefined) return undefined;
      if (relationship === ADDED || relationship === NEW) return undefined;
      if (relationship === DUPLICATED && of === 'vehicle') return undefined;
      return 'the trip_id is not in trips.txt and the trip is not NEW';
    },
  },
  {
    id: 'E016',
    severity: 'error',
    title: 'New trip with a trip_id of the schedule',
    meaning: 'The trip_id of a NEW (or ADDED) trip must not be in trips.txt.',
    needs: ['schedule'],
    trip: ({ of, relationship, tripIndex }) =>
      of !== 'alert' && tripIndex !== undefined && (relationship === ADDED || relationship === NEW)
        ? `the trip is ${relationship === NEW ? 'NEW' : 'ADDED'}, but its trip_id is in trips.txt`
        : undefined,
  },
  {
    id: 'E004',
    severity: 'error',
    title: 'route_id not in the schedule',
    meaning: 'Each route_id, that of a NEW trip too, is in routes.txt.',
    needs: ['schedule'],
    trip: ({ trip: { routeId }, of, feed }) =>
      of !== 'alert' && routeId && !feed.schedule!.routeIndexOf.has(routeId)
        ? `route_id ${routeId} is not in routes.txt`
        : undefined,
  },
  {
    id: 'E035',
    severity: 'error',
    title: 'trip_id of another route',
    meaning: 'The route_id beside a trip_id is that of trips.txt.',
    needs: ['schedule'],
    trip: ({ trip: { routeId }, tripIndex, feed: { schedule } }) => {
      if (routeId === undefined || tripIndex === undefined || !schedule!.routeIndexOf.has(routeId)) {
        return undefined;
      }
      const scheduled = schedule!.routes[schedule!.trips.route[tripIndex]!]!.routeId;
      return scheduled === routeId ? undefined : `route_id is ${routeId}, but trips.txt has ${scheduled}`;
    },
  },
  {
    id: 'E024',
    severity: 'error',
    title: 'direction_id is not that of the schedule',
    meaning: 'The direction_id beside a trip_id is that of trips.txt.',
    needs: ['schedule'],
    trip: ({ trip: { directionId }, of, tripIndex, feed: { schedule } }) => {
      if (of === 'alert' || directionId === undefined || tripIndex === undefined) return undefined;
      const scheduled = schedule!.trips.directionId[tripIndex]!;
      if (scheduled === directionId) return undefined;
      return `direction_id is ${directionId}, but trips.txt has ${scheduled < 0 ? 'none' : scheduled}`;
    },
  },
  {
    id: 'E020',
    severity: 'error',
    title: 'Invalid start_time',
    meaning:
      'HH:MM:SS or H:MM:SS; it may pass 24:00:00. The reference validator stops at 29:59:59, we do not.',
    trip: ({ trip: { startTime }, of }) =>
      of !== 'alert' && startTime !== undefined && !START_TIME.test(startTime)
        ? `start_time is "${startTime}"; it must be HH:MM:SS`
        : undefined,
  },
  {
    id: 'E021',
    severity: 'error',
    title: 'Invalid start_date',
    meaning: 'YYYYMMDD, and a day that there is.',
    trip: ({ trip: { startDate }, of, feed }) =>
      of !== 'alert' && startDate !== undefined && !feed.isServiceDate(startDate)
        ? `start_date is "${startDate}"; it must be a day as YYYYMMDD`
        : undefined,
  },
  {
    id: 'E023',
    severity: 'error',
    title: 'start_time is not that of the schedule',
    meaning:
      'The start_time of a trip outside frequencies.txt is its first arrival_time. We compare times, so 6:30:00 is 06:30:00; a REPLACEMENT may start at another time.',
    needs: ['schedule'],
    trip: wrongStart,
  },
  {
    id: 'S023',
    severity: 'error',
    title: 'Modified trip also named directly',
    meaning:
      'Where modified_trip is given, trip_id, route_id, direction_id, start_time and start_date are left empty.',
    trip: ({ trip }) => {
      if (!trip.modifiedTrip) return undefined;
      const given = DIRECT_NAMES.filter(([field]) => trip[field] !== undefined).map(([, name]) => name);
      return given.length > 0 ? `beside modified_trip there is also ${given.join(', ')}` : undefined;
    },
  },
  {
    id: 'S024',
    severity: 'warning',
    title: 'Deprecated schedule_relationship ADDED',
    meaning: 'What ADDED means was never specified: use NEW, DUPLICATED or REPLACEMENT.',
    trip: ({ trip }) =>
      trip.scheduleRelationship === ADDED ? 'schedule_relationship is ADDED, which is deprecated' : undefined,
  },
];

function wrongStart({ trip, of, relationship, tripIndex, feed }: DescriptorContext): string | undefined {
  if (of === 'alert' || trip.startTime === undefined || tripIndex === undefined) return undefined;
  if (!followsSchedule(relationship)) return undefined;
  if (!feed.hasTimetable(tripIndex)) return undefined;
  const { trips, stopTimes } = feed.schedule!;
  const first = trips.firstStopTime[tripIndex]!;
  if (first === trips.firstStopTime[tripIndex + 1]) return undefined;
  const scheduled = stopTimes.arrivalSeconds[first]!;
  if (findGtfsTime(trip.startTime) === scheduled) return undefined;
  return `start_time is ${trip.startTime}, but the trip starts at ${formatGtfsTime(scheduled)}`;
}
