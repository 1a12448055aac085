import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { LiveEventData, LiveEventName, Principal } from '@rukh/domain/dispatch';
import { Shutdown } from '@rukh/service';
import { EventRing, type LiveEvent } from './event-ring.js';
import { WatchMetrics } from './watch-metrics.js';

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2000;
/** A console that has so much unread does not keep up: it is let go, comes back by itself and goes on. */
const MAX_UNREAD_BYTES = 4_000_000;
const MAX_CLIENTS = 500;

/** What of an event somebody is sent; undefined for nothing. */
export type Scope = (event: LiveEvent) => unknown;

interface Client {
  readonly response: ServerResponse;
  /** Undefined for who sees all: one text is written for all of them. */
  readonly scope: Scope | undefined;
  readonly principal: Principal;
}

/** The stream of events of all consoles. Any part of the dispatchers' side publishes into it. */
@Injectable()
export class LiveEvents implements OnApplicationShutdown {
  readonly #ring = new EventRing(randomBytes(4).toString('hex'));
  readonly #clients = new Set<Client>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(
    private readonly metrics: WatchMetrics,
    shutdown: Shutdown,
  ) {
    this.#heartbeat = setInterval(() => {
      for (const client of this.#clients) this.#send(client, ': heartbeat\n\n');
    }, HEARTBEAT_MS).unref();
    shutdown.signal.addEventListener('abort', () => {
      this.#endAll();
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.#heartbeat);
    this.#endAll();
  }

  /** Id of the newest event: a snapshot made now is followed by what comes after it. */
  get lastId(): string {
    return this.#ring.lastId;
  }

  publish<N extends LiveEventName>(
    name: N,
    data: LiveEventData[N],
    goneCarriers?: readonly (string | undefined)[],
  ): void {
    const event = this.#ring.push(name, data, goneCarriers);
    for (const client of this.#clients) this.#sendEvent(client, event);
  }

  /** Whether another console can be let in. */
  get isFull(): boolean {
    return this.#clients.size >= MAX_CLIENTS;
  }

  noteRefused(): void {
    this.metrics.eventClientsEnded.inc({ reason: 'too_many' });
  }

  /** Sends a console what came after the event that it saw last, and then what comes. */
  open(
    response: ServerResponse,
    principal: Principal,
    scope: Scope | undefined,
    lastId: string | undefined,
  ): void {
    const client = { response, principal, scope };
    this.#clients.add(client);
    this.metrics.eventClients.set(this.#clients.size);
    response.on('error', () => response.destroy());
    response.on('close', () => {
      if (this.#clients.delete(client)) this.metrics.eventClients.set(this.#clients.size);
    });
    this.#send(client, `retry: ${RETRY_MS}\n\n`);
    if (lastId === undefined) return;
    const missed = this.#ring.listAfter(lastId);
    if (!missed) this.#send(client, this.#ring.write('resync', { reason: 'unknown_event' }));
    for (const event of missed ?? []) this.#sendEvent(client, event);
  }

  /** Ends the streams of who is signed out, or may not any more what he might. */
  endOf(isEnded: (principal: Principal) => boolean): void {
    for (const { principal, response } of this.#clients) if (isEnded(principal)) response.end();
  }

  #sendEvent(client: Client, event: LiveEvent): void {
    if (!client.scope) {
      this.#send(client, event.text);
      return;
    }
    const data = client.scope(event);
    if (data !== undefined) this.#send(client, this.#ring.write(event.name, data as never, event.seq));
  }

  #send({ response }: Client, text: string): void {
    if (response.writableLength > MAX_UNREAD_BYTES) {
      this.metrics.eventClientsEnded.inc({ reason: 'too_slow' });
      response.destroy();
      return;
    }
    response.write(text);
  }

  #endAll(): void {
    for (const { response } of this.#clients) response.end();
  }
}
