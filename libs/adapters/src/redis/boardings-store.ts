import type { TripBoardings } from '@rukh/domain/prediction';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { VehicleHash } from './vehicle-hash.js';

const MOST_STOPS = 2_000;

const BOARDINGS = z.object({
  tripId: z.string().min(1).max(200),
  boarded: z.array(z.number().min(0).max(1_000).nullable()).max(MOST_STOPS),
});

/** Who got in on the trip of each vehicle by their taps, written by the e-ticket for prediction. Never published. */
export class BoardingsStore extends VehicleHash<Omit<TripBoardings, 'vehicleId'>> {
  constructor(redis: Redis, agency: string) {
    super(redis, `rukh:{${agency}}:boardings`, BOARDINGS);
  }
}
