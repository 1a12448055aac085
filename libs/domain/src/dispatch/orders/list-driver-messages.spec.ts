import {
  type ServiceOrder,
  type ServiceOrderAction,
  createPublicationContext,
} from '../../realtime/index.js';
import { DATE, EIGHT, TOWN } from '../town.fixture.js';
import { listDriverMessages } from './list-driver-messages.js';

const CONTEXT = createPublicationContext(TOWN);
const run = (tripId: string) => ({ tripId, serviceDate: DATE });

let count = 0;
const order = (action: ServiceOrderAction, secondsAfterEight = 0): ServiceOrder => ({
  orderId: `o${++count}`,
  action,
  confirmedAt: EIGHT + secondsAfterEight,
});

/** Bus 1 on A0, bus 2 on A1, tram 3 on its way back, car 4 on no trip. */
const VEHICLES = Object.entries({ '1': 'A0', '2': 'A1', '3': 'T0b', '4': undefined }).map(
  ([vehicleId, tripId]) => {
    const trip = TOWN.trips.indexOf.get(tripId ?? '');
    const startSeconds =
      trip === undefined ? 0 : TOWN.stopTimes.departureSeconds[TOWN.trips.firstStopTime[trip]!]!;
    return {
      vehicleId,
      label: `No ${vehicleId}`,
      instance: trip === undefined ? undefined : { trip, serviceDate: DATE, startSeconds },
    };
  },
);

/** Ukrainian words by vehicle. */
function tell(orders: readonly ServiceOrder[], secondsAfterEight = 60): Record<string, string[]> {
  const messages = listDriverMessages(CONTEXT, orders, VEHICLES, EIGHT + secondsAfterEight);
  return Object.fromEntries(
    [...messages].map(([vehicleId, list]) => [vehicleId, list.map(({ texts }) => texts.uk)]),
  );
}

