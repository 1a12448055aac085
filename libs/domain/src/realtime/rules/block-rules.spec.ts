import { TripScheduleRelationship } from '../feed-message.js';
import { DATE, describeRule, tripUpdate, updateOf } from './feed.fixture.js';

const next = updateOf({ tripId: 'T2', startDate: DATE });

describeRule('E007', {
  reports: {
    'one vehicle on trips of two blocks': {
      entity: [tripUpdate(), updateOf({ tripId: 'T3' })],
      finds: [
        "Entity t1, trip T3, vehicle 7: the trip is of block B2, but another of the vehicle's trips is of block B1",
      ],
    },
  },
  accepts: {
    'the next trip of the block': { entity: [tripUpdate(), next] },
    'a trip without a block': { entity: [tripUpdate(), updateOf({ tripId: 'T9' })] },
    'a trip of another block that is CANCELED': {
      entity: [
        tripUpdate(),
        updateOf({ tripId: 'T3', scheduleRelationship: TripScheduleRelationship.CANCELED }),
      ],
    },
    'another vehicle on a trip of another block': {
      entity: [tripUpdate(), updateOf({ tripId: 'T3' }, { vehicle: { id: '8' } })],
    },
  },
});

describeRule('E008', {
  reports: {
    'no trip_id on a route whose blocks go there and back': {
      entity: [updateOf({ routeId: 'R1' })],
      finds: [
        'Entity t1, vehicle 7: there is no trip_id, and blocks of this route visit a stop more than once',
      ],
    },
  },
  accepts: {
    'a trip_id there': {},
    'no trip_id on a route without blocks': { entity: [updateOf({ routeId: 'R3' })] },
  },
});

describeRule('E014', {
  reports: {
    'the later trip of a block before the earlier one': {
      entity: [next, tripUpdate()],
      finds: ['Entity t1, trip T1: the trip comes after trip T2 in the feed, but before it in block B1'],
    },
  },
  accepts: {
    'the trips of a block in order': { entity: [tripUpdate(), next] },
    'trips of two blocks in any order': { entity: [updateOf({ tripId: 'T3' }), tripUpdate()] },
    'the same block on two days': { entity: [next, updateOf({ tripId: 'T1', startDate: '20261125' })] },
  },
});
