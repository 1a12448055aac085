import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LowFloorStore, type Redis, connectRedis } from '@rukh/adapters/redis';
import type { DispatchConfig } from '../config.js';
import { CarrierOf } from '../fleet/carrier-of.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { WatchMetrics } from './watch-metrics.js';

const TELL_EVERY_MS = 15_000;

/**
 * Tells tracking which vehicles have a low floor by the registry, so that feeds, boards and the inspector say the same. It is
 * written anew again and again: a Redis that lost it has it again.
 */
@Injectable()
export class LowFloorMirror implements OnModuleInit, OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #store: LowFloorStore;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) config: DispatchConfig,
    private readonly carriers: CarrierOf,
    private readonly metrics: WatchMetrics,
  ) {
    const onError = (): void => metrics.errors.inc({ where: 'redis' });
    this.#redis = connectRedis(config.REDIS_URL, { name: 'dispatch-fleet', onError });
    this.#store = new LowFloorStore(this.#redis, config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    const tell = (): void => {
      this.#tell().catch(() => this.metrics.errors.inc({ where: 'low_floor' }));
    };
    this.#timer = setInterval(tell, TELL_EVERY_MS);
    this.#timer.unref();
    tell();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#redis.disconnect();
  }

  async #tell(): Promise<void> {
    const now = Date.now() / 1000;
    const told = new Map<string, { isLowFloor: boolean }>();
    for (const { vehicleId } of this.carriers.listVehicles()) {
      const isLowFloor = this.carriers.find(vehicleId, now)?.isLowFloor;
      if (isLowFloor !== undefined) told.set(vehicleId, { isLowFloor });
    }
    // None, while PostgreSQL was not read yet: what was told before ends by itself.
    if (told.size > 0) await this.#store.write(told, now);
  }
}
