/** Whom validators refuse and why: the entries, and which media were in which version of the list. */
import type { ListedSpan } from '@rukh/domain/media';
import type pg from 'pg';
import { transact } from '../transact.js';
import { writeAudit } from './write-audit.js';

export const DENY_REASON_NAMES = [
  'DEBT',
  'LOST',
  'REPLACED',
  'FRAUD',
  'FUNDING_BODY',
  'BLOCKED_BY_RIDER',
  'EXPIRED',
  'ADMINISTRATION',
] as const;
export type DenyEntryReason = (typeof DENY_REASON_NAMES)[number];

export type DenySubject =
  | { readonly scope: 'TOKEN'; readonly tokenRef: Buffer }
  | { readonly scope: 'ACCOUNT'; readonly accountId: number }
  | { readonly scope: 'FUNDING_BODY'; readonly fundingBodyId: string };

export interface DenyEntry {
  readonly entryId: number;
  readonly scope: DenySubject['scope'];
  readonly tokenRef: Buffer | null;
  readonly accountId: number | null;
  readonly fundingBodyId: string | null;
  readonly reason: DenyEntryReason;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly addedBy: string;
  readonly addedAt: Date;
}

export interface NewDenyEntry {
  readonly subject: DenySubject;
  readonly reason: DenyEntryReason;
  readonly validFrom?: Date;
  readonly validUntil?: Date;
}

export class DenyListStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Undefined where there is such an entry. @throws an error of the database where there is no such subject */
  async add(
    { subject, reason, validFrom, validUntil }: NewDenyEntry,
    actor: string,
  ): Promise<number | undefined> {
    const columns = toColumns(subject);
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO ticketing.deny_list_entries
           (scope, token_ref, account_id, funding_body_id, reason, valid_from, valid_until, is_begun, added_by)
         VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, now()), coalesce($7::timestamptz, 'infinity'), coalesce($6::timestamptz <= now(), true), $8)
         ON CONFLICT DO NOTHING RETURNING entry_id::float8 AS id`,
        [...columns, reason, validFrom ?? null, validUntil ?? null, actor],
      );
      if (!rows[0]) return undefined;
      await writeAudit(client, { ...toSubject(subject), actor, action: 'DENY', details: { reason } });
      return rows[0].id;
    });
  }

  /** False where there is no such entry in force. */
  async remove(entryId: number, actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{
        token_ref: Buffer | null;
        account_id: number | null;
        reason: string;
      }>(
        `UPDATE ticketing.deny_list_entries SET removed_at = clock_timestamp(), removed_by = $2
         WHERE entry_id = $1 AND removed_at IS NULL RETURNING token_ref, account_id::float8, reason`,
        [entryId, actor],
      );
      if (!rows[0]) return false;
      const { token_ref: tokenRef, account_id: accountId, reason } = rows[0];
      await writeAudit(client, {
        actor,
        action: 'UNDENY',
        details: { entryId, reason },
        ...(tokenRef && { tokenRef }),
        ...(accountId !== null && { accountId }),
      });
      return true;
    });
  }

  /** Entries in force or to come, the latest first. */
  async list(limit: number, beforeEntryId?: number): Promise<DenyEntry[]> {
    const { rows } = await this.pool.query<DenyEntry>(
      `SELECT entry_id::float8 AS "entryId", scope, token_ref AS "tokenRef", account_id::float8 AS "accountId",
         funding_body_id AS "fundingBodyId", reason, valid_from AS "validFrom",
         nullif(valid_until, 'infinity') AS "validUntil", added_by AS "addedBy", added_at AS "addedAt"
       FROM ticketing.deny_list_entries WHERE removed_at IS NULL AND entry_id < coalesce($2, 9223372036854775807)
       ORDER BY entry_id DESC LIMIT $1`,
      [limit, beforeEntryId ?? null],
    );
    return rows;
  }

  /** Versions that a medium was in: what `judgeListedTap` goes by. */
  async listSpans(tokenRef: Buffer): Promise<ListedSpan[]> {
    const { rows } = await this.pool.query<{ added: number; removed: number | null }>(
      `SELECT added_version AS added, removed_version AS removed FROM ticketing.deny_listed
       WHERE token_ref = $1 ORDER BY added_version`,
      [tokenRef],
    );
    return rows.map(({ added, removed }) => ({
      addedVersion: added,
      ...(removed !== null && { removedVersion: removed }),
    }));
  }

  /** The newest version at an instant; 0 before there was one. */
  async getVersionAt(atMs: number): Promise<number> {
    const { rows } = await this.pool.query<{ version: number }>(
      'SELECT coalesce(max(version), 0) AS version FROM ticketing.deny_list_versions WHERE published_at <= $1',
      [new Date(atMs)],
    );
    return rows[0]!.version;
  }
}

function toColumns(subject: DenySubject): [string, Buffer | null, number | null, string | null] {
  switch (subject.scope) {
    case 'TOKEN':
      return ['TOKEN', subject.tokenRef, null, null];
    case 'ACCOUNT':
      return ['ACCOUNT', null, subject.accountId, null];
    case 'FUNDING_BODY':
      return ['FUNDING_BODY', null, null, subject.fundingBodyId];
  }
}

function toSubject(subject: DenySubject): { tokenRef?: Buffer; accountId?: number } {
  if (subject.scope === 'TOKEN') return { tokenRef: subject.tokenRef };
  return subject.scope === 'ACCOUNT' ? { accountId: subject.accountId } : {};
}
