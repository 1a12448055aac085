import { jest } from '@jest/globals';
import { keepAsking, momentOf } from './keep-asking.js';

const DAY = '/dispatch/service-day';
const THEN = 1_790_000_040;

describe('the moment that is asked of', () => {
  it('is the one shown; of what changes by the minute, its minute', () => {
    expect(momentOf('/dispatch/orders', THEN + 59.6)).toBe(THEN + 60);
    expect(new Set(Array.from({ length: 60 }, (_, second) => momentOf(DAY, THEN + second)))).toEqual(
      new Set([THEN]),
    );
    expect(momentOf(DAY, THEN + 60)).toBe(THEN + 60);
  });
});

describe('an answer that is asked for again', () => {
  const fetched = jest.fn<(path: unknown) => Promise<Response>>();
  const take = jest.fn();
  const seconds = (count: number): Promise<void> => jest.advanceTimersByTimeAsync(count * 1000);
  const answer = (status: number): void => {
    fetched.mockImplementation(() => Promise.resolve(new Response('{"serviceDate":"20261130"}', { status })));
  };
  let end: () => void;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    globalThis.fetch = fetched;
    fetched.mockClear();
    take.mockClear();
  });
  afterEach(() => {
    end();
    jest.useRealTimers();
  });

  it('is asked for soon where the first time nobody answered, then as often as it is wanted', async () => {
    answer(503);
    end = keepAsking(DAY, undefined, 60, take);
    await seconds(1);
    answer(200);
    await seconds(5);
    expect(take).toHaveBeenLastCalledWith({ serviceDate: '20261130' }, undefined);
    expect(fetched).toHaveBeenCalledTimes(2);
    answer(503);
    await seconds(60);
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  it('of the past is asked for until it is there, once', async () => {
    fetched.mockImplementation(() => Promise.reject(new TypeError('Failed to fetch')));
    end = keepAsking(DAY, THEN, 60, take);
    await seconds(11);
    answer(200);
    await seconds(600);
    expect(fetched.mock.calls.map(([path]) => path)).toEqual(
      Array.from({ length: 4 }, () => `/api/v1${DAY}?t=${THEN}`),
    );
  });

  it('is not hurried where it is refused, nor after the end', async () => {
    answer(403);
    end = keepAsking(DAY, undefined, 60, take);
    await seconds(59);
    expect(fetched).toHaveBeenCalledTimes(1);
    answer(503);
    await seconds(2);
    end();
    await seconds(600);
    expect(fetched).toHaveBeenCalledTimes(2);
  });
});
