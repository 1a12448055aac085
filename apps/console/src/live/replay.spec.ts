import { jest } from '@jest/globals';
import type { NetworkView } from '@rukh/domain/dispatch';
import { City } from './city.js';
import { LiveStore } from './live-store.js';
import type { replay as Played } from './replay.js';

const THEN = 1_790_000_000;

/** What the page has of a browser, as far as a replay looks at it. */
function openPage(): void {
  const page = { location: { search: '', pathname: '/console' }, history: { replaceState: () => undefined } };
  Object.assign(globalThis, page, { addEventListener: () => undefined });
}

function storeWithCity(): LiveStore {
  const store = new LiveStore();
  const network = { feedVersion: '1', agencies: [], routes: [], stops: [], patterns: [] };
  store.setCity(new City(network as unknown as NetworkView));
  return store;
}

describe('a replay that the server does not answer', () => {
  let replay: typeof Played;
  const ask = jest.fn<() => Promise<Response>>();
  const ended = new AbortController();
  const store = storeWithCity();
  const seconds = (count: number): Promise<void> => jest.advanceTimersByTimeAsync(count * 1000);
  const asked = (): number => {
    const count = ask.mock.calls.length;
    ask.mockClear();
    return count;
  };
  const refuse = (status: number, detail = ''): void => {
    ask.mockImplementation(() => Promise.resolve(new Response(JSON.stringify({ detail }), { status })));
  };

  beforeAll(async () => {
    openPage();
    globalThis.fetch = ask;
    ({ replay } = await import('./replay.js'));
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    refuse(403, 'Not yours.');
    replay.seek(THEN);
    void replay.run(store, ended.signal, () => undefined);
  });
  afterAll(() => {
    ended.abort();
    jest.useRealTimers();
  });

  it('asks once for what is not allowed, and says why nothing is seen', async () => {
    await seconds(60);
    expect(asked()).toBe(1);
    expect(store.link).toBe('replay');
    expect(replay.state().refusal).toMatchObject({ status: 403, message: 'Not yours.' });
  });

  it('stops playing at a moment that is refused', async () => {
    refuse(400);
    replay.play();
    await seconds(60);
    expect(asked()).toBe(1);
    expect(replay.state()).toMatchObject({ isPlaying: false, isEmpty: false, refusal: { status: 400 } });
  });

  it('asks again for the same moment where nobody answers, more and more rarely', async () => {
    ask.mockImplementation(() => Promise.reject(new TypeError('Failed to fetch')));
    replay.seek(THEN + 10);
    expect(replay.state().refusal).toBeUndefined();
    await seconds(60);
    // After 0, 1, 3, 7, 15, 25, 35, 45 and 55 s.
    expect(ask.mock.calls).toHaveLength(9);
    expect(new Set(ask.mock.calls.map(([path]: unknown[]) => path))).toEqual(
      new Set([`/api/v1/dispatch/live?t=${THEN + 10}`]),
    );
    expect(store.link).toBe('lost');
  });

  it('asks at once for another moment that is wanted meanwhile', async () => {
    asked();
    refuse(404);
    replay.seek(THEN + 20);
    await seconds(0.1);
    expect(asked()).toBe(1);
    expect([store.link, replay.state().isEmpty]).toEqual(['replay', true]);
  });
});
