import { networkVariables } from '@rukh/service';
import { z } from 'zod';

/** Configuration of the tracking app. */
export const trackingConfig = z.object({
  ...networkVariables,
  RUKH_TRACKING_LOST_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .max(86_400)
    .default(600)
    .describe('A vehicle silent for longer is let go, and its trip ends as lost'),
  RUKH_TRACKING_CHECKPOINT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(300)
    .default(5)
    .describe('How often the state of moved vehicles is written to Redis'),
  RUKH_UPDATES_STREAM_ENTRIES: z.coerce
    .number()
    .int()
    .min(1000)
    .max(10_000_000)
    .default(60_000)
    .describe(
      'Entries kept in the stream of updates, at most ten a second and some 11 kB each with 600 vehicles: ' +
        'the archive can be away for as long, and Redis needs the memory',
    ),
  RUKH_TRACKING_INTERVAL_ROUTES: z
    .string()
    .default('learned')
    .transform((text) =>
      text === 'learned'
        ? text
        : new Set(
            text
              .split(',')
              .map((id) => id.trim())
              .filter(Boolean),
          ),
    )
    .describe(
      'Routes that run by interval though they have a timetable: route_id by commas, nothing for none, or `learned`. ' +
        'Of these, dispatchers and history are told headways',
    ),
  RUKH_TRACKING_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8082)
    .describe('HTTP port when run alone'),
});
export type TrackingConfig = z.output<typeof trackingConfig>;
