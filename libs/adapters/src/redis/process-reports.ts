// What processes say of themselves now and then, for people to look at: the newest word of each, in one hash a kind.
// Nothing that works depends on it; it ends by itself.
import type { Redis } from 'ioredis';

/** How long the words of a kind stay when nobody says anything any more. */
const KEEP_MS = 600_000;

export interface ProcessReport {
  readonly process: string;
  /** When it was said, epoch seconds. */
  readonly at: number;
  readonly report: unknown;
}

export class ProcessReports {
  readonly #redis: Redis;
  readonly #prefix: string;

  /** @param redis made by connectRedis */
  constructor(redis: Redis, agency: string) {
    this.#redis = redis;
    this.#prefix = `rukh:{${agency}}:reports`;
  }

  /** @throws Error when Redis is away */
  async write(kind: string, { process, at, report }: ProcessReport): Promise<void> {
    const key = `${this.#prefix}:${kind}`;
    const pipeline = this.#redis.pipeline();
    pipeline.hset(key, process, JSON.stringify({ at, report }));
    pipeline.pexpire(key, KEEP_MS);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }

  /**
   * Those said since an instant, epoch seconds. Processes that said nothing for as long as words stay are let go
   * of. What cannot be read is left out. @throws Error when Redis is away
   */
  async list(kind: string, since: number): Promise<ProcessReport[]> {
    const key = `${this.#prefix}:${kind}`;
    const known = Object.entries(await this.#redis.hgetall(key)).map(([process, text]) =>
      read(process, text),
    );
    const gone = known.filter(({ at }) => at < since - KEEP_MS / 1000).map(({ process }) => process);
    if (gone.length > 0) await this.#redis.hdel(key, ...gone);
    return known.filter(({ at }) => at >= since);
  }
}

function read(process: string, text: string): ProcessReport {
  try {
    const { at, report } = JSON.parse(text) as { at?: unknown; report?: unknown };
    return { process, at: typeof at === 'number' ? at : 0, report };
  } catch {
    return { process, at: 0, report: undefined };
  }
}
