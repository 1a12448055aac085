/** What the rider's page goes by: codes and wrong guesses, sessions, and what there is to see of one's own rides. */
import { type FineState, riderAccount } from '@rukh/domain/ledger';
import type pg from 'pg';
import { transact } from '../transact.js';
import { findLedgerCurrency } from './find-ledger-currency.js';
import { writeAudit } from './write-audit.js';

export interface StoredCode {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export interface RiderSession {
  readonly tokenRef: Buffer;
  readonly language: string;
  readonly accountId: number | null;
}

export interface RiderTap {
  readonly deviceId: string;
  readonly seq: number;
  readonly tappedAt: Date;
  readonly vehicleId: string | null;
  /** By where the vehicle was; as the device said where that is not known. */
  readonly routeId: string | null;
  readonly reason: string;
  readonly outcome: string;
}

/** A fine that was issued for a card of his, held by himself as far as the inspector saw and he had not reported it lost. */
export interface RiderFine {
  readonly fineId: number;
  readonly state: FineState;
  readonly amountMinor: number;
  readonly currency: string;
  readonly issuedAt: Date;
}

const MOST_FINES = 20;

/** Wrong codes after which a page is shut, and for how long they count. */
const MOST_ATTEMPTS = 5;
const ATTEMPTS_WITHIN = '15 minutes';

const CHARGED_BACK = `WITH of_days AS (
    SELECT least(pay.net_minor - pay.settled_minor, sum(CASE made.kind WHEN 'CHARGEBACK' THEN made.amount_minor ELSE -made.amount_minor END)) AS minor
    FROM ticketing.pay_windows AS pay JOIN ticketing.settlements AS made USING (pay_window_id)
    WHERE pay.account_id = $1 AND pay.state = 'DEBT' AND made.kind IN ('CHARGEBACK', 'CHARGEBACK_RETURNED')
    GROUP BY pay_window_id
  ), put_in AS (
    SELECT transaction_id, head.kind, entry.amount_minor FROM ticketing.ledger_entries AS entry
    JOIN ticketing.ledger_transactions AS head USING (transaction_id)
    WHERE entry.account = 'rider:' || $1::bigint AND head.settlement_id IS NULL
      AND head.kind IN ('CHARGEBACK', 'CHARGEBACK_RETURNED', 'TOP_UP')
  )
  SELECT coalesce((SELECT sum(greatest(0, minor)) FROM of_days), 0)::float8 + greatest(0, (
    SELECT sum(amount_minor) FROM put_in
    WHERE transaction_id >= (SELECT min(transaction_id) FROM put_in WHERE kind = 'CHARGEBACK')
  ))::float8 AS amount`;

export class RiderStore {
  constructor(private readonly pool: pg.Pool) {}

