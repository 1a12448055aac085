import type pg from 'pg';

/** Kinds of what is noted of access. */
export const ACCESS_KINDS = [
  'signed_in',
  'sign_in_refused',
  'signed_out',
  'signed_out_everywhere',
  'user_added',
  'user_changed',
  'user_reset',
  'password_changed',
  'passkey_added',
  'passkey_removed',
  'fleet_changed',
  'carriers_changed',
] as const;

/** Something done about access. Never holds what a stranger typed: people type passwords into the wrong field. */
export interface AccessNote {
  readonly kind: (typeof ACCESS_KINDS)[number];
  /** Who did it; undefined for a stranger. */
  readonly actor?: string | undefined;
  /** Whom or what it was done to. */
  readonly subject?: string | undefined;
  readonly address?: string | undefined;
  readonly details?: object | undefined;
}

export interface AccessEntry extends AccessNote {
  readonly entryId: number;
  /** Epoch seconds. */
  readonly at: number;
  /** Where they are accounts that there are; null where not. */
  readonly actorLogin: string | null;
  readonly subjectLogin: string | null;
}

interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>;
}

export async function noteAccess(
  client: Queryable,
  { kind, actor, subject, address, details = {} }: AccessNote,
): Promise<void> {
  await client.query(
    'INSERT INTO dispatch.access_audit (kind, actor, subject, address, details) VALUES ($1, $2, $3, $4, $5)',
    [kind, actor ?? null, subject ?? null, address ?? null, JSON.stringify(details)],
  );
}

/** Who signed in, who tried, and who changed whose rights. Only ever added to. */
export class AccessAudit {
  constructor(private readonly pool: pg.Pool) {}

  async note(note: AccessNote): Promise<void> {
    await noteAccess(this.pool, note);
  }

  /** Newest first. @param before entries older than this one, for the next page */
  async list(limit: number, before?: number): Promise<AccessEntry[]> {
    const { rows } = await this.pool.query<AccessEntry>(
      `SELECT entry_id::int AS "entryId", extract(epoch FROM at)::float8 AS at, kind, actor, subject, address, details,
         (SELECT login FROM dispatch.users u WHERE u.user_id = a.actor) AS "actorLogin",
         (SELECT login FROM dispatch.users u WHERE u.user_id = a.subject) AS "subjectLogin"
       FROM dispatch.access_audit a WHERE $2::bigint IS NULL OR entry_id < $2 ORDER BY entry_id DESC LIMIT $1`,
      [limit, before ?? null],
    );
    return rows;
  }
}
