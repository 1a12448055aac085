import { brokerUrl, brokerVariables, flag, networkVariables, publicationVariables } from '@rukh/service';
import { z } from 'zod';

/** Configuration of the feeds app. */
export const feedsConfig = z.object({
  ...networkVariables,
  ...publicationVariables,
  RUKH_FEEDS_WRITER: flag
    .default(true)
    .describe('Whether this process may be elected to write the feeds; one that may not only serves them'),
  RUKH_FEEDS_MIN_INTERVAL_SECONDS: z.coerce
    .number()
    .min(1)
    .max(15)
    .default(1)
    .describe('Shortest time between two snapshots of the feeds'),
  RUKH_FEEDS_WARM_UP_SECONDS: z.coerce
    .number()
    .min(0)
    .max(120)
    .default(5)
    .describe('How long a writer that finds no snapshot collects vehicles before it publishes its first'),
  RUKH_FEEDS_CHECKPOINT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('How often the writer writes down what it knows of the vehicles'),
  RUKH_FEEDS_EVENT_CLIENTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(1000)
    .describe('Event streams (/live/vehicles) open at once'),
  RUKH_FEEDS_EVENT_BUFFER_BYTES: z.coerce
    .number()
    .int()
    .min(65_536)
    .default(2_000_000)
    .describe('An event stream whose client leaves more than this unread is ended'),
  MQTT_URL: brokerUrl(
    'MQTT broker that vehicles and trips are published on, where RUKH_FEEDS_TOPICS says so',
  ),
  ...brokerVariables,
  RUKH_FEEDS_TOPICS: flag
    .default(false)
    .describe(
      'Whether each vehicle and trip is published over MQTT too, for Digitransit and OpenTripPlanner',
    ),
  RUKH_ATTRIBUTION: z
    .string()
    .max(500)
    .optional()
    .describe('Credit and licence of the data, shown on the pages; for lviv the city’s own where not set'),
  RUKH_LICENCE_URL: z
    .url()
    .optional()
    .describe('Address of the licence of the data, told in the catalogue; for lviv CC BY 4.0 where not set'),
  RUKH_CONTACT_EMAIL: z.email().optional().describe('Whom to ask about the data, told in the catalogue'),
  RUKH_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('Address by which the outside reaches the feeds; else the one that each request was sent to'),
  RUKH_BOT_SECRET: z
    .string()
    .min(16)
    .regex(/^[A-Za-z0-9_-]{1,256}$/, 'letters, digits, _ and -, as Telegram wants it')
    .optional()
    .describe('Secret token of the webhook of the Telegram bot; where none is set there is no bot'),
  RUKH_FEEDS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8083)
    .describe('HTTP port when run alone'),
});
export type FeedsConfig = z.output<typeof feedsConfig>;
