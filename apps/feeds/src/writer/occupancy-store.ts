import type { Redis } from '@rukh/adapters/redis';
import type { EstimatedOccupancy } from '@rukh/domain/realtime';
import { z } from 'zod';

/** Whoever works occupancy out renews it much oftener. */
const LONGEST_SECONDS = 300;

const estimate = z.object({
  tripId: z.string().min(1).max(200),
  /** Epoch seconds. */
  at: z.number(),
  status: z.number().int().min(1).max(5),
});

/** How full vehicles are by their taps: a hash of vehicle id to JSON, written by the e-ticket. */
export class OccupancyStore {
  constructor(
    private readonly redis: Redis,
    private readonly agency: string,
  ) {}

  /** What cannot be read, or is too old, is as if it were not there: occupancy is an addition to a position. */
  async read(nowSeconds: number): Promise<ReadonlyMap<string, EstimatedOccupancy>> {
    const texts = await this.redis.hgetall(`rukh:{${this.agency}}:occupancy`);
    const occupancies = new Map<string, EstimatedOccupancy>();
    for (const [vehicleId, text] of Object.entries(texts)) {
      const { data } = estimate.safeParse(parseJson(text));
      if (!data || Math.abs(nowSeconds - data.at) > LONGEST_SECONDS) continue;
      occupancies.set(vehicleId, { tripId: data.tripId, status: data.status });
    }
    return occupancies;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
