import { adminVariables, networkVariables } from '@rukh/service';
import { z } from 'zod';
import { accessVariables } from './auth/access-variables.js';

/** Configuration of the dispatchers' API and console. */
export const dispatchConfig = z.object({
  ...networkVariables,
  ...adminVariables,
  ...accessVariables,
  RUKH_DISPATCH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8086)
    .describe('HTTP port when run alone'),
});
export type DispatchConfig = z.output<typeof dispatchConfig>;
