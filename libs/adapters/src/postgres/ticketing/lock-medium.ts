import type { MediaType } from '@rukh/domain/taps';
import type pg from 'pg';

/**
 * Locks a medium, whose account it answers, and that account together with another: in the order of their numbers, so
 * that two who merge do not wait for each other. Undefined where the medium is nobody's, or there is no such account.
 */
export async function lockMedium(
  client: pg.ClientBase,
  tokenRef: Buffer,
  otherAccountId?: number,
): Promise<number | undefined> {
  await client.query('SELECT FROM ticketing.media WHERE token_ref = $1 FOR UPDATE', [tokenRef]);
  const { rows } = await client.query<{ account_id: number }>(
    `SELECT account_id::float8 FROM ticketing.media_accounts
     WHERE token_ref = $1 AND now() >= valid_from AND now() < valid_until`,
    [tokenRef],
  );
  const accountId = rows[0]?.account_id;
  if (accountId === undefined) return undefined;
  const wanted = [...new Set([accountId, otherAccountId ?? accountId])];
  const locked = await client.query(
    'SELECT FROM ticketing.accounts WHERE account_id = ANY ($1) ORDER BY account_id FOR UPDATE',
    [wanted],
  );
  return locked.rowCount === wanted.length ? accountId : undefined;
}

/** A new account, as a medium of that type is paid. */
export async function openAccount(client: pg.ClientBase, mediaType: MediaType): Promise<number> {
  const { rows } = await client.query<{ account_id: number }>(
    `INSERT INTO ticketing.accounts (state, funding) VALUES ('UNUSED', $1) RETURNING account_id::float8`,
    [mediaType === 'BANK_CARD' ? 'GATEWAY' : 'PREPAID'],
  );
  return rows[0]!.account_id;
}
