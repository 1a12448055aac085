import { z } from 'zod';

/** Configuration of the placing of taps. */
export const contextVariables = {
  RUKH_TICKETING_CONTEXT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(500)
    .describe('How often new taps are given their trip and stop; 0: this process does not'),
  RUKH_TICKETING_REPRICES_ON: z
    .enum(['tariff', 'never', 'route', 'place'])
    .default('tariff')
    .describe(
      'Which change of a place may change a price: none where the tariff is flat, of the route, or of any of trip, stop and direction; `tariff`: as the tariffs are',
    ),
};
