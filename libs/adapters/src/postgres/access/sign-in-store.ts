import type pg from 'pg';

/** A passkey as it must be known to check what is signed with it. */
export interface Passkey {
  readonly credentialId: string;
  readonly userId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly label: string;
}

/** What sign-ins need between their steps: passkeys, steps begun, tries of late. */
export class SignInStore {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Counts a try, before it is known whether it is right, so that many at once cannot slip through.
   * @param keys what tries are counted by, each with how many are let through within the window
   * @returns how long to wait where that is too many, and whether this is the first one too many; undefined where the
   * try may be made
   */
  async countTry(
    keys: readonly { readonly key: Buffer; readonly limit: number }[],
    { now, windowSeconds }: { readonly now: number; readonly windowSeconds: number },
  ): Promise<{ readonly waitSeconds: number; readonly isFirst: boolean } | undefined> {
    await this.pool.query('DELETE FROM dispatch.sign_in_tries WHERE since < to_timestamp($1)', [
      now - windowSeconds,
    ]);
    let waitSeconds: number | undefined;
    let isFirst = false;
    for (const { key, limit } of keys) {
      const { rows } = await this.pool.query<{ tries: number; since: number }>(
        `INSERT INTO dispatch.sign_in_tries AS t (key, since, tries) VALUES ($1, to_timestamp($2), 1)
         ON CONFLICT (key) DO UPDATE SET tries = least(t.tries + 1, 1000000)
         RETURNING tries, extract(epoch FROM since)::float8 AS since`,
        [key, now],
      );
      const { tries, since } = rows[0]!;
      if (tries <= limit) continue;
      waitSeconds = Math.max(waitSeconds ?? 1, Math.ceil(since + windowSeconds - now));
      isFirst ||= tries === limit + 1;
    }
    return waitSeconds === undefined ? undefined : { waitSeconds, isFirst };
  }

  /** Takes back what a right try counted, and forgets all under `own`: whose account and address it is. */
  async forgetTry(own: Buffer, others: readonly Buffer[]): Promise<void> {
    await this.pool.query('DELETE FROM dispatch.sign_in_tries WHERE key = $1', [own]);
    await this.pool.query(
      'UPDATE dispatch.sign_in_tries SET tries = greatest(tries - 1, 0) WHERE key = ANY ($1)',
      [others],
    );
  }

  async beginStep(
    stepHash: Buffer,
    { kind, content, now, expiresAt }: { kind: string; content: object; now: number; expiresAt: number },
  ): Promise<void> {
    await this.pool.query('DELETE FROM dispatch.sign_in_steps WHERE expires_at < to_timestamp($1)', [now]);
    await this.pool.query(
      'INSERT INTO dispatch.sign_in_steps (step_hash, kind, content, expires_at) VALUES ($1, $2, $3, to_timestamp($4))',
      [stepHash, kind, JSON.stringify(content), expiresAt],
    );
  }

  /** Takes what a step has to remember: nobody can take it again. */
  async takeStep(stepHash: Buffer, kind: string, now: number): Promise<unknown> {
    const { rows } = await this.pool.query<{ content: unknown }>(
      `DELETE FROM dispatch.sign_in_steps WHERE step_hash = $1 AND kind = $2 AND expires_at > to_timestamp($3)
       RETURNING content`,
      [stepHash, kind, now],
    );
    return rows[0]?.content;
  }

  async addPasskey({
    credentialId,
    userId,
    publicKey,
    counter,
    transports,
    label,
  }: Passkey): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO dispatch.passkeys (credential_id, user_id, public_key, counter, transports, label)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [credentialId, userId, publicKey, counter, transports, label],
    );
    return rowCount === 1;
  }

  async findPasskey(credentialId: string): Promise<Passkey | undefined> {
    return (await this.#listPasskeys('credential_id = $1', credentialId))[0];
  }

  async listPasskeys(userId: string): Promise<Passkey[]> {
    return this.#listPasskeys('user_id = $1', userId);
  }

  /** Notes a use. @returns false where the passkey has counted as far before: it was copied, or the answer replayed */
  async usePasskey(credentialId: string, counter: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE dispatch.passkeys SET counter = $2, last_used_at = now()
       WHERE credential_id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))`,
      [credentialId, counter],
    );
    return rowCount === 1;
  }

  async removePasskey(userId: string, credentialId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'DELETE FROM dispatch.passkeys WHERE user_id = $1 AND credential_id = $2',
      [userId, credentialId],
    );
    return rowCount === 1;
  }

  async #listPasskeys(condition: string, value: string): Promise<Passkey[]> {
    const { rows } = await this.pool.query<Omit<Passkey, 'publicKey'> & { publicKey: Buffer }>(
      `SELECT credential_id AS "credentialId", user_id AS "userId", public_key AS "publicKey", counter::int,
         transports, label FROM dispatch.passkeys WHERE ${condition} ORDER BY created_at`,
      [value],
    );
    return rows.map((row) => ({ ...row, publicKey: new Uint8Array(row.publicKey) }));
  }
}