  /** False where there is no such medium. Sessions opened by the code before are closed. */
  async setCode(tokenRef: Buffer, { salt, hash }: StoredCode, actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `INSERT INTO ticketing.media_codes (token_ref, salt, code_hash)
         SELECT token_ref, $2, $3 FROM ticketing.media WHERE token_ref = $1
         ON CONFLICT (token_ref) DO UPDATE SET salt = excluded.salt, code_hash = excluded.code_hash`,
        [tokenRef, salt, hash],
      );
      if (rowCount === 0) return false;
      await client.query('DELETE FROM ticketing.rider_sessions WHERE token_ref = $1', [tokenRef]);
      await writeAudit(client, { actor, action: 'CODE', tokenRef });
      return true;
    });
  }

  /** Of the medium, and of the account's other media, but for those of another holder's time or of whoever had a lost card; the newest first. */
  async listFines(tokenRef: Buffer, accountId: number | null): Promise<RiderFine[]> {
    const { rows } = await this.pool.query<RiderFine>(
      `SELECT fine_id::float8 AS "fineId", fine.state, amount_minor::float8 AS "amountMinor", currency, issued_at AS "issuedAt"
       FROM ticketing.fines AS fine JOIN ticketing.inspections AS found USING (inspection_id)
       WHERE found.result <> 'WRONG_HOLDER' AND NOT ticketing.was_lost(found.token_ref, found.inspected_at)
         AND found.token_ref IN (SELECT token_ref FROM ticketing.media_accounts WHERE account_id = $2 UNION SELECT $1::bytea)
         AND ($2::bigint IS NULL OR EXISTS (
           SELECT FROM ticketing.media_accounts AS owner
           WHERE owner.account_id = $2 AND owner.token_ref = found.token_ref
             AND issued_at >= owner.valid_from AND issued_at < owner.valid_until
         ))
       ORDER BY fine_id DESC LIMIT ${MOST_FINES}`,
      [tokenRef, accountId],
    );
    return rows;
  }

  async findCode(tokenRef: Buffer): Promise<StoredCode | undefined> {
    const { rows } = await this.pool.query<StoredCode>(
      'SELECT salt, code_hash AS hash FROM ticketing.media_codes WHERE token_ref = $1',
      [tokenRef],
    );
    return rows[0];
  }

  /**
   * Counts an attempt before it is looked at, so that many at once are no more than many one after another; false where
   * there were too many.
   */
  async mayTry(tokenRef: Buffer): Promise<boolean> {
    return transact(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended(encode($1, $2), 7))', [
        tokenRef,
        'hex',
      ]);
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM ticketing.rider_attempts
         WHERE token_ref = $1 AND at > now() - interval '${ATTEMPTS_WITHIN}'`,
        [tokenRef],
      );
      if (rows[0]!.count >= MOST_ATTEMPTS) return false;
      await client.query('INSERT INTO ticketing.rider_attempts (token_ref) VALUES ($1)', [tokenRef]);
      return true;
    });
  }

  /** Opens a session; the attempts before it are forgotten. */
  async openSession(
    tokenRef: Buffer,
    session: { readonly hash: Buffer; readonly language: string; readonly minutes: number },
  ): Promise<void> {
    await transact(this.pool, async (client) => {
      await client.query('DELETE FROM ticketing.rider_attempts WHERE token_ref = $1', [tokenRef]);
      await client.query(
        `INSERT INTO ticketing.rider_sessions (session_hash, token_ref, language, expires_at)
         VALUES ($1, $2, $3, now() + make_interval(mins => $4))`,
        [session.hash, tokenRef, session.language, session.minutes],
      );
    });
  }

  /** Of a card that was reported lost or replaced since there is none: whoever is at the page may be its finder. */
  async findSession(hash: Buffer): Promise<RiderSession | undefined> {
    const { rows } = await this.pool.query<RiderSession>(
      `SELECT session.token_ref AS "tokenRef", language, owner.account_id::float8 AS "accountId"
       FROM ticketing.rider_sessions AS session JOIN ticketing.media AS medium USING (token_ref)
       LEFT JOIN ticketing.media_accounts AS owner ON owner.token_ref = session.token_ref
         AND now() >= owner.valid_from AND now() < owner.valid_until
       WHERE session_hash = $1 AND session.expires_at > now() AND medium.state IN ('ACTIVE', 'BLOCKED')`,
      [hash],
    );
    return rows[0];
  }

  async closeSession(hash: Buffer): Promise<void> {
    await this.pool.query('DELETE FROM ticketing.rider_sessions WHERE session_hash = $1', [hash]);
  }

  /** In which the account is kept; undefined where nothing was booked there yet. */
  findCurrency(accountId: number): Promise<string | undefined> {
    return findLedgerCurrency(this.pool, riderAccount(accountId));
  }

  /** What stands on the account, minor units: above nought it is the rider's, below it is owed. */
  async getBalance(accountId: number): Promise<number> {
    const { rows } = await this.pool.query<{ balance: number }>(
      `SELECT coalesce(-sum(balance_minor), 0)::float8 AS balance
       FROM ticketing.ledger_balance_parts WHERE account = 'rider:' || $1::bigint`,
      [accountId],
    );
    return rows[0]!.balance;
  }

  /** What banks took back, did not return, and nobody paid since, minor units: of days that were paid, and of money put in. */
  async getChargedBack(accountId: number): Promise<number> {
    const { rows } = await this.pool.query<{ amount: number }>(CHARGED_BACK, [accountId]);
    return rows[0]!.amount;
  }

  /** Of the medium, and of the account's other media while they were its; the latest first. */
  async listTaps(tokenRef: Buffer, accountId: number | null, limit: number): Promise<RiderTap[]> {
    const { rows } = await this.pool.query<RiderTap>(
      `WITH latest AS (
         SELECT device_id, seq FROM ticketing.taps AS tap
         WHERE token_ref IN (
           SELECT token_ref FROM ticketing.media_accounts WHERE account_id = $2 UNION SELECT $1::bytea WHERE $2 IS NULL
         ) AND ($2::bigint IS NULL OR EXISTS (
           SELECT FROM ticketing.media_accounts AS owner
           WHERE owner.account_id = $2 AND owner.token_ref = tap.token_ref
             AND tap.tapped_at >= owner.valid_from AND tap.tapped_at < owner.valid_until
         ))
         ORDER BY tapped_at DESC LIMIT $3
       )
       SELECT device_id AS "deviceId", seq::float8, tapped_at AS "tappedAt", vehicle_id AS "vehicleId",
         coalesce(route_id, claimed ->> 'route_id') AS "routeId", reason, outcome
       FROM latest JOIN ticketing.placed_taps USING (device_id, seq)
       ORDER BY tapped_at DESC`,
      [tokenRef, accountId, limit],
    );
    return rows;
  }

  /** Drops sessions that are over and attempts that count no more. */
  async tidy(): Promise<void> {
    await this.pool.query('DELETE FROM ticketing.rider_sessions WHERE expires_at <= now()');
    await this.pool.query(
      `DELETE FROM ticketing.rider_attempts WHERE at <= now() - interval '${ATTEMPTS_WITHIN}'`,
    );
  }
}
