/** Tokens by which sellers sell. Of a token only its hash is kept. */
import type pg from 'pg';
import { transact } from '../transact.js';
import { writeAudit } from './write-audit.js';

/** Whose token it is. */
export interface Seller {
  readonly sellerId: string;
  readonly label: string;
}

export interface SellerToken extends Seller {
  readonly tokenId: string;
  readonly createdAt: Date;
  /** Null where it is good. */
  readonly revokedAt: Date | null;
}

const SELECT = `SELECT token_id::text AS "tokenId", seller_id AS "sellerId", label, created_at AS "createdAt",
  revoked_at AS "revokedAt" FROM ticketing.seller_tokens`;

export class SellerTokens {
  constructor(private readonly pool: pg.Pool) {}

  /** Answers its number. */
  add(tokenHash: Buffer, { sellerId, label }: Seller, actor: string): Promise<string> {
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO ticketing.seller_tokens (token_hash, seller_id, label) VALUES ($1, $2, $3)
         RETURNING token_id::text AS id`,
        [tokenHash, sellerId, label],
      );
      const tokenId = rows[0]!.id;
      await writeAudit(client, { actor, action: 'ADD_SELLER_TOKEN', details: { tokenId, sellerId, label } });
      return tokenId;
    });
  }

  /** All that there ever were. */
  async list(): Promise<SellerToken[]> {
    return (await this.pool.query<SellerToken>(`${SELECT} ORDER BY token_id LIMIT 10000`)).rows;
  }

  /** False where there is none that is good. */
  revoke(tokenId: string, actor: string): Promise<boolean> {
    return transact(this.pool, async (client) => {
      const { rowCount } = await client.query(
        'UPDATE ticketing.seller_tokens SET revoked_at = clock_timestamp() WHERE token_id = $1 AND revoked_at IS NULL',
        [tokenId],
      );
      if (rowCount === 0) return false;
      await writeAudit(client, { actor, action: 'REVOKE_SELLER_TOKEN', details: { tokenId } });
      return true;
    });
  }

  /** Whose it is; undefined for a token of nobody, or one that was revoked. */
  async find(tokenHash: Buffer): Promise<Seller | undefined> {
    const { rows } = await this.pool.query<Seller>(
      'SELECT seller_id AS "sellerId", label FROM ticketing.seller_tokens WHERE token_hash = $1 AND revoked_at IS NULL',
      [tokenHash],
    );
    return rows[0];
  }
}
