import { TripScheduleRelationship } from '../feed-message.js';
import type { Rule, TripUpdateContext } from './rule.js';

/** Rules on trips that are not, or not so, in the schedule: NEW, REPLACEMENT, DUPLICATED, and their properties. */
const { NEW, REPLACEMENT, DUPLICATED } = TripScheduleRelationship;
const NAMES_OF_A_COPY = [
  ['tripId', 'trip_id'],
  ['startDate', 'start_date'],
  ['startTime', 'start_time'],
] as const;

export const extraTripRules: readonly Rule[] = [
  {
    id: 'S013',
    severity: 'error',
    title: 'DUPLICATED trip without its new name',
    meaning: 'A copy of a trip has a trip_id, start_date and start_time of its own in trip_properties.',
    tripUpdate: ({ update: { tripProperties }, relationship }) =>
      relationship === DUPLICATED
        ? NAMES_OF_A_COPY.filter(([field]) => tripProperties?.[field] === undefined).map(
            ([, name]) => `the trip is DUPLICATED, but trip_properties.${name} is missing`,
          )
        : undefined,
  },
  {
    id: 'S014',
    severity: 'error',
    title: 'New name of a trip that is not DUPLICATED',
    meaning:
      'trip_id, start_date and start_time in trip_properties are for copies; consumers ignore them otherwise.',
    tripUpdate: ({ update: { tripProperties }, relationship }) =>
      tripProperties && relationship !== DUPLICATED
        ? NAMES_OF_A_COPY.filter(([field]) => tripProperties[field] !== undefined).map(
            ([, name]) => `trip_properties.${name} is given, but the trip is not DUPLICATED`,
          )
        : undefined,
  },
  {
    id: 'S015',
    severity: 'error',
    title: 'New name that the schedule uses',
    meaning: 'The trip_id of a copy must not be in trips.txt.',
    needs: ['schedule'],
    tripUpdate: ({ update: { tripProperties }, feed }) =>
      tripProperties?.tripId !== undefined && feed.findTrip(tripProperties) !== undefined
        ? `trip_properties.trip_id ${tripProperties.tripId} is in trips.txt`
        : undefined,
  },
  {
    id: 'S016',
    severity: 'warning',
    title: 'Unknown shape of a trip',
    meaning: 'trip_properties.shape_id names a shape of shapes.txt or of a Shape entity, by its shape_id.',
    needs: ['schedule'],
    tripUpdate: ({ update: { tripProperties }, feed }) => {
      const shapeId = tripProperties?.shapeId;
      if (shapeId === undefined || feed.knowsShape(shapeId)) return undefined;
      return feed.entityIds.has(shapeId)
        ? `trip_properties.shape_id ${shapeId} is the id of an entity; the shape_id within it is meant`
        : `trip_properties.shape_id ${shapeId} names no shape`;
    },
  },
  {
    id: 'P009',
    severity: 'warning',
    title: 'NEW trip without a headsign',
    meaning: 'Nothing else tells a rider where it goes.',
    tripUpdate: ({ update, relationship }) =>
      relationship === NEW && update.tripProperties?.tripHeadsign === undefined
        ? 'the trip is NEW and has no trip_properties.trip_headsign'
        : undefined,
  },
  {
    id: 'P010',
    severity: 'warning',
    title: 'NEW or REPLACEMENT trip without scheduled times',
    meaning:
      'Only scheduled_time says what it was meant to do. Asked for at one stop at least, not at all timepoints.',
    tripUpdate: (trip) =>
      (trip.relationship === NEW || trip.relationship === REPLACEMENT) && lacksScheduledTimes(trip)
        ? 'none of its stops has a scheduled_time'
        : undefined,
  },
];

function lacksScheduledTimes({ stops }: TripUpdateContext): boolean {
  return (
    stops.length > 0 &&
    stops.every(
      (stop) => stop.arrival?.scheduledTime === undefined && stop.departure?.scheduledTime === undefined,
    )
  );
}
