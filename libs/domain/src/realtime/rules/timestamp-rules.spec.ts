import { NOW, alert, allStops, describeRule, stop, stops, tripUpdate, vehicle } from './feed.fixture.js';

const MILLISECONDS = 1_795_000_000_000;

describeRule('W001', {
  reports: {
    'a trip update and a vehicle position without timestamps': {
      entity: [tripUpdate({ timestamp: 0 }), vehicle({ timestamp: undefined } as never)],
      finds: [
        'Entity t1, trip T1, vehicle 7: the trip update has no timestamp',
        'Entity v7, trip T1, vehicle 7: the vehicle position has no timestamp',
      ],
    },
    'a header of version 1.0 without timestamp': {
      header: { gtfsRealtimeVersion: '1.0', timestamp: 0 },
      finds: ['Header: the header has no timestamp'],
    },
  },
  accepts: {
    'trip updates and vehicle positions that say when they were measured': {},
    'a header of version 2.0 without timestamp, which is E048': { header: { timestamp: 0 } },
  },
});

describeRule('E001', {
  reports: {
    'milliseconds in a header': {
      header: { timestamp: MILLISECONDS },
      finds: [`Header: the header's timestamp ${MILLISECONDS} is no time in seconds since 1970`],
    },
    'milliseconds of a trip update and of a vehicle': {
      entity: [tripUpdate({ timestamp: MILLISECONDS }), vehicle({ timestamp: MILLISECONDS })],
      finds: [
        `Entity t1, trip T1, vehicle 7: the trip update's timestamp ${MILLISECONDS} is no time in seconds since 1970`,
        `Entity v7, trip T1, vehicle 7: the vehicle position's timestamp ${MILLISECONDS} is no time in seconds since 1970`,
      ],
    },
    'a time at a stop that counts from midnight': {
      entity: [stops(stop(0, { arrival: { time: 28_800 }, departure: { time: 28_810 } }))],
      finds: [
        'Entity t1, trip T1, vehicle 7, stop_sequence 10 (stop S1): the arrival time 28800 is no time in seconds since 1970',
        'Entity t1, trip T1, vehicle 7, stop_sequence 10 (stop S1): the departure time 28810 is no time in seconds since 1970',
      ],
    },
    'milliseconds in a period of an alert': {
      entity: [alert({ communicationPeriod: [{ start: NOW, end: MILLISECONDS }] })],
      finds: [`Entity a1: communication_period.end ${MILLISECONDS} is no time in seconds since 1970`],
    },
  },
  accepts: {
    'seconds since 1970': {},
    'a delay in place of a time': {
      entity: [stops(stop(0, { arrival: { delay: 5 }, departure: { delay: 5 } }))],
    },
  },
});

describeRule('E012', {
  reports: {
    'a vehicle measured after the header': {
      entity: [vehicle({ timestamp: NOW + 1 })],
      finds: [
        `Entity v7, trip T1, vehicle 7: the vehicle position's timestamp ${NOW + 1} is after the header's ${NOW}`,
      ],
    },
  },
  accepts: { 'a vehicle measured in the second of the header': { entity: [vehicle({ timestamp: NOW })] } },
});

describeRule('E050', {
  reports: {
    'a header and a trip update from a clock that is a minute fast': {
      header: { timestamp: NOW + 61 },
      entity: [tripUpdate({ timestamp: NOW + 90 })],
      finds: [
        `Header: the header's timestamp ${NOW + 61} is 1 min 1 s in the future`,
        `Entity t1, trip T1, vehicle 7: the trip update's timestamp ${NOW + 90} is 1 min 30 s in the future`,
      ],
    },
  },
  accepts: {
    'a clock that is 60 seconds fast': { header: { timestamp: NOW + 60 } },
    'predictions, which lie ahead': { entity: [stops(...allStops)] },
  },
});

describeRule('P005', {
  reports: {
    'a position 91 seconds old': {
      entity: [vehicle({ timestamp: NOW - 91 })],
      finds: ['Entity v7, trip T1, vehicle 7: the position is 1 min 31 s old; it should be at most 90 s'],
    },
  },
  accepts: {
    'a position 90 seconds old': { entity: [vehicle({ timestamp: NOW - 90 })] },
    'what is no time at all, which is E001': { entity: [vehicle({ timestamp: 100 })] },
  },
});
