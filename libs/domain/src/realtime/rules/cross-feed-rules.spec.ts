import { TripScheduleRelationship } from '../feed-message.js';
import { describeRule, trip, tripUpdate, updateOf, vehicle, without } from './feed.fixture.js';

const { CANCELED, DUPLICATED, REPLACEMENT } = TripScheduleRelationship;
const other = { vehicle: { id: '8' } };
const headway = { tripId: 'F0', startTime: '08:00:00' };

describeRule('W003', {
  reports: {
    'trips and vehicles of which only one feed knows': {
      entity: [tripUpdate()],
      siblings: [[vehicle({ trip: { tripId: 'T3' }, ...other })]],
      finds: [
        'Trip T1: it is in the trip updates and not in the vehicle positions',
        'Vehicle 7: it is in the trip updates and not in the vehicle positions',
        'Vehicle 8: it is in the vehicle positions and not in the trip updates',
        'Trip T3: it is in the vehicle positions and not in the trip updates',
      ],
    },
    'a trip of a vehicle that runs another block': {
      entity: [tripUpdate(), updateOf({ tripId: 'T3' }), vehicle()],
      finds: ['Trip T3: it is in the trip updates and not in the vehicle positions'],
    },
  },
  accepts: {
    'feeds that agree': { entity: [tripUpdate()], siblings: [[vehicle()]] },
    'the next trip of a vehicle': { entity: [tripUpdate(), updateOf({ tripId: 'T2' }), vehicle()] },
    'a trip that is CANCELED': {
      entity: [
        tripUpdate(),
        updateOf({ tripId: 'T3', scheduleRelationship: CANCELED }, { vehicle: {} }),
        vehicle(),
      ],
    },
    'a vehicle without a trip': { entity: [tripUpdate(), vehicle(), vehicle({ ...other, trip: {} })] },
    'trip updates alone, with nothing to compare': { entity: [tripUpdate()] },
    'a copy under its own trip_id': {
      entity: [
        updateOf(
          { tripId: 'T1', scheduleRelationship: DUPLICATED },
          { tripProperties: { tripId: 'T1-bis' } },
        ),
        vehicle({ trip: { tripId: 'T1-bis', scheduleRelationship: DUPLICATED } }),
      ],
    },
  },
});

describeRule('E047', {
  reports: {
    'a trip that either feed gives to another vehicle': {
      entity: [tripUpdate()],
      siblings: [[vehicle(other)]],
      finds: [
        'Trip T1, vehicle 7: the trip updates pair them, but in the vehicle positions the trip is run by 8',
      ],
    },
    'a vehicle that either feed puts on a trip of another block': {
      entity: [tripUpdate(), vehicle({ trip: { tripId: 'T3' } })],
      finds: [
        'Trip T3, vehicle 7: the vehicle positions pair them, but in the trip updates the vehicle runs T1',
      ],
    },
  },
  accepts: {
    'feeds that agree': { entity: [tripUpdate(), vehicle()] },
    'a vehicle on one trip of its block, with updates of all': {
      entity: [updateOf({ tripId: 'T2' }), vehicle()],
    },
    'two vehicles on one trip by headway': {
      entity: [
        updateOf(headway),
        updateOf({ ...headway, startTime: '08:10:00' }, other),
        vehicle({ trip: headway }),
        vehicle({ trip: headway, ...other }),
      ],
    },
    'a trip update that names no vehicle': { entity: [tripUpdate({ vehicle: {} }), vehicle()] },
  },
});

describeRule('S020', {
  reports: {
    'a vehicle on a copy that no trip update made': {
      entity: [tripUpdate(), vehicle({ trip: { tripId: 'T1-bis', scheduleRelationship: DUPLICATED } })],
      finds: ['Entity v7, trip T1-bis: no trip update made trip T1-bis'],
    },
    'one that does not say on which': {
      entity: [vehicle({ trip: { scheduleRelationship: DUPLICATED } })],
      finds: ['Entity v7: there is no trip_id'],
    },
  },
  accepts: {
    'a vehicle on a copy that the trip updates made': {
      entity: [vehicle({ trip: { tripId: 'T1-bis', scheduleRelationship: DUPLICATED } })],
      siblings: [
        [
          updateOf(
            { tripId: 'T1', scheduleRelationship: DUPLICATED },
            { tripProperties: { tripId: 'T1-bis' } },
          ),
        ],
      ],
    },
    'a SCHEDULED vehicle': { entity: [vehicle()] },
  },
});

const modifications = { id: 'm', tripModifications: { selectedTrips: [{ tripIds: ['T1', 'T2'] }] } };

describeRule('S045', {
  reports: {
    'a trip that is modified and replaced': {
      entity: [modifications],
      siblings: [[updateOf({ ...without(trip, 'startTime'), scheduleRelationship: REPLACEMENT })]],
      finds: ['Entity m, trip T1: the trip also has a trip update that is a REPLACEMENT'],
    },
  },
  accepts: { 'a modified trip with an ordinary trip update': { entity: [modifications, tripUpdate()] } },
});
