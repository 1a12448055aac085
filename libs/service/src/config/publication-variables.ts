import type { FeedOptions } from '@rukh/domain/realtime';
import { z } from 'zod';
import { flag } from './flag.js';

/**
 * What of a feed a city can choose: read by the writer, and by the dispatchers' API, whose previews of orders are what the
 * writer will make of them.
 */
export const publicationVariables = {
  RUKH_FEEDS_MIN_CONFIDENCE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Assignments less probable than this are published as a position without a trip'),
  RUKH_FEEDS_MIN_LINE_CONFIDENCE: z.coerce
    .number()
    .min(0)
    .max(2)
    .default(0.9)
    .describe(
      'A position without a trip has its route and direction where these are as probable as this; more than 1: never',
    ),
  RUKH_FEEDS_LOST_SECONDS: z.coerce
    .number()
    .int()
    .min(90)
    .max(3600)
    .default(300)
    .describe('Trip updates of a vehicle silent for longer leave the feed'),
  RUKH_FEEDS_PLATES: flag.default(false).describe('Whether number plates are published'),
  RUKH_FEEDS_ADDED_TRIPS: z
    .enum(['DUPLICATED', 'NEW'])
    .default('NEW')
    .describe(
      'How trips that dispatchers add are published: as NEW with stops of their own, which every planner that we know takes, or as copies, which OpenTripPlanner does not',
    ),
};

/** The same as options of the building of a feed. */
export function feedOptionsOf(
  config: z.output<z.ZodObject<typeof publicationVariables>>,
): Partial<FeedOptions> {
  return {
    minConfidence: config.RUKH_FEEDS_MIN_CONFIDENCE,
    minLineConfidence: config.RUKH_FEEDS_MIN_LINE_CONFIDENCE,
    lostAfterSeconds: config.RUKH_FEEDS_LOST_SECONDS,
    publishLicensePlates: config.RUKH_FEEDS_PLATES,
    addedTrips: config.RUKH_FEEDS_ADDED_TRIPS,
  };
}
