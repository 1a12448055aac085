import type { Modification, TripModifications } from '../feed-message.js';
import { compileCity } from './city.fixture.js';
import { describeRule } from './feed.fixture.js';

const entity = (tripModifications: TripModifications) => [{ id: 'm', tripModifications }];
const modifies = (...modifications: Modification[]) => entity({ modifications });
const start = { startStopSelector: { stopSequence: 10 } };
const to = (...stopIds: string[]) => ({ ...start, replacementStops: stopIds.map((stopId) => ({ stopId })) });
const stopEntity = { id: 'e9', stop: { stopId: 'X9' } };

describeRule('S041', {
  reports: {
    'a modification that begins nowhere': {
      entity: modifies(start, { endStopSelector: { stopSequence: 20 } }),
      finds: ['Entity m: modification 2 has no start_stop_selector'],
    },
  },
  accepts: { 'one that begins at a stop': { entity: modifies(start) } },
});

describeRule('S042', {
  reports: {
    'selectors that select nothing': {
      entity: modifies({ startStopSelector: {}, endStopSelector: {} }),
      finds: [
        'Entity m: modification 1 selects nothing by its start_stop_selector: there is neither stop_sequence nor stop_id',
        'Entity m: modification 1 selects nothing by its end_stop_selector: there is neither stop_sequence nor stop_id',
      ],
    },
  },
  accepts: { 'a stop_sequence, and no end': { entity: modifies(start) } },
});

describeRule('S043', {
  reports: {
    'a stop that is not in stops.txt, were it one of the feed': {
      entity: [...modifies({ startStopSelector: { stopId: 'X9' } }), stopEntity],
      finds: [
        'Entity m: modification 1 names stop_id X9 in its start_stop_selector, which is not in stops.txt',
      ],
    },
  },
  accepts: { 'a stop of stops.txt': { entity: modifies({ startStopSelector: { stopId: 'S1' } }) } },
});

describeRule('S044', {
  reports: {
    'a shape that there is not': {
      entity: entity({ selectedTrips: [{ tripIds: ['T1'], shapeId: 'H9' }] }),
      finds: ['Entity m: shape_id H9 of selected_trips names no shape'],
    },
    'the id of the entity in place of the shape_id within it': {
      entity: [...entity({ selectedTrips: [{ shapeId: 'e9' }] }), { id: 'e9', shape: { shapeId: 'H9' } }],
      finds: [
        'Entity m: shape_id e9 of selected_trips names no shape; it is the id of an entity, the shape_id within it is meant',
      ],
    },
  },
  accepts: {
    'a shape of the feed and one of shapes.txt': {
      entity: [
        ...entity({ selectedTrips: [{ shapeId: 'H9' }, { shapeId: 'H1' }] }),
        { id: 'e9', shape: { shapeId: 'H9' } },
      ],
    },
  },
});

describeRule('S046', {
  reports: {
    'a replacement stop that there is not': {
      entity: modifies(to('X9')),
      finds: ['Entity m: modification 1 has the unknown replacement stop X9'],
    },
  },
  accepts: {
    'a stop of the feed and one of stops.txt': { entity: [...modifies(to('X9', 'S1')), stopEntity] },
  },
});

describeRule('S047', {
  reports: {
    'a station as a replacement stop': {
      entity: modifies(to('ST')),
      finds: ['Entity m: modification 1 has the replacement stop ST, whose location_type is 1'],
    },
  },
  accepts: { 'a stop': { entity: modifies(to('S1', 'X9')) } },
});

const times = (...travelTimes: (number | undefined)[]) => ({
  ...start,
  replacementStops: travelTimes.map((time) => (time === undefined ? {} : { travelTimeToStop: time })),
});

describeRule('S048', {
  reports: {
    'a stop that is reached before the one before it': {
      entity: modifies(times(60, undefined, 30, 30)),
      finds: [
        'Entity m: modification 1 has travel_time_to_stop 30 after 60',
        'Entity m: modification 1 has travel_time_to_stop 30 after 60',
      ],
    },
  },
  accepts: { 'times that do not fall': { entity: modifies(times(-30, 60, 60, 90)) } },
});

describeRule('S050', {
  reports: {
    'a day that there is not': {
      entity: entity({ serviceDates: ['20261124', '20260230'] }),
      finds: ['Entity m: service date "20260230" is no day as YYYYMMDD'],
    },
  },
  accepts: { days: { entity: entity({ serviceDates: ['20261124', '20261125'] }) } },
});

describeRule('S049', {
  reports: {
    'days gone and days more than a week ahead': {
      entity: entity({ serviceDates: ['20261123', '20261124', '20261202'] }),
      finds: [
        'Entity m: service date 20261123 is not from 20261124 to 20261201',
        'Entity m: service date 20261202 is not from 20261124 to 20261201',
      ],
    },
  },
  accepts: {
    'the seventh day': { entity: entity({ serviceDates: ['20261201'] }) },
    'night trips of yesterday': {
      schedule: compileCity({
        'stop_times.txt': [
          'trip_id,stop_id,stop_sequence,arrival_time,departure_time',
          'T1,S1,10,23:58:00,23:58:00',
          'T1,S2,20,24:02:00,24:02:00',
        ],
      }),
      entity: entity({ serviceDates: ['20261123'], selectedTrips: [{ tripIds: ['T1'] }] }),
    },
  },
});
