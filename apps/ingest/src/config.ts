import { brokerUrl, brokerVariables, networkVariables } from '@rukh/service';
import { z } from 'zod';

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const list = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((item) => item !== ''))
  .pipe(z.array(z.string()));

/** Configuration of the ingest app. */
export const ingestConfig = z.object({
  ...networkVariables,
  DATABASE_URL: z
    .string()
    .min(1)
    .optional()
    .describe(
      'PostgreSQL with the schedule, which says where vehicles can be; without it they may be anywhere',
    ),
  MQTT_URL: brokerUrl(
    'MQTT broker that trackers publish to (mqtt, mqtts, ws or wss); without it nothing is subscribed',
  ),
  ...brokerVariables,
  RUKH_INGEST_SHARED: flag
    .default(true)
    .describe('Whether several ingest processes share the messages; false: this one gets them all'),
  RUKH_INGEST_ADAPTERS: list
    .default(['rukh', 'hfp'])
    .describe('Forms of MQTT messages to subscribe to, comma-separated: rukh, hfp'),
  RUKH_INGEST_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'needs 16 characters or more, without spaces')
    .optional()
    .describe('Bearer token for positions sent over HTTP; without it only a demo takes them'),
  RUKH_DEMO: flag
    .default(false)
    .describe('Whether this is the demo with simulated vehicles, open to everybody'),
  RUKH_INGEST_VEHICLES: list
    .optional()
    .describe('Ids of the vehicles that may report, comma- or space-separated; without it any may'),
  RUKH_INGEST_GTFS_RT_URLS: list
    .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be like https://host/vehicle-positions.pb' })))
    .default([])
    .describe('GTFS-realtime VehiclePositions to poll, comma-separated'),
  RUKH_INGEST_GTFS_RT_SECONDS: z.coerce
    .number()
    .min(1)
    .max(3600)
    .default(10)
    .describe('Seconds between two polls of a URL'),
  RUKH_INGEST_GTFS_RT_SPEED_UNIT: z
    .enum(['m/s', 'km/h'])
    .default('m/s')
    .describe('Unit of speed in the polled feeds; km/h is against the specification, and Lviv does it'),
  RUKH_INGEST_AREA_MARGIN_METRES: z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .default(5000)
    .describe('How far outside the network of the schedule a vehicle may be'),
  RUKH_INGEST_MAX_AGE_SECONDS: z.coerce
    .number()
    .min(30)
    .max(86_400)
    .default(1800)
    .describe('Reports measured longer ago are refused as stale; trackers keep reports while offline'),
  RUKH_INGEST_MAX_SPEED_METRES_PER_SECOND: z.coerce
    .number()
    .min(1)
    .max(200)
    .default(35)
    .describe('No vehicle is faster between two reports: what would be is refused as a teleport'),
  RUKH_INGEST_BUFFER_POSITIONS: z.coerce
    .number()
    .int()
    .min(1000)
    .max(10_000_000)
    .default(50_000)
    .describe('Positions that wait while Redis is away; then the oldest are dropped and counted'),
  RUKH_POSITIONS_STREAM_ENTRIES: z.coerce
    .number()
    .int()
    .min(1000)
    .max(10_000_000)
    .default(50_000)
    .describe('Entries kept in the stream of positions; tracking can be away for as long as it holds'),
  RUKH_INGEST_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8081)
    .describe('HTTP port when run alone'),
});
export type IngestConfig = z.output<typeof ingestConfig>;
