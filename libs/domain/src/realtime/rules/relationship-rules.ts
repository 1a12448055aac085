import { StopScheduleRelationship, TripScheduleRelationship } from '../feed-message.js';
import type { Rule } from './rule.js';

/** Rules on schedule_relationship: said at all, and said alike of a trip and of its stops. */
const { UNSCHEDULED } = StopScheduleRelationship;

export const relationshipRules: readonly Rule[] = [
  {
    id: 'W009',
    severity: 'warning',
    title: 'No schedule_relationship',
    meaning:
      'Consumers take absence for SCHEDULED; saying it leaves no doubt. One finding for the trip and one for all its stops together.',
    trip: ({ trip }) =>
      trip.scheduleRelationship === undefined
        ? 'the trip descriptor has no schedule_relationship'
        : undefined,
    tripUpdate: ({ stops }) => {
      const silent = stops.filter((stop) => stop.scheduleRelationship === undefined).length;
      return silent > 0 ? `${silent} of its stop time updates have no schedule_relationship` : undefined;
    },
  },
  {
    id: 'S007',
    severity: 'warning',
    title: 'SCHEDULED stop of a trip that runs by headway',
    meaning:
      'A trip of frequencies.txt with exact_times = 0 has no scheduled times; its stops are UNSCHEDULED.',
    needs: ['schedule'],
    tripUpdate: ({ feed, tripIndex, stops }) => {
      if (!feed.runsByHeadway(tripIndex)) return undefined;
      const scheduled = stops.filter((stop) => !stop.scheduleRelationship).length;
      return scheduled > 0
        ? `${scheduled} of its stops are SCHEDULED, but the trip runs by headway`
        : undefined;
    },
  },
  {
    id: 'S008',
    severity: 'warning',
    title: 'UNSCHEDULED stop of a trip with a timetable',
    meaning: 'UNSCHEDULED is for trips of frequencies.txt with exact_times = 0.',
    needs: ['schedule'],
    stopTimeUpdate: ({ relationship, trip }) =>
      relationship === UNSCHEDULED &&
      trip.trip.tripId !== undefined &&
      !trip.feed.runsByHeadway(trip.tripIndex)
        ? 'the stop is UNSCHEDULED, but the trip does not run by headway'
        : undefined,
  },
  {
    id: 'S009',
    severity: 'error',
    title: 'UNSCHEDULED stops of a trip that is not',
    meaning: 'A trip with UNSCHEDULED stops is itself UNSCHEDULED.',
    tripUpdate: ({ relationship, stops }) => {
      if (relationship === TripScheduleRelationship.UNSCHEDULED) return undefined;
      const count = stops.filter((stop) => stop.scheduleRelationship === UNSCHEDULED).length;
      return count > 0 ? `${count} of its stops are UNSCHEDULED, but the trip is not` : undefined;
    },
  },
  {
    id: 'S010',
    severity: 'error',
    title: 'Stop of an UNSCHEDULED trip that is not',
    meaning: 'All stops of an UNSCHEDULED trip are UNSCHEDULED.',
    stopTimeUpdate: ({ relationship, trip }) =>
      trip.relationship === TripScheduleRelationship.UNSCHEDULED && relationship !== UNSCHEDULED
        ? 'the trip is UNSCHEDULED, but the stop is not'
        : undefined,
  },
];
