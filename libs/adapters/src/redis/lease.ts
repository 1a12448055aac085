// Elects one of several processes as the writer. The holder renews well before the lease ends, and believes in
// it only until an end reckoned from before its request went out, on a clock that never jumps: a process that
// was frozen wakes up knowing that its time is over. Where that is not enough, a script can compare the key with
// the token in the same step as its write.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { RedisScript } from './redis-script.js';

export interface LeaseOptions {
  readonly key: string;
  /** How long a dead holder blocks the others. */
  readonly ttlMs?: number;
  readonly onGained?: () => void;
  readonly onLost?: () => void;
  readonly onError?: (error: Error) => void;
}

/**
 * Takes the lease when it is free, renews it when it is ours.
 * KEYS[1] lease. ARGV[1] token, ARGV[2] milliseconds. Output: 1 when it is ours.
 */
const TAKE_OR_RENEW = new RedisScript(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`);

/** Gives the lease back unless another has it. KEYS[1] lease. ARGV[1] token. */
const RELEASE = new RedisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`);

export class Lease {
  /** What the key holds while the lease is ours. New for every process. */
  readonly token = randomUUID();
  readonly key: string;
  readonly #redis: Redis;
  readonly #options: LeaseOptions;
  readonly #ttlMs: number;
  readonly #stop = new AbortController();
  #endsAt = 0;
  #wasHeld = false;
  #running: Promise<void> | undefined;

  constructor(redis: Redis, options: LeaseOptions) {
    this.#redis = redis;
    this.#options = options;
    this.key = options.key;
    this.#ttlMs = options.ttlMs ?? 3000;
  }

  /** Whether this process may write now. Ask right before each write. */
  get isHeld(): boolean {
    return performance.now() < this.#endsAt;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Stops trying and gives the lease back, so that another need not wait for its end. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#endsAt = 0;
    this.#tellChange();
    await RELEASE.run(this.#redis, [this.key], [this.token]).catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#takeOrRenew();
      this.#tellChange();
      await delay(this.#ttlMs / 4, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      this.#tellChange();
    }
  }

  async #takeOrRenew(): Promise<void> {
    const askedAt = performance.now();
    try {
      const isOurs = await TAKE_OR_RENEW.run(this.#redis, [this.key], [this.token, this.#ttlMs]);
      this.#endsAt = isOurs === 1 ? askedAt + this.#ttlMs : 0;
    } catch (error) {
      // Redis is away: nobody else can take the lease either, but it ends all the same.
      this.#options.onError?.(error as Error);
    }
  }

  #tellChange(): void {
    const isHeld = this.isHeld;
    if (isHeld === this.#wasHeld) return;
    this.#wasHeld = isHeld;
    if (isHeld) this.#options.onGained?.();
    else this.#options.onLost?.();
  }
}
