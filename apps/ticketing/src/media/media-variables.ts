import { z } from 'zod';

/** Variables of media, the deny list, tickets and the rider's page. */
export const mediaVariables = {
  RUKH_TICKETING_SIGNING_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'Secret from which the keys are made that sign deny lists and tickets; without it they are made from ' +
        'RUKH_TICKETING_TOKEN_KEY',
    ),
  RUKH_TICKETING_SIGNING_GENERATION: z.coerce
    .number()
    .int()
    .min(1)
    .max(9_999)
    .default(1)
    .describe('Raised by one to sign by new keys; what the old ones signed stays good'),
  RUKH_DENY_LIST_PUBLISH_MS: z.coerce
    .number()
    .int()
    .min(20)
    .max(60_000)
    .default(1_000)
    .describe('How often changes become a version of the deny list, milliseconds'),
  RUKH_DENY_LIST_SNAPSHOT_EVERY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe('Versions of the deny list between two whole ones; devices in between take what changed'),
  RUKH_DENY_LIST_JITTER_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(30_000)
    .default(1_000)
    .describe('Over how long answers to waiting devices are spread, milliseconds'),
  RUKH_RIDER_LINK_WEEKS: z.coerce
    .number()
    .int()
    .min(0)
    .max(520)
    .default(8)
    .describe('Weeks after which a tap is no more of the card that made it; 0: never'),
};
