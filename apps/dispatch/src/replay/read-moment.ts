/** What `?t=` means: a past moment instead of now. */
import { z } from 'zod';

export const at = z.coerce
  .number()
  .int()
  .min(0)
  .max(9_999_999_999)
  .optional()
  .describe('A past moment instead of now, epoch seconds; see GET /dispatch/replay/range');

export const momentQuery = z.object({ t: at });
export type MomentQuery = z.output<typeof momentQuery>;
