/** What the OpenAPI document says that the money's routes answer. */
import { type ApiSchema, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { chargebackRequest, refundDecision, refundRequest } from './money-requests.js';

const minor = z.number().int().describe('Minor units of the currency');
const instant = z.string().describe('ISO 8601, UTC');
const line = z.object({ name: z.string(), count: z.number().int(), amountMinor: minor });

const charge = z.object({
  chargeId: z.string(),
  rideRef: z.string().describe('`{deviceId}/{seq}` of the tap that the ride began with'),
  revision: z.number().int(),
  accountId: z.string(),
  tappedAt: instant,
  fareDate: z.string(),
  tariffVersion: z.string(),
  disposition: z.string(),
  currency: z.string(),
  nominalMinor: minor,
  amountMinor: minor,
  billedMinor: minor.describe('Of the amount, what the rider is asked for; the rest came too late'),
  fundedMinor: minor,
  fundingBodyId: z.string().nullable(),
  operatorId: z.string().nullable(),
  journeyRef: z.string(),
  tapRefs: z.array(z.string()),
  details: z.unknown().describe('The charge as priced: adjustments, reasons, fare product, rider category'),
  causes: z.array(z.string()).describe('Why there is this revision'),
  madeAt: instant,
  isCurrent: z.boolean(),
});

const explanation = z.object({
  chargeId: z.string(),
  lang: z.enum(['uk', 'en']),
  currency: z.string(),
  amountMinor: minor,
  billedMinor: minor.describe('Of it, what the rider is asked for'),
  tariffVersion: z.string(),
  sentences: z.array(z.string()).describe('Why the amount is what it is, in the order of the steps'),
  reasons: z.array(
    z.object({ code: z.string(), ruleId: z.string(), inputs: z.record(z.string(), z.unknown()) }),
  ),
  adjustments: z.array(z.object({ ruleId: z.string(), kind: z.string(), amountMinor: minor })),
  causes: z.array(z.string()),
  supersededBy: z.string().nullable().describe('The revision that holds now, where this one does not'),
});

const refund = z.object({
  refundId: z.string(),
  chargeId: z.string(),
  rideRef: z.string(),
  accountId: z.string(),
  currency: z.string(),
  amountMinor: minor.describe('What is asked for, and once it is decided what is given back'),
  askedMinor: minor.nullable().describe('What was asked for, where less is given back'),
  reason: z.string(),
  state: z.enum(['REQUESTED', 'APPROVED', 'REJECTED', 'PAID']),
  requestedBy: z.string(),
  requestedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionNote: z.string().nullable().describe('What the rider reads of it'),
});

const day = z.object({
  date: z.string(),
  timeZone: z.string(),
  currency: z.string().nullable(),
  taps: z.array(line),
  completeness: z.record(z.string(), z.number().int()),
  charges: z.array(line),
  nominalMinor: minor,
  steps: z
    .array(line)
    .describe(
      'From the full price to the amount of the charges, by kind of step, with how many rides had one',
    ),
  billedMinor: minor,
  writtenOffMinor: minor,
  lostMinor: minor.describe('Of rides on media that were reported lost before: the scheme bears it'),
  losses: z
    .array(line)
    .describe(
      'Those rides by who failed: DEVICE_FAULT where the device’s list named the medium, else SCHEME_RISK',
    ),
  funded: z.array(line),
  sales: z.array(line).describe('Passes and tickets sold on the date, by product'),
  fines: z.array(line).describe('Issued on the date, by what became of them since'),
  passRefunds: z.array(line),
  adjustments: z.array(line),
  booked: z.array(line),
  movements: z.array(line),
  windows: z.array(line),
  settlements: z.array(line),
  closing: z
    .object({ closesAt: instant, reason: z.enum(['COMPLETE', 'TIMEOUT']) })
    .nullable()
    .describe('From when on taps of the fare day are late; null while it is open'),
  seal: z.object({ hash: z.string(), previousHash: z.string(), sealedAt: instant }).nullable(),
});

const record = z.record(z.string(), z.unknown());
const trace = z.object({
  tap: record,
  corrections: z.array(record),
  contexts: z.array(record),
  rideRef: z.string(),
  revisions: z.array(charge),
  refunds: z.array(record),
  windows: z.array(record).describe('With their authorisations and settlements'),
  bookings: z.array(record).describe('Transactions of the ledger with their entries'),
  tapDisposition: z
    .string()
    .nullable()
    .describe('What became of this tap: the disposition of its ride, PAIRED_OFF where it ended one'),
  shares: z
    .object({
      run: record
        .nullable()
        .describe('The run of clearing that says so; null where the day is not cleared yet'),
      rule: z.array(
        z.object({ basis: z.string(), share: z.number().int().describe('Hundredths of a percent') }),
      ),
      rides: z
        .array(record)
        .describe('Of the journey, with what the carrier of each has of it: apportionedMinor'),
      sold: record
        .nullable()
        .describe('What the carrier has of all that was sold of the pass that covered the ride'),
    })
    .nullable()
    .describe('What carriers have of the ride; null where it costs nobody anything, being no ride'),
});
const listed = z.object({
  ...{ rideRef: z.string(), accountId: z.string(), tappedAt: instant, fareDate: z.string() },
  ...{ mediaType: z.string().nullable(), operatorId: z.string().nullable(), disposition: z.string() },
  ...{ revision: z.number().int(), currency: z.string() },
  ...{ nominalMinor: minor, amountMinor: minor, billedMinor: minor },
});

type Content = Record<string, { schema: ApiSchema }>;
const json = (schema: z.ZodType): Content => ({
  'application/json': { schema: toApiSchema(schema, 'output') },
});
const html: Content = { 'text/html': { schema: { type: 'string' } } };

export const CHARGES = json(z.object({ charges: z.array(charge) }));
export const EXPLANATION = json(explanation);
export const BALANCES = json(
  z.object({
    balances: z.array(z.object({ account: z.string(), balanceMinor: minor, entries: z.number().int() })),
  }),
);
const dayContent = z.object({
  transactions: z.int(),
  entries: z.int(),
  debitMinor: minor,
  hash: z.string().describe('SHA-256, hexadecimal'),
});
const sealCheck = z.object({
  date: z.string(),
  holds: z.boolean().describe('Its content is what was sealed, and it follows the day before'),
  isAsSealed: z.boolean(),
  followsDayBefore: z.boolean(),
  previousHash: z.string(),
  sealed: dayContent,
  found: dayContent.describe('Read and hashed now'),
});
export const SEAL_CHECK = { ...json(sealCheck), ...html };
export const DAY = { ...json(day), ...html };
export const RIDES = {
  ...json(
    z.object({
      rides: z.array(listed),
      next: z.string().nullable().describe('`after` of the next page; null at the end'),
    }),
  ),
  ...html,
};
export const RIDE = { ...json(trace), ...html };
export const REFUND = json(refund);
export const REFUNDS = json(z.object({ refunds: z.array(refund) }));
export const OUTBOX = json(
  z.object({ waiting: z.number().int(), dead: z.number().int(), calls: z.array(record) }),
);
export const RECOVERY = json(z.object({ windows: z.number().int() }));
export const REVIVAL = json(z.object({ outboxId: z.string() }));
export const CHARGEBACK = json(z.object({ isNew: z.boolean().describe('False where it was booked before') }));
export const CHARGEBACK_BODY = {
  requestBody: {
    required: true,
    content: { 'application/json': { schema: toApiSchema(chargebackRequest) } },
  },
};
export const REFUND_BODY = {
  requestBody: { required: true, content: { 'application/json': { schema: toApiSchema(refundRequest) } } },
};
export const DECISION_BODY = {
  requestBody: { required: true, content: { 'application/json': { schema: toApiSchema(refundDecision) } } },
};
