/** What the administration of media is asked. Instants are ISO 8601 with an offset. */
import { DENY_REASON_NAMES } from '@rukh/adapters/postgres';
import { MEDIA_TYPES, type MediaType, mayBePan } from '@rukh/domain/taps';
import { z } from 'zod';
import { personText } from '../person-text.js';

export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const IS_PAN = 'looks like the number of a bank card, which must never come here';
export const token = z
  .string()
  .min(1)
  .max(128)
  .refine((text) => !mayBePan(text), IS_PAN)
  .describe('As a device reads it: the number of a card, a gateway token, the id of a ticket; never a PAN');
export const NO_PAN = { path: ['token'], error: IS_PAN };
/** Of a bank card any number with the check digit is one. */
export function isNoPan(read: { token: string; mediaType: MediaType }): boolean {
  return !mayBePan(read.token, read.mediaType);
}
const name = z.string().min(1).max(64);
const accountId = z.int().min(1);

/** A number in groups, as it is printed, is none that a device reads: the card would be given out and never known. */
const HAS_BLANKS = 'has blanks: give it as a device reads it';
const medium = z.object({
  token: token.refine((text) => !/\s/.test(text), HAS_BLANKS),
  mediaType: z.enum(MEDIA_TYPES),
  fareMediaId: name.optional(),
  expiresAt: instant.optional(),
  withCode: z.boolean().default(false).describe('Makes a code for the rider’s page, told in the answer only'),
});
export const newMedium = medium.refine(isNoPan, NO_PAN);
export const issuedMedium = medium
  .extend({
    accountId: accountId.optional().describe('Of an account that there is; without it one is opened'),
  })
  .refine(isNoPan, NO_PAN);
export const tokenOnly = z.object({ token });
export const blocking = z.object({
  reason: z.enum(['BLOCKED_BY_RIDER', 'ADMINISTRATION']).default('ADMINISTRATION'),
});
export const unblocking = z.object({
  wasMistake: z
    .boolean()
    .default(false)
    .describe('It was in its rider’s hands all the time, so that the rides since it was reported are his'),
});
export const merging = z.object({
  accountId,
  since: instant.optional().describe('From when the medium is that account’s; without it from now'),
});
export const granting = z
  .object({
    riderCategoryId: name,
    fundingBodyId: name.optional().describe('Who pays what the rider does not'),
    validFrom: instant,
    validUntil: instant.optional(),
  })
  .refine(({ validFrom, validUntil }) => validUntil === undefined || validFrom < validUntil, {
    path: ['validUntil'],
    error: 'must be after validFrom',
  });
export const ending = z.object({ at: instant.optional() });
const seller = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
export const salePayment = z
  .discriminatedUnion('paidBy', [
    z.object({ paidBy: z.literal('ACCOUNT') }),
    z.object({ paidBy: z.literal('CASH'), sellerId: seller.exactOptional() }),
  ])
  .describe('Out of what the rider has put in, or to a seller, who owes it then');
export const selling = z.object({
  payment: salePayment.default({ paidBy: 'CASH' }),
  fareProductId: name,
  durationDays: z.int().min(1).max(3_660).optional(),
  rides: z.int().min(1).max(10_000).optional(),
  priceMinor: z.int().min(0).max(100_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export const refundingPass = z.object({
  amountMinor: z
    .int()
    .min(0)
    .max(100_000_000)
    .exactOptional()
    .describe('Without it what of the pass is not used yet: its share of the time or of the rides'),
  payment: salePayment.default({ paidBy: 'ACCOUNT' }),
  reason: personText(200),
});
export const activating = z.object({
  from: instant.optional(),
  until: instant.optional().describe('Where the end is by the calendar; else the duration after `from`'),
});

export const denying = z.object({
  subject: z.discriminatedUnion('scope', [
    z.object({ scope: z.literal('TOKEN'), tokenRef: z.string().regex(/^[0-9a-f]{32}$/) }),
    z.object({ scope: z.literal('ACCOUNT'), accountId }),
    z.object({ scope: z.literal('FUNDING_BODY'), fundingBodyId: name }),
  ]),
  reason: z
    .enum(DENY_REASON_NAMES)
    .exclude(['DEBT'])
    .describe('A debt comes and goes with what is booked, by itself'),
  validFrom: instant.optional(),
  validUntil: instant.optional(),
});
export const entryPage = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  before: z.coerce.number().int().min(1).optional(),
});
