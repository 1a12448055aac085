/**
 * How long history is kept and how it is packed, by the environment. `rukh migrate` gives it to the database;
 * the archive itself needs it where there is no TimescaleDB to see to it.
 */
import { DEFAULT_HISTORY_SETTINGS, type HistorySettings } from '@rukh/adapters/postgres';
import { loadConfig } from '@rukh/service';
import { z } from 'zod';

const { tables, aggregates } = DEFAULT_HISTORY_SETTINGS;

const keepDays = (table: keyof typeof tables): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(0).max(36_500).default(tables[table].keepDays);
const chunkHours = (table: keyof typeof tables): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(1).max(8_784).default(tables[table].chunkHours);
const compressDays = (table: keyof typeof tables): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(0).max(36_500).default(tables[table].compressAfterDays);

/** Variables that shape history; read by `rukh migrate` and by the archive. */
export const historyConfig = z.object({
  RUKH_KEEP_LOCATIONS_DAYS: keepDays('vehicle_locations').describe(
    'Positions older than this are dropped; 0 = never',
  ),
  RUKH_KEEP_VISITS_DAYS: keepDays('stop_visits').describe(
    'Stop visits older than this are dropped; 0 = never',
  ),
  RUKH_KEEP_TRIPS_DAYS: keepDays('trips_performed').describe(
    'Trips performed longer ago than this are dropped; 0 = never',
  ),
  RUKH_KEEP_PREDICTIONS_DAYS: keepDays('prediction_samples').describe(
    'Samples of predictions older than this are dropped; 0 = never',
  ),
  RUKH_CHUNK_LOCATIONS_HOURS: chunkHours('vehicle_locations').describe(
    'TimescaleDB: hours of positions in a chunk; a chunk with its indexes should fit into a quarter of the memory',
  ),
  RUKH_CHUNK_VISITS_HOURS: chunkHours('stop_visits').describe('TimescaleDB: hours of stop visits in a chunk'),
  RUKH_CHUNK_TRIPS_HOURS: chunkHours('trips_performed').describe('TimescaleDB: hours of trips in a chunk'),
  RUKH_CHUNK_PREDICTIONS_HOURS: chunkHours('prediction_samples').describe(
    'TimescaleDB: hours of samples of predictions in a chunk',
  ),
  RUKH_COMPRESS_LOCATIONS_DAYS: compressDays('vehicle_locations').describe(
    'TimescaleDB: positions older than this are compressed; 0 = never',
  ),
  RUKH_COMPRESS_VISITS_DAYS: compressDays('stop_visits').describe(
    'TimescaleDB: stop visits older than this are compressed; 0 = never',
  ),
  RUKH_COMPRESS_TRIPS_DAYS: compressDays('trips_performed').describe(
    'TimescaleDB: trips older than this are compressed; 0 = never',
  ),
  RUKH_COMPRESS_PREDICTIONS_DAYS: compressDays('prediction_samples').describe(
    'TimescaleDB: samples of predictions older than this are compressed; 0 = never',
  ),
  RUKH_AGGREGATES_REFRESH_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_440)
    .default(aggregates.refreshMinutes)
    .describe('TimescaleDB: how often the continuous aggregates are brought up to date'),
  RUKH_AGGREGATES_LAG_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_440)
    .default(aggregates.refreshLagMinutes)
    .describe('TimescaleDB: the last minutes are computed when asked for, since rows still come'),
  RUKH_AGGREGATES_WINDOW_DAYS: z.coerce
    .number()
    .int()
    .min(3)
    .max(365)
    .default(aggregates.refreshWindowDays)
    .describe('TimescaleDB: rows that come late are counted up to this age; must be less than rows are kept'),
  RUKH_AGGREGATES_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(36_500)
    .default(aggregates.keepDays)
    .describe('TimescaleDB: continuous aggregates older than this are dropped; 0 = never'),
});
export type HistoryConfig = z.output<typeof historyConfig>;

export function toHistorySettings(config: HistoryConfig): HistorySettings {
  return {
    tables: {
      vehicle_locations: {
        keepDays: config.RUKH_KEEP_LOCATIONS_DAYS,
        chunkHours: config.RUKH_CHUNK_LOCATIONS_HOURS,
        compressAfterDays: config.RUKH_COMPRESS_LOCATIONS_DAYS,
      },
      stop_visits: {
        keepDays: config.RUKH_KEEP_VISITS_DAYS,
        chunkHours: config.RUKH_CHUNK_VISITS_HOURS,
        compressAfterDays: config.RUKH_COMPRESS_VISITS_DAYS,
      },
      trips_performed: {
        keepDays: config.RUKH_KEEP_TRIPS_DAYS,
        chunkHours: config.RUKH_CHUNK_TRIPS_HOURS,
        compressAfterDays: config.RUKH_COMPRESS_TRIPS_DAYS,
      },
      prediction_samples: {
        keepDays: config.RUKH_KEEP_PREDICTIONS_DAYS,
        chunkHours: config.RUKH_CHUNK_PREDICTIONS_HOURS,
        compressAfterDays: config.RUKH_COMPRESS_PREDICTIONS_DAYS,
      },
    },
    aggregates: {
      refreshMinutes: config.RUKH_AGGREGATES_REFRESH_MINUTES,
      refreshLagMinutes: config.RUKH_AGGREGATES_LAG_MINUTES,
      refreshWindowDays: config.RUKH_AGGREGATES_WINDOW_DAYS,
      keepDays: config.RUKH_AGGREGATES_KEEP_DAYS,
    },
  };
}

/** The settings that the environment asks for. Throws a ConfigurationError that lists every wrong variable. */
export function loadHistorySettings(env: NodeJS.ProcessEnv = process.env): HistorySettings {
  return toHistorySettings(loadConfig(historyConfig, env));
}
