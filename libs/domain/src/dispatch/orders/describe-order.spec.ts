import { TOWN } from '../town.fixture.js';
import { describeOrder } from './describe-order.js';

describe('an order in one sentence', () => {
  it('calls a vehicle what dispatchers call it', () => {
    const schedule = TOWN;
    const off = { kind: 'out_of_service', vehicleId: '130009' } as const;
    expect(describeOrder(schedule, off, new Map([['130009', '4009']]))).toEqual({
      uk: '4009 не працює',
      en: '4009 out of service',
    });
    expect(describeOrder(schedule, off).en).toBe('130009 out of service');
  });

  it('names the stop at which nothing is predicted: the lines go on being predicted elsewhere', () => {
    const schedule = TOWN;
    const [routeIds, stopIds] = [[schedule.routes[0]!.routeId], [schedule.stops.ids[0]!]];
    const period = { start: 0, end: 1 };
    const silent = { kind: 'suppress_predictions', routeIds, period } as const;
    expect(describeOrder(schedule, silent).en).toMatch(/^No predictions: /);
    expect(describeOrder(schedule, { ...silent, stopIds }).en).toMatch(/^No predictions at the stop: /);
  });
});
