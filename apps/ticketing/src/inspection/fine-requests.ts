/** What the office's routes of fines take and answer. */
import { FINE_STATES, FINE_STEPS, FINE_TILLS } from '@rukh/domain/ledger';
import { INSPECTION_RESULTS } from '@rukh/domain/taps';
import { z } from 'zod';
import { pageQuery, who } from '../ledger/money-requests.js';
import { fineAnswer } from './inspection-requests.js';
import { personText } from '../person-text.js';

export const fineIdParam = z.string().regex(/^[1-9]\d{0,17}$/, 'is no number');
export const officeFinesQuery = pageQuery.extend({
  state: z.enum(FINE_STATES).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const fineMoney = z.strictObject({
  reference: z.string().trim().min(1).max(100).describe('The bank’s document, or the receipt’s number'),
  till: z
    .enum(FINE_TILLS)
    .default('BANK')
    .describe('The bank account, or the cash of the inspector’s carrier, who hands it in'),
  by: who,
});
export const fineWhy = z.strictObject({
  why: personText(200),
  by: who,
});

const nullable = z.string().nullable();
const event = z.object({
  ...{ eventId: z.string(), at: z.iso.datetime(), step: z.enum(FINE_STEPS), actor: z.string() },
  ...{ reference: nullable, till: z.enum(FINE_TILLS).nullable(), reason: z.string() },
  deviceId: nullable.describe('Of the tap that surfaced'),
  seq: z.number().nullable(),
});
export const officeFineAnswer = fineAnswer.extend({
  issuedAt: z.iso.datetime(),
  inspectorId: z.string(),
  operatorId: z.string().describe('The carrier of the inspector'),
  vehicleId: z.string(),
  result: z.enum(INSPECTION_RESULTS).describe('What the inspector found'),
  events: z.array(event).describe('What became of it, in order'),
});
export const officeFinesAnswer = z.object({ fines: z.array(officeFineAnswer) });
