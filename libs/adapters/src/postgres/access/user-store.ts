import type pg from 'pg';
import { transact } from '../transact.js';
import { type AccessNote, noteAccess } from './access-audit.js';

/** Somebody who may sign in. What the roles mean is the dispatchers' domain's to say. */
export interface User {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Carriers whose vehicles are seen; undefined for all. */
  readonly carrierIds?: readonly string[] | undefined;
  readonly isDisabled: boolean;
  readonly isDemo: boolean;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  /** Whether the account is that of an OIDC provider. */
  readonly isExternal: boolean;
  readonly passkeys: number;
}

export interface UserSecrets {
  readonly passwordHash: string | undefined;
  readonly totpSecret: string | undefined;
}

export interface NewUser extends UserSecrets {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly carrierIds: readonly string[] | undefined;
  readonly isDemo?: boolean;
  readonly external?: { readonly issuer: string; readonly subject: string };
}

/** What of a user may be changed; what is not named stays. */
export interface UserChange {
  readonly name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Null: sees all carriers. */
  readonly carrierIds?: readonly string[] | null | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly secrets?: UserSecrets | undefined;
}

const COLUMNS = `user_id AS "userId", login, name, roles, carrier_ids AS "carrierIds", is_disabled AS "isDisabled",
  is_demo AS "isDemo", password_hash IS NOT NULL AS "hasPassword", totp_secret IS NOT NULL AS "hasTotp",
  oidc_subject IS NOT NULL AS "isExternal",
  (SELECT count(*)::int FROM dispatch.passkeys p WHERE p.user_id = u.user_id) AS passkeys`;

type Row = Omit<User, 'carrierIds'> & { readonly carrierIds: string[] | null };

export class UserStore {
  constructor(private readonly pool: pg.Pool) {}

  /** By login. */
  async list(): Promise<User[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT ${COLUMNS} FROM dispatch.users u ORDER BY lower(login)`,
    );
    return rows.map(toUser);
  }

  async find(userId: string): Promise<User | undefined> {
    return this.#findWhere('user_id = $1', [userId]);
  }

  async findByLogin(login: string): Promise<User | undefined> {
    return this.#findWhere('lower(login) = lower($1)', [login]);
  }

  async findExternal(issuer: string, subject: string): Promise<User | undefined> {
    return this.#findWhere('oidc_issuer = $1 AND oidc_subject = $2', [issuer, subject]);
  }

  async getSecrets(userId: string): Promise<UserSecrets> {
    const { rows } = await this.pool.query<{ password_hash: string | null; totp_secret: string | null }>(
      'SELECT password_hash, totp_secret FROM dispatch.users WHERE user_id = $1',
      [userId],
    );
    return {
      passwordHash: rows[0]?.password_hash ?? undefined,
      totpSecret: rows[0]?.totp_secret ?? undefined,
    };
  }

  /** Takes a step of TOTP, once. @returns false where it, or a later one, was taken before */
  async takeTotpStep(userId: string, step: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'UPDATE dispatch.users SET totp_step = $2 WHERE user_id = $1 AND totp_step < $2',
      [userId, step],
    );
    return rowCount === 1;
  }

  /** @returns false where there is one of this login, and then nothing is noted */
  async add(user: NewUser, note: AccessNote): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `INSERT INTO dispatch.users (user_id, login, name, roles, carrier_ids, password_hash, totp_secret, is_demo,
           oidc_issuer, oidc_subject) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
        [
          user.userId,
          user.login,
          user.name,
          user.roles,
          user.carrierIds ?? null,
          user.passwordHash ?? null,
          user.totpSecret ?? null,
          user.isDemo ?? false,
          user.external?.issuer ?? null,
          user.external?.subject ?? null,
        ],
      );
      if (rowCount === 1) await noteAccess(client, note);
      return rowCount === 1;
    });
  }

  /** Changes a user and notes it. Whoever is disabled or gets new secrets is signed out everywhere. */
  async change(userId: string, change: UserChange, note: AccessNote): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE dispatch.users SET name = coalesce($2, name), roles = coalesce($3, roles),
           carrier_ids = CASE WHEN $4 THEN $5 ELSE carrier_ids END, is_disabled = coalesce($6, is_disabled),
           password_hash = CASE WHEN $7 THEN $8 ELSE password_hash END,
           totp_secret = CASE WHEN $7 THEN $9 ELSE totp_secret END
         WHERE user_id = $1`,
        [
          userId,
          change.name ?? null,
          change.roles ?? null,
          change.carrierIds !== undefined,
          change.carrierIds ?? null,
          change.isDisabled ?? null,
          change.secrets !== undefined,
          change.secrets?.passwordHash ?? null,
          change.secrets?.totpSecret ?? null,
        ],
      );
      if (rowCount !== 1) return false;
      if (change.isDisabled === true || change.secrets) {
        await client.query('DELETE FROM dispatch.sessions WHERE user_id = $1', [userId]);
      }
      await noteAccess(client, note);
      return true;
    });
  }

  async #findWhere(condition: string, values: unknown[]): Promise<User | undefined> {
    const { rows } = await this.pool.query<Row>(
      `SELECT ${COLUMNS} FROM dispatch.users u WHERE ${condition}`,
      values,
    );
    return rows[0] && toUser(rows[0]);
  }
}

function toUser({ carrierIds, ...user }: Row): User {
  return carrierIds === null ? user : { ...user, carrierIds };
}
