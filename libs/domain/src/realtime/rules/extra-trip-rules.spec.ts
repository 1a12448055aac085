import { TripScheduleRelationship } from '../feed-message.js';
import { NOW, describeRule, stop, tripUpdate, updateOf } from './feed.fixture.js';

const { NEW, DUPLICATED, REPLACEMENT } = TripScheduleRelationship;
const copied = { tripId: 'T1', scheduleRelationship: DUPLICATED };
const copy = { tripId: 'T1-bis', startDate: '20261124', startTime: '09:00:00' };
const added = { tripId: 'X1', scheduleRelationship: NEW };
const timed = [stop(0, { departure: { time: NOW, scheduledTime: NOW } })];

describeRule('S013', {
  reports: {
    'a copy that has only a trip_id': {
      entity: [updateOf(copied, { tripProperties: { tripId: 'T1-bis' } })],
      finds: [
        'Entity t1, trip T1, vehicle 7: the trip is DUPLICATED, but trip_properties.start_date is missing',
        'Entity t1, trip T1, vehicle 7: the trip is DUPLICATED, but trip_properties.start_time is missing',
      ],
    },
  },
  accepts: {
    'a copy with all three': { entity: [updateOf(copied, { tripProperties: copy })] },
    'a SCHEDULED trip': {},
  },
});

describeRule('S014', {
  reports: {
    'a new trip_id of a trip that is no copy': {
      entity: [tripUpdate({ tripProperties: { tripId: 'T1-bis' } })],
      finds: [
        'Entity t1, trip T1, vehicle 7: trip_properties.trip_id is given, but the trip is not DUPLICATED',
      ],
    },
  },
  accepts: {
    'a copy': { entity: [updateOf(copied, { tripProperties: copy })] },
    'a headsign of a trip that is no copy': {
      entity: [tripUpdate({ tripProperties: { tripHeadsign: 'Park' } })],
    },
  },
});

describeRule('S015', {
  reports: {
    'a copy under a trip_id of trips.txt': {
      entity: [updateOf(copied, { tripProperties: { ...copy, tripId: 'T2' } })],
      finds: ['Entity t1, trip T1, vehicle 7: trip_properties.trip_id T2 is in trips.txt'],
    },
  },
  accepts: { 'a copy under a trip_id of its own': { entity: [updateOf(copied, { tripProperties: copy })] } },
});

describeRule('S016', {
  reports: {
    'a shape that there is not': {
      entity: [tripUpdate({ tripProperties: { shapeId: 'H9' } })],
      finds: ['Entity t1, trip T1, vehicle 7: trip_properties.shape_id H9 names no shape'],
    },
    'the id of the entity in place of the shape_id within it': {
      entity: [tripUpdate({ tripProperties: { shapeId: 'e9' } }), { id: 'e9', shape: { shapeId: 'H9' } }],
      finds: [
        'Entity t1, trip T1, vehicle 7: trip_properties.shape_id e9 is the id of an entity; the shape_id within it is meant',
      ],
    },
  },
  accepts: {
    'a shape of shapes.txt': { entity: [tripUpdate({ tripProperties: { shapeId: 'H2' } })] },
    'a shape of the feed': {
      entity: [tripUpdate({ tripProperties: { shapeId: 'H9' } }), { id: 'e9', shape: { shapeId: 'H9' } }],
    },
  },
});

describeRule('P009', {
  reports: {
    'a NEW trip that goes nobody knows where': {
      entity: [updateOf(added)],
      finds: ['Entity t1, trip X1, vehicle 7: the trip is NEW and has no trip_properties.trip_headsign'],
    },
  },
  accepts: {
    'a NEW trip with a headsign': { entity: [updateOf(added, { tripProperties: { tripHeadsign: 'Park' } })] },
    'a SCHEDULED trip without one': {},
  },
});

describeRule('P010', {
  reports: {
    'a NEW trip and a REPLACEMENT without any scheduled_time': {
      entity: [updateOf(added), updateOf({ tripId: 'T1', scheduleRelationship: REPLACEMENT })],
      finds: [
        'Entity t1, trip X1, vehicle 7: none of its stops has a scheduled_time',
        'Entity t1, trip T1, vehicle 7: none of its stops has a scheduled_time',
      ],
    },
  },
  accepts: {
    'a NEW trip with one': { entity: [updateOf(added, { stopTimeUpdate: timed })] },
    'a SCHEDULED trip': {},
    'a NEW trip without stops, which is E041': { entity: [updateOf(added, { stopTimeUpdate: [] })] },
  },
});
