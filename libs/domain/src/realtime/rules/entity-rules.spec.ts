import { describeRule, tripUpdate, vehicle } from './feed.fixture.js';

describeRule('S001', {
  reports: {
    'an entity that holds nothing': { entity: [{ id: 'x' }], finds: ['Entity x: it holds nothing'] },
    'an entity that holds a trip update and a position': {
      entity: [{ ...tripUpdate(), ...vehicle(), id: 'x' }],
      finds: ['Entity x, trip T1, vehicle 7: it holds 2 things; there must be exactly one'],
    },
    'an entity that is said not to be deleted and holds nothing': {
      entity: [{ id: 'x', isDeleted: false }],
      finds: ['Entity x: it holds nothing'],
    },
  },
  accepts: {
    'entities of one thing each': {},
    'an entity that is being deleted and holds nothing': { entity: [{ id: 'x', isDeleted: true }] },
  },
});

describeRule('S002', {
  reports: {
    'an id that three entities use, once': {
      entity: [tripUpdate({}, 'x'), vehicle({}, 'x'), vehicle({}, 'y'), vehicle({}, 'x')],
      finds: ['Entity x: the id is used by 3 entities'],
    },
  },
  accepts: { 'an id for each entity': { entity: [tripUpdate({}, 'x'), vehicle({}, 'y')] } },
});
