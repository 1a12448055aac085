import { compileCity } from './city.fixture.js';
import { alert, describeRule, stop, stops, tripUpdate, vehicle, without } from './feed.fixture.js';

const onRoute = { routeId: 'R1', scheduleRelationship: 0 } as const;

describeRule('E040', {
  reports: {
    'a stop time update of no stop': {
      entity: [stops(without(stop(0), 'stopId', 'stopSequence'))],
      finds: ['Entity t1, trip T1, vehicle 7: a stop time update has neither stop_sequence nor stop_id'],
    },
  },
  accepts: {
    'one with stop_sequence, the value 0 too': { entity: [stops({ stopSequence: 0 })] },
    'one with stop_id': { entity: [stops({ stopId: 'S1' })] },
  },
});

describeRule('E011', {
  reports: {
    'stops that are not in stops.txt, of a trip, a vehicle and an alert': {
      entity: [
        stops(stop(0, { stopId: 'X1' })),
        vehicle({ stopId: 'X2' }),
        alert({ informedEntity: [{ stopId: 'X3' }] }),
      ],
      finds: [
        'Entity t1, trip T1, vehicle 7, stop_sequence 10 (stop X1): stop_id X1 is not in stops.txt',
        'Entity v7, trip T1, vehicle 7: stop_id X2 is not in stops.txt',
        'Entity a1: stop_id X3 is not in stops.txt',
      ],
    },
  },
  accepts: {
    'stops of stops.txt': {},
    'a stop that the feed itself defines': {
      entity: [stops(stop(0, { stopId: 'X1' })), { id: 's', stop: { stopId: 'X1' } }],
    },
  },
});

describeRule('E015', {
  reports: {
    'a trip and a vehicle at a station': {
      entity: [stops(stop(0, { stopId: 'ST' })), vehicle({ stopId: 'ST' })],
      finds: [
        'Entity t1, trip T1, vehicle 7, stop_sequence 10 (stop ST): stop ST has location_type 1; vehicles call at location_type 0',
        'Entity v7, trip T1, vehicle 7: stop ST has location_type 1; vehicles call at location_type 0',
      ],
    },
  },
  accepts: {
    'stops and platforms': {},
    'an alert on a station': { entity: [alert({ informedEntity: [{ stopId: 'ST' }] })] },
  },
});

describeRule('E010', {
  reports: {
    'a schedule in which a trip calls at a station': {
      schedule: compileCity({
        'stop_times.txt': [
          'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
          'T1,S1,1,08:00:00,08:00:00',
          'T1,ST,2,08:02:00,08:02:00',
        ],
        'frequencies.txt': [],
      }),
      finds: ['Stop ST: stop_times.txt has trips call here, but location_type is 1'],
    },
  },
  accepts: { 'a schedule in which trips call at stops': {} },
});

describeRule('S018', {
  reports: {
    'only a stop_sequence on a trip of which only the route is named': {
      entity: [tripUpdate({ trip: onRoute, stopTimeUpdate: [without(stop(0), 'stopId')] })],
      finds: ['Entity t1, vehicle 7, stop_sequence 10: there is no stop_id, and the trip has no trip_id'],
    },
  },
  accepts: {
    'a stop_id beside it': { entity: [tripUpdate({ trip: onRoute })] },
    'only a stop_sequence on a trip with trip_id': { entity: [stops(without(stop(0), 'stopId'))] },
  },
});

describeRule('S011', {
  reports: {
    'another stop assigned than named': {
      entity: [stops(stop(0, { stopTimeProperties: { assignedStopId: 'S2' } }))],
      finds: [
        'Entity t1, trip T1, vehicle 7, stop_sequence 10 (stop S1): stop_id is S1, but assigned_stop_id is S2',
      ],
    },
  },
  accepts: {
    'the same stop twice': { entity: [stops(stop(0, { stopTimeProperties: { assignedStopId: 'S1' } }))] },
    'an assigned stop alone': {
      entity: [stops(without(stop(0, { stopTimeProperties: { assignedStopId: 'S2' } }), 'stopId'))],
    },
  },
});

describeRule('S012', {
  reports: {
    'an assigned stop that is not in stops.txt': {
      entity: [stops(without(stop(0, { stopTimeProperties: { assignedStopId: 'X2' } }), 'stopId'))],
      finds: ['Entity t1, trip T1, vehicle 7, stop_sequence 10: assigned_stop_id X2 is not in stops.txt'],
    },
  },
  accepts: {
    'one that is': { entity: [stops(stop(0, { stopTimeProperties: { assignedStopId: 'S1' } }))] },
  },
});
