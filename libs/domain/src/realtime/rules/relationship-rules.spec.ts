import { StopScheduleRelationship, TripScheduleRelationship } from '../feed-message.js';
import { describeRule, stop, stops, trip, tripUpdate, updateOf, vehicle, without } from './feed.fixture.js';

const { UNSCHEDULED } = StopScheduleRelationship;
const byHeadway = {
  tripId: 'F0',
  startTime: '08:00:00',
  scheduleRelationship: TripScheduleRelationship.UNSCHEDULED,
};
const free = { scheduleRelationship: UNSCHEDULED };

describeRule('W009', {
  reports: {
    'a trip and two of its stops that do not say it': {
      entity: [
        tripUpdate({
          trip: without(trip, 'scheduleRelationship'),
          stopTimeUpdate: [0, 1, 2].map((n) =>
            n === 1 ? stop(n) : without(stop(n), 'scheduleRelationship'),
          ),
        }),
      ],
      finds: [
        'Entity t1, trip T1, vehicle 7: the trip descriptor has no schedule_relationship',
        'Entity t1, trip T1, vehicle 7: 2 of its stop time updates have no schedule_relationship',
      ],
    },
    'the trip of a vehicle that does not say it': {
      entity: [vehicle({ trip: without(trip, 'scheduleRelationship') })],
      finds: ['Entity v7, trip T1, vehicle 7: the trip descriptor has no schedule_relationship'],
    },
  },
  accepts: { 'trips and stops that say SCHEDULED, the value 0': {} },
});

describeRule('S007', {
  reports: {
    'SCHEDULED stops of a trip that runs by headway, once a trip': {
      entity: [updateOf(byHeadway)],
      finds: ['Entity t1, trip F0, vehicle 7: 5 of its stops are SCHEDULED, but the trip runs by headway'],
    },
  },
  accepts: {
    'UNSCHEDULED stops of it': { entity: [updateOf(byHeadway, { stopTimeUpdate: [stop(0, free)] })] },
    'SCHEDULED stops of a trip with a timetable': {},
  },
});

describeRule('S008', {
  reports: {
    'an UNSCHEDULED stop of a trip with a timetable': {
      entity: [stops(stop(0), stop(1, free))],
      finds: [
        'Entity t1, trip T1, vehicle 7, stop_sequence 20 (stop S2): the stop is UNSCHEDULED, but the trip does not run by headway',
      ],
    },
    'one of a trip with exact times': {
      entity: [updateOf({ tripId: 'F1' }, { stopTimeUpdate: [stop(0, free)] })],
      finds: [
        'Entity t1, trip F1, vehicle 7, stop_sequence 10 (stop S1): the stop is UNSCHEDULED, but the trip does not run by headway',
      ],
    },
  },
  accepts: {
    'one of a trip that runs by headway': {
      entity: [updateOf(byHeadway, { stopTimeUpdate: [stop(0, free)] })],
    },
  },
});

describeRule('S009', {
  reports: {
    'UNSCHEDULED stops of a SCHEDULED trip, once a trip': {
      entity: [stops(stop(0, free), stop(1, free))],
      finds: ['Entity t1, trip T1, vehicle 7: 2 of its stops are UNSCHEDULED, but the trip is not'],
    },
  },
  accepts: { 'both alike': { entity: [updateOf(byHeadway, { stopTimeUpdate: [stop(0, free)] })] } },
});

describeRule('S010', {
  reports: {
    'each SCHEDULED stop of an UNSCHEDULED trip': {
      entity: [updateOf(byHeadway, { stopTimeUpdate: [stop(0, free), stop(1)] })],
      finds: [
        'Entity t1, trip F0, vehicle 7, stop_sequence 20 (stop S2): the trip is UNSCHEDULED, but the stop is not',
      ],
    },
  },
  accepts: {
    'UNSCHEDULED stops of it': { entity: [updateOf(byHeadway, { stopTimeUpdate: [stop(0, free)] })] },
  },
});
