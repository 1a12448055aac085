import type { ExceptionChange, ExceptionEventKind } from '@rukh/adapters/postgres';
import type { DispatchException } from '@rukh/domain/dispatch';
import { tellOfException } from './tell-of-exception.js';

const BUNCH: DispatchException = {
  exceptionId: 'e',
  kind: 'bunch',
  state: 'new',
  routeId: 'A',
  vehicleId: 'v1',
  sinceSeconds: 1000,
  raisedAt: 1180,
};
const naming = {
  route: (id: string) => (id === 'A' ? 'А32' : undefined),
  vehicle: (id: string) => (id === 'v1' ? '1279' : undefined),
};
const OLENA = { userId: 'u', userName: 'Олена Коваль' };

function told(event: ExceptionEventKind, change: Partial<DispatchException> = {}, by: object = {}) {
  const exception = { ...BUNCH, ...change };
  const written: ExceptionChange = {
    booked: { key: 'k', exception, step: 'handled' },
    event: { exceptionId: 'e', at: 1600, event, ...by },
  };
  return tellOfException(written, naming);
}

describe('the journal of an exception', () => {
  it('says in both languages who took it and what it is', () => {
    expect(told('taken', { state: 'taken' }, { ...OLENA, note: 'бачу' })).toEqual({
      by: { userId: 'u', name: 'Олена Коваль' },
      kind: 'exception',
      event: 'exception.taken',
      text: { uk: 'Взято: скупчення, А32, машина 1279', en: 'Taken: bunch, А32, vehicle 1279' },
      exceptionId: 'e',
      note: 'бачу',
      routeId: 'A',
      vehicleId: 'v1',
    });
  });

  it.each<[ExceptionEventKind, Partial<DispatchException>, string]>([
    ['snoozed', { snoozedUntil: 2200 }, 'Відкладено: скупчення, А32, машина 1279 (на 10 хв)'],
    ['woken', {}, 'Знову відкрито: скупчення, А32, машина 1279'],
    ['cleared', {}, 'Минулося: скупчення, А32, машина 1279 (тривало 10 хв)'],
    [
      'cleared',
      { solved: { at: 1600, how: 'order' } },
      'Вирішено наказом: скупчення, А32, машина 1279 (тривало 10 хв)',
    ],
  ])('%s %j: %s', (event, change, uk) => {
    expect(told(event, change)).toMatchObject({ by: { name: 'Rukh' }, text: { uk } });
  });

  it('says nothing twice', () => {
    expect(told('raised')).toBeUndefined();
    expect(told('cleared', { solved: { at: 1500, how: 'person' } })).toBeUndefined();
    const begun: Partial<DispatchException> = {
      kind: 'not_started',
      tripId: 't',
      solved: { at: 1600, how: 'cleared' },
    };
    expect(told('cleared', begun)).toBeUndefined();
    expect(told('cleared', { ...begun, takenBy: { userId: 'u', name: 'O', at: 1 } })).toBeDefined();
  });
});
