import { DEFAULT_HISTORY_SETTINGS } from '@rukh/adapters/postgres';
import {
  adminVariables,
  brokerUrl,
  brokerVariables,
  flag,
  networkVariables,
  publicationVariables,
} from '@rukh/service';
import { z } from 'zod';
import { accessVariables } from './auth/access-variables.js';

/** Configuration of the dispatchers' API and console. */
export const dispatchConfig = z.object({
  ...networkVariables,
  ...publicationVariables,
  ...adminVariables,
  ...accessVariables,
  RUKH_DISPATCH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8086)
    .describe('HTTP port when run alone'),
  RUKH_DISPATCH_SETTLE_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(600)
    .default(30)
    .describe(
      'After a start nothing is raised for so long, and what was open is kept for four times as long, until it is known again how things are',
    ),
  RUKH_FOUR_EYES: flag
    .default(true)
    .describe('Whether a city-wide mode that one person asks for is confirmed by another'),
  RUKH_KEEP_LOCATIONS_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(36_500)
    .default(DEFAULT_HISTORY_SETTINGS.tables.vehicle_locations.keepDays)
    .describe('How far back a past moment can be shown; as the archive has it, which drops older positions'),
  MQTT_URL: brokerUrl(
    'MQTT broker that orders are sent to the displays before drivers by; without it none are',
  ),
  ...brokerVariables,
  RUKH_CONSOLE_BASEMAP: z
    .string()
    .regex(/^(https?:\/\/[^\s"'<>;,]+|\/[^\s"'<>;,]*)$/)
    .max(500)
    .optional()
    .describe(
      'Map under the console: a .pmtiles file (full path; pictures, or vectors in the schemas of Protomaps or OpenMapTiles), or an address of tiles (PNG or JPEG) with {z}, {x} and {y}. Without it there are lines and stops only',
    ),
  RUKH_CONSOLE_BASEMAP_ATTRIBUTION: z
    .string()
    .max(300)
    .default('')
    .describe('Whose map that is, shown on it; a .pmtiles file mostly says so itself'),
});
export type DispatchConfig = z.output<typeof dispatchConfig>;
