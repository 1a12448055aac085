import type pg from 'pg';

/** Who is signed in, by the hash of a cookie. Times are epoch seconds. */
export interface Session {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly carrierIds?: readonly string[] | undefined;
  readonly expiresAt: number;
}

interface SessionRow {
  readonly userId: string;
  readonly name: string;
  readonly roles: string[];
  readonly carrierIds: string[] | null;
  readonly expiresAt: number;
  readonly isStale: boolean;
}

/** How exactly it is known when a session was used last: a write for each request would be waste. */
const TOUCH_SECONDS = 60;

export class SessionStore {
  constructor(private readonly pool: pg.Pool) {}

  async start(
    tokenHash: Buffer,
    {
      userId,
      method,
      now,
      expiresAt,
    }: { readonly userId: string; readonly method: string; readonly now: number; readonly expiresAt: number },
  ): Promise<void> {
    await this.pool.query('DELETE FROM dispatch.sessions WHERE expires_at < to_timestamp($1)', [now]);
    await this.pool.query(
      `INSERT INTO dispatch.sessions (token_hash, user_id, method, started_at, last_used_at, expires_at)
       VALUES ($1, $2, $3, to_timestamp($4), to_timestamp($4), to_timestamp($5))`,
      [tokenHash, userId, method, now, expiresAt],
    );
  }

  /** The session, as its user is now; none where it is over, idle for too long, or its user may in no more. */
  async find(
    tokenHash: Buffer,
    {
      now,
      idleSeconds,
      isDemo,
    }: { readonly now: number; readonly idleSeconds: number; readonly isDemo: boolean },
  ): Promise<Session | undefined> {
    const { rows } = await this.pool.query<SessionRow>(
      `SELECT u.user_id AS "userId", u.name, u.roles, u.carrier_ids AS "carrierIds",
         extract(epoch FROM s.expires_at)::float8 AS "expiresAt",
         s.last_used_at < to_timestamp($2::float8 - ${TOUCH_SECONDS}) AS "isStale"
       FROM dispatch.sessions s JOIN dispatch.users u USING (user_id)
       WHERE s.token_hash = $1 AND s.expires_at > to_timestamp($2::float8) AND s.last_used_at > to_timestamp($2::float8 - $3::float8)
         AND NOT u.is_disabled AND (NOT u.is_demo OR $4)`,
      [tokenHash, now, idleSeconds, isDemo],
    );
    const row = rows[0];
    if (!row) return undefined;
    if (row.isStale) {
      await this.pool.query(
        'UPDATE dispatch.sessions SET last_used_at = to_timestamp($2) WHERE token_hash = $1',
        [tokenHash, now],
      );
    }
    const { userId, name, roles, carrierIds, expiresAt } = row;
    return { userId, name, roles, expiresAt, ...(carrierIds === null ? {} : { carrierIds }) };
  }

  async end(tokenHash: Buffer): Promise<void> {
    await this.pool.query('DELETE FROM dispatch.sessions WHERE token_hash = $1', [tokenHash]);
  }

  async endAll(userId: string): Promise<void> {
    await this.pool.query('DELETE FROM dispatch.sessions WHERE user_id = $1', [userId]);
  }
}
