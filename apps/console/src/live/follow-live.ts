/**
 * Keeps the store at now: one snapshot, then the stream of what changes, taken up where it broke off. What cannot be
 * taken up is asked for whole again.
 */
import type { LiveEventData, LiveEventName, LiveSnapshot, NetworkView } from '@rukh/domain/dispatch';
import { ApiProblem, ask, openStream } from './api.js';
import { City } from './city.js';
import type { LiveStore } from './live-store.js';
import { EventStreamReader, type StreamEvent } from './read-event-stream.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8000;
/** A comment comes each 15 s: a stream silent for longer than two of them is dead. */
const SILENCE_MS = 35_000;

class Resync extends Error {}

/** Follows until aborted. `onSignedOut` is called when the session is over. */
export async function followLive(
  store: LiveStore,
  signal: AbortSignal,
  onSignedOut: () => void,
): Promise<void> {
  let eventId: string | undefined;
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      if (!store.city) await fetchCity(store, signal);
      if (eventId === undefined) eventId = await fetchSnapshot(store, signal);
      await readStream(store, eventId, signal, (id) => {
        eventId = id;
        pause = FIRST_PAUSE_MS;
      });
    } catch (error) {
      if (isAborted(signal)) return;
      if (error instanceof ApiProblem && error.status === 401) {
        onSignedOut();
        return;
      }
      if (error instanceof Resync || (error instanceof ApiProblem && error.status < 500)) eventId = undefined;
    }
    if (isAborted(signal)) return;
    store.setLink('lost');
    await sleep(pause, signal);
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
  }
}

/** The network of now, or of a past moment, epoch seconds. */
export async function fetchCity(store: LiveStore, signal: AbortSignal, at?: number): Promise<void> {
  const time = at === undefined ? '' : `?t=${at}`;
  store.setCity(new City(await ask<NetworkView>(`/dispatch/network${time}`, { signal })));
}

async function fetchSnapshot(store: LiveStore, signal: AbortSignal): Promise<string> {
  const snapshot = await ask<LiveSnapshot>('/dispatch/live', { signal });
  if (store.city && store.city.network.feedVersion !== snapshot.feedVersion) await fetchCity(store, signal);
  store.takeSnapshot(snapshot);
  return snapshot.eventId;
}

async function readStream(
  store: LiveStore,
  eventId: string,
  outer: AbortSignal,
  onEvent: (id: string) => void,
): Promise<void> {
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  let dead = setTimeout(() => own.abort(), SILENCE_MS);
  try {
    const stream = await openStream('/dispatch/events', eventId, signal);
    store.setLink('live');
    const reader = new EventStreamReader();
    for await (const text of stream) {
      clearTimeout(dead);
      dead = setTimeout(() => own.abort(), SILENCE_MS);
      for (const event of reader.read(text)) {
        await takeEvent(store, event, signal);
        if (event.id !== undefined) onEvent(event.id);
      }
    }
  } finally {
    clearTimeout(dead);
    own.abort();
  }
}

async function takeEvent(store: LiveStore, { event, data }: StreamEvent, signal: AbortSignal): Promise<void> {
  const value: unknown = JSON.parse(data);
  switch (event as LiveEventName) {
    case 'vehicles': {
      store.takeVehicles(value as LiveEventData['vehicles']);
      return;
    }
    case 'exception': {
      store.takeException(value as LiveEventData['exception']);
      return;
    }
    case 'lamp': {
      store.takeLamp(value as LiveEventData['lamp']);
      return;
    }
    case 'orders': {
      store.notice('orders');
      // City-wide modes are orders, and come with the snapshot only.
      const { cityModes } = await ask<LiveSnapshot>('/dispatch/live', { signal });
      store.takeModes(cityModes);
      return;
    }
    case 'alerts': {
      store.notice('alerts');
      return;
    }
    case 'journal': {
      store.notice('journal');
      return;
    }
    case 'line': {
      store.notice('lines');
      return;
    }
    case 'lineGroups': {
      store.notice('lineGroups');
      return;
    }
    case 'network':
      return fetchCity(store, signal);
    case 'resync':
      throw new Resync();
    default:
      // A newer server tells of more than this page knows.
      return undefined;
  }
}

/** Asked after a wait, when it may have changed. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
