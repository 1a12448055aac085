/** What the money's routes take, checked before anything is done. */
import { DISPUTE_REF, looksSignedIn } from '@rukh/domain/ledger';
import { DEVICE_ID } from '@rukh/domain/taps';
import { readRequest } from '@rukh/service';
import { z } from 'zod';
import { personText } from '../person-text.js';

const id = z.string().regex(/^[1-9]\d{0,17}$/, 'is no id');
export const who = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((name) => !looksSignedIn(name), 'must not look like an account: sign in instead')
  .describe('Name of the person; of who is signed in at the console his account is kept instead');
export const LANGUAGES = ['uk', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const idParam = id;
export const rideParams = z.object({
  deviceId: z.string().regex(DEVICE_ID, 'is no device'),
  seq: id,
});
/** Of this century: the calendar of PostgreSQL has no year 0000. */
export const day = z.iso.date().refine((text) => text >= '2000', 'must be of the year 2000 or later');
export const pageQuery = z.object({
  lang: z.enum(LANGUAGES).default('uk'),
  format: z.enum(['json', 'html']).optional().describe('Else what Accept asks for'),
});
export const party = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
export const ridesQuery = pageQuery.extend({
  day: day.describe('Fare day'),
  accountId: id.optional(),
  disposition: z
    .string()
    .regex(/^[A-Z_]{1,32}$/)
    .optional(),
  operatorId: party.optional(),
  fundingBodyId: party.optional(),
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z_[A-Za-z0-9_-]{1,32}\/\d{1,18}$/)
    .refine((text) => !Number.isNaN(Date.parse(text.slice(0, text.indexOf('_')))), 'is no moment')
    .optional()
    .describe('Where the page before ended: its `next`'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const explanationQuery = z.object({ lang: z.enum(LANGUAGES).default('uk') });
export const chargesQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const balancesQuery = z.object({
  prefix: z
    .string()
    .regex(/^[a-z-]*(:[A-Za-z0-9_.-]{0,64})?$/)
    .default('')
    .describe('Accounts that begin with it, e.g. `funding:`'),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
export const chargebackRequest = z.strictObject({
  payment: z
    .string()
    .regex(/^(settle|top-up):[1-9]\d{0,17}$/, 'is no payment')
    .describe('What was taken: `settle:{settlementId}`, or `top-up:{topUpId}`'),
  disputeRef: z
    .string()
    .regex(DISPUTE_REF, 'must be 1 to 64 letters, digits, . - or _')
    .describe('The bank’s number of the dispute'),
  amountMinor: z.int().min(1).max(100_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/),
  reason: personText(200).describe('What the bank says'),
  isReturned: z
    .boolean()
    .default(false)
    .describe('It was decided for the scheme: what was taken back has come again'),
  by: who,
});
export const refundsQuery = pageQuery.extend({
  state: z.enum(['REQUESTED', 'APPROVED', 'REJECTED', 'PAID']).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const refundRequest = z.strictObject({
  chargeId: id,
  amountMinor: z.int().min(1).max(100_000_000),
  reason: personText(500),
  requestedBy: who,
});
export const refundDecision = z
  .strictObject({
    approve: z.boolean(),
    amountMinor: z
      .int()
      .min(1)
      .max(100_000_000)
      .optional()
      .describe('What is given back, where that is less than was asked for'),
    note: personText(300)
      .optional()
      .describe('What the rider reads of it; required unless he gets all that he asked for'),
    by: who,
  })
  .refine(({ approve, amountMinor, note }) => note !== undefined || (approve && amountMinor === undefined), {
    path: ['note'],
    message: 'must say why: the rider reads it',
  });

/** What a client sent, be it a body, a query or a part of an address. @throws Problem 400 that says what does not fit */
export function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  return readRequest(schema, value, 'value');
}
