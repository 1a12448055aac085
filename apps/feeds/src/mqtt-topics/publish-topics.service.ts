import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedName } from '@rukh/domain/realtime';
import { findBroker } from '@rukh/service';
import type { FeedsConfig } from '../config.js';
import { FeedMetrics } from '../feed-metrics.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import type { Snapshot } from '../snapshots/snapshot.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { WriteFeeds } from '../writer/write-feeds.service.js';
import { type SentEntities, listMessages } from './list-messages.js';

/** How long a broker of MQTT 5 keeps a message for those who come later: the longest that a feed may be old. */
const EXPIRY_SECONDS = 90;
/** Messages between two turns of the event loop: a city's first snapshot is a thousand. */
const TURN_MESSAGES = 100;

/** Vehicles and trips over MQTT, one topic each, sent by whichever process writes the feeds. */
@Injectable()
export class PublishTopics implements OnModuleInit, OnApplicationShutdown {
  readonly #publisher: MqttPublisher | undefined;
  readonly #sent = new Map<FeedName, SentEntities>();
  readonly #waiting = new Map<FeedName, Snapshot>();
  #isBusy = false;
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly shelf: SnapshotShelf,
    private readonly schedules: ScheduleStore,
    private readonly writer: WriteFeeds,
    private readonly metrics: FeedMetrics,
  ) {
    const endpoint = findBroker(config);
    if (!endpoint || !config.RUKH_FEEDS_TOPICS) return;
    this.#publisher = new MqttPublisher({
      endpoint,
      clientIdPrefix: 'rukh-feeds',
      qos: 0,
      protocolVersion: 5,
      onError: () => this.metrics.errors.inc({ where: 'mqtt' }),
    });
  }

  onModuleInit(): void {
    if (!this.#publisher) return;
    this.#publisher.start();
    this.#unsubscribe = this.shelf.subscribe((snapshot) => {
      if (snapshot.name !== 'vehicle-positions' && snapshot.name !== 'trip-updates') return;
      this.#waiting.set(snapshot.name, snapshot);
      void this.#send();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    await this.#publisher?.stop();
  }

  /** A snapshot that comes while one is being sent waits; of several the last. Never throws. */
  async #send(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next = this.#take(); next; next = this.#take()) await this.#sendSnapshot(next);
    } catch {
      this.metrics.errors.inc({ where: 'mqtt' });
    } finally {
      this.#isBusy = false;
    }
  }

  #take(): Snapshot | undefined {
    const [next] = this.#waiting.values();
    if (next) this.#waiting.delete(next.name);
    return next;
  }

  async #sendSnapshot({ name, body }: Snapshot): Promise<void> {
    const schedule = this.schedules.current?.schedule;
    if (!schedule || !this.writer.isWriting || this.#publisher?.connected !== 1) {
      // Whoever sends next, or the broker that comes back, begins with all of it.
      this.#sent.delete(name);
      return;
    }
    const before = this.#sent.get(name) ?? new Map();
    const made = listMessages(schedule, this.config.RUKH_AGENCY, before, decodeFeedMessage(body));
    this.#sent.set(name, made.sent);
    for (const [i, { topic, payload }] of made.messages.entries()) {
      if (i % TURN_MESSAGES === TURN_MESSAGES - 1) await new Promise((resolve) => setImmediate(resolve));
      void this.#publisher.publish(topic, payload, { retain: true, expirySeconds: EXPIRY_SECONDS });
    }
    this.metrics.topicMessages.inc({ feed: name }, made.messages.length);
  }
}
