/** What the feed cancels, what the watch calls cancelled and what reports count as ordered is one scope. */
import { type ServiceOrderActionOf, createPublicationContext, routesOf } from '../realtime/index.js';
import { OrderedService } from './ordered-service.js';
import { type TakenOrder, orderOfTrip } from './reports/index.js';
import { DATE, EIGHT, TOWN } from './town.fixture.js';

const period = { start: EIGHT - 3600, end: EIGHT + 7200 };
/** A is a bus of carrier X, T a tram of carrier Y. */
const SCOPES: readonly (readonly [Partial<ServiceOrderActionOf<'city_mode'>>, string[]])[] = [
  [{}, ['A', 'T']],
  [{ routeTypes: [0] }, ['T']],
  [{ agencyIds: ['X'] }, ['A']],
  [{ routeTypes: [0], agencyIds: ['X'] }, []],
  [{ routeTypes: [0, 3], agencyIds: ['X'] }, ['A']],
  [{ routeIds: ['T'], agencyIds: ['X', 'Y'] }, ['T']],
];

describe('the lines of a city-wide mode', () => {
  const { routes, agencies, trips } = TOWN;
  const instanceOf = (line: string) => ({
    trip: trips.indexOf.get(`${line}3`)!,
    serviceDate: DATE,
    startSeconds: 0,
  });
  const windowOf = (line: string) => ({
    instance: instanceOf(line),
    startSeconds: EIGHT + 1800,
    endSeconds: EIGHT + 3000,
  });

  it.each(SCOPES)('of %j are %j, for feed, watch and reports alike', (scope, lines) => {
    const action = { kind: 'city_mode', mode: 'air_raid', effect: 'cancel', period, ...scope } as const;
    const published = [...routesOf(createPublicationContext(TOWN), action)].map(
      (route) => routes[route]!.routeId,
    );
    const watched = new OrderedService(TOWN, [{ orderId: 'o', confirmedAt: EIGHT, action }]);
    const taken: TakenOrder[] = [{ action, from: period.start }];
    const reported = (line: string): boolean => {
      const route = routes.find(({ routeId }) => routeId === line)!;
      const facts = { routeType: route.type, agencyId: agencies[route.agency]!.agencyId };
      const stop = { stopId: 'O1', departureSeconds: EIGHT, arrivalSeconds: EIGHT + 60 };
      const plan = {
        serviceDate: DATE,
        tripKey: `${line}3`,
        tripId: `${line}3`,
        routeId: line,
        stops: [stop],
      };
      return orderOfTrip(plan as unknown as Parameters<typeof orderOfTrip>[0], facts, taken) === 'cancelled';
    };
    expect(published).toEqual(lines);
    expect(['A', 'T'].filter((line) => watched.isCancelled(windowOf(line)))).toEqual(lines);
    expect(['A', 'T'].filter(reported)).toEqual(lines);
  });

  // T3 runs from 8:30 to 8:50.
  it.each([
    ['that starts as it ends', -60, 30, false],
    ['long after it', -60, 0, false],
    ['under way as it starts', 40, 120, true],
    ['within it', 0, 120, true],
    ['under way as it ends', 0, 40, true],
    ['that ends as it starts', 50, 120, false],
  ])('with a trip %s: from minute %d to %d after eight', (_, from, to, isOff) => {
    const inForce = { start: EIGHT + 60 * from, end: EIGHT + 60 * to };
    const action = { kind: 'city_mode', mode: 'air_raid', effect: 'cancel', period: inForce } as const;
    const watched = new OrderedService(TOWN, [{ orderId: 'o', confirmedAt: EIGHT, action }]);
    expect(watched.isCancelled(windowOf('T'))).toBe(isOff);
  });
});

it('the order that cancels a run is that of its start, where trips repeat', () => {
  const run = { tripId: 'A0', serviceDate: DATE };
  const cancel = (orderId: string, startTime?: string) => ({
    orderId,
    confirmedAt: EIGHT,
    action: {
      kind: 'cancel',
      runs: [{ ...run, ...(startTime === undefined ? {} : { startTime }) }],
    } as const,
  });
  const find = (orders: ConstructorParameters<typeof OrderedService>[1], startTime: string) =>
    new OrderedService(TOWN, orders).findCancelling('A0', DATE, startTime)?.orderId;
  const timed = [cancel('first', '08:00:00'), cancel('second', '08:30:00')];
  expect([find(timed, '08:30:00'), find(timed, '09:00:00')]).toEqual(['second', undefined]);
  expect(find([cancel('any')], '09:00:00')).toBe('any');
});
