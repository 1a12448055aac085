import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script, sent once and then called by its digest. */
export class RedisScript {
  readonly #source: string;
  readonly #digest: string;

  constructor(source: string) {
    this.#source = source;
    this.#digest = createHash('sha1').update(source).digest('hex');
  }

  /** The reply as Redis gave it, with bulk strings as Buffers. */
  async run(
    redis: Redis,
    keys: readonly string[],
    args: readonly (string | Buffer | number)[],
  ): Promise<unknown> {
    try {
      return await redis.callBuffer('EVALSHA', this.#digest, keys.length, ...keys, ...args);
    } catch (error) {
      // A restarted Redis has forgotten its scripts.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.callBuffer('EVAL', this.#source, keys.length, ...keys, ...args);
    }
  }
}
