import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { FeedSnapshots, ProcessReports, type Redis, connectRedis } from '@rukh/adapters/redis';
import {
  type FeedHealthView,
  type FeedOutput,
  type FeedReader,
  type IntakeReport,
  type Principal,
  type RuleFinding,
  type ServiceWatch,
  type WriterReport,
  viewCarriers,
} from '@rukh/domain/dispatch';
import type { DispatchConfig } from '../config.js';
import { scopeLamp, seesAll, seesCarriersOf } from '../live/scope-view.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { WatchService } from '../live/watch.service.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { findBroken, readPublished } from './feed-outputs.js';
import { addIntakes } from './add-intakes.js';
import { addReaders } from './add-readers.js';

/** Who said nothing for so long is not believed any more. */
const FRESH_SECONDS = 60;
/** However many look, the feeds are read and checked once in so long. */
const KEEP_MS = 5000;

interface Outside {
  readonly outputs: readonly FeedOutput[];
  readonly findings?: readonly RuleFinding[];
  readonly writer?: WriterReport;
  readonly intake?: { readonly seconds: number; readonly adapters: readonly IntakeReport[] };
  readonly readers?: readonly FeedReader[];
}

/** How well data comes in and goes out: from the watch, from what is published, and from what processes say. */
@Injectable()
export class FeedHealthService implements OnApplicationShutdown {
  readonly #redis: Redis;
  readonly #snapshots: FeedSnapshots;
  readonly #reports: ProcessReports;
  #kept: { readonly until: number; readonly outside: Promise<Outside> } | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) { REDIS_URL, RUKH_AGENCY }: DispatchConfig,
    private readonly watch: WatchService,
    private readonly metrics: WatchMetrics,
  ) {
    const onError = (): void => {
      this.metrics.errors.inc({ where: 'feed_health' });
    };
    this.#redis = connectRedis(REDIS_URL, { name: 'dispatch-feeds', onError });
    this.#snapshots = new FeedSnapshots(this.#redis, RUKH_AGENCY);
    this.#reports = new ProcessReports(this.#redis, RUKH_AGENCY);
  }

  onApplicationShutdown(): void {
    this.#redis.disconnect();
  }

  /** What belongs to the whole city is told to who sees the whole city. @throws Problem 503 without a schedule */
  async view(principal: Principal, now: number): Promise<FeedHealthView> {
    const watch = this.watch.get();
    const { outputs, ...ofCity } = await this.#look(watch, now);
    return {
      at: now,
      feedVersion: watch.schedule.feedVersion,
      lamp: scopeLamp(principal, watch, now),
      ...viewCarriers(watch, seesCarriersOf(principal), now),
      outputs,
      ...(seesAll(principal) && ofCity),
    };
  }

  #look(watch: ServiceWatch, now: number): Promise<Outside> {
    if (!this.#kept || performance.now() >= this.#kept.until) {
      this.#kept = { until: performance.now() + KEEP_MS, outside: this.#read(watch, now) };
    }
    return this.#kept.outside;
  }

  /** While Redis is away nothing is known of what it holds. */
  async #read(watch: ServiceWatch, now: number): Promise<Outside> {
    try {
      const { outputs, all } = await readPublished(this.#snapshots);
      const [said] = await this.#reports.list('feeds', now - FRESH_SECONDS);
      const readers = await this.#reports.list('readers', now - FRESH_SECONDS);
      const intakes = await this.#reports.list('ingest', now - FRESH_SECONDS);
      return {
        outputs,
        ...(all && { findings: findBroken(all, watch.schedule, now) }),
        ...(said && { writer: said.report as WriterReport }),
        ...(readers.length > 0 && { readers: addReaders(readers.map(({ report }) => report)) }),
        ...(intakes.length > 0 && { intake: addIntakes(intakes.map(({ report }) => report)) }),
      };
    } catch {
      this.metrics.errors.inc({ where: 'feed_health' });
      return { outputs: [] };
    }
  }
}
