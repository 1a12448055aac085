/** Reads the two streams of the network into history, each as a member of the group `archive`. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore } from '@rukh/adapters/postgres';
import { type Redis, type StreamEntry, StreamReader, connectBlockingRedis } from '@rukh/adapters/redis';
import { ArchiveMetrics } from './archive-metrics.js';
import type { ArchiveConfig } from './config.js';
import { ArchivePositions } from './consume/archive-positions.js';
import { ArchiveUpdates, UPDATE_ENTRIES_AT_ONCE } from './consume/archive-updates.js';
import { HistoryAwayError, HistorySink } from './consume/history-sink.js';
import { NotYetError } from './consume/not-yet-error.js';
import { TripContexts } from './consume/trip-contexts.js';
import type { WriteRows } from './consume/unwritten-rows.js';
import { UpdateProgress } from './consume/update-progress.js';
import { ARCHIVE_CONFIG } from './tokens.js';

/** Positions are small and late anyway: more of them make a batch worth a transaction. */
const POSITION_ENTRIES_AT_ONCE = 200;
/** A fellow archive that holds entries for so much longer than it should is dead. */
const ABANDONED_AFTER_MS = 60_000;

type StreamName = 'updates' | 'positions';

@Injectable()
export class ArchiveService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Archive');
  readonly #contexts = new TripContexts();
  readonly #progress = new UpdateProgress();
  readonly #stop = new AbortController();
  readonly #connections: Redis[] = [];
  readonly #readers: StreamReader[] = [];
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(ARCHIVE_CONFIG) private readonly config: ArchiveConfig,
    private readonly schedules: ScheduleStore,
    private readonly sink: HistorySink,
    private readonly metrics: ArchiveMetrics,
  ) {}

  onModuleInit(): void {
    this.#unsubscribe = this.schedules.subscribe((inForce) => {
      this.#contexts.adopt(inForce);
    });
    const write: WriteRows = (batch, mode) => this.sink.write(batch, mode);
    const updates = this.#createUpdates(write);
    const positions = this.#createPositions(write);
    this.#read('updates', UPDATE_ENTRIES_AT_ONCE, (entries) => updates.handle(entries));
    this.#read('positions', POSITION_ENTRIES_AT_ONCE, (entries) => positions.handle(entries));
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    this.#stop.abort();
    await Promise.all(this.#readers.map((reader) => reader.stop()));
    for (const redis of this.#connections) redis.disconnect();
    await this.sink.close();
  }

  #createUpdates(write: WriteRows): ArchiveUpdates {
    const { config } = this;
    return new ArchiveUpdates({
      contexts: this.#contexts,
      progress: this.#progress,
      metrics: this.metrics,
      write,
      sampling: {
        everySeconds: config.RUKH_ARCHIVE_PREDICTION_SECONDS,
        minConfidence: config.RUKH_FEEDS_MIN_CONFIDENCE,
        horizonSeconds: config.RUKH_ARCHIVE_PREDICTION_HORIZON_MINUTES * 60,
      },
      batchRows: config.RUKH_ARCHIVE_BATCH_ROWS,
      batchMs: config.RUKH_ARCHIVE_BATCH_MS,
      signal: this.#stop.signal,
    });
  }

  #createPositions(write: WriteRows): ArchivePositions {
    return new ArchivePositions({
      progress: this.#progress,
      metrics: this.metrics,
      write,
      delayMs: this.config.RUKH_ARCHIVE_POSITIONS_DELAY_SECONDS * 1000,
      batchRows: this.config.RUKH_ARCHIVE_BATCH_ROWS,
    });
  }

  #read(
    stream: StreamName,
    maxBatchEntries: number,
    handle: (entries: readonly StreamEntry[]) => Promise<void>,
  ): void {
    const onError = (error: Error): void => {
      this.#countError(stream, error);
    };
    const redis = connectBlockingRedis(this.config.REDIS_URL, { name: `archive-${stream}`, onError });
    this.#connections.push(redis);
    const reader = new StreamReader(redis, {
      stream: `rukh:{${this.config.RUKH_AGENCY}}:${stream}`,
      group: 'archive',
      consumer: this.config.RUKH_ARCHIVE_NAME,
      startFrom: 'oldest',
      maxBatchEntries,
      abandonedAfterMs: ABANDONED_AFTER_MS,
      handle,
      onLost: (reason, entries) => {
        this.metrics.lost.inc({ stream, reason }, entries);
        this.#logger.warn(`${entries} entries of the ${stream} are lost to history: ${reason}`);
      },
      onBehind: (entries) => {
        this.#noteBehind(stream, entries);
      },
      onError,
    });
    this.#readers.push(reader);
    reader.start();
  }

  #noteBehind(stream: StreamName, entries: number): void {
    this.metrics.behindEntries.set({ stream }, entries);
    if (entries > 0) return;
    this.metrics.behindSeconds.set({ stream }, 0);
    if (stream === 'updates') this.#progress.advance(Date.now());
  }

  #countError(stream: StreamName, error: Error): void {
    if (error instanceof NotYetError || error instanceof HistoryAwayError) return;
    this.metrics.errors.inc({ where: `${stream}_stream` });
  }
}
