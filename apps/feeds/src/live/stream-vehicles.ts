import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Shutdown } from '@rukh/service';
import type { ServerResponse } from 'node:http';
import type { FeedsConfig } from '../config.js';
import { ServingMetrics } from '../serving-metrics.js';
import { OPEN_HEADERS } from '../http/answer-document.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { sendProblem } from '../http/send-problem.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { EVENTS_ROUTE } from './describe-live.js';
import { EventRing } from './event-ring.js';
import { readLiveVehicles } from './live-vehicles.js';

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2000;

/**
 * /live/vehicles: the vehicles as server-sent events. An event is made once for all pages. A page that does not
 * keep up is let go rather than waited for: it comes back by itself and goes on from where it was.
 */
@Injectable()
export class StreamVehicles implements OnModuleInit, OnApplicationShutdown {
  readonly #ring = new EventRing();
  readonly #clients = new Set<ServerResponse>();
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly shelf: SnapshotShelf,
    private readonly metrics: ServingMetrics,
    private readonly shutdown: Shutdown,
  ) {}

  onModuleInit(): void {
    this.routes.open('/live/vehicles', EVENTS_ROUTE, (request, reply) => this.#open(request, reply));
    this.#unsubscribe = this.shelf.subscribe((snapshot) => {
      if (snapshot.name === 'vehicle-positions' && this.#clients.size > 0) this.#advance();
    });
    this.#timer = setInterval(() => {
      for (const client of this.#clients) this.#send(client, ': heartbeat\n\n');
    }, HEARTBEAT_MS);
    this.#timer.unref();
    this.shutdown.signal.addEventListener('abort', () => {
      this.#endAll();
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#unsubscribe?.();
    this.#endAll();
  }

  /** Takes the newest snapshot into the ring and sends what changed to all. */
  #advance(): void {
    const snapshot = this.shelf.find('vehicle-positions');
    if (!snapshot || snapshot.version === this.#ring.current?.version) return;
    const event = this.#ring.push(readLiveVehicles(snapshot));
    for (const client of this.#clients) this.#send(client, event);
  }

  #open(request: HttpRequest, reply: HttpReply): HttpReply {
    this.#advance();
    if (!this.shelf.find('vehicle-positions')) {
      return sendProblem(reply, 503, 'There are no vehicles to show now.', 5);
    }
    if (this.#clients.size >= this.config.RUKH_FEEDS_EVENT_CLIENTS) {
      this.metrics.eventClientsEnded.inc({ reason: 'too_many' });
      return sendProblem(reply, 503, 'Too many pages follow the vehicles already.', 30);
    }
    const headers = {
      ...OPEN_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    };
    if (request.method === 'HEAD') return reply.headers(headers).send('');
    reply.hijack();
    const client = reply.raw;
    client.writeHead(200, headers);
    this.#clients.add(client);
    this.metrics.eventClients.set(this.#clients.size);
    client.on('error', () => client.destroy());
    client.on('close', () => {
      this.#forget(client);
    });
    const lastId = request.headers['last-event-id'];
    const start = this.#ring.start(Array.isArray(lastId) ? lastId[0] : lastId);
    this.#send(client, `retry: ${RETRY_MS}\n\n${start}`);
    return reply;
  }

  #send(client: ServerResponse, text: string): void {
    if (client.writableLength > this.config.RUKH_FEEDS_EVENT_BUFFER_BYTES) {
      this.metrics.eventClientsEnded.inc({ reason: 'too_slow' });
      client.destroy();
      return;
    }
    client.write(text);
  }

  #forget(client: ServerResponse): void {
    if (this.#clients.delete(client)) this.metrics.eventClients.set(this.#clients.size);
  }

  #endAll(): void {
    for (const client of this.#clients) client.end();
  }
}
