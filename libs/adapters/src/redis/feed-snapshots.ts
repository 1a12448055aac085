// Snapshots of feeds in Redis. A snapshot is written under a key of its own and never changed; a pointer a feed
// says which one is current and moves only forward, in one step with the check that the writer still holds its
// lease: a writer that was frozen and woke up late can then change nothing. Old snapshots end by themselves.
import { LATE_SECONDS } from '@rukh/domain/realtime';
import type { Redis } from 'ioredis';
import { RedisScript } from './redis-script.js';

/**
 * One feed at one instant, in the forms in which it is served compressed: what it says uncompressed follows from
 * them, and is two thirds of what would have to go through Redis each second.
 */
export interface StoredSnapshot {
  /** Header timestamp, epoch seconds. */
  readonly timestamp: number;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  /** What the feed itself has no field for, as JSON; absent in those of older versions. */
  readonly besides?: string;
}

export type CommitOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'lease_lost' }
  | { readonly kind: 'behind'; readonly floorSeconds: number };

/** How long a snapshot stays that did not become the current one: longer than it may be served. */
const KEEP_MS = 180_000;
/**
 * How long the current one stays when nothing is published any more: as long as what orders told is told of the runs that
 * they met, which a writer that comes after an outage knows from nowhere else.
 */
const KEEP_CURRENT_MS = LATE_SECONDS * 1000;
/**
 * How long a snapshot stays after another took its place: readers on the way to it must still find it. The
 * feeds of a city are some 2 MB, and one is made every second: three minutes of them would be hundreds of MB.
 */
const KEEP_REPLACED_MS = 15_000;

/**
 * Makes snapshots current.
 * KEYS[1] lease, KEYS[2] floor, KEYS[3] pointers, KEYS[4] announcements.
 * ARGV[1] lease token, ARGV[2] header timestamp, ARGV[3] milliseconds that replaced snapshots stay, ARGV[4] those
 * that current ones stay, then pairs: feed name, key of its snapshot. Replaced keys carry the same {agency} tag as the pointers that name them.
 * Output: 0 done, -1 the lease is another's, else the floor the timestamp does not exceed.
 */
const COMMIT = new RedisScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
local floor = tonumber(redis.call('GET', KEYS[2]) or '0')
local timestamp = tonumber(ARGV[2])
if timestamp <= floor then return floor end
redis.call('SET', KEYS[2], ARGV[2])
for i = 5, #ARGV, 2 do
  local replaced = redis.call('HGET', KEYS[3], ARGV[i])
  if replaced then redis.call('PEXPIRE', replaced, ARGV[3]) end
  redis.call('PEXPIRE', ARGV[i + 1], ARGV[4])
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
end
redis.call('XADD', KEYS[4], 'MAXLEN', '~', 16, '*', 'b', ARGV[2])
return 0
`);

/**
 * Raises the floor to what a reader has served, and tells what is current.
 * KEYS[1] floor, KEYS[2] pointers. ARGV[1] header timestamp. Output: floor, then pairs of name and key.
 */
const SYNCHRONISE = new RedisScript(`
local floor = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[1]) > floor then
  redis.call('SET', KEYS[1], ARGV[1])
  floor = tonumber(ARGV[1])
end
return { floor, redis.call('HGETALL', KEYS[2]) }
`);

export class FeedSnapshots {
  readonly #redis: Redis;
  readonly #prefix: string;

  /** @param redis made by connectRedis */
  constructor(redis: Redis, agency: string) {
    this.#redis = redis;
    this.#prefix = `rukh:{${agency}}:feed`;
  }

  get leaseKey(): string {
    return `${this.#prefix}:lease`;
  }

  /** The stream that says when something was committed. */
  get announcements(): string {
    return `${this.#prefix}:published`;
  }

  /**
   * Says that the holder of the lease begins to write. Answers whether it was also the last who did: then
   * nobody knows better than it what was published, though it had lost the lease in between.
   */
  async claim(token: string): Promise<boolean> {
    const before = await this.#redis.set(`${this.#prefix}:writer`, token, 'GET');
    return before === token;
  }

  /** Publishes feeds of one header timestamp, all or none. @throws Error when Redis is away */
  async publish(token: string, snapshots: Readonly<Record<string, StoredSnapshot>>): Promise<CommitOutcome> {
    const pointers: string[] = [];
    let timestamp = 0;
    const upload = this.#redis.pipeline();
    for (const [name, snapshot] of Object.entries(snapshots)) {
      const key = `${this.#prefix}:snapshot:${name}:${snapshot.timestamp}:${token}`;
      const { gzip, brotli, besides = '' } = snapshot;
      upload.hset(key, 't', snapshot.timestamp, 'gzip', gzip, 'brotli', brotli, 'besides', besides);
      upload.pexpire(key, KEEP_MS);
      pointers.push(name, key);
      timestamp = Math.max(timestamp, snapshot.timestamp);
    }
    for (const [error] of (await upload.exec()) ?? []) if (error) throw error;
    const keys = [this.leaseKey, `${this.#prefix}:floor`, `${this.#prefix}:current`, this.announcements];
    const values = [token, timestamp, KEEP_REPLACED_MS, KEEP_CURRENT_MS, ...pointers];
    const outcome = Number(await COMMIT.run(this.#redis, keys, values));
    if (outcome === 0) return { kind: 'committed' };
    return outcome === -1 ? { kind: 'lease_lost' } : { kind: 'behind', floorSeconds: outcome };
  }

  /** Tells what was served up to now, and learns the floor of header timestamps and the current snapshots' keys. */
  async synchronise(
    servedSeconds: number,
  ): Promise<{ floorSeconds: number; keys: ReadonlyMap<string, string> }> {
    const scriptKeys = [`${this.#prefix}:floor`, `${this.#prefix}:current`];
    const reply = await SYNCHRONISE.run(this.#redis, scriptKeys, [servedSeconds]);
    const [floor, pairs] = reply as [number | Buffer, Buffer[]];
    const keys = new Map<string, string>();
    for (let i = 0; i + 1 < pairs.length; i += 2) keys.set(String(pairs[i]), String(pairs[i + 1]));
    return { floorSeconds: Number(floor), keys };
  }

  /** The snapshot under a key; undefined where it has ended. */
  async find(key: string): Promise<StoredSnapshot | undefined> {
    const fields = await this.#redis.hmgetBuffer(key, 't', 'gzip', 'brotli', 'besides');
    const [timestamp, gzip, brotli, besides] = fields;
    if (!timestamp || !gzip || !brotli) return undefined;
    const more = besides && besides.length > 0 ? { besides: String(besides) } : {};
    return { timestamp: Number(String(timestamp)), gzip, brotli, ...more };
  }

  /** Replaces the writer's checkpoint: what it knows, in pieces, and its place in the stream of updates. */
  async writeCheckpoint(place: string, pieces: readonly Uint8Array[]): Promise<void> {
    const key = `${this.#prefix}:checkpoint`;
    const fields = pieces.flatMap((piece, i): [string, Buffer] => [
      `p${i}`,
      Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength),
    ]);
    const replies = await this.#redis
      .multi()
      .del(key)
      .hset(key, 'place', place, ...fields)
      .exec();
    for (const [error] of replies ?? []) if (error) throw error;
  }

  async readCheckpoint(): Promise<{ place: string; pieces: Buffer[] } | undefined> {
    const { place, ...pieces } = await this.#redis.hgetallBuffer(`${this.#prefix}:checkpoint`);
    return place === undefined ? undefined : { place: String(place), pieces: Object.values(pieces) };
  }
}
