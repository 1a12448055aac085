/** Pay windows and authorisations, one at a time, within a transaction that has its account locked. */
import { type PayWindowState, checkMinor, findOwed } from '@rukh/domain/ledger';
import { type Asked, findAsked } from './find-asked.js';
import type { DatabaseClient } from './in-transaction.js';
import { putInOutbox } from './outbox.js';

export type AuthorisationKind = 'CARD_CHECK' | 'AUTHORISATION' | 'DEBT_RECOVERY';
export type RecoveryBy = 'TAP' | 'CARDHOLDER' | 'MERCHANT';

export interface PayWindow {
  readonly payWindowId: string;
  readonly accountId: string;
  readonly fareDate: string;
  readonly tokenRef: string;
  readonly currency: string;
  readonly state: PayWindowState;
  readonly openedAtMs: number;
  readonly closesAtMs: number;
  readonly netMinor: number;
  readonly settledMinor: number;
  readonly lostMinor: number;
  readonly recoveries: number;
  readonly recoverBy?: RecoveryBy;
  /** Whether a DEBIT or CREDIT was asked for and is not answered. */
  readonly isSettlementPending: boolean;
  readonly isAuthorisationPending: boolean;
  /** A bank took back what it had paid of it: the merchant does not ask that card again by himself. */
  readonly isChargedBack: boolean;
}

interface WindowRow {
  pay_window_id: string;
  account_id: string;
  fare_date: string;
  token: string;
  currency: string;
  state: PayWindowState;
  opened_at: Date;
  closes_at: Date;
  net_minor: string;
  settled_minor: string;
  lost_minor: string;
  recoveries: number;
  recover_by: RecoveryBy | null;
  settling: boolean;
  authorising: boolean;
  charged_back: boolean;
}

export async function getWindow(client: DatabaseClient, payWindowId: string): Promise<PayWindow> {
  const { rows } = await client.query<WindowRow>(
    `SELECT pay.*, fare_date::text AS fare_date, encode(token_ref, 'hex') AS token,
       EXISTS (SELECT FROM ticketing.settlements AS s WHERE s.pay_window_id = pay.pay_window_id
         AND s.status = 'PENDING') AS settling,
       EXISTS (SELECT FROM ticketing.authorisations AS a WHERE a.pay_window_id = pay.pay_window_id
         AND a.status = 'PENDING' AND a.kind <> 'CARD_CHECK') AS authorising,
       EXISTS (SELECT FROM ticketing.settlements AS s WHERE s.pay_window_id = pay.pay_window_id
         AND s.kind = 'CHARGEBACK') AS charged_back
     FROM ticketing.pay_windows AS pay WHERE pay_window_id = $1 FOR UPDATE`,
    [payWindowId],
  );
  const row = rows[0];
  if (!row) throw new RangeError(`there is no pay window ${payWindowId}`);
  return {
    payWindowId,
    accountId: row.account_id,
    fareDate: row.fare_date,
    tokenRef: row.token,
    currency: row.currency,
    state: row.state,
    openedAtMs: row.opened_at.getTime(),
    closesAtMs: row.closes_at.getTime(),
    netMinor: checkMinor(Number(row.net_minor)),
    settledMinor: checkMinor(Number(row.settled_minor)),
    lostMinor: checkMinor(Number(row.lost_minor)),
    recoveries: row.recoveries,
    isSettlementPending: row.settling,
    isAuthorisationPending: row.authorising,
    isChargedBack: row.charged_back,
    ...(row.recover_by === null ? {} : { recoverBy: row.recover_by }),
  };
}

export interface WindowChange {
  readonly state?: PayWindowState;
  readonly isClosedNow?: boolean;
  readonly settledDeltaMinor?: number;
  readonly lostMinor?: number;
  readonly recoveries?: number;
  /** Undefined leaves it, null takes it away. */
  readonly recoverAtMs?: number | null;
}

