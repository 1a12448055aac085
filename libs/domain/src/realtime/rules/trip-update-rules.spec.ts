import { StopScheduleRelationship, TripScheduleRelationship } from '../feed-message.js';
import {
  DATE,
  NOW,
  allStops,
  at,
  describeRule,
  stop,
  stops,
  trip,
  tripUpdate,
  updateOf,
  without,
} from './feed.fixture.js';

const { SKIPPED, NO_DATA } = StopScheduleRelationship;
const { CANCELED, DELETED, DUPLICATED, NEW, REPLACEMENT } = TripScheduleRelationship;
const bare = (scheduleRelationship: TripScheduleRelationship) =>
  updateOf({ tripId: 'T1', scheduleRelationship }, { stopTimeUpdate: [] });
const skipped = [0, 1].map((n) => ({ stopSequence: 10 * (n + 1), scheduleRelationship: SKIPPED }));

describeRule('E041', {
  reports: {
    'a SCHEDULED trip and a REPLACEMENT without stops': {
      entity: [stops(), bare(REPLACEMENT)],
      finds: [
        'Entity t1, trip T1, vehicle 7: the trip update has no stop time updates and the trip is not CANCELED',
        'Entity t1, trip T1, vehicle 7: the trip update has no stop time updates and the trip is not CANCELED',
      ],
    },
  },
  accepts: {
    'a trip with stops': {},
    'CANCELED, DELETED and DUPLICATED trips without stops': {
      entity: [bare(CANCELED), bare(DELETED), bare(DUPLICATED)],
    },
  },
});

describeRule('S003', {
  reports: {
    'two trip updates of one trip on one day': {
      entity: [tripUpdate({}, 'a'), tripUpdate({}, 'b')],
      finds: ['Entity b, trip T1: another trip update of the message is of the same trip and day'],
    },
    'two of a trip with a timetable, of which one says when it starts': {
      entity: [tripUpdate({}, 'a'), tripUpdate({ trip: without(trip, 'startTime') }, 'b')],
      finds: ['Entity b, trip T1: another trip update of the message is of the same trip and day'],
    },
  },
  accepts: {
    'a trip on two days': { entity: [tripUpdate(), updateOf({ tripId: 'T1', startDate: '20261125' })] },
    'two runs of a trip by headway': {
      entity: [
        updateOf({ tripId: 'F0', startTime: '08:00:00' }),
        updateOf({ tripId: 'F0', startTime: '08:10:00' }),
      ],
    },
    'a trip and its copy': {
      entity: [
        tripUpdate(),
        updateOf(
          { tripId: 'T1', scheduleRelationship: DUPLICATED },
          { tripProperties: { tripId: 'T1-bis' } },
        ),
      ],
    },
    'two trip updates of which only the route is named': {
      entity: [updateOf({ routeId: 'R1' }), updateOf({ routeId: 'R1' })],
    },
  },
});

describeRule('S017', {
  reports: {
    'a delay of 0 of a NEW trip': {
      entity: [updateOf({ tripId: 'X1', scheduleRelationship: NEW }, { delay: 0 })],
      finds: ['Entity t1, trip X1, vehicle 7: its delay is 0, but the trip is NEW'],
    },
  },
  accepts: { 'the delay of a SCHEDULED trip': { entity: [tripUpdate({ delay: 60 })] } },
});

describeRule('P007', {
  reports: {
    'a trip that skips all its stops': {
      entity: [tripUpdate({ stopTimeUpdate: skipped })],
      finds: ['Entity t1, trip T1, vehicle 7: all its 2 stops are SKIPPED; the trip should be CANCELED'],
    },
  },
  accepts: {
    'a trip that skips a stop': { entity: [stops(stop(0), stop(1, { scheduleRelationship: SKIPPED }))] },
    'a NEW trip that is withdrawn': {
      entity: [updateOf({ tripId: 'X1', scheduleRelationship: NEW }, { stopTimeUpdate: skipped })],
    },
    'a trip that is CANCELED as well': {
      entity: [updateOf({ tripId: 'T1', scheduleRelationship: CANCELED }, { stopTimeUpdate: skipped })],
    },
  },
});

const late = (delay: number) => [{ stopSequence: 50, arrival: { delay } }];

describeRule('P008', {
  reports: {
    'a trip whose last time has come': {
      nowSeconds: at('8:10'),
      finds: ['Entity t1, trip T1, vehicle 7: none of its predicted times is ahead'],
    },
    'a trip that was due at 8:08 and is said to be on time, at 8:10': {
      nowSeconds: at('8:10'),
      entity: [tripUpdate({ stopTimeUpdate: late(0) })],
      finds: ['Entity t1, trip T1, vehicle 7: none of its predicted times is ahead'],
    },
    'a trip of which nothing is known': {
      entity: [stops({ stopSequence: 10, scheduleRelationship: NO_DATA })],
      finds: ['Entity t1, trip T1, vehicle 7: none of its predicted times is ahead'],
    },
  },
  accepts: {
    'a trip with a time ahead': { entity: [stops(...allStops)] },
    'a trip that was due at 8:08 and is said to be five minutes late, at 8:10': {
      nowSeconds: at('8:10'),
      entity: [tripUpdate({ stopTimeUpdate: late(300) })],
    },
    'a trip that ended at 8:06 and was due at 8:08, at 8:07': {
      nowSeconds: at('8:07'),
      entity: [tripUpdate({ stopTimeUpdate: [{ stopSequence: 50, arrival: { time: at('8:06') } }] })],
    },
    'a delay that cannot be counted, of a trip that nobody knows': {
      entity: [updateOf({ tripId: 'X1', startDate: DATE }, { stopTimeUpdate: late(0) })],
    },
    'CANCELED trips and those that skip all stops': {
      nowSeconds: NOW,
      entity: [bare(CANCELED), tripUpdate({ stopTimeUpdate: skipped })],
    },
  },
});
