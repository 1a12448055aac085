import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { OccupancyStore, type Redis, connectRedis } from '@rukh/adapters/redis';
import type { EstimatedOccupancy } from '@rukh/domain/realtime';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { WatchMetrics } from './watch-metrics.js';
import { WatchService } from './watch.service.js';

const LOOK_MS = 5000;

/** How full vehicles are by their taps, as the e-ticket leaves it: for the watch, and for previews of the feed. */
@Injectable()
export class FollowLoads implements OnModuleInit, OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #store: OccupancyStore;
  #occupancies: ReadonlyMap<string, EstimatedOccupancy> = new Map();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) config: DispatchConfig,
    private readonly watch: WatchService,
    private readonly metrics: WatchMetrics,
  ) {
    const onError = (): void => {
      this.metrics.errors.inc({ where: 'redis' });
    };
    this.#redis = connectRedis(config.REDIS_URL, { name: 'dispatch-loads', onError });
    this.#store = new OccupancyStore(this.#redis, config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#redis.disconnect();
  }

  /** By vehicle id, as read last. */
  get occupancies(): ReadonlyMap<string, EstimatedOccupancy> {
    return this.#occupancies;
  }

  /** Never throws. What was read last holds until it can be read again: it is of a trip, and of no other. */
  async #look(): Promise<void> {
    try {
      this.#occupancies = await this.#store.read(Date.now() / 1000);
    } catch {
      this.metrics.errors.inc({ where: 'loads' });
    }
    this.watch.setOccupancies(this.#occupancies);
  }
}
