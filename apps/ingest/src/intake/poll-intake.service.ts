import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Lease } from '@rukh/adapters/redis';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IntakeService } from './intake.service.js';
import { type PollResult, type Validators, pollFeed } from './poll-feed.js';
import { PositionsStream } from './positions-stream.js';

const ADAPTER = 'gtfs_rt';
const MAX_PAUSE_SECONDS = 60;

/**
 * Polls other systems' VehiclePositions. Of several ingest processes one polls, chosen by a lease; a poll keeps
 * to its pace with a tenth of jitter, so that Rukhs all over a country do not knock in the same second, and
 * waits longer after each failure.
 */
@Injectable()
export class PollIntakeService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('PollIntake');
  readonly #stop = new AbortController();
  readonly #lease: Lease;
  #running: Promise<unknown> | undefined;

  constructor(
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
    private readonly intake: IntakeService,
    stream: PositionsStream,
    private readonly metrics: IngestMetrics,
  ) {
    this.#lease = new Lease(stream.redis, {
      key: `rukh:{${config.RUKH_AGENCY}}:ingest:poll`,
      ttlMs: 5000,
      onGained: () => this.#logger.log('this process polls'),
    });
  }

  onApplicationBootstrap(): void {
    const urls = this.config.RUKH_INGEST_GTFS_RT_URLS;
    if (urls.length === 0) return;
    this.#lease.start();
    this.#running = Promise.all(urls.map((url) => this.#attend(url)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    if (this.#running) await this.#lease.stop();
  }

  async #attend(url: string): Promise<void> {
    let validators: Validators = {};
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      let askedSeconds = 0;
      if (this.#lease.isHeld) {
        const result = await this.#poll(url, validators);
        validators = result.validators;
        failures = result.feed || result.outcome === 'not_modified' ? 0 : failures + 1;
        askedSeconds = result.retryAfterSeconds ?? 0;
      }
      const pause = Math.max(askedSeconds, this.#pauseSeconds(failures));
      await delay(pause * 1000, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #poll(url: string, validators: Validators): Promise<PollResult> {
    const result = await pollFeed({
      url,
      validators,
      speedInKilometresPerHour: this.config.RUKH_INGEST_GTFS_RT_SPEED_UNIT === 'km/h',
      signal: this.#stop.signal,
    });
    if (this.#stop.signal.aborted) return result;
    this.metrics.polls.inc({ outcome: result.outcome });
    if (result.detail !== undefined) {
      this.#logger.warn(`poll of ${hostOf(url)}: ${result.outcome}, ${result.detail}`);
    }
    const { feed } = result;
    if (!feed) return result;
    const items = feed.reports.map((report) => ({ report }));
    const incomplete = Array.from({ length: feed.incomplete }, () => ({ problem: 'no id, time or place' }));
    this.intake.takeItems({ name: ADAPTER }, [...items, ...incomplete]);
    return result;
  }

  #pauseSeconds(failures: number): number {
    const pace = this.config.RUKH_INGEST_GTFS_RT_SECONDS;
    const longer = Math.min(Math.max(pace, MAX_PAUSE_SECONDS), pace * 2 ** Math.min(failures, 10));
    return longer * (0.9 + Math.random() * 0.2);
  }
}

/** Paths and queries of private feeds carry keys: they are not logged. */
function hostOf(url: string): string {
  return new URL(url).host;
}
