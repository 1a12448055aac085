/**
 * What trackers said last, asked for by those who look at a vehicle and told by those who take messages in: the
 * question stays for some seconds, each process answers into one hash. Nothing is written while nobody asks.
 */
import type { VehicleMessage } from '@rukh/domain/dispatch';
import type { Redis } from 'ioredis';

/** For so long a question is answered again and again. */
const ASKED_SECONDS = 15;
/** And so long an answer stays. */
const ANSWER_MS = 30_000;

export class AskedMessages {
  readonly #asked: string;
  readonly #prefix: string;

  /** @param redis made by connectRedis */
  constructor(
    private readonly redis: Redis,
    agency: string,
  ) {
    this.#asked = `rukh:{${agency}}:messages:asked`;
    this.#prefix = `rukh:{${agency}}:messages:of:`;
  }

  /** Asks, and reads what is answered; undefined where nobody has answered yet. @throws Error when Redis is away */
  async ask(vehicleId: string, nowSeconds: number): Promise<readonly VehicleMessage[] | undefined> {
    await this.redis.zadd(this.#asked, nowSeconds + ASKED_SECONDS, vehicleId);
    const answers = Object.values(await this.redis.hgetall(this.#prefix + vehicleId));
    if (answers.length === 0) return undefined;
    return answers.flatMap((text) => JSON.parse(text) as VehicleMessage[]);
  }

  /** Vehicles that are asked about. @throws Error when Redis is away */
  async listAsked(nowSeconds: number): Promise<string[]> {
    const asked = await this.redis.zrangebyscore(this.#asked, nowSeconds, '+inf');
    if (asked.length === 0) await this.redis.zremrangebyscore(this.#asked, '-inf', `(${nowSeconds}`);
    return asked;
  }

  /** What a process has of a vehicle, also where that is nothing. @throws Error when Redis is away */
  async answer(vehicleId: string, process: string, messages: readonly VehicleMessage[]): Promise<void> {
    const key = this.#prefix + vehicleId;
    const pipeline = this.redis.pipeline();
    pipeline.hset(key, process, JSON.stringify(messages));
    pipeline.pexpire(key, ANSWER_MS);
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }
}
