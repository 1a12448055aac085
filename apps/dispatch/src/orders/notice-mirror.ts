import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { noticeKeys } from '@rukh/adapters/notices';
import { type Redis, connectRedis } from '@rukh/adapters/redis';
import { AlertStore } from '../alerts/alert-store.js';
import type { ServiceAlert } from '@rukh/domain/realtime';
import type { DispatchConfig } from '../config.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { WatchService } from '../live/watch.service.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { OrderStore, toServiceOrder } from './order-store.js';

const LOOK_MS = 2000;
/** Alerts of other names in the hash are of others and left alone. */
export const ALERT_PREFIX = 'dispatch-';
/** Under which earlier versions wrote the alert of the demonstration, past PostgreSQL: told beside today's it is told twice. */
const FORMER_DEMO_ALERT = 'demo';

/**
 * Writes what is in force from PostgreSQL to Redis, where the feeds read it: after each change, and every two
 * seconds what is missing or too much there, so that a Redis that lost everything has it again.
 */
@Injectable()
export class NoticeMirror implements OnModuleInit, OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #keys: ReturnType<typeof noticeKeys>;
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;
  #isWanted = false;

  constructor(
    @Inject(DISPATCH_CONFIG) config: DispatchConfig,
    private readonly store: OrderStore,
    private readonly alerts: AlertStore,
    private readonly watch: WatchService,
    private readonly metrics: WatchMetrics,
  ) {
    const onError = (): void => {
      this.metrics.errors.inc({ where: 'redis' });
    };
    this.#redis = connectRedis(config.REDIS_URL, { name: 'dispatch-notices', onError });
    this.#keys = noticeKeys(config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#redis.disconnect();
  }

  /** Never throws: what cannot be written now is written at the next look. */
  async look(): Promise<void> {
    // What changes while the last look is under way is seen by one more after it.
    if (this.#isBusy) {
      this.#isWanted = true;
      return;
    }
    this.#isBusy = true;
    this.#isWanted = false;
    try {
      // Under the lock of those who change orders: an older set never comes after a newer one.
      await this.store.change(async (on) => {
        const rows = await this.store.listTold(on);
        const orders = rows.map(toServiceOrder);
        this.watch.setOrders(
          orders.filter((_, i) => rows[i]!.state === 'active'),
          orders.filter((_, i) => rows[i]!.state !== 'active'),
        );
        const told = await this.alerts.listTold(on);
        this.watch.setAlerts(told);
        const alerts = told.map((alert) => [alert.alertId, { ...alert, alertId: undefined }] as const);
        const isChanged = [
          await this.#write(
            this.#keys.orders,
            orders.map((order) => [order.orderId, order] as const),
            '',
          ),
          await this.#write(this.#keys.alerts, alerts, ALERT_PREFIX),
        ].some(Boolean);
        if (isChanged) await this.#redis.publish(this.#keys.changed, '');
      });
    } catch {
      this.metrics.errors.inc({ where: 'notices' });
    } finally {
      this.#isBusy = false;
    }
    // Asked for meanwhile; the compiler does not see that others set it.
    if (this.#mustLookAgain()) await this.look();
  }

  #mustLookAgain(): boolean {
    return this.#isWanted;
  }

  /** Alerts by hand that feeds are given. */
  listAlerts(): Promise<ServiceAlert[]> {
    return this.alerts.listTold();
  }

  async #write(
    key: string,
    wanted: readonly (readonly [string, unknown])[],
    prefix: string,
  ): Promise<boolean> {
    const there = await this.#redis.hgetall(key);
    const texts = new Map(wanted.map(([id, value]) => [id, JSON.stringify(value)]));
    const set = [...texts].filter(([id, text]) => there[id] !== text).flat();
    const gone = Object.keys(there).filter(
      (id) => (id.startsWith(prefix) || id === FORMER_DEMO_ALERT) && !texts.has(id),
    );
    if (set.length > 0) await this.#redis.hset(key, ...set);
    if (gone.length > 0) await this.#redis.hdel(key, ...gone);
    return set.length + gone.length > 0;
  }
}
