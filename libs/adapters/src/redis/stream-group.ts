// One consumer's place in one consumer group of one stream: what Redis is asked, and what its replies mean.
import type { Redis } from 'ioredis';
import { ENSURE_GROUP, READ_NEW } from './stream-scripts.js';

export interface StreamEntry {
  /** Milliseconds and sequence, `1732000000000-0`: rising within the stream. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** What a read brought: entries, and ids of entries that are gone or hold nothing of ours. */
export interface ReadEntries {
  readonly entries: readonly StreamEntry[];
  readonly trimmedIds: readonly string[];
  readonly malformedIds: readonly string[];
}

export interface ReadNew extends ReadEntries {
  /** Entries that writers trimmed away before anybody of the group had read them. */
  readonly trimmedUnread: number;
  /** Entries still to be read, undefined where Redis cannot tell. */
  readonly entriesBehind: number | undefined;
}

type RawEntry = readonly [id: Buffer, fields: readonly Buffer[] | null];

export class StreamGroup {
  readonly #redis: Redis;

  constructor(
    redis: Redis,
    readonly stream: string,
    readonly group: string,
    readonly consumer: string,
  ) {
    this.#redis = redis;
  }

  /**
   * Makes the group where it is missing: from the start of the stream, from its end, or after an entry.
   * @returns id of the newest entry that the stream ever had
   */
  async ensure(from: string): Promise<string> {
    const reply = await ENSURE_GROUP.run(this.#redis, [this.stream], [this.group, from]);
    return String((reply as [number, Buffer])[1]);
  }

  /** Entries given to this consumer earlier and never acknowledged, after the given id. */
  async readPending(afterId: string, count: number): Promise<ReadEntries> {
    return this.#read(afterId, ['COUNT', count]);
  }

  /** New entries, at once. */
  async readNew(count: number): Promise<ReadNew> {
    const reply = await READ_NEW.run(this.#redis, [this.stream], [this.group, this.consumer, count]);
    const [trimmedUnread, behind, entries] = reply as [number, number, RawEntry[]];
    return { ...sortOut(entries), trimmedUnread, entriesBehind: behind < 0 ? undefined : behind };
  }

  /** New entries, waiting for the first of them. */
  async awaitNew(count: number, blockMs: number): Promise<ReadEntries> {
    return this.#read('>', ['COUNT', count, 'BLOCK', blockMs]);
  }

  /** Takes over entries that a consumer of the group has held for so long that it must be dead. */
  async claimAbandoned(minIdleMs: number, count: number): Promise<ReadEntries> {
    const { stream, group, consumer } = this;
    const command = ['XAUTOCLAIM', stream, group, consumer, minIdleMs, '0-0', 'COUNT', count] as const;
    const reply = (await this.#redis.callBuffer(...command)) as [Buffer, RawEntry[], Buffer[]?];
    const claimed = sortOut(reply[1]);
    // Redis 7 names the trimmed ones apart and has already forgotten them.
    return { ...claimed, trimmedIds: [...claimed.trimmedIds, ...(reply[2] ?? []).map(String)] };
  }

  /** Keeps entries this consumer still works on from being claimed by others. */
  async keep(ids: readonly string[]): Promise<void> {
    const { stream, group, consumer } = this;
    await this.#redis.callBuffer('XCLAIM', stream, group, consumer, 0, ...ids, 'JUSTID');
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#redis.xack(this.stream, this.group, ...ids);
  }

  async #read(id: string, options: readonly (string | number)[]): Promise<ReadEntries> {
    const { stream, group, consumer } = this;
    const command = ['XREADGROUP', 'GROUP', group, consumer, ...options, 'STREAMS', stream, id] as const;
    const reply = (await this.#redis.callBuffer(...command)) as [[Buffer, RawEntry[]]] | null;
    return sortOut(reply === null ? [] : reply[0][1]);
  }
}

function sortOut(raw: readonly (RawEntry | null)[]): ReadEntries {
  const entries: StreamEntry[] = [];
  const trimmedIds: string[] = [];
  const malformedIds: string[] = [];
  for (const item of raw) {
    if (item === null) continue;
    const id = String(item[0]);
    const fields = item[1];
    const bytes = fields?.[1];
    if (fields === null) trimmedIds.push(id);
    else if (bytes === undefined || String(fields[0]) !== 'b') malformedIds.push(id);
    else entries.push({ id, bytes });
  }
  return { entries, trimmedIds, malformedIds };
}
