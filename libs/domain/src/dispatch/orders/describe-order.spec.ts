import type { ServiceOrderAction } from '../../realtime/index.js';
import { DATE, EIGHT, TOWN } from '../town.fixture.js';
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

  it('says where and until when of a hold, and which part of a trip is left', () => {
    const run = { tripId: 'A0', serviceDate: DATE };
    const say = (action: ServiceOrderAction): string => describeOrder(TOWN, action).en;
    expect(say({ kind: 'hold', run, stopSequence: 3, until: EIGHT + 420 })).toMatch(
      /^Held at Stop 2 until 8:07: .* the 8:00 trip$/,
    );
    expect(say({ kind: 'skip_stops', run, stopSequences: [2, 3] })).toMatch(
      /^Does not stop at Stop 1 and Stop 2: /,
    );
    expect(say({ kind: 'short_turn', run, fromStopSequence: 2, toStopSequence: 4 })).toMatch(
      /^Short-turned, runs from Stop 1 to Stop 3: /,
    );
    expect(describeOrder(TOWN, { kind: 'short_turn', run, toStopSequence: 4 }).uk).toMatch(
      /^Скорочено, їде до Stop 3: /,
    );
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
