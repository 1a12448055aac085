import { alert, describeRule } from './feed.fixture.js';

const informs = (...informedEntity: NonNullable<Parameters<typeof alert>[0]>['informedEntity'] & object) =>
  alert({ informedEntity });

describeRule('E032', {
  reports: {
    'an alert for nobody': { entity: [informs()], finds: ['Entity a1: the alert has no informed_entity'] },
  },
  accepts: { 'an alert for a route': {} },
});

describeRule('E033', {
  reports: {
    'a selector that names nothing, or only a direction': {
      entity: [informs({}, { directionId: 0 }, { trip: {} })],
      finds: Array<string>(3).fill(
        'Entity a1: an informed_entity names no agency, route, route type, trip or stop',
      ),
    },
  },
  accepts: {
    'selectors that name one thing each': {
      entity: [
        informs(
          { agencyId: 'LAD' },
          { routeId: 'R1' },
          { routeType: 0 },
          { stopId: 'S1' },
          { trip: { tripId: 'T1' } },
        ),
      ],
    },
  },
});

describeRule('E034', {
  reports: {
    'an agency that is not in agency.txt': {
      entity: [informs({ agencyId: 'KPT' })],
      finds: ['Entity a1: agency_id KPT is not in agency.txt'],
    },
  },
  accepts: { 'an agency that is': { entity: [informs({ agencyId: 'LAD' })] } },
});

describeRule('E030', {
  reports: {
    'a trip under another route': {
      entity: [informs({ routeId: 'R2', trip: { tripId: 'T1' } })],
      finds: ['Entity a1: route_id is R2, but trip T1 belongs to route R1'],
    },
  },
  accepts: {
    'a trip under its route': { entity: [informs({ routeId: 'R1', trip: { tripId: 'T1' } })] },
    'a trip alone': { entity: [informs({ trip: { tripId: 'T1' } })] },
  },
});

describeRule('E031', {
  reports: {
    'two routes in one selector': {
      entity: [informs({ routeId: 'R1', trip: { routeId: 'R2' } })],
      finds: ['Entity a1: route_id is R1, but trip.route_id is R2'],
    },
  },
  accepts: { 'one route twice': { entity: [informs({ routeId: 'R1', trip: { routeId: 'R1' } })] } },
});

describeRule('S030', {
  reports: {
    'a direction at a stop, of no route': {
      entity: [informs({ stopId: 'S1', directionId: 0 })],
      finds: ['Entity a1: an informed_entity has direction_id 0 and no route_id'],
    },
  },
  accepts: { 'a direction of a route': { entity: [informs({ routeId: 'R1', directionId: 0 })] } },
});

describeRule('P012', {
  reports: {
    'an alert that names each stop of the loop': {
      entity: [informs({ stopId: 'S1' }, { stopId: 'S2' }, { stopId: 'S3' })],
      finds: ['Entity a1: it names every stop of route R2, and not the route'],
    },
  },
  accepts: {
    'one that leaves a stop out': { entity: [informs({ stopId: 'S1' }, { stopId: 'S2' })] },
    'one that names the route as well': {
      entity: [informs({ stopId: 'S1' }, { stopId: 'S2' }, { stopId: 'S3' }, { routeId: 'R2' })],
    },
  },
});
