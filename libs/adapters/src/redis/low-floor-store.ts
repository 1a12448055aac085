import type { Redis } from 'ioredis';
import { z } from 'zod';
import { VehicleHash } from './vehicle-hash.js';

const LOW_FLOOR = z.object({ isLowFloor: z.boolean() });

/** Which vehicles have a low floor by the registry of the city, written by the dispatchers' service for tracking. */
export class LowFloorStore extends VehicleHash<z.output<typeof LOW_FLOOR>> {
  constructor(redis: Redis, agency: string) {
    super(redis, `rukh:{${agency}}:low-floor`, LOW_FLOOR);
  }
}
