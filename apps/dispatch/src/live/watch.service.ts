import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PastReader, type ScheduleInForce } from '@rukh/adapters/postgres';
import { type LineSetting, ServiceWatch } from '@rukh/domain/dispatch';
import type { EstimatedOccupancy, ServiceAlert, ServiceOrder } from '@rukh/domain/realtime';
import { HealthRegistry, Problem } from '@rukh/service';
import { CarrierOf } from '../fleet/carrier-of.js';
import { recallHistory } from '../replay/recall-history.js';
import { LiveEvents } from './live-events.js';
import { Updates } from './updates.js';
import { WatchMetrics } from './watch-metrics.js';

const TICK_MS = 1000;
const LAMP_EVERY_TICKS = 5;
/** Follows what tracking says and keeps the watch of it; tells consoles once a second what changed. */
@Injectable()
export class WatchService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Watch');
  readonly #listeners = new Set<(watch: ServiceWatch, now: number) => void>();
  #watch: ServiceWatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #settings: ReadonlyMap<string, LineSetting> = new Map();
  #ticks = 0;
  #orders: readonly ServiceOrder[] = [];
  #over: readonly ServiceOrder[] = [];
  #alerts: readonly ServiceAlert[] = [];
  #occupancies: ReadonlyMap<string, EstimatedOccupancy> = new Map();
  #toldOrders = '[]';

  constructor(
    private readonly updates: Updates,
    @Inject(PastReader) private readonly past: PastReader,
    private readonly carriers: CarrierOf,
    private readonly events: LiveEvents,
    private readonly metrics: WatchMetrics,
    health: HealthRegistry,
  ) {
    const state = (): { ok: boolean; detail?: string } =>
      this.#watch ? { ok: true } : { ok: false, detail: 'no timetable is in force yet' };
    health.register('dispatch-watch', () => Promise.resolve(state()), { critical: false });
  }

  onModuleInit(): void {
    this.updates.follow({
      adopt: (inForce) => this.#adopt(inForce),
      prepare: (since) => this.#recall(since),
      take: (items, at) => this.#watch!.take(items, at),
    });
    this.#timer = setInterval(() => {
      this.#tick();
    }, TICK_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
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
    return this.updates.isCaughtUp;
  }

  /** How lines are dispatched, by route_id. */
  setLines(settings: ReadonlyMap<string, LineSetting>): void {
    this.#settings = settings;
    this.#watch?.setLines(settings);
  }

  /** Orders in force, as PostgreSQL has them: what was cancelled is not missed. And those `over` that are still told. */
  setOrders(orders: readonly ServiceOrder[], over: readonly ServiceOrder[]): void {
    const text = JSON.stringify([orders, over]);
    if (text === this.#toldOrders) return;
    this.#toldOrders = text;
    this.#orders = orders;
    this.#over = over;
    this.#watch?.setOrders(orders, over);
  }

  /** Alerts by hand that are published: who writes them is reminded of their ends. */
  setAlerts(alerts: readonly ServiceAlert[]): void {
    this.#alerts = alerts;
    if (this.#watch) this.#watch.alerts = alerts;
  }

  /** How full vehicles are by their taps, by vehicle id. */
  setOccupancies(occupancies: ReadonlyMap<string, EstimatedOccupancy>): void {
    this.#occupancies = occupancies;
    if (this.#watch) this.#watch.occupancies = occupancies;
  }

  /** `listener` is told after each look at the vehicles, a second apart. */
  afterTick(listener: (watch: ServiceWatch, now: number) => void): void {
    this.#listeners.add(listener);
  }

  #adopt({ schedule, feedVersion }: ScheduleInForce): void {
    const before = this.#watch;
    const watch = new ServiceWatch(schedule, (vehicleId, routeId) => this.#findCarrier(vehicleId, routeId));
    if (before) watch.adopt(before);
    else {
      watch.setLines(this.#settings);
      watch.setOrders(this.#orders, this.#over);
    }
    watch.alerts = this.#alerts;
    watch.occupancies = this.#occupancies;
    this.#watch = watch;
    if (before) this.events.publish('network', { feedVersion });
    this.#logger.log(`watches by GTFS ${feedVersion}`);
  }

  /** A start shows what was shown before it: trips of the day, regularity of the last hour, who fell silent. */
  async #recall(since: number): Promise<void> {
    try {
      await recallHistory(this.past, this.carriers, this.#watch!, since);
    } catch (error) {
      this.metrics.errors.inc({ where: 'history' });
      this.#logger.warn(`begins without what was before: ${(error as Error).message}`);
    }
  }

  #findCarrier(vehicleId: string | undefined, routeId: string | undefined): string | undefined {
    if (vehicleId !== undefined) return this.carriers.ofVehicle(vehicleId, routeId);
    return routeId === undefined ? undefined : this.carriers.ofRoute(routeId);
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