export async function changeWindow(
  client: DatabaseClient,
  payWindowId: string,
  change: WindowChange,
): Promise<void> {
  const { state, isClosedNow, settledDeltaMinor, lostMinor, recoveries, recoverAtMs } = change;
  await client.query(
    `UPDATE ticketing.pay_windows SET changed_at = clock_timestamp(), state = coalesce($2, state),
       closed_at = CASE WHEN $3 THEN coalesce(closed_at, clock_timestamp()) ELSE closed_at END,
       settled_minor = settled_minor + $4, lost_minor = coalesce($5, lost_minor),
       recoveries = coalesce($6, recoveries),
       recover_at = CASE WHEN $7 THEN $8 ELSE recover_at END,
       recover_by = CASE WHEN $7 THEN CASE WHEN $8::timestamptz IS NULL THEN NULL ELSE 'MERCHANT' END
         ELSE recover_by END
     WHERE pay_window_id = $1`,
    [
      payWindowId,
      state,
      isClosedNow === true,
      settledDeltaMinor ?? 0,
      lostMinor,
      recoveries,
      recoverAtMs !== undefined,
      recoverAtMs === undefined || recoverAtMs === null ? null : new Date(recoverAtMs),
    ],
  );
}

/**
 * Asks whether a card is good, of windows that are the first of their accounts, or the first for so many days: a card that
 * was good long ago may have been shut since. 0 days: the first only.
 */
export async function requestCardChecks(
  client: DatabaseClient,
  payWindowIds: readonly string[],
  days: number,
): Promise<void> {
  if (payWindowIds.length === 0) return;
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO ticketing.authorisations (pay_window_id, kind, amount_minor)
     SELECT pay_window_id, 'CARD_CHECK', 0 FROM ticketing.pay_windows AS pay
     WHERE pay_window_id = ANY ($1::bigint[]) AND NOT EXISTS (
       SELECT FROM ticketing.pay_windows AS other
       WHERE other.account_id = pay.account_id AND other.pay_window_id < pay.pay_window_id
         AND ($2 = 0 OR other.opened_at > pay.opened_at - make_interval(days => $2))
     )
     RETURNING authorisation_id AS id`,
    [payWindowIds, days],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await putInOutbox(client, 'AUTHORISE', ids);
}

export async function requestAuthorisation(
  client: DatabaseClient,
  { payWindowId, netMinor, settledMinor }: PayWindow,
  kind: AuthorisationKind,
  begunBy?: RecoveryBy,
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO ticketing.authorisations (pay_window_id, kind, begun_by, amount_minor) VALUES ($1, $2, $3, $4)
     RETURNING authorisation_id AS id`,
    [payWindowId, kind, begunBy, findOwed({ netMinor, settledMinor })],
  );
  await putInOutbox(client, 'AUTHORISE', [rows[0]!.id]);
}

export interface Authorisation extends Asked<AuthorisationKind> {
  readonly authorisationId: string;
}

export async function findAuthorisation(
  client: Pick<DatabaseClient, 'query'>,
  authorisationId: string,
): Promise<Authorisation | undefined> {
  const asked = await findAsked<AuthorisationKind>(client, 'authorisation', authorisationId);
  return asked && { authorisationId, ...asked };
}

export interface Answer {
  readonly status: 'APPROVED' | 'DECLINED';
  readonly gatewayRef: string;
  readonly reason?: string;
}

/** False where it was answered before. */
export async function answerAuthorisation(
  client: DatabaseClient,
  authorisationId: string,
  { status, gatewayRef, reason }: Answer,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE ticketing.authorisations SET status = $2, gateway_ref = $3, reason = $4, answered_at = clock_timestamp()
     WHERE authorisation_id = $1 AND status = 'PENDING'`,
    [authorisationId, status, gatewayRef, reason],
  );
  return rowCount === 1;
}

/** Declines of an account since its last approval, of amounts, the one given not counted. */
export async function countDeclines(
  client: DatabaseClient,
  accountId: string,
  exceptId: string,
): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM ticketing.authorisations AS asked
     JOIN ticketing.pay_windows AS pay USING (pay_window_id)
     WHERE pay.account_id = $1 AND asked.kind <> 'CARD_CHECK' AND asked.status = 'DECLINED'
       AND asked.authorisation_id <> $2 AND asked.authorisation_id > coalesce((
         SELECT max(good.authorisation_id) FROM ticketing.authorisations AS good
         JOIN ticketing.pay_windows AS other USING (pay_window_id)
         WHERE other.account_id = $1 AND good.kind <> 'CARD_CHECK' AND good.status = 'APPROVED'
       ), 0)`,
    [accountId, exceptId],
  );
  return rows[0]!.n;
}
