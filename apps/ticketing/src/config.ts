import { adminVariables, networkVariables } from '@rukh/service';
import { z } from 'zod';
import { mediaVariables } from './media/media-variables.js';

/** Configuration of the e-ticket. */
export const ticketingConfig = z.object({
  ...networkVariables,
  ...adminVariables,
  ...mediaVariables,
  RUKH_TICKETING_TOKEN_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .describe(
      'Secret by which tokens of media are turned into the names they are kept under; never to be changed',
    ),
  RUKH_TICKETING_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8085)
    .describe('HTTP port when run alone'),
});
export type TicketingConfig = z.output<typeof ticketingConfig>;
