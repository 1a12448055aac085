/** What the back office publishes to devices beside the list: its public keys, and configurations of validators. */
import type { ValidatorConfiguration } from '@rukh/domain/media';
import type pg from 'pg';
import { transact } from '../transact.js';
import { writeAudit } from './write-audit.js';

export type OfficeKeyPurpose = 'TICKET' | 'LIST';

export interface OfficeKeyRow {
  readonly keyId: string;
  readonly publicKey: Buffer;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
}

export interface PublishedConfiguration {
  /** 0: none was published, what holds is Rukh's own. */
  readonly version: number;
  readonly body: ValidatorConfiguration;
}

/** Another process may still sign by the key before while services are replaced one by one. */
const OVERLAP = '1 day';

export class OfficeStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Keys of which something that was signed may still be good. */
  async listKeys(purpose: OfficeKeyPurpose): Promise<OfficeKeyRow[]> {
    const { rows } = await this.pool.query<OfficeKeyRow>(
      `SELECT key_id AS "keyId", public_key AS "publicKey", valid_from AS "validFrom",
         nullif(valid_until, 'infinity') AS "validUntil"
       FROM ticketing.office_keys WHERE purpose = $1 AND (valid_until > now() OR purpose = 'TICKET' AND EXISTS (
         SELECT FROM ticketing.tickets WHERE sold_at <= office_keys.valid_until AND tickets.valid_until > now()
       )) ORDER BY valid_from, key_id`,
      [purpose],
    );
    return rows;
  }

  /** Makes a key known that signs from now on; the one before signs for a while more, at most. */
  async useKey(purpose: OfficeKeyPurpose, keyId: string, publicKey: Buffer): Promise<void> {
    await transact(this.pool, async (client) => {
      const added = await client.query(
        `INSERT INTO ticketing.office_keys (purpose, key_id, public_key, valid_from)
         VALUES ($1, $2, $3, date_trunc('second', now())) ON CONFLICT DO NOTHING`,
        [purpose, keyId, publicKey],
      );
      if (added.rowCount === 0) return;
      await client.query(
        `UPDATE ticketing.office_keys SET valid_until = date_trunc('second', now()) + interval '${OVERLAP}'
         WHERE purpose = $1 AND key_id <> $2 AND valid_until = 'infinity'`,
        [purpose, keyId],
      );
      await writeAudit(client, { actor: 'service', action: 'USE_KEY', details: { purpose, keyId } });
    });
  }

  async findConfiguration(): Promise<PublishedConfiguration | undefined> {
    const { rows } = await this.pool.query<PublishedConfiguration>(
      'SELECT version, body FROM ticketing.validator_configurations ORDER BY version DESC LIMIT 1',
    );
    return rows[0];
  }

  async publishConfiguration(body: ValidatorConfiguration, actor: string): Promise<number> {
    return transact(this.pool, async (client) => {
      const { rows } = await client.query<{ version: number }>(
        'INSERT INTO ticketing.validator_configurations (body, published_by) VALUES ($1, $2) RETURNING version',
        [JSON.stringify(body), actor],
      );
      const { version } = rows[0]!;
      await writeAudit(client, { actor, action: 'VALIDATOR_CONFIGURATION', details: { version } });
      return version;
    });
  }
}
