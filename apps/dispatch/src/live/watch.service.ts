import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ScheduleInForce, ScheduleStore } from '@rukh/adapters/postgres';
import { decodeUpdates } from '@rukh/adapters/protobuf';
import { type Redis, type StreamEntry, StreamTail, connectBlockingRedis } from '@rukh/adapters/redis';
import { type LineSetting, ServiceWatch } from '@rukh/domain/dispatch';
import { HealthRegistry, Problem } from '@rukh/service';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { CarrierOf } from '../fleet/carrier-of.js';
import { LiveEvents } from './live-events.js';
import { WatchMetrics } from './watch-metrics.js';

const TICK_MS = 1000;
const LAMP_EVERY_TICKS = 5;
/** So much of the stream is read again at a start: who passed where, and what was predicted. */
const LOOK_BACK_MS = 900_000;
/** Entries taken in at once: between them other work gets its turn. */
const BATCH_ENTRIES = 10;

/** Follows what tracking says and keeps the watch of it; tells consoles once a second what changed. */
@Injectable()
export class WatchService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Watch');
  readonly #blocking: Redis;
  readonly #listeners = new Set<(watch: ServiceWatch, now: number) => void>();
  #watch: ServiceWatch | undefined;
  #tail: StreamTail | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;
  #settings: ReadonlyMap<string, LineSetting> = new Map();
  #ticks = 0;
  #isCaughtUp = false;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly schedules: ScheduleStore,
    private readonly carriers: CarrierOf,
    private readonly events: LiveEvents,
    private readonly metrics: WatchMetrics,
    health: HealthRegistry,
  ) {
    this.#blocking = connectBlockingRedis(config.REDIS_URL, {
      name: 'dispatch-updates',
      onError: () => {
        this.metrics.errors.inc({ where: 'redis' });
      },
    });
    const state = (): { ok: boolean; detail?: string } =>
      this.#watch ? { ok: true } : { ok: false, detail: 'no timetable is in force yet' };
    health.register('dispatch-watch', () => Promise.resolve(state()), { critical: false });
  }

  onModuleInit(): void {
    this.#unsubscribe = this.schedules.subscribe((inForce) => {
      this.#adopt(inForce);
    });
    this.#timer = setInterval(() => {
      this.#tick();
    }, TICK_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    clearInterval(this.#timer);
    this.#blocking.disconnect();
    await this.#tail?.stop();
  }

  /** Undefined before the first schedule. */
  find(): ServiceWatch | undefined {
    return this.#watch;
  }

  /** @throws Problem 503 while there is no schedule */
  get(): ServiceWatch {
    if (!this.#watch) throw new Problem(503, { detail: 'No timetable is in force yet.' }, 5);
    return this.#watch;
  }

  /** Whether all that the stream held was taken in. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** How lines are dispatched, by route_id. */
  setLines(settings: ReadonlyMap<string, LineSetting>): void {
    this.#settings = settings;
    this.#watch?.setLines(settings);
  }

  /** `listener` is told after each look at the vehicles, a second apart. */
  afterTick(listener: (watch: ServiceWatch, now: number) => void): void {
    this.#listeners.add(listener);
  }

  #adopt({ schedule, feedVersion }: ScheduleInForce): void {
    const before = this.#watch;
    const watch = new ServiceWatch(schedule, (vehicleId, routeId) => this.#findCarrier(vehicleId, routeId));
    if (before) watch.adopt(before);
    else watch.setLines(this.#settings);
    this.#watch = watch;
    if (before) this.events.publish('network', { feedVersion });
    this.#logger.log(`watches by GTFS ${feedVersion}`);
    this.#tail ??= this.#follow();
  }

  #findCarrier(vehicleId: string | undefined, routeId: string | undefined): string | undefined {
    if (vehicleId !== undefined) return this.carriers.ofVehicle(vehicleId, routeId);
    return routeId === undefined ? undefined : this.carriers.ofRoute(routeId);
  }

  #follow(): StreamTail {
    const tail = new StreamTail(this.#blocking, {
      stream: `rukh:{${this.config.RUKH_AGENCY}}:updates`,
      afterId: `${Date.now() - LOOK_BACK_MS}-0`,
      maxBatchEntries: BATCH_ENTRIES,
      handle: (entries) => {
        for (const entry of entries) this.#take(entry);
      },
      onCaughtUp: () => {
        this.#isCaughtUp = true;
      },
      onError: () => {
        this.metrics.errors.inc({ where: 'updates_stream' });
      },
    });
    tail.start();
    return tail;
  }

  #take({ id, bytes }: StreamEntry): void {
    const watch = this.#watch!;
    try {
      const { items, dropped } = decodeUpdates(watch.schedule, bytes);
      watch.take(items, Number(id.split('-')[0]) / 1000);
      this.metrics.updates.inc(items.length);
      if (dropped > 0) this.metrics.skipped.inc({ reason: 'unknown_trip' }, dropped);
    } catch (error) {
      // What cannot be read now never will be: it is counted and passed over.
      this.metrics.skipped.inc({ reason: 'unreadable_batch' });
      this.#logger.debug(`a batch cannot be read: ${(error as Error).message}`);
    }
  }

  #tick(): void {
    const watch = this.#watch;
    if (!watch) return;
    const stop = this.metrics.tickSeconds.startTimer();
    const now = Date.now() / 1000;
    const { at, changed, gone } = watch.tick(now);
    if (changed.length + gone.length > 0) {
      const data = { at, changed, gone: gone.map(({ vehicleId }) => vehicleId) };
      this.events.publish(
        'vehicles',
        data,
        gone.map(({ carrierId }) => carrierId),
      );
    }
    if (this.#ticks++ % LAMP_EVERY_TICKS === 0) this.#tellLamp(watch, now);
    for (const listener of this.#listeners) listener(watch, now);
    stop();
  }

  #tellLamp(watch: ServiceWatch, now: number): void {
    const lamp = watch.lamp(now);
    this.metrics.vehicles.set(watch.vehicles.size);
    this.metrics.lagSeconds.set(Number.isFinite(lamp.lagSeconds) ? lamp.lagSeconds : -1);
    this.events.publish('lamp', lamp);
  }
}
