import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { LineSettingsStore } from '@rukh/adapters/postgres';
import type { LineSetting, Person } from '@rukh/domain/dispatch';
import { LiveEvents } from '../live/live-events.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { WatchService } from '../live/watch.service.js';

const RETRY_MS = 2000;
/** Another process may have set a line. */
const LOOK_MS = 30_000;

/** Mode and thresholds of lines, as supervisors set them. */
@Injectable()
export class LineSettings implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Lines');
  readonly #stop = new AbortController();
  #settings: ReadonlyMap<string, LineSetting> = new Map();
  #looking: Promise<void> | undefined;

  constructor(
    private readonly store: LineSettingsStore,
    private readonly watch: WatchService,
    private readonly events: LiveEvents,
    private readonly metrics: WatchMetrics,
  ) {}

  onModuleInit(): void {
    this.#looking = this.#keepLooking();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#looking;
  }

  /** Written down first; told then. */
  async set(routeId: string, setting: LineSetting, person: Person): Promise<void> {
    await this.store.set(routeId, setting, person);
    this.#adopt(new Map([...this.#settings, [routeId, setting]]));
    this.events.publish('line', { routeId });
  }

  #adopt(settings: ReadonlyMap<string, LineSetting>): void {
    this.#settings = settings;
    this.watch.setLines(settings);
  }

  async #keepLooking(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let waitMs = LOOK_MS;
      try {
        const settings = await this.store.list();
        if (JSON.stringify([...settings]) !== JSON.stringify([...this.#settings])) this.#adopt(settings);
      } catch (error) {
        this.metrics.errors.inc({ where: 'lines' });
        this.#logger.debug(`settings of lines cannot be read: ${(error as Error).message}`);
        waitMs = RETRY_MS;
      }
      await delay(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
