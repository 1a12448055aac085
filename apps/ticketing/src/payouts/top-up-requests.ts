/** What the routes of cash that riders put in take and answer. */
import { jsonContent } from '@rukh/service';
import { z } from 'zod';
import { party } from '../ledger/money-requests.js';
import { payment, paymentWish, paymentsQuery } from '../reports/funding-payment-requests.js';

export const topUpId = z.string().regex(/^[1-9]\d{0,17}$/, 'is no number');
const accountId = z.int().min(1);

export const topUpsQuery = paymentsQuery
  .omit({ fundingBodyId: true })
  .extend({ sellerId: party.optional(), accountId: z.coerce.number().pipe(accountId).optional() });
export const topUpWish = z.strictObject({
  ...paymentWish.pick({ currency: true, by: true }).shape,
  amountMinor: z.int().min(1).max(100_000_000),
  accountId: accountId.describe('Of the rider; `POST /api/v1/media/find` tells that of a card'),
  sellerId: party.describe('The desk, kiosk or carrier that took the cash, and owes it'),
  receipt: z
    .string()
    .regex(/^[A-Za-z0-9_./-]{1,64}$/, 'must be 1 to 64 letters, digits, and of _ . / -')
    .describe('Of the seller’s till, never given twice: the same again is the same top-up'),
});

const topUp = payment.omit({ paymentId: true, fundingBodyId: true, paidOn: true, reference: true }).extend({
  ...{ topUpId: z.string(), accountId, sellerId: z.string(), receipt: z.string() },
});
export const TOP_UP = jsonContent(topUp);
export const TOP_UPS = {
  ...jsonContent(z.object({ topUps: z.array(topUp) })),
  'text/csv': { schema: { type: 'string' } },
} as const;
