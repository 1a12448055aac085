import type pg from 'pg';

/** Who did what to which medium or account. Details hold no token, no code and nobody's name. */
export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly tokenRef?: Buffer;
  readonly accountId?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Adds to the audit, in the transaction of what it tells of. */
export async function writeAudit(
  client: pg.ClientBase,
  { actor, action, tokenRef, accountId, details = {} }: AuditEntry,
): Promise<void> {
  await client.query(
    'INSERT INTO ticketing.audit (actor, action, token_ref, account_id, details) VALUES ($1, $2, $3, $4, $5)',
    [actor, action, tokenRef ?? null, accountId ?? null, JSON.stringify(details)],
  );
}
