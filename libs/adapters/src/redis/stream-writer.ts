// Puts items into a Redis stream, many to an entry: an entry a position would cost Redis and both ends ten times
// the work. One batch is on its way at a time, so that what arrives meanwhile travels together and order is
// kept. While Redis is away a bounded number waits and the oldest are dropped, counted. A batch whose reply was
// lost is sent again, since nobody can know whether it arrived: readers must not mind an item twice.
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { BoundedQueue } from './bounded-queue.js';

export const STREAM_DROP_REASONS = [
  'buffer_full',
  'unencodable',
  'unsent_at_close',
  'written_after_close',
] as const;
/** Why an item never reached the stream. */
export type StreamDropReason = (typeof STREAM_DROP_REASONS)[number];

export interface StreamWriterOptions<T> {
  readonly stream: string;
  /** Entries kept in the stream, about: Redis trims whole nodes. */
  readonly maxLengthEntries: number;
  /** The items as one entry. */
  readonly encode: (items: readonly T[]) => Uint8Array;
  /** Longest time an item waits for company. */
  readonly lingerMs?: number;
  /**
   * Items in an entry at most. So many are only put together when Redis or this process is slow to come back:
   * one batch is on its way at a time, so a small bound would be a bound on the rate.
   */
  readonly maxBatchItems?: number;
  /** Items that may wait while Redis is away. */
  readonly maxBufferedItems?: number;
  readonly onDropped?: (reason: StreamDropReason, count: number) => void;
  readonly onError?: (error: Error) => void;
  readonly onSent?: (items: number, bytes: number) => void;
}

/** With as many items a batch waits for no more. */
const ENOUGH_ITEMS = 500;
const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 1000;

export class StreamWriter<T> {
  readonly #redis: Redis;
  readonly #options: StreamWriterOptions<T>;
  readonly #lingerMs: number;
  readonly #maxBatchItems: number;
  readonly #enoughItems: number;
  readonly #queue: BoundedQueue<T>;
  readonly #giveUp = new AbortController();
  #roomWaiters: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #inFlightItems = 0;
  #isClosed = false;

  constructor(redis: Redis, options: StreamWriterOptions<T>) {
    this.#redis = redis;
    this.#options = options;
    this.#lingerMs = options.lingerMs ?? 20;
    this.#maxBatchItems = options.maxBatchItems ?? 2000;
    this.#enoughItems = Math.min(ENOUGH_ITEMS, this.#maxBatchItems);
    this.#queue = new BoundedQueue(options.maxBufferedItems ?? 50_000);
  }

  /** Items not yet known to be in the stream. */
  get waitingItems(): number {
    return this.#queue.length + this.#inFlightItems;
  }

  /** Takes the item for the next batch; false when it was dropped at once. */
  write(item: T): boolean {
    if (this.#isClosed) {
      this.#options.onDropped?.('written_after_close', 1);
      return false;
    }
    const dropped = this.#queue.push(item);
    if (dropped > 0) this.#options.onDropped?.('buffer_full', dropped);
    this.#schedule();
    return true;
  }

  /** Resolves while at most half of the buffer is taken: for a source that can wait. */
  async untilRoom(): Promise<void> {
    if (this.#hasRoom() || this.#isClosed) return;
    await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
  }

  /** Sends what is left for at most the given time; what is not sent by then is counted as dropped. */
  async close(timeoutMs = 2000): Promise<void> {
    this.#isClosed = true;
    const timer = setTimeout(() => {
      this.#giveUp.abort();
    }, timeoutMs);
    while (this.waitingItems > 0) await (this.#sending ?? this.#send());
    clearTimeout(timer);
    this.#letWaitersGo();
  }

  #schedule(): void {
    if (this.#sending !== undefined) return;
    if (this.#queue.length >= this.#enoughItems) void this.#send();
    else this.#timer ??= setTimeout(() => void this.#send(), this.#lingerMs);
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendBatch().finally(() => {
      this.#sending = undefined;
      if (this.#hasRoom()) this.#letWaitersGo();
      if (this.#queue.length > 0) this.#schedule();
    });
    return this.#sending;
  }

  async #sendBatch(): Promise<void> {
    const items = this.#queue.take(this.#maxBatchItems);
    this.#inFlightItems = items.length;
    const bytes = this.#encode(items);
    if (bytes !== undefined && items.length > 0) await this.#append(bytes, items.length);
    this.#inFlightItems = 0;
  }

  #encode(items: readonly T[]): Buffer | undefined {
    try {
      const bytes = this.#options.encode(items);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      this.#options.onError?.(error as Error);
      this.#options.onDropped?.('unencodable', items.length);
      return undefined;
    }
  }

  async #append(bytes: Buffer, items: number): Promise<void> {
    const { stream, maxLengthEntries } = this.#options;
    for (
      let waitMs = RETRY_MIN_MS;
      !this.#giveUp.signal.aborted;
      waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)
    ) {
      try {
        await this.#redis.xadd(stream, 'MAXLEN', '~', maxLengthEntries, '*', 'b', bytes);
        this.#options.onSent?.(items, bytes.length);
        return;
      } catch (error) {
        this.#options.onError?.(error as Error);
        await delay(waitMs, undefined, { signal: this.#giveUp.signal }).catch(() => undefined);
      }
    }
    this.#options.onDropped?.('unsent_at_close', items);
  }

  #hasRoom(): boolean {
    return this.#queue.length * 2 <= this.#queue.capacity;
  }

  #letWaitersGo(): void {
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
