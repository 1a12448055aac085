import { TripScheduleRelationship } from '../feed-message.js';
import { allStops, describeRule, stop, stops, tripUpdate, updateOf, without } from './feed.fixture.js';

const bare = (n: number, stopId?: string) =>
  without(stop(n, stopId === undefined ? {} : { stopId }), 'stopSequence');
const replaced = { tripId: 'T1', scheduleRelationship: TripScheduleRelationship.REPLACEMENT };

describeRule('E002', {
  reports: {
    'stop_sequences that fall': {
      entity: [stops(stop(2), stop(1))],
      finds: ['Entity t1, trip T1, vehicle 7: stop_sequence 20 follows stop_sequence 30'],
    },
    'a stop_sequence that comes twice': {
      entity: [stops(stop(2), stop(2))],
      finds: ['Entity t1, trip T1, vehicle 7: stop_sequence 30 follows stop_sequence 30'],
    },
    'stop_ids in another order than the schedule has': {
      entity: [stops(bare(2), bare(0))],
      finds: ['Entity t1, trip T1, vehicle 7: stop S1 comes in another order in stop_times.txt'],
    },
    'falling stop_sequences of a trip that nobody knows': {
      entity: [updateOf({ tripId: 'X1' }, { stopTimeUpdate: [stop(1), stop(0)] })],
      finds: ['Entity t1, trip X1, vehicle 7: stop_sequence 10 follows stop_sequence 20'],
    },
  },
  accepts: {
    'stops in order, some left out': { entity: [stops(stop(0), stop(3), bare(4))] },
    'stop_ids in order': { entity: [stops(...allStops.map((_, n) => bare(n)))] },
  },
});

describeRule('E009', {
  reports: {
    'a loop of which one stop has no stop_sequence': {
      entity: [
        updateOf({ tripId: 'L1' }, { stopTimeUpdate: [{ stopSequence: 1, stopId: 'S1' }, { stopId: 'S2' }] }),
      ],
      finds: [
        'Entity t1, trip L1, vehicle 7: the trip visits a stop more than once, but not all its stop time updates have a stop_sequence',
      ],
    },
  },
  accepts: {
    'a loop with a stop_sequence at each stop': {
      entity: [updateOf({ tripId: 'L1' }, { stopTimeUpdate: [{ stopSequence: 1, stopId: 'S1' }] })],
    },
    'a trip without a loop and without stop_sequences': { entity: [stops(bare(0), bare(1))] },
  },
});

describeRule('E036', {
  reports: {
    'a stop_sequence twice in a row': {
      entity: [stops(stop(1), stop(1))],
      finds: [
        'Entity t1, trip T1, vehicle 7, stop_sequence 20 (stop S2): stop_sequence 20 comes twice in a row',
      ],
    },
  },
  accepts: { 'stop_sequences that rise': {}, 'stops without any': { entity: [stops(bare(0), bare(1))] } },
});

describeRule('E037', {
  reports: {
    'a stop_id twice in a row': {
      entity: [stops(stop(1), stop(2, { stopId: 'S2' }))],
      finds: ['Entity t1, trip T1, vehicle 7, stop_sequence 30 (stop S2): stop_id S2 comes twice in a row'],
    },
  },
  accepts: {
    'a stop that is come back to': {
      entity: [
        updateOf(
          { tripId: 'L1' },
          { stopTimeUpdate: [stop(0), stop(1), stop(2), stop(3, { stopId: 'S1' })] },
        ),
      ],
    },
    'stops without stop_id': { entity: [stops(without(stop(0), 'stopId'), without(stop(1), 'stopId'))] },
  },
});

describeRule('E045', {
  reports: {
    'a stop_sequence with the stop_id of another': {
      entity: [stops(stop(1, { stopId: 'S4' }))],
      finds: [
        'Entity t1, trip T1, vehicle 7, stop_sequence 20 (stop S4): stop_id is S4, but stop_times.txt has S2 at stop_sequence 20',
      ],
    },
  },
  accepts: {
    'stop_sequences with their stop_ids': {},
    'a REPLACEMENT, which has its own stops': {
      entity: [updateOf(replaced, { stopTimeUpdate: [stop(1, { stopId: 'S4' })] })],
    },
  },
});

describeRule('E051', {
  reports: {
    'a stop_sequence that the trip does not have, and goes on to the next': {
      entity: [stops(stop(0), stop(1, { stopSequence: 21 }), stop(2), stop(3, { stopSequence: 99 }))],
      finds: [
        "Entity t1, trip T1, vehicle 7, stop_sequence 21 (stop S2): stop_sequence 21 is not one of the trip's in stop_times.txt",
        "Entity t1, trip T1, vehicle 7, stop_sequence 99 (stop S4): stop_sequence 99 is not one of the trip's in stop_times.txt",
      ],
    },
  },
  accepts: {
    'stop_sequences of the trip': {},
    'one that comes out of order, which is E002': { entity: [stops(stop(2), stop(0))] },
    'a REPLACEMENT, which has its own stops': {
      entity: [updateOf(replaced, { stopTimeUpdate: [stop(1, { stopSequence: 21 })] })],
    },
    'a trip that nobody knows': { entity: [tripUpdate({ trip: { tripId: 'X1' } })] },
  },
});
