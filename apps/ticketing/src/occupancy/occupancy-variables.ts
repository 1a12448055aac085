import type { LoadProfile } from '@rukh/domain/taps';
import { z } from 'zod';

const ENTRY = /^([^=,]{1,64})=(\d{1,4})\/(\d{1,4})$/;

/** Configuration of occupancy from taps. */
export const occupancyVariables = {
  RUKH_CAPACITIES: z
    .string()
    .max(4_000)
    .default('')
    .transform((text, context) => {
      const capacities = new Map<string, { seats: number; standing: number }>();
      for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
        const [, name, seats, standing] = ENTRY.exec(entry.trim()) ?? [];
        if (name === undefined) {
          context.addIssue({ code: 'custom', message: `"${entry}" is not of the form NAME=SEATS/STANDING` });
          return z.NEVER;
        }
        capacities.set(name, { seats: Number(seats), standing: Number(standing) });
      }
      return capacities;
    })
    .meta({ defaultText: 'none: occupancy is not published' })
    .describe(
      'Places in vehicles, NAME=SEATS/STANDING by commas, where NAME is a vehicle id or a TIDES route type such as Bus',
    ),
  RUKH_TAP_SHARE: z.coerce
    .number()
    .min(0.05)
    .max(1)
    .default(0.9)
    .describe('Share of riders who tap when they get in'),
  RUKH_MEAN_RIDE_STOPS: z.coerce
    .number()
    .min(1)
    .max(100)
    .default(7)
    .describe('Stops that a rider goes on the average: who gets out does not tap'),
};

/** How riders ride here, as far as taps do not tell it. */
export function loadProfileOf(config: {
  readonly RUKH_MEAN_RIDE_STOPS: number;
  readonly RUKH_TAP_SHARE: number;
}): LoadProfile {
  return { meanRideStops: config.RUKH_MEAN_RIDE_STOPS, tapShare: config.RUKH_TAP_SHARE };
}
