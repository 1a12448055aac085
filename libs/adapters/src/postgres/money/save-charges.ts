/** Writes revisions of charges, and what they book. */
import type { LedgerTransaction } from '@rukh/domain/ledger';
import type { DatabaseClient } from './in-transaction.js';

/** A revision to be written. */
export interface NewCharge {
  readonly rideRef: string;
  readonly revision: number;
  readonly supersedes?: string;
  readonly accountId: string;
  readonly tappedAtMs: number;
  /** `YYYY-MM-DD`. */
  readonly fareDate: string;
  readonly tariffVersion: string;
  readonly disposition: string;
  readonly currency: string;
  readonly nominalMinor: number;
  readonly amountMinor: number;
  readonly billedMinor: number;
  readonly payer: string;
  readonly funded?: {
    readonly fundingBodyId: string;
    readonly amountMinor: number;
    readonly entitlementId: string;
  };
  readonly operatorId?: string;
  readonly journeyRef: string;
  readonly tapRefs: readonly string[];
  readonly details: string;
  readonly causes: readonly string[];
}

type Column = readonly [name: string, type: string, value: (charge: NewCharge) => unknown];

/** Lists within columns travel as PostgreSQL's own text of them: arrays of arrays of different lengths do not. */
const COLUMNS: readonly Column[] = [
  ['ride_ref', 'text', ({ rideRef }) => rideRef],
  ['revision', 'integer', ({ revision }) => revision],
  ['supersedes', 'bigint', ({ supersedes }) => supersedes],
  ['account_id', 'bigint', ({ accountId }) => accountId],
  ['tapped_at', 'timestamptz', ({ tappedAtMs }) => new Date(tappedAtMs)],
  ['fare_date', 'date', ({ fareDate }) => fareDate],
  ['tariff_version', 'text', ({ tariffVersion }) => tariffVersion],
  ['disposition', 'text', ({ disposition }) => disposition],
  ['currency', 'text', ({ currency }) => currency],
  ['nominal_minor', 'bigint', ({ nominalMinor }) => nominalMinor],
  ['amount_minor', 'bigint', ({ amountMinor }) => amountMinor],
  ['billed_minor', 'bigint', ({ billedMinor }) => billedMinor],
  ['payer', 'text', ({ payer }) => payer],
  ['funded_minor', 'bigint', ({ funded }) => funded?.amountMinor ?? 0],
  ['funding_body_id', 'text', ({ funded }) => funded?.fundingBodyId],
  ['entitlement_id', 'text', ({ funded }) => funded?.entitlementId],
  ['operator_id', 'text', ({ operatorId }) => operatorId],
  ['journey_ref', 'text', ({ journeyRef }) => journeyRef],
  ['tap_refs', 'text[]', ({ tapRefs }) => writeArray(tapRefs)],
  ['details', 'json', ({ details }) => details],
  ['causes', 'text[]', ({ causes }) => writeArray(causes)],
];

const INSERT = composeInsert();

function composeInsert(): string {
  const names = COLUMNS.map(([name]) => name).join(', ');
  const casts = COLUMNS.map(([name, type]) => (type.endsWith('[]') ? `${name}::${type}` : name)).join(', ');
  const places = COLUMNS.map(([, type], i) => `$${i + 1}::${type.endsWith('[]') ? 'text' : type}[]`).join(
    ', ',
  );
  return `INSERT INTO ticketing.charges (${names}) SELECT ${casts} FROM unnest(${places}) AS given (${names})
    RETURNING charge_id, ride_ref`;
}

/** Ids by ride. @throws a unique violation where another process was first: the transaction is to be tried again */
export async function insertCharges(
  client: DatabaseClient,
  charges: readonly NewCharge[],
): Promise<Map<string, string>> {
  if (charges.length === 0) return new Map();
  const { rows } = await client.query<{ charge_id: string; ride_ref: string }>(
    INSERT,
    COLUMNS.map(([, , value]) => charges.map(value)),
  );
  return new Map(rows.map(({ charge_id: id, ride_ref: ref }) => [ref, id]));
}

function writeArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}

/** What a transaction of the ledger belongs to. */
export interface PostingRefs {
  readonly chargeId?: string;
  readonly settlementId?: string;
  readonly refundId?: string;
}
export type Posting = LedgerTransaction & PostingRefs;

/** Books transactions; those whose key is booked already are left out. Those without entries are not booked. */
export async function postTransactions(client: DatabaseClient, postings: readonly Posting[]): Promise<void> {
  const real = postings.filter(({ entries }) => entries.length > 0);
  if (real.length === 0) return;
  const places: number[] = [];
  const accounts: string[] = [];
  const amounts: number[] = [];
  for (const [i, { entries }] of real.entries()) {
    for (const { account, amountMinor } of entries) {
      places.push(i + 1);
      accounts.push(account);
      amounts.push(amountMinor);
    }
  }
  await client.query(
    `SELECT ticketing.post_transactions($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
       $7::integer[], $8::text[], $9::bigint[])`,
    [
      real.map(({ key }) => key),
      real.map(({ kind }) => kind),
      real.map(({ currency }) => currency),
      real.map(({ chargeId }) => chargeId),
      real.map(({ settlementId }) => settlementId),
      real.map(({ refundId }) => refundId),
      places,
      accounts,
      amounts,
    ],
  );
}
