import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ProcessReports, type Redis, connectRedis } from '@rukh/adapters/redis';
import { ReaderLog, nameReader } from '@rukh/domain/dispatch';
import type { FeedName } from '@rukh/domain/realtime';
import type { FeedsConfig } from '../config.js';
import { FeedMetrics } from '../feed-metrics.js';
import { FEEDS_CONFIG } from '../tokens.js';
import type { HttpRequest } from './http-server.js';

const EVERY_MS = 10_000;

/** Says now and then, for who watches the data, which programs read the feeds from this process. */
@Injectable()
export class TellReaders implements OnModuleInit, OnApplicationShutdown {
  readonly #log = new ReaderLog();
  readonly #redis: Redis;
  readonly #reports: ProcessReports;
  readonly #process = `${hostname()}/${process.pid}`;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(FEEDS_CONFIG) { REDIS_URL, RUKH_AGENCY }: FeedsConfig,
    private readonly metrics: FeedMetrics,
  ) {
    const onError = (): void => this.metrics.errors.inc({ where: 'redis' });
    this.#redis = connectRedis(REDIS_URL, { name: 'feeds-readers', onError });
    this.#reports = new ProcessReports(this.#redis, RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#tell().catch(() => {
        this.metrics.errors.inc({ where: 'readers' });
      });
    }, EVERY_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#redis.disconnect();
  }

  note({ headers }: HttpRequest, feed: FeedName): void {
    this.#log.note(nameReader(headers['user-agent']), feed, Date.now() / 1000);
  }

  async #tell(): Promise<void> {
    const now = Date.now() / 1000;
    await this.#reports.write('readers', { process: this.#process, at: now, report: this.#log.list(now) });
  }
}
