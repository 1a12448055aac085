/** What the routes of cash that carriers hand in take and answer. */
import { jsonContent } from '@rukh/service';
import { z } from 'zod';
import { party } from '../ledger/money-requests.js';
import { payment, paymentWish, paymentsQuery } from '../reports/funding-payment-requests.js';

export const handInId = z.string().regex(/^[1-9]\d{0,17}$/, 'is no number');
export const handInsQuery = paymentsQuery
  .omit({ fundingBodyId: true })
  .extend({ operatorId: party.optional() });
export const handInWish = z.strictObject({
  ...paymentWish.omit({ fundingBodyId: true }).shape,
  operatorId: party.describe('The carrier or seller that took the cash'),
});

const handIn = payment
  .omit({ paymentId: true, fundingBodyId: true })
  .extend({ handInId: z.string(), operatorId: z.string() });
export const HAND_IN = jsonContent(handIn);
export const HAND_INS = {
  ...jsonContent(z.object({ handIns: z.array(handIn) })),
  'text/csv': { schema: { type: 'string' } },
} as const;
