import { NOW, describeRule, tripUpdate, vehicle } from './feed.fixture.js';

describeRule('E038', {
  reports: {
    'a version that there is not': {
      header: { gtfsRealtimeVersion: '3.0' },
      finds: ['Header: gtfs_realtime_version is "3.0"; there are 1.0 and 2.0'],
    },
  },
  accepts: { 'version 2.0': {}, 'version 1.0': { header: { gtfsRealtimeVersion: '1.0' } } },
});

describeRule('P001', {
  reports: {
    'version 1.0': {
      header: { gtfsRealtimeVersion: '1.0' },
      finds: ['Header: gtfs_realtime_version is 1.0; it should be 2.0'],
    },
  },
  accepts: {
    'version 2.0': {},
    'a version that is none, which is E038': { header: { gtfsRealtimeVersion: '0.9' } },
  },
});

describeRule('E048', {
  reports: {
    'a header of version 2.0 without timestamp': {
      header: { timestamp: 0 },
      finds: ['Header: the header has no timestamp'],
    },
  },
  accepts: {
    'a header with a timestamp': {},
    'a header of version 1.0 without one': { header: { gtfsRealtimeVersion: '1.0', timestamp: 0 } },
  },
});

describeRule('E049', {
  reports: {
    'a header of version 2.0 without incrementality': {
      header: { incrementality: undefined } as never,
      finds: ['Header: the header has no incrementality'],
    },
  },
  accepts: {
    'a full dataset that says so': {},
    'a header of version 1.0 without it': {
      header: { gtfsRealtimeVersion: '1.0', incrementality: undefined } as never,
    },
  },
});

describeRule('E039', {
  reports: {
    'is_deleted in a full dataset, even where it is false': {
      entity: [{ ...tripUpdate(), isDeleted: false }],
      finds: ['Entity t1, trip T1, vehicle 7: is_deleted is false in a feed that is a FULL_DATASET'],
    },
  },
  accepts: {
    'a full dataset without it': {},
    'it in a differential feed': { header: { incrementality: 1 }, entity: [{ id: 't1', isDeleted: true }] },
  },
});

describeRule('W008', {
  reports: {
    'a header 66 seconds old': {
      header: { timestamp: NOW - 66 },
      finds: ["Header: the header's timestamp is 1 min 6 s old; it should be at most 65 s"],
    },
  },
  accepts: { 'a header 65 seconds old': { header: { timestamp: NOW - 65 } } },
});

describeRule('E017', {
  reports: {
    'other content under the same timestamp': {
      entity: [vehicle()],
      previous: { header: { timestamp: NOW } as never, entity: [vehicle({ timestamp: NOW - 7 })] },
      finds: [
        `Header: the header's timestamp ${NOW} is that of the message before, but the content is another`,
      ],
    },
  },
  accepts: {
    'the same content under the same timestamp': {
      entity: [vehicle()],
      previous: { header: { timestamp: NOW } as never, entity: [vehicle()] },
    },
    'other content under a new timestamp': { entity: [vehicle()], previous: {} },
  },
});

describeRule('E018', {
  reports: {
    'a header older than the one before': {
      previous: { header: { timestamp: NOW + 5 } as never },
      finds: [`Header: the header's timestamp ${NOW} is 5 s before that of the message before`],
    },
  },
  accepts: { 'a header newer than the one before': { previous: {} } },
});

describeRule('W007', {
  reports: {
    'a message that comes 36 seconds after the one before': {
      previous: { header: { timestamp: NOW - 36 } as never },
      finds: ['Header: 36 s passed since the message before'],
    },
  },
  accepts: { 'one that comes after 35': { previous: { header: { timestamp: NOW - 35 } as never } } },
});

describeRule('P004', {
  reports: {
    'a message that comes 31 seconds after the one before': {
      previous: { header: { timestamp: NOW - 31 } as never },
      finds: ['Header: 31 s passed since the message before; it should be at most 30'],
    },
  },
  accepts: {
    'one that comes after 30': { previous: { header: { timestamp: NOW - 30 } as never } },
    'one that comes after 36, which is W007': { previous: { header: { timestamp: NOW - 36 } as never } },
  },
});
