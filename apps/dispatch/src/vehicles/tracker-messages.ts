import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AskedMessages, type Redis, connectRedis } from '@rukh/adapters/redis';
import { KEPT_MESSAGES, type VehicleMessagesView } from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import type { DispatchConfig } from '../config.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { DISPATCH_CONFIG } from '../tokens.js';

/** What trackers said last, as those who take messages in have it. */
@Injectable()
export class TrackerMessages implements OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #asked: AskedMessages;

  constructor(
    @Inject(DISPATCH_CONFIG) { REDIS_URL, RUKH_AGENCY }: DispatchConfig,
    private readonly metrics: WatchMetrics,
  ) {
    const onError = (): void => {
      this.metrics.errors.inc({ where: 'redis' });
    };
    this.#redis = connectRedis(REDIS_URL, { name: 'dispatch-messages', onError });
    this.#asked = new AskedMessages(this.#redis, RUKH_AGENCY);
  }

  onApplicationShutdown(): void {
    this.#redis.disconnect();
  }

  /** @throws Problem 503 while Redis is away */
  async list(vehicleId: string, now: number): Promise<VehicleMessagesView> {
    const told = await this.#asked.ask(vehicleId, now).catch(() => {
      this.metrics.errors.inc({ where: 'messages' });
      throw new Problem(503, { detail: 'Redis is away.' }, 5);
    });
    const messages = (told ?? []).toSorted((a, b) => b.at - a.at).slice(0, KEPT_MESSAGES);
    return { at: now, isAnswered: told !== undefined, messages };
  }
}
