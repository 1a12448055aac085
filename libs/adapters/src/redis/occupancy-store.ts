import type { EstimatedOccupancy } from '@rukh/domain/realtime';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/** Whoever works occupancy out renews it much oftener. */
const LONGEST_SECONDS = 300;
/** What is not renewed is no longer there. */
const KEEP_SECONDS = 120;

const estimate = z.object({
  tripId: z.string().min(1).max(200),
  /** Epoch seconds. */
  at: z.number(),
  status: z.number().int().min(1).max(5),
  persons: z.number().int().min(0).max(1000).optional(),
});

/** How full vehicles are by their taps: a hash of vehicle id to JSON, written by the e-ticket. */
export class OccupancyStore {
  readonly #key: string;

  constructor(
    private readonly redis: Redis,
    agency: string,
  ) {
    this.#key = `rukh:{${agency}}:occupancy`;
  }

  /** What cannot be read, or is too old, is as if it were not there: occupancy is an addition to a position. */
  async read(nowSeconds: number): Promise<ReadonlyMap<string, EstimatedOccupancy>> {
    const texts = await this.redis.hgetall(this.#key);
    const occupancies = new Map<string, EstimatedOccupancy>();
    for (const [vehicleId, text] of Object.entries(texts)) {
      const { data } = estimate.safeParse(parseJson(text));
      if (!data || Math.abs(nowSeconds - data.at) > LONGEST_SECONDS) continue;
      const { tripId, status, persons } = data;
      occupancies.set(vehicleId, { tripId, status, ...(persons === undefined ? {} : { persons }) });
    }
    return occupancies;
  }

  /** All that is known now: whoever is not among it is forgotten. */
  async write(occupancies: ReadonlyMap<string, EstimatedOccupancy>, nowSeconds: number): Promise<void> {
    const at = Math.floor(nowSeconds);
    const entries = [...occupancies].flatMap(([vehicleId, { tripId, status, persons }]) => [
      vehicleId,
      JSON.stringify({ tripId, at, status, persons }),
    ]);
    const written = this.redis.multi().del(this.#key);
    if (entries.length > 0) written.hset(this.#key, ...entries).expire(this.#key, KEEP_SECONDS);
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
