/**
 * The feed as the writer makes it, followed here so that a preview is exact: the same updates, the same pure
 * functions, the last snapshots for memory.
 */
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type UpdateItem, decodeFeedMessage } from '@rukh/adapters/protobuf';
import { FeedSnapshots, type Redis, type StoredSnapshot, connectRedis } from '@rukh/adapters/redis';
import type { Schedule } from '@rukh/domain/gtfs';
import {
  EMPTY_FEED_STATE,
  type FeedMessage,
  type FeedName,
  type FeedState,
  type Publication,
  type PublicationContext,
  type ServiceAlert,
  type ServiceOrder,
  type TripRun,
  SNAPSHOT_MAX_AGE_SECONDS,
  type TripUpdate,
  createPublicationContext,
  moveToSchedule,
  publishEach,
  restoreFeed,
  stepFeed,
} from '@rukh/domain/realtime';
import { Problem, feedOptionsOf } from '@rukh/service';
import { gunzipSync } from 'node:zlib';
import type { DispatchConfig } from '../config.js';
import { FollowLoads } from '../live/follow-loads.js';
import { Updates } from '../live/updates.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { DISPATCH_CONFIG } from '../tokens.js';

/** The feeds that are the writer's memory; all others follow from them. */
const REMEMBERED = ['vehicle-positions', 'trip-updates'] as const;
type Published = Partial<Record<(typeof REMEMBERED)[number], FeedMessage>>;

/** A position lives no longer. */
const LOOK_BACK_SECONDS = 90;

/** `timestamp` of the header, epoch seconds. */
interface ToldUpdates {
  readonly key: string;
  readonly timestamp: number;
  readonly updates: readonly TripUpdate[];
}

/** A feed with some orders in force, not published. */
export interface MirroredFeed {
  readonly context: PublicationContext;
  readonly lists: Readonly<Partial<Record<FeedName, Publication['snapshots'][number]['entities']>>>;
  readonly publication: Publication;
}

@Injectable()
export class FeedMirror implements OnModuleInit, OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #snapshots: FeedSnapshots;
  #context: PublicationContext | undefined;
  #state: FeedState = EMPTY_FEED_STATE;
  /** The trip updates read last, and under which key they are kept. */
  #told: ToldUpdates = { key: '', timestamp: 0, updates: [] };

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly updates: Updates,
    private readonly loads: FollowLoads,
    private readonly metrics: WatchMetrics,
  ) {
    const onError = (): void => {
      metrics.errors.inc({ where: 'feed_mirror' });
    };
    this.#redis = connectRedis(config.REDIS_URL, { name: 'dispatch-mirror', onError });
    this.#snapshots = new FeedSnapshots(this.#redis, config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.updates.follow({
      adopt: ({ schedule }) => this.#adopt(schedule),
      take: (items, at) => this.#take(items, at),
    });
  }

  onApplicationShutdown(): void {
    this.#redis.disconnect();
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
    const { messages, floorSeconds } = await this.#readPublished();
    const { occupancies } = this.loads;
    const state = restoreFeed(context, { ...this.#state, floorSeconds }, messages, nowSeconds);
    const restored = { ...state, feeds: {}, alerts, occupancies };
    return publishEach(context, restored, sets, nowSeconds).map((publication) => ({
      context,
      lists: Object.fromEntries(publication.snapshots.map(({ name, entities }) => [name, entities])),
      publication,
    }));
  }

  /** What is published of a run now; undefined where nothing is, `unknown` while Redis is away. */
  async findPublished({
    tripId,
    serviceDate,
    startTime,
  }: Required<TripRun>): Promise<TripUpdate | 'unknown' | undefined> {
    const read = await this.#readTripUpdates();
    if (!read) return 'unknown';
    if (read.key !== this.#told.key) {
      const { gzip, timestamp = 0 } = read.stored ?? {};
      const entities = gzip ? decodeFeedMessage(gunzipSync(gzip)).entity : [];
      this.#told = {
        key: read.key,
        timestamp,
        updates: entities.flatMap(({ tripUpdate }) => tripUpdate ?? []),
      };
    }
    // It stays for a writer that comes after an outage, and is served to nobody.
    if (Date.now() / 1000 - this.#told.timestamp > SNAPSHOT_MAX_AGE_SECONDS) return undefined;
    return this.#told.updates.find(
      ({ trip }) =>
        trip.tripId === tripId &&
        trip.startDate === serviceDate &&
        (trip.startTime === undefined || trip.startTime === startTime),
    );
  }

  /** With nothing stored where it is what was read last, or there is none; undefined while Redis is away. */
  async #readTripUpdates(): Promise<{ readonly key: string; readonly stored?: StoredSnapshot } | undefined> {
    try {
      const { keys } = await this.#snapshots.synchronise(0);
      const key = keys.get('trip-updates') ?? '';
      const stored = key === '' || key === this.#told.key ? undefined : await this.#snapshots.find(key);
      return { key, ...(stored && { stored }) };
    } catch {
      this.metrics.errors.inc({ where: 'published_trips' });
      return undefined;
    }
  }

  #adopt(schedule: Schedule): void {
    if (this.#context) this.#state = moveToSchedule(this.#state, this.#context.schedule, schedule);
    this.#context = createPublicationContext(schedule, feedOptionsOf(this.config));
  }

  #take(items: readonly UpdateItem[], at: number): void {
    const now = Date.now() / 1000;
    if (now - at > LOOK_BACK_SECONDS) return;
    this.#state = stepFeed(this.context, this.#state, { kind: 'updates', items }, now).state;
  }

  /** While Redis is away the preview is made without memory. */
  async #readPublished(): Promise<{ messages: Published; floorSeconds: number }> {
    const messages: Published = {};
    try {
      const { keys, floorSeconds } = await this.#snapshots.synchronise(0);
      for (const name of REMEMBERED) {
        const key = keys.get(name);
        const stored = key === undefined ? undefined : await this.#snapshots.find(key);
        if (stored) messages[name] = decodeFeedMessage(gunzipSync(stored.gzip));
      }
      return { messages, floorSeconds };
    } catch {
      return { messages, floorSeconds: 0 };
    }
  }
}
