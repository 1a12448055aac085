// Reads a stream to its end and then follows it, from an id that the reader itself has written down together
// with what it made of the entries. No group and no acknowledgements: whoever keeps state keeps its place in the
// stream with it, or the two would part at the first crash. It lives through lost connections, restarts and
// empty restarts of Redis.
import type { Redis } from 'ioredis';
import { MAX_BLOCK_MS } from './connect.js';
import { keepReading } from './keep-reading.js';
import { isAfterId } from './stream-id.js';
import type { StreamEntry } from './stream-group.js';

export interface StreamTailOptions {
  readonly stream: string;
  /** Entries after this one are read; `0-0` for all that the stream holds. */
  readonly afterId: string;
  readonly maxBatchEntries?: number;
  /** Batches come in order, the next after this one is finished. What it throws is told to `onError`, and the batch is passed over. */
  readonly handle: (entries: readonly StreamEntry[]) => Promise<void> | void;
  /** Told once, when the end of the stream was reached for the first time. */
  readonly onCaughtUp?: () => void;
  /** Told when the stream no longer holds what came right after the place to read from. */
  readonly onGap?: () => void;
  readonly onError?: (error: Error) => void;
}

type RawEntry = readonly [id: Buffer, fields: readonly Buffer[]];

const RETRY_MAX_MS = 1000;

export class StreamTail {
  readonly #redis: Redis;
  readonly #options: StreamTailOptions;
  readonly #maxBatchEntries: number;
  readonly #stop = new AbortController();
  #lastId: string;
  #hasCaughtUp = false;
  #running: Promise<void> | undefined;

  /** @param redis a connection of its own, made by connectBlockingRedis */
  constructor(redis: Redis, options: StreamTailOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#lastId = options.afterId;
    this.#maxBatchEntries = options.maxBatchEntries ?? 50;
  }

  /** Id of the newest entry handled. */
  get lastId(): string {
    return this.#lastId;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the batch in hand is finished. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  #run(): Promise<void> {
    return keepReading({
      stop: this.#stop.signal,
      findPlace: () => this.#findPlace(),
      readOn: () => this.#readNext(),
      onError: this.#options.onError,
      retryMaxMs: RETRY_MAX_MS,
    });
  }

  /** A Redis that lost everything starts its ids anew; one that trimmed holds only what came later. */
  async #findPlace(): Promise<void> {
    const { stream } = this.#options;
    const [newest] = parseEntries(await this.#redis.callBuffer('XREVRANGE', stream, '+', '-', 'COUNT', 1));
    const [oldest] = parseEntries(await this.#redis.callBuffer('XRANGE', stream, '-', '+', 'COUNT', 1));
    // An empty stream counts as lost, too: its first entry may get any id, and an older one would never be read.
    if (newest === undefined || oldest === undefined || isAfterId(this.#lastId, newest.id)) {
      if (this.#lastId !== '0-0') this.#options.onGap?.();
      this.#lastId = '0-0';
    } else if (this.#lastId !== '0-0' && isAfterId(oldest.id, this.#lastId)) this.#options.onGap?.();
  }

  async #readNext(): Promise<void> {
    const block = this.#hasCaughtUp ? MAX_BLOCK_MS / 4 : 1;
    const command = ['XREAD', 'COUNT', this.#maxBatchEntries, 'BLOCK', block] as const;
    const reply = await this.#redis.callBuffer(...command, 'STREAMS', this.#options.stream, this.#lastId);
    const entries = parseEntries((reply as [[Buffer, RawEntry[]]] | null)?.[0][1] ?? []);
    if (entries.length > 0) await this.#handle(entries);
    if (entries.length < this.#maxBatchEntries && !this.#hasCaughtUp) {
      this.#hasCaughtUp = true;
      this.#options.onCaughtUp?.();
    }
  }

  async #handle(entries: readonly StreamEntry[]): Promise<void> {
    try {
      await this.#options.handle(entries);
    } catch (error) {
      this.#options.onError?.(error as Error);
    }
    this.#lastId = entries.at(-1)!.id;
  }
}

function parseEntries(raw: unknown): StreamEntry[] {
  return (raw as RawEntry[]).map(([id, fields]) => ({
    id: String(id),
    bytes: fields[1] ?? Buffer.alloc(0),
  }));
}
