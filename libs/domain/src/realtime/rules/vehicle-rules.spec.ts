import { describeRule, tripUpdate, vehicle } from './feed.fixture.js';

const here = { latitude: 49.84, longitude: 24 };

describeRule('W002', {
  reports: {
    'a trip update and a position of nobody knows which vehicle': {
      entity: [tripUpdate({ vehicle: {} }), vehicle({ vehicle: { id: '' } })],
      finds: [
        'Entity t1, trip T1: the trip update has no vehicle.id',
        'Entity v7, trip T1: the vehicle position has no vehicle.id',
      ],
    },
  },
  accepts: { 'vehicle 7': {} },
});

describeRule('E052', {
  reports: {
    'a vehicle that is in the feed three times, twice': {
      entity: [vehicle({}, 'a'), vehicle({}, 'b'), vehicle({}, 'c')],
      finds: [
        'Entity b, vehicle 7: another vehicle position has this vehicle.id',
        'Entity c, vehicle 7: another vehicle position has this vehicle.id',
      ],
    },
  },
  accepts: {
    'two vehicles': { entity: [vehicle({}, 'a'), vehicle({ vehicle: { id: '8' } }, 'b')] },
    'a vehicle and its trip update': { entity: [tripUpdate(), vehicle()] },
  },
});

describeRule('W004', {
  reports: {
    'a speed in kilometres an hour, and one that is negative': {
      entity: [vehicle({ position: { ...here, speed: 42 } }), vehicle({ position: { ...here, speed: -1 } })],
      finds: [
        'Entity v7, trip T1, vehicle 7: its speed is 42.0 m/s',
        'Entity v7, trip T1, vehicle 7: its speed is -1.0 m/s',
      ],
    },
  },
  accepts: {
    '26 metres a second': { entity: [vehicle({ position: { ...here, speed: 26 } })] },
    'no speed': { entity: [vehicle({ position: here })] },
  },
});

describeRule('E026', {
  reports: {
    'a latitude beyond the pole': {
      entity: [vehicle({ position: { latitude: 100, longitude: 24 } })],
      finds: ['Entity v7, trip T1, vehicle 7: its position is (100, 24)'],
    },
  },
  accepts: { 'a place on Earth': {}, 'no position': { entity: [vehicle({ position: undefined } as never)] } },
});

describeRule('E027', {
  reports: {
    'a bearing of 400 degrees and one of -1': {
      entity: [
        vehicle({ position: { ...here, bearing: 400 } }),
        vehicle({ position: { ...here, bearing: -1 } }),
      ],
      finds: [
        'Entity v7, trip T1, vehicle 7: its bearing is 400',
        'Entity v7, trip T1, vehicle 7: its bearing is -1',
      ],
    },
  },
  accepts: {
    '0 and 360 degrees': { entity: [0, 360].map((bearing) => vehicle({ position: { ...here, bearing } })) },
  },
});

describeRule('S051', {
  reports: {
    'two carriages of one id': {
      entity: [vehicle({ multiCarriageDetails: [{ id: 'A' }, { id: 'A' }, { id: 'A' }, { id: 'B' }] })],
      finds: ['Entity v7, trip T1, vehicle 7: more than one of its carriages has the id "A"'],
    },
  },
  accepts: {
    'carriages without ids': { entity: [vehicle({ multiCarriageDetails: [{}, {}] })] },
    'the same id in two vehicles': {
      entity: [
        vehicle({ multiCarriageDetails: [{ id: 'A' }] }),
        vehicle({ multiCarriageDetails: [{ id: 'A' }] }),
      ],
    },
  },
});

describeRule('S052', {
  reports: {
    'carriages counted 1, 3 and not at all': {
      entity: [vehicle({ multiCarriageDetails: [{ carriageSequence: 1 }, { carriageSequence: 3 }, {}] })],
      finds: [
        'Entity v7, trip T1, vehicle 7: carriage 2 has carriage_sequence 3',
        'Entity v7, trip T1, vehicle 7: carriage 3 has carriage_sequence missing',
      ],
    },
  },
  accepts: {
    'carriages counted 1, 2': {
      entity: [vehicle({ multiCarriageDetails: [{ carriageSequence: 1 }, { carriageSequence: 2 }] })],
    },
  },
});
