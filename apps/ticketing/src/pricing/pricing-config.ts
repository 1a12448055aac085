import { z } from 'zod';

const whole = z.coerce.number().int();

/** Configuration of prices and what is booked for them. */
export const pricingVariables = {
  RUKH_TARIFFS: z
    .string()
    .optional()
    .meta({
      defaultText: 'the bundled tariffs for lviv and the demonstration, else none: taps wait without a price',
    })
    .describe('Folder with the tariffs, see docs/tariffs.md'),
  RUKH_PRICING_WORKERS: whole
    .min(0)
    .max(16)
    .default(2)
    .describe('Batches of accounts priced at a time by this process; 0 = prices are made by others'),
  RUKH_PRICING_BATCH: whole
    .min(1)
    .max(1_000)
    .default(200)
    .describe('Accounts priced in one transaction at most'),
  RUKH_PRICING_POLL_MS: whole
    .min(20)
    .max(10_000)
    .default(200)
    .describe('How often new taps are looked for while there are none'),
  RUKH_LATE_COLLECT_DAYS: whole
    .min(0)
    .max(365)
    .default(14)
    .describe('A ride that gets dearer, or comes late, is asked for up to this many days after it'),
  RUKH_PREPAID_DEBT_MINOR: whole
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe('So much may a prepaid account owe before it is refused; minor units'),
};
