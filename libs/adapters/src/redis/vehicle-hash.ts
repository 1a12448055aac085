import type { Redis } from 'ioredis';
import { z } from 'zod';

/** Whoever works it out renews it much oftener. */
const LONGEST_SECONDS = 300;
/** What is not renewed is no longer there. */
const KEEP_SECONDS = 120;

const TIMED = z.object({ at: z.number() });

/** Something about each vehicle, renewed as a whole again and again: a hash of vehicle id to JSON, with its time in epoch seconds. */
export class VehicleHash<T extends object> {
  constructor(
    private readonly redis: Redis,
    private readonly key: string,
    private readonly schema: z.ZodType<T>,
  ) {}

  /** What cannot be read, or is too old, is as if it were not there. */
  async read(nowSeconds: number): Promise<ReadonlyMap<string, T>> {
    const texts = await this.redis.hgetall(this.key);
    const values = new Map<string, T>();
    for (const [vehicleId, text] of Object.entries(texts)) {
      const json = parseJson(text);
      const at = TIMED.safeParse(json).data?.at;
      if (at === undefined || Math.abs(nowSeconds - at) > LONGEST_SECONDS) continue;
      const { data } = this.schema.safeParse(json);
      if (data) values.set(vehicleId, data);
    }
    return values;
  }

  /** All that is known now: whoever is not among it is forgotten. */
  async write(values: ReadonlyMap<string, T>, nowSeconds: number): Promise<void> {
    const at = Math.floor(nowSeconds);
    const entries = [...values].flatMap(([vehicleId, value]) => [
      vehicleId,
      JSON.stringify({ ...value, at }),
    ]);
    const written = this.redis.multi().del(this.key);
    if (entries.length > 0) written.hset(this.key, ...entries).expire(this.key, KEEP_SECONDS);
    await written.exec();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
