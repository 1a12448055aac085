/**
 * What is forgotten, and what a rider may see and have forgotten. Taps keep their place in ridership and in what was
 * booked; whose they were goes.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { transact } from '../transact.js';
import { writeAudit } from './write-audit.js';

export interface RiderExport {
  readonly accountId: number;
  readonly media: readonly Record<string, unknown>[];
  readonly entitlements: readonly Record<string, unknown>[];
  readonly passes: readonly Record<string, unknown>[];
  readonly taps: readonly Record<string, unknown>[];
  readonly charges: readonly Record<string, unknown>[];
  readonly bookings: readonly Record<string, unknown>[];
  readonly topUps: readonly Record<string, unknown>[];
  readonly cashTopUps: readonly Record<string, unknown>[];
  readonly refunds: readonly Record<string, unknown>[];
  readonly inspections: readonly Record<string, unknown>[];
  readonly audit: readonly Record<string, unknown>[];
}

/** Of one statement: a city's week is some hundreds of thousands of taps. */
const BATCH = 5_000;
const MOST_ROWS = 100_000;

export class PrivacyStore {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Forgets whose taps, or inspections, before an instant were, a batch; answers how many. The secret of the batch is made
   * here and kept nowhere.
   */
  async unlinkBatch(what: 'taps' | 'inspections', before: Date): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      `SELECT ticketing.unlink_${what}($1, $2, $3) AS count`,
      [before, randomBytes(32).toString('hex'), BATCH],
    );
    return rows[0]!.count;
  }

  /** All that is kept under an account, for the rider who asks; undefined where there is no such account. */
  async export(accountId: number, actor: string): Promise<RiderExport | undefined> {
    const known = await this.pool.query('SELECT FROM ticketing.accounts WHERE account_id = $1', [accountId]);
    if (known.rowCount === 0) return undefined;
    const entries = Object.entries(EXPORTS).map(async ([name, query]) => {
      const { rows } = await this.pool.query<Record<string, unknown>>(`${query} LIMIT ${MOST_ROWS}`, [
        accountId,
      ]);
      return [name, rows] as const;
    });
    const parts = Object.fromEntries(await Promise.all(entries)) as unknown as Omit<RiderExport, 'accountId'>;
    await transact(this.pool, (client) => writeAudit(client, { actor, action: 'EXPORT', accountId }));
    return { accountId, ...parts };
  }

  /**
   * Forgets a rider: his taps are nobody's, his media belong to nobody, codes and sessions are gone, the account is
   * closed. What was tapped with a medium before or after it was his is another's and stays. Charges and bookings stay, as
   * the law on books wants, under a number that leads to nobody. False where there is no such account.
   */
  async erase(accountId: number, actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const closed = await client.query(
        `UPDATE ticketing.accounts SET state = 'CLOSED' WHERE account_id = $1 AND state <> 'CLOSED'`,
        [accountId],
      );
      if (closed.rowCount === 0) return false;
      const secret = randomBytes(32).toString('hex');
      await client.query('SELECT ticketing.unlink_account($1, $2)', [accountId, secret]);
      await forgetMedia(client, accountId);
      await writeAudit(client, { actor, action: 'ERASE', accountId });
      return true;
    });
  }
}

async function forgetMedia(client: pg.ClientBase, accountId: number): Promise<void> {
  for (const table of ['rider_sessions', 'rider_attempts', 'media_codes']) {
    // The code of a card that somebody else has by now is his.
    await client.query(
      `DELETE FROM ticketing.${table} WHERE token_ref IN (
         SELECT token_ref FROM ticketing.media_accounts
         WHERE account_id = $1 AND now() >= valid_from AND now() < valid_until
       )`,
      [accountId],
    );
  }
  await client.query('DELETE FROM ticketing.media_accounts WHERE account_id = $1', [accountId]);
  await client.query(
    `UPDATE ticketing.entitlements SET revoked_at = greatest(valid_from, now())
     WHERE account_id = $1 AND least(valid_until, revoked_at) > now()`,
    [accountId],
  );
}

const OWNED = `(SELECT token_ref FROM ticketing.media_accounts WHERE account_id = $1)`;

const EXPORTS: Readonly<Record<keyof Omit<RiderExport, 'accountId'>, string>> = {
  media: `SELECT media_type, state, created_at, expires_at FROM ticketing.media WHERE token_ref IN ${OWNED}`,
  entitlements: `SELECT rider_category_id, funding_body_id, valid_from::text, valid_until::text, revoked_at
    FROM ticketing.entitlements WHERE account_id = $1`,
  passes: `SELECT fare_product_id, state, price_minor, currency, sold_at, activated_at
    FROM ticketing.travel_rights WHERE account_id = $1`,
  taps: `SELECT device_id, seq, media_type, reason, outcome, tapped_at, vehicle_id, claimed
    FROM ticketing.taps AS tap WHERE EXISTS (
      SELECT FROM ticketing.media_accounts AS owner WHERE owner.account_id = $1 AND owner.token_ref = tap.token_ref
        AND tap.tapped_at >= owner.valid_from AND tap.tapped_at < owner.valid_until
    ) AND token_ref IN ${OWNED}`,
  charges: `SELECT ride_ref, revision, tapped_at, tariff_version, disposition, currency, amount_minor, details
    FROM ticketing.charges WHERE account_id = $1`,
  bookings: `SELECT kind, currency, posted_at, amount_minor FROM ticketing.ledger_entries AS entry
    JOIN ticketing.ledger_transactions USING (transaction_id) WHERE entry.account = 'rider:' || $1::bigint`,
  topUps: `SELECT amount_minor, currency, state, begun_at FROM ticketing.top_ups WHERE account_id = $1`,
  cashTopUps: `SELECT seller_id, receipt, amount_minor, currency, booked_at, taken_back_at FROM ticketing.cash_top_ups
    WHERE account_id = $1`,
  refunds: `SELECT ride_ref, currency, amount_minor, asked_minor, reason, state, requested_at, decided_at, decision_note
    FROM ticketing.refunds WHERE account_id = $1`,
  inspections: `SELECT inspected_at, vehicle_id, result, fine.amount_minor AS fine_minor, fine.currency, fine.state AS fine_state
    FROM ticketing.inspections AS found JOIN ticketing.inspection_sessions USING (session_id)
    LEFT JOIN ticketing.fines AS fine USING (inspection_id) WHERE EXISTS (
      SELECT FROM ticketing.media_accounts AS owner WHERE owner.account_id = $1 AND owner.token_ref = found.token_ref
        AND found.inspected_at >= owner.valid_from AND found.inspected_at < owner.valid_until
    )`,
  audit: `SELECT at, actor, action, details FROM ticketing.audit WHERE account_id = $1`,
};
