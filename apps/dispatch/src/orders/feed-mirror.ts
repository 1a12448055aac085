/**
 * The feed as the writer makes it, followed here so that a preview is exact: the same updates, the same pure
 * functions, the last snapshots for memory.
 */
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { decodeFeedMessage, decodeUpdates } from '@rukh/adapters/protobuf';
import {
  FeedSnapshots,
  type Redis,
  StreamTail,
  connectBlockingRedis,
  connectRedis,
} from '@rukh/adapters/redis';
import type { Schedule } from '@rukh/domain/gtfs';
import {
  EMPTY_FEED_STATE,
  FEED_NAMES,
  type FeedMessage,
  type FeedName,
  type FeedState,
  type Publication,
  type PublicationContext,
  type ServiceAlert,
  type ServiceOrder,
  createPublicationContext,
  moveToSchedule,
  restoreFeed,
  stepFeed,
} from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import { gunzipSync } from 'node:zlib';
import type { DispatchConfig } from '../config.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { DISPATCH_CONFIG } from '../tokens.js';

/** A position lives no longer. */
const LOOK_BACK_MS = 90_000;
const BATCH_ENTRIES = 10;

/** A feed with some orders in force, not published. */
export interface MirroredFeed {
  readonly context: PublicationContext;
  readonly lists: Readonly<Partial<Record<FeedName, Publication['snapshots'][number]['entities']>>>;
  readonly publication: Publication;
}

@Injectable()
export class FeedMirror implements OnModuleInit, OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #blocking: Redis;
  readonly #snapshots: FeedSnapshots;
  #context: PublicationContext | undefined;
  #state: FeedState = EMPTY_FEED_STATE;
  #tail: StreamTail | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly schedules: ScheduleStore,
    metrics: WatchMetrics,
  ) {
    const onError = (): void => {
      metrics.errors.inc({ where: 'feed_mirror' });
    };
    this.#redis = connectRedis(config.REDIS_URL, { name: 'dispatch-mirror', onError });
    this.#blocking = connectBlockingRedis(config.REDIS_URL, { name: 'dispatch-feed-updates', onError });
    this.#snapshots = new FeedSnapshots(this.#redis, config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.#unsubscribe = this.schedules.subscribe(({ schedule }) => {
      this.#adopt(schedule);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    this.#blocking.disconnect();
    this.#redis.disconnect();
    await this.#tail?.stop();
  }

  /** @throws Problem 503 while there is no schedule */
  get context(): PublicationContext {
    if (!this.#context) throw new Problem(503, { detail: 'No timetable is in force yet.' }, 5);
    return this.#context;
  }

  /** What would be published now with each of these sets of orders, all from one and the same state. */
  async build(
    sets: readonly (readonly ServiceOrder[])[],
    alerts: readonly ServiceAlert[],
    nowSeconds: number,
  ): Promise<MirroredFeed[]> {
    const { context } = this;
    const messages = await this.#readPublished();
    const restored = { ...restoreFeed(context, this.#state, messages), feeds: {}, alerts };
    return sets.map((orders) => {
      const { publication } = stepFeed(context, { ...restored, orders }, { kind: 'publish' }, nowSeconds);
      const built = publication!;
      const lists = Object.fromEntries(built.snapshots.map(({ name, entities }) => [name, entities]));
      return { context, lists, publication: built };
    });
  }

  #adopt(schedule: Schedule): void {
    if (this.#context) this.#state = moveToSchedule(this.#state, this.#context.schedule, schedule);
    this.#context = createPublicationContext(schedule);
    this.#tail ??= this.#follow();
  }

  #follow(): StreamTail {
    const tail = new StreamTail(this.#blocking, {
      stream: `rukh:{${this.config.RUKH_AGENCY}}:updates`,
      afterId: `${Date.now() - LOOK_BACK_MS}-0`,
      maxBatchEntries: BATCH_ENTRIES,
      handle: (entries) => {
        for (const { bytes } of entries) this.#take(bytes);
      },
      onError: () => undefined,
    });
    tail.start();
    return tail;
  }

  #take(bytes: Uint8Array): void {
    const { context } = this;
    try {
      const { items } = decodeUpdates(context.schedule, bytes);
      this.#state = stepFeed(context, this.#state, { kind: 'updates', items }, Date.now() / 1000).state;
    } catch {
      // What cannot be read is counted by the writer.
    }
  }

  /** While Redis is away the preview is made without memory. */
  async #readPublished(): Promise<Partial<Record<FeedName, FeedMessage>>> {
    const messages: Partial<Record<FeedName, FeedMessage>> = {};
    try {
      const { keys } = await this.#snapshots.synchronise(0);
      for (const name of FEED_NAMES) {
        const key = keys.get(name);
        const stored = key === undefined ? undefined : await this.#snapshots.find(key);
        if (stored) messages[name] = decodeFeedMessage(gunzipSync(stored.gzip));
      }
    } catch {
      return messages;
    }
    return messages;
  }
}
