import { hostname } from 'node:os';
import { networkVariables, publicationVariables } from '@rukh/service';
import { z } from 'zod';
import { historyConfig } from './history-config.js';

/** Configuration of the archive. */
export const archiveConfig = z.object({
  ...networkVariables,
  RUKH_ARCHIVE_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/)
    .default(
      hostname()
        .replaceAll(/[^A-Za-z0-9_.-]/g, '-')
        .slice(0, 64),
    )
    // The machine that the documents are generated on is not the one they are read for.
    .meta({ defaultText: 'name of the host' })
    .describe('Name of this archive among several; the same after a restart'),
  RUKH_ARCHIVE_BATCH_ROWS: z.coerce
    .number()
    .int()
    .min(100)
    .max(50_000)
    .default(5_000)
    .describe('Rows written in one transaction at most'),
  RUKH_ARCHIVE_BATCH_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(1_000)
    .describe('Shortest time between two transactions while the archive is not behind'),
  RUKH_ARCHIVE_POSITIONS_DELAY_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(3_600)
    .default(60)
    .describe('A position of which tracking says nothing for so long is written without a trip'),
  // What passengers are told is what the feed shows.
  RUKH_FEEDS_MIN_CONFIDENCE: publicationVariables.RUKH_FEEDS_MIN_CONFIDENCE,
  RUKH_ARCHIVE_PREDICTION_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_600)
    .default(60)
    .describe('How often the predictions of each trip are sampled; 0 = never'),
  RUKH_ARCHIVE_PREDICTION_HORIZON_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(180)
    .default(30)
    .describe('Predictions for stops farther ahead than this are not sampled'),
  RUKH_KEEP_SCORES_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(36_500)
    .default(1_095)
    .describe('Hourly scores of predictions older than this are dropped; 0 = never'),
  RUKH_ARCHIVE_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8084)
    .describe('HTTP port when run alone'),
  ...historyConfig.shape,
});
export type ArchiveConfig = z.output<typeof archiveConfig>;
