import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  FeedSnapshots,
  type Redis,
  StreamTail,
  connectBlockingRedis,
  connectRedis,
  untilRedisReady,
} from '@rukh/adapters/redis';
import { FEED_NAMES, type FeedName, SNAPSHOT_MAX_AGE_SECONDS } from '@rukh/domain/realtime';
import type { FeedsConfig } from '../config.js';
import { FeedMetrics } from '../feed-metrics.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { SnapshotShelf } from './snapshot-shelf.js';
import { unpackSnapshot } from './snapshot.js';

/** How often to look without having been told: an announcement can be lost with a connection. */
const LOOK_EVERY_MS = 2000;

/**
 * Keeps this process's shelf at the newest snapshots in Redis, whoever writes them, and tells Redis in turn what
 * was served here: after Redis has lost everything, that is where the next writer learns of it.
 */
@Injectable()
export class FollowSnapshots implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('FollowSnapshots');
  readonly #redis: Redis;
  readonly #blocking: Redis;
  readonly #snapshots: FeedSnapshots;
  readonly #announcements: StreamTail;
  readonly #fetched = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #mustLookAgain = false;
  #isAway = false;

  constructor(
    @Inject(FEEDS_CONFIG) config: FeedsConfig,
    private readonly shelf: SnapshotShelf,
    private readonly metrics: FeedMetrics,
  ) {
    const onError = (): void => this.metrics.errors.inc({ where: 'redis' });
    this.#redis = connectRedis(config.REDIS_URL, { name: 'feeds-follower', onError });
    this.#blocking = connectBlockingRedis(config.REDIS_URL, { name: 'feeds-announcements', onError });
    this.#snapshots = new FeedSnapshots(this.#redis, config.RUKH_AGENCY);
    this.#announcements = new StreamTail(this.#blocking, {
      stream: this.#snapshots.announcements,
      afterId: `${Date.now()}-0`,
      handle: () => this.look(),
      onError: () => this.metrics.errors.inc({ where: 'announcements' }),
    });
  }

  onModuleInit(): void {
    this.#announcements.start();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
    void this.#lookWhenConnected();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#announcements.stop();
    await this.#looking;
    this.#redis.disconnect();
    this.#blocking.disconnect();
  }

  /** Whether Redis answered when last asked. */
  get isAway(): boolean {
    return this.#isAway;
  }

  async #lookWhenConnected(): Promise<void> {
    await untilRedisReady(this.#redis, LOOK_EVERY_MS).catch(() => undefined);
    await this.look();
  }

  /** Fetches what is newer than the shelf. Never throws; asked for while under way, it looks once more. */
  async look(): Promise<void> {
    this.#mustLookAgain = true;
    this.#looking ??= this.#lookUntilDone().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookUntilDone(): Promise<void> {
    while (this.#mustLookAgain) {
      this.#mustLookAgain = false;
      try {
        await this.#fetchNew();
        if (this.#isAway) this.#logger.log('Redis is back');
        this.#isAway = false;
      } catch (error) {
        this.metrics.errors.inc({ where: 'follow' });
        if (!this.#isAway) this.#logger.warn(`feeds are served from memory: ${(error as Error).message}`);
        this.#isAway = true;
      }
    }
    this.shelf.measureAges();
  }

  async #fetchNew(): Promise<void> {
    const { keys } = await this.#snapshots.synchronise(this.shelf.servedSeconds);
    for (const [name, key] of keys) {
      if (!isFeedName(name) || this.#fetched.get(name) === key || this.#isOlder(name, key)) continue;
      const stored = await this.#snapshots.find(key);
      if (stored) this.shelf.put(await unpackSnapshot(name, stored));
      this.#fetched.set(name, key);
    }
  }

  /**
   * Keys say their timestamp: neither what the writer of this very process put on the shelf is fetched again, nor what is kept
   * for the next writer and is too old to be told to anybody.
   */
  #isOlder(name: FeedName, key: string): boolean {
    const timestamp = Number(key.split(':').at(-2));
    const tooOld = Date.now() / 1000 - SNAPSHOT_MAX_AGE_SECONDS;
    return timestamp <= Math.max(tooOld, this.shelf.findLast(name)?.timestamp ?? 0);
  }
}

function isFeedName(name: string): name is FeedName {
  return (FEED_NAMES as readonly string[]).includes(name);
}
