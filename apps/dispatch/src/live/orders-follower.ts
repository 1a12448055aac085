import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Redis, connectRedis } from '@rukh/adapters/redis';
import type { ServiceOrder } from '@rukh/domain/realtime';
import { z } from 'zod';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { WatchMetrics } from './watch-metrics.js';
import { WatchService } from './watch.service.js';

const LOOK_MS = 2000;
/** What the feeds are told: written by this app, and by nobody else. */
const orderSchema = z.looseObject({
  orderId: z.string(),
  confirmedAt: z.number(),
  action: z.looseObject({ kind: z.string() }),
});

/** Keeps the watch told of the orders in force, as the feeds have them: what was cancelled is not missed. */
@Injectable()
export class OrdersFollower implements OnModuleInit, OnApplicationShutdown {
  readonly #redis: Redis;
  #timer: NodeJS.Timeout | undefined;
  #told = '';

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly watch: WatchService,
    private readonly metrics: WatchMetrics,
  ) {
    this.#redis = connectRedis(config.REDIS_URL, {
      name: 'dispatch-orders',
      onError: () => {
        this.metrics.errors.inc({ where: 'redis' });
      },
    });
  }

  onModuleInit(): void {
    const look = (): void => {
      this.look().catch(() => {
        this.metrics.errors.inc({ where: 'orders' });
      });
    };
    this.#timer = setInterval(look, LOOK_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#redis.disconnect();
  }

  /** Looks now: whoever made or ended an order need not wait for the next look. */
  async look(): Promise<void> {
    const texts = await this.#redis.hgetall(`rukh:{${this.config.RUKH_AGENCY}}:orders`);
    const all = JSON.stringify(texts);
    const watch = this.watch.find();
    if (!watch || (all === this.#told && watch.ordered.orders.length === Object.keys(texts).length)) return;
    this.#told = all;
    watch.setOrders(Object.values(texts).flatMap((text) => parseOrder(text) ?? []));
  }
}

function parseOrder(text: string): ServiceOrder | undefined {
  try {
    return orderSchema.parse(JSON.parse(text)) as unknown as ServiceOrder;
  } catch {
    return undefined;
  }
}
