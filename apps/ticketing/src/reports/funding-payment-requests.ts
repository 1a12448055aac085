/** What the routes of funding bodies' payments take and answer. */
import { jsonContent } from '@rukh/service';
import { z } from 'zod';
import { day, party, who } from '../ledger/money-requests.js';
import { personText } from '../person-text.js';

const instant = z.iso.datetime();

export const paymentId = z.string().regex(/^[1-9]\d{0,17}$/, 'is no number');
export const paymentsQuery = z.object({
  fundingBodyId: party.optional(),
  fromDay: day.optional().describe('Paid on that day or later'),
  toDay: day.optional(),
  format: z.enum(['json', 'csv']).default('json'),
  lang: z.enum(['uk', 'en']).default('uk').describe('Of the names'),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
export const paymentWish = z.strictObject({
  fundingBodyId: party,
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: z.int().min(1).max(1_000_000_000_000),
  paidOn: day.describe('The day on which the money was there'),
  reference: z
    .string()
    .trim()
    // Copied from a statement or typed, it is the same document.
    .overwrite((text) => text.replaceAll(/\s+/g, ' '))
    .min(1)
    .max(140)
    .describe('The bank’s document, which tells payments of one year apart'),
  by: who,
});
export const takingBack = z.strictObject({ by: who, why: personText(200) });

export const payment = z.object({
  ...{ paymentId: z.string(), fundingBodyId: z.string(), currency: z.string(), amountMinor: z.int() },
  ...{ paidOn: z.iso.date(), reference: z.string(), bookedBy: z.string(), bookedAt: instant },
  takenBackBy: z.string().nullable().describe('Who took it back, being a mistake; null where it holds'),
  ...{ takenBackAt: instant.nullable(), takenBackWhy: z.string().nullable() },
});
export const PAYMENT = jsonContent(payment);
export const PAYMENTS = {
  ...jsonContent(z.object({ payments: z.array(payment) })),
  'text/csv': { schema: { type: 'string' } },
} as const;
