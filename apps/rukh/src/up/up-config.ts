import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const agency = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, - or _')
  .describe('Short name of the network; part of topics and stream names');

/** Configuration of `rukh up --demo`: everything has a default. */
export const demoConfig = z.object({
  RUKH_AGENCY: agency.default('lviv').describe(agency.description!),
  RUKH_HOME: z
    .string()
    .optional()
    .describe('Folder of all that Rukh keeps; .rukh in its own folder by default'),
  RUKH_HOST: z.string().default('127.0.0.1').describe('Address the HTTP server listens on; 0.0.0.0 for all'),
  RUKH_PORT: port.default(8080).describe('Port of all HTTP'),
  RUKH_MQTT_HOST: z.string().default('127.0.0.1').describe('Address the embedded MQTT broker listens on'),
  RUKH_MQTT_PORT: port
    .optional()
    .describe('Port of the embedded MQTT broker; 1883, or a free one where it is taken'),
  RUKH_DEMO_VEHICLES: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('About so many simulated vehicles at the peak; as many as the timetable needs where not set'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be like postgres://user:password@host:5432/rukh' })
    .optional()
    .describe('PostgreSQL or TimescaleDB; an embedded PostgreSQL where not set'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be like redis://:password@host:6379' })
    .optional()
    .describe('Redis 7 or newer, or Valkey; an embedded one where not set'),
  MQTT_URL: z
    .url({ protocol: /^(mqtts?|tcp|ssl|wss?)$/, error: 'must be like mqtts://host:8883' })
    .optional()
    .describe('MQTT broker that trackers publish to; an embedded one where not set'),
});

/** Configuration of `rukh up`: which city it is cannot be guessed. */
export const cityConfig = z.object({
  ...demoConfig.shape,
  RUKH_AGENCY: agency,
  RUKH_GTFS: z
    .string()
    .describe('Zip, folder or http(s) address of the GTFS to begin with, imported where none is in force'),
});

export type UpConfig = z.output<typeof demoConfig> & { readonly RUKH_GTFS?: string };
