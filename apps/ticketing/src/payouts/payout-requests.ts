/** What the routes of payouts take and answer. */
import { PAYOUT_STATES, findIban } from '@rukh/domain/ledger';
import { jsonContent } from '@rukh/service';
import { z } from 'zod';
import { pageQuery, who } from '../ledger/money-requests.js';
import { personText } from '../person-text.js';

const minor = z.int().describe('Minor units of the currency');
const instant = z.iso.datetime();

export const payoutId = z.string().regex(/^[1-9]\d{0,17}$/, 'is no number');
export const payoutsQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const payoutWish = z.strictObject({
  operatorId: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: z
    .int()
    .min(1)
    .max(1_000_000_000_000)
    .optional()
    .describe(
      'Without it, all that can be paid out; the cash that the carrier holds is set off in either case',
    ),
  by: who,
});
export const carrierAccount = z.strictObject({
  iban: z
    .string()
    .max(64)
    .transform((text, context) => {
      const iban = findIban(text);
      if (iban === undefined) {
        context.addIssue('is no account number: its form or its check digits are wrong');
      }
      return iban ?? z.NEVER;
    })
    .describe('IBAN; spaces are allowed'),
  by: who,
});
export const carrierId = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
export const payoutDecision = z.strictObject({ approve: z.boolean(), by: who });
export const payoutConfirmation = z.strictObject({
  paid: z.boolean(),
  by: who,
  note: personText(200).describe('What the bank calls it, or why it did not pay'),
});

const payout = z.object({
  payoutId: z.string(),
  iban: z.string().nullable().describe('The account that it goes to, as it was when the payout was declared'),
  accountSetBy: z.string().nullable().describe('Who named that account: he cannot approve the payout'),
  ...{ operatorId: z.string(), operatorName: z.string(), currency: z.string() },
  amountMinor: minor.describe('By the bank; nought where all is set off'),
  setOffMinor: minor.describe(
    'Of the cash that the carrier holds: it is owed so much less, and owes so much less',
  ),
  state: z.enum(PAYOUT_STATES),
  ...{ declaredBy: z.string(), declaredAt: instant },
  ...{ decidedBy: z.string().nullable(), decidedAt: instant.nullable() },
  exportedAt: instant.nullable().describe('When a file for the bank first had it'),
  ...{ confirmedBy: z.string().nullable(), confirmedAt: instant.nullable(), bankNote: z.string().nullable() },
});
const claim = z.object({
  ...{ operatorId: z.string(), operatorName: z.string(), currency: z.string() },
  isCarrier: z.boolean().describe('Else a seller, that is owed no share and is paid nothing'),
  owedMinor: minor.describe('By the ledger; below nought where the carrier had too much'),
  openMinor: minor.describe(
    'Of it, paid or set off by payouts that are declared or approved, and not confirmed yet',
  ),
  cashMinor: minor.describe('Cash that it took and owes; below nought where it handed in more'),
  openSetOffMinor: minor.describe('Of the cash, set off by those payouts'),
  iban: z.string().nullable().describe('The account that it is paid out to; null where none was named'),
  accountChangeId: z.string().nullable().describe('Which naming of an account that is'),
});
export const PAYOUT = jsonContent(payout);
export const ACCOUNT = jsonContent(z.object({ operatorId: z.string(), iban: z.string() }));
export const PAYOUTS = jsonContent(z.object({ claims: z.array(claim), payouts: z.array(payout) }));
