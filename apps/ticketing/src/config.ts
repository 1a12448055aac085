import { adminVariables, networkVariables } from '@rukh/service';
import { z } from 'zod';
import { contextVariables } from './context/context-variables.js';
import { occupancyVariables } from './occupancy/occupancy-variables.js';

/** Configuration of the e-ticket. */
export const ticketingConfig = z.object({
  ...networkVariables,
  ...adminVariables,
  RUKH_TICKETING_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8085)
    .describe('HTTP port when run alone'),
  ...contextVariables,
  ...occupancyVariables,
});
export type TicketingConfig = z.output<typeof ticketingConfig>;