describe('what drivers are told', () => {
  it('is of their own trips: of a cancelled one, and of what comes after it', () => {
    expect(tell([order({ kind: 'cancel', runs: [run('A0'), run('T1')] })])).toEqual({
      '1': ['Рейс о 8:00 скасовано. Далі: рейс о 8:30.'],
    });
  });

  it('is of later trips of the block too, and not of those that are over', () => {
    expect(tell([order({ kind: 'cancel', runs: [run('A0b')] })])).toEqual({
      '1': ['Рейс о 8:30 скасовано.'],
    });
    expect(tell([order({ kind: 'cancel', runs: [run('T0')] })])).toEqual({});
    expect(tell([order({ kind: 'cancel', runs: [run('A0'), run('A0b')] })])).toEqual({
      '1': ['Рейси о 8:00 і 8:30 скасовано.'],
    });
  });

  it('says where to turn, where not to call, and how long to wait', () => {
    const until = EIGHT + 12 * 60;
    expect(
      tell([
        order({ kind: 'short_turn', run: run('A0'), toStopSequence: 5 }),
        order({ kind: 'skip_stops', run: run('A0'), stopSequences: [2, 3] }),
        order({ kind: 'hold', run: run('A0'), stopSequence: 4, until }),
      ]),
    ).toEqual({
      '1': [
        'Рейс о 8:00: остання зупинка Stop 4.',
        'Рейс о 8:00: не зупиняйтеся: Stop 1 і Stop 2.',
        'Стійте на зупинці Stop 3 до 8:12.',
      ],
    });
    expect(tell([order({ kind: 'hold', run: run('A0'), stopSequence: 4, until })], 721)).toEqual({});
  });

  it('is told to who gets a run and to who loses it, until a later order gives it to a third', () => {
    const first = order({ kind: 'assign', vehicleId: '4', run: run('A0') });
    const cancel = order({ kind: 'cancel', runs: [run('A0')] });
    expect(tell([first, cancel])).toEqual({
      '1': ['Рейс о 8:00 (Автобус A32) виконує No 4.'],
      '4': ['Ваш рейс: Автобус A32 о 8:00.', 'Рейс о 8:00 скасовано. Далі: рейс о 8:30.'],
    });
    expect(tell([first, order({ kind: 'assign', vehicleId: '2', run: run('A0') }, 30)])).toEqual({
      '1': ['Рейс о 8:00 (Автобус A32) виконує No 2.'],
      '2': ['Ваш рейс: Автобус A32 о 8:00.'],
      // Its display would only be empty otherwise, and its driver might drive to the first stop.
      '4': ['Рейс о 8:00 (Автобус A32) виконує No 2.'],
    });
  });

  it('is told to who was displaced only as long as that is all that was ordered of it', () => {
    const first = order({ kind: 'assign', vehicleId: '4', run: run('A0') });
    const second = order({ kind: 'assign', vehicleId: '2', run: run('A0') }, 30);
    const third = order({ kind: 'assign', vehicleId: '4', run: run('T1') }, 60);
    expect(tell([first, second, third])['4']).toEqual(['Ваш рейс: Трамвай T1 о 8:10.']);
    const home = order({ kind: 'out_of_service', vehicleId: '4' }, 60);
    expect(tell([first, second, home])['4']).toEqual(['Вас знято з лінії. Пасажирів не беріть.']);
    // Given back its run, it has that and nothing else.
    const again = order({ kind: 'assign', vehicleId: '4', run: run('A0') }, 60);
    expect(tell([first, second, again])).toMatchObject({
      '2': ['Рейс о 8:00 (Автобус A32) виконує No 4.'],
      '4': ['Ваш рейс: Автобус A32 о 8:00.'],
    });
  });

  it('names the start of a trip that was added', () => {
    const copy = {
      kind: 'add_trip' as const,
      copyOf: run('A0'),
      copyId: 'X1',
      startDate: DATE,
      startTime: '08:05:00',
    };
    expect(tell([order(copy), order({ kind: 'assign', vehicleId: '4', run: run('X1') })])).toEqual({
      '4': ['Ваш рейс: Автобус A32 о 8:05.'],
    });
  });

  it('is told to whom it is on: the vehicle, the line, whoever serves the stop, everybody', () => {
    const period = { start: EIGHT };
    expect(tell([order({ kind: 'out_of_service', vehicleId: '4' })])).toEqual({
      '4': ['Вас знято з лінії. Пасажирів не беріть.'],
    });
    expect(tell([order({ kind: 'close_stop', stopIds: ['K3'], period })])).toEqual({
      '3': ['Не зупиняйтеся: Stop 3.'],
    });
    const detour = { routeIds: ['A'], directionId: 0, missedStopIds: ['O2'], replacementStops: [], period };
    expect(Object.keys(tell([order({ kind: 'detour', ...detour })]))).toEqual(['1', '2']);
    const raid = { kind: 'city_mode', mode: 'air_raid', effect: 'cancel', period } as const;
    expect(Object.keys(tell([order(raid)]))).toEqual(['1', '2', '3', '4']);
    expect(tell([order({ ...raid, routeTypes: [0] })])).toEqual({
      '3': ['Повітряна тривога: рейси скасовано.'],
    });
    expect(tell([order({ kind: 'suppress_predictions', routeIds: ['A'], period })])).toEqual({});
  });

  it('is a dispatcher’s own words as they were written, to that vehicle alone, until their time is over', () => {
    const words = { vehicleId: '4', text: 'Залиште дверцята 2 зачиненими' } as const;
    const told = [
      order({ kind: 'tell_driver', ...words, until: EIGHT + 900 }),
      order({ kind: 'tell_driver', vehicleId: '4', text: 'Дякую!', until: EIGHT + 300 }),
    ];
    expect(tell(told)).toEqual({ '4': [words.text, 'Дякую!'] });
    expect(tell(told, 300)).toEqual({ '4': [words.text] });
    expect(tell(told, 900)).toEqual({});
    const [message] = listDriverMessages(CONTEXT, told, VEHICLES, EIGHT + 60).get('4')!;
    expect(message!.texts).toEqual({ uk: words.text, en: words.text });
  });

  it('is told a quarter of an hour ahead, and no longer than it holds', () => {
    const period = { start: EIGHT + 3600, end: EIGHT + 7200 };
    const closed = [order({ kind: 'close_stop', stopIds: ['K3'], period })];
    expect([2699, 2700, 7199, 7200].map((at) => Object.keys(tell(closed, at)).length)).toEqual([0, 1, 1, 0]);
    const [message] = listDriverMessages(CONTEXT, closed, VEHICLES, EIGHT + 3600).get('3')!;
    expect(message).toEqual({
      orderId: closed[0]!.orderId,
      kind: 'close_stop',
      since: period.start,
      until: period.end,
      texts: { uk: 'Не зупиняйтеся: Stop 3.', en: 'Do not call at Stop 3.' },
    });
  });
});
