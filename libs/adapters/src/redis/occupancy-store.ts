import type { EstimatedOccupancy } from '@rukh/domain/realtime';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { VehicleHash } from './vehicle-hash.js';

const ESTIMATE = z.object({
  tripId: z.string().min(1).max(200),
  status: z.number().int().min(1).max(5),
  persons: z.number().int().min(0).max(1000).optional(),
}) as z.ZodType<EstimatedOccupancy>;

/** How full vehicles are by their taps, written by the e-ticket: an addition to a position. */
export class OccupancyStore extends VehicleHash<EstimatedOccupancy> {
  constructor(redis: Redis, agency: string) {
    super(redis, `rukh:{${agency}}:occupancy`, ESTIMATE);
  }
}
