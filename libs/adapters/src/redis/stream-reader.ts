// Reads a stream as one consumer of a group: batches come in order, the next only after the handler has finished
// with the last, and an entry is acknowledged only then. It lives through everything Redis does: restarts, empty
// restarts, a lost group, dead fellow consumers; each makes it start over from what is not acknowledged. A
// handler that throws gets the same entries again, after a pause, for as long as it takes: it throws when its
// own database is away. Entries it can never handle it must count and swallow itself.
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { MAX_BLOCK_MS } from './connect.js';
import { RETRY_MIN_MS, keepReading } from './keep-reading.js';
import { isAfterId } from './stream-id.js';
import { StreamGroup, type ReadEntries, type StreamEntry } from './stream-group.js';

export const STREAM_LOSS_REASONS = [
  'trimmed_unread',
  'trimmed_pending',
  'malformed',
  'already_handled',
] as const;
/** Why an entry of the stream was not handed to the handler. */
export type StreamLossReason = (typeof STREAM_LOSS_REASONS)[number];

export interface StreamReaderOptions {
  readonly stream: string;
  readonly group: string;
  /** Unique within the group and the same after a restart, so that what was left unfinished is taken up at once. */
  readonly consumer: string;
  /** Where a new group begins: with everything the stream still holds, or with what comes from now on. */
  readonly startFrom?: 'oldest' | 'newest';
  readonly maxBatchEntries?: number;
  /** After this long without acknowledgement a fellow consumer counts as dead. */
  readonly abandonedAfterMs?: number;
  readonly handle: (entries: readonly StreamEntry[]) => Promise<void>;
  readonly onLost?: (reason: StreamLossReason, entries: number) => void;
  readonly onError?: (error: Error) => void;
  /** Told after each read how many entries are still to come, where Redis knows. */
  readonly onBehind?: (entries: number) => void;
}

const RETRY_MAX_MS = 2000;

export class StreamReader {
  readonly #group: StreamGroup;
  readonly #options: StreamReaderOptions;
  readonly #maxBatchEntries: number;
  readonly #abandonedAfterMs: number;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  /** Newest entry handled of those read as new. */
  #lastId: string | undefined;
  #nextClaimAt = 0;

  /** @param redis a connection of its own, made by connectBlockingRedis */
  constructor(redis: Redis, options: StreamReaderOptions) {
    this.#options = options;
    this.#maxBatchEntries = options.maxBatchEntries ?? 50;
    this.#abandonedAfterMs = options.abandonedAfterMs ?? 30_000;
    this.#group = new StreamGroup(redis, options.stream, options.group, options.consumer);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the entries in hand are finished and acknowledged, or when their handler fails. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  #run(): Promise<void> {
    return keepReading({
      stop: this.#stop.signal,
      findPlace: () => this.#recover(),
      readOn: async () => {
        await this.#claimAbandoned();
        await this.#readNew();
      },
      onError: this.#options.onError,
      retryMaxMs: RETRY_MAX_MS,
    });
  }

  /** Whatever went wrong: the group may be gone, and replies with entries may have been lost on the way. */
  async #recover(): Promise<void> {
    const from = this.#lastId ?? (this.#options.startFrom === 'newest' ? '$' : '0');
    const newestId = await this.#group.ensure(from);
    if (this.#lastId !== undefined && isAfterId(this.#lastId, newestId)) this.#lastId = undefined;
    for (let afterId = '0'; ;) {
      const read = await this.#group.readPending(afterId, this.#maxBatchEntries);
      const ids = await this.#deliver(read);
      const last = ids.at(-1);
      if (last === undefined || this.#stop.signal.aborted) return;
      afterId = last;
    }
  }

  async #claimAbandoned(): Promise<void> {
    if (performance.now() < this.#nextClaimAt) return;
    const claimed = await this.#group.claimAbandoned(this.#abandonedAfterMs, this.#maxBatchEntries);
    const ids = await this.#deliver(claimed);
    if (ids.length === 0) this.#nextClaimAt = performance.now() + this.#abandonedAfterMs / 2;
  }

  async #readNew(): Promise<void> {
    const now = await this.#group.readNew(this.#maxBatchEntries);
    this.#lose('trimmed_unread', now.trimmedUnread);
    if (now.entriesBehind !== undefined) this.#options.onBehind?.(now.entriesBehind);
    const isEmpty = now.entries.length + now.malformedIds.length === 0;
    if (this.#stop.signal.aborted && isEmpty) return;
    const read = isEmpty ? await this.#group.awaitNew(this.#maxBatchEntries, MAX_BLOCK_MS / 4) : now;
    const { unseen, seenIds } = this.#splitSeen(read.entries);
    this.#lose('already_handled', seenIds.length);
    await this.#group.acknowledge(seenIds);
    await this.#deliver({ ...read, entries: unseen });
    this.#lastId = read.entries.at(-1)?.id ?? this.#lastId;
  }

  /** After a crash Redis may have forgotten the newest acknowledgements: such entries come as new once more. */
  #splitSeen(entries: readonly StreamEntry[]): { unseen: StreamEntry[]; seenIds: string[] } {
    const lastId = this.#lastId;
    const isUnseen = ({ id }: StreamEntry): boolean => lastId === undefined || isAfterId(id, lastId);
    const seen = entries.filter((entry) => !isUnseen(entry));
    return { unseen: entries.filter(isUnseen), seenIds: seen.map(({ id }) => id) };
  }

  /** @returns ids of all that was dealt with, in order */
  async #deliver({ entries, trimmedIds, malformedIds }: ReadEntries): Promise<readonly string[]> {
    this.#lose('trimmed_pending', trimmedIds.length);
    this.#lose('malformed', malformedIds.length);
    const useless = [...trimmedIds, ...malformedIds];
    await this.#group.acknowledge(useless);
    if (entries.length === 0) return useless;
    const ids = entries.map(({ id }) => id);
    if (!(await this.#handle(entries, ids))) return [];
    await this.#acknowledge(ids);
    return [...useless, ...ids].sort((a, b) => (isAfterId(a, b) ? 1 : -1));
  }

  /** @returns false when stopped before the handler succeeded */
  async #handle(entries: readonly StreamEntry[], ids: readonly string[]): Promise<boolean> {
    for (let waitMs = RETRY_MIN_MS; ; waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)) {
      try {
        await this.#options.handle(entries);
        return true;
      } catch (error) {
        this.#options.onError?.(error as Error);
      }
      if (this.#stop.signal.aborted) return false;
      await this.#pause(waitMs);
      await this.#group.keep(ids).catch(() => undefined);
    }
  }

  /** What is handled must not be handled again only because Redis was away when it should have been told. */
  async #acknowledge(ids: readonly string[]): Promise<void> {
    for (let waitMs = RETRY_MIN_MS; ; waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)) {
      try {
        await this.#group.acknowledge(ids);
        return;
      } catch (error) {
        this.#options.onError?.(error as Error);
        if (this.#stop.signal.aborted) return;
        await this.#pause(waitMs);
      }
    }
  }

  #lose(reason: StreamLossReason, entries: number): void {
    if (entries > 0) this.#options.onLost?.(reason, entries);
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
