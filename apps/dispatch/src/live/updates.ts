/**
 * What tracking says, read and decoded once for all parts of the process that go by it, each with the schedule that it
 * was decoded by.
 */
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type ScheduleInForce, ScheduleStore } from '@rukh/adapters/postgres';
import { type UpdateItem, decodeUpdates } from '@rukh/adapters/protobuf';
import { type Redis, type StreamEntry, StreamTail, connectBlockingRedis } from '@rukh/adapters/redis';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { WatchMetrics } from './watch-metrics.js';

/** So much of the stream is read again at a start; what was before is history's to tell. */
const LOOK_BACK_MS = 900_000;
/** Entries taken in at once: between them other work gets its turn. */
const BATCH_ENTRIES = 10;

export interface UpdatesReader {
  /** Another schedule, before anything that is decoded by it. */
  adopt(inForce: ScheduleInForce): void;
  /** Once, after the first schedule and before the first update. It never throws. @param since epoch seconds */
  prepare?(since: number): Promise<void>;
  /** @param at when it came, epoch seconds */
  take(items: readonly UpdateItem[], at: number): void;
}

@Injectable()
export class Updates implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #readers: UpdatesReader[] = [];
  readonly #blocking: Redis;
  #inForce: ScheduleInForce | undefined;
  #tail: StreamTail | undefined;
  #unsubscribe: (() => void) | undefined;
  #isBegun = false;
  #isStopped = false;
  #isCaughtUp = false;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly schedules: ScheduleStore,
    private readonly metrics: WatchMetrics,
  ) {
    this.#blocking = connectBlockingRedis(config.REDIS_URL, {
      name: 'dispatch-updates',
      onError: () => {
        this.metrics.errors.inc({ where: 'redis' });
      },
    });
  }

  /** To be called while the process starts. */
  follow(reader: UpdatesReader): void {
    this.#readers.push(reader);
  }

  onApplicationBootstrap(): void {
    this.#unsubscribe = this.schedules.subscribe((inForce) => {
      this.#inForce = inForce;
      for (const reader of this.#readers) reader.adopt(inForce);
      if (!this.#isBegun) void this.#begin();
      this.#isBegun = true;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe?.();
    this.#blocking.disconnect();
    await this.#tail?.stop();
  }

  /** Whether all that the stream held was taken in. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  async #begin(): Promise<void> {
    const since = Date.now() - LOOK_BACK_MS;
    await Promise.all(this.#readers.flatMap((reader) => reader.prepare?.(since / 1000) ?? []));
    if (this.#isStopped) return;
    this.#tail = new StreamTail(this.#blocking, {
      stream: `rukh:{${this.config.RUKH_AGENCY}}:updates`,
      afterId: `${since}-0`,
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
    this.#tail.start();
  }

  /** What cannot be read now never will be: it is counted and passed over. */
  #take({ id, bytes }: StreamEntry): void {
    try {
      const { items, dropped } = decodeUpdates(this.#inForce!.schedule, bytes);
      const at = Number(id.split('-')[0]) / 1000;
      for (const reader of this.#readers) reader.take(items, at);
      this.metrics.updates.inc(items.length);
      if (dropped > 0) this.metrics.skipped.inc({ reason: 'unknown_trip' }, dropped);
    } catch {
      this.metrics.skipped.inc({ reason: 'unreadable_batch' });
    }
  }
}
