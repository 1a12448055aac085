import { z } from 'zod';

/** Variables of every app that has an administration, spread into its own schema. */
export const adminVariables = {
  RUKH_ADMIN_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Bearer token of the administration API; without it that API is off'),
};
