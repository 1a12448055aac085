import { adminVariables, networkVariables } from '@rukh/service';
import { z } from 'zod';
import { contextVariables } from './context/context-variables.js';
import { inspectionVariables } from './inspection/inspection-variables.js';
import { intakeVariables } from './intake/intake-variables.js';
import { mediaVariables } from './media/media-variables.js';
import { moneyPeopleVariables } from './ledger/money-people-variables.js';
import { mqttVariables } from './mqtt-variables.js';
import { occupancyVariables } from './occupancy/occupancy-variables.js';
import { paymentsVariables } from './payments/payments-config.js';
import { pricingVariables } from './pricing/pricing-config.js';

/** Configuration of the e-ticket. */
export const ticketingConfig = z.object({
  ...networkVariables,
  ...adminVariables,
  ...intakeVariables,
  ...mqttVariables,
  ...contextVariables,
  ...occupancyVariables,
  ...inspectionVariables,
  ...mediaVariables,
  ...pricingVariables,
  ...paymentsVariables,
  ...moneyPeopleVariables,
  RUKH_TICKETING_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8085)
    .describe('HTTP port when run alone'),
});
export type TicketingConfig = z.output<typeof ticketingConfig> & {
  readonly RUKH_TICKETING_TIME_ZONE: string;
};
