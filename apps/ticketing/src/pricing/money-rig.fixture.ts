/** Taps, riders and the whole way of their money, on a PostgreSQL of its own. */
import { createHash } from 'node:crypto';
import { type Database, createPool, followTaps } from '@rukh/adapters/postgres';
import type { TapExtra } from '@rukh/domain/taps';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { type PricedBatch, priceBatch } from './price-batch.js';
import type { PricingRules } from './pricing-rules.js';
import type { PricingPolicy } from './save-revisions.js';

export const POLICY: PricingPolicy = {
  lateCollectDays: 14,
  windowGraceMs: 3_600_000,
  cardCheckDays: 14,
  allowedDebtMinor: 0,
};

export interface RigTap {
  readonly deviceId: string;
  readonly seq: number;
  readonly token: string;
  readonly atMs: number;
  /** Now, where it is not said. */
  readonly receivedMs?: number;
  readonly kind?: string;
  readonly mediaType?: string;
  readonly outcome?: string;
  readonly denyListVersion?: number;
  readonly extras?: readonly TapExtra[];
}

export const tokenRef = (token: string): Buffer =>
  createHash('sha256').update(token).digest().subarray(0, 16);

export class MoneyRig {
  private constructor(
    readonly server: ScratchPostgres,
    readonly url: string,
    readonly pool: Database,
  ) {}

  static async start(): Promise<MoneyRig> {
    const server = await startMigratedPostgres();
    return MoneyRig.on(server, 'money');
  }

  /** A database of its own on a server that runs. */
  static async on(server: ScratchPostgres, name: string): Promise<MoneyRig> {
    const url = withPatience(await server.createDatabase(name));
    const pool = createPool({ databaseUrl: url, applicationName: 'rig', statementTimeoutMs: 30_000 });
    await pool.query(
      "INSERT INTO ticketing.operators (operator_id, name) VALUES ('lad', 'LAD'), ('city', 'City')",
    );
    await pool.query(
      "INSERT INTO ticketing.devices (device_id, operator_id, state) VALUES ('d1', 'lad', 'ACTIVE')",
    );
    return new MoneyRig(server, url, pool);
  }

  async accept(taps: readonly RigTap[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
         deny_list_version, device_time, tapped_at, clock_quality, outcome, operator_id, extras, received_at)
       SELECT device_id, seq, '\\x00', token, media_type, kind, 'OK_PAYG', version, at, at, 'EXACT', outcome, 'lad',
         extras, coalesce(received, clock_timestamp())
       FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::text[], $5::integer[], $6::timestamptz[], $7::text[],
         $8::text[], $9::timestamptz[], $10::jsonb[])
         AS given (device_id, seq, token, media_type, version, at, outcome, kind, received, extras)
       ON CONFLICT DO NOTHING`,
      [
        taps.map(({ deviceId }) => deviceId),
        taps.map(({ seq }) => seq),
        taps.map(({ token }) => tokenRef(token)),
        taps.map(({ mediaType }) => mediaType ?? 'CLOSED_CARD'),
        taps.map(({ denyListVersion }) => denyListVersion ?? 0),
        taps.map(({ atMs }) => new Date(atMs)),
        taps.map(({ outcome }) => outcome ?? 'ACCEPTED'),
        taps.map(({ kind }) => kind ?? 'ENTRY'),
        taps.map(({ receivedMs }) => (receivedMs === undefined ? null : new Date(receivedMs))),
        taps.map(({ extras = [] }) => JSON.stringify(extras)),
      ],
    );
  }

  /** Follows and prices until nothing is left to do; answers all revisions. */
  async price(
    rules: PricingRules,
    options: { nowMs: number; policy?: PricingPolicy; limit?: number },
  ): Promise<PricedBatch['revisions'][number][]> {
    const { policy = POLICY, nowMs, limit = 50 } = options;
    while ((await followTaps(this.pool, 1_000)).taps > 0);
    const revisions: PricedBatch['revisions'][number][] = [];
    for (;;) {
      const batch = await priceBatch(this.pool, rules, policy, { limit, nowMs });
      if (batch.accounts === 0) return revisions;
      revisions.push(...batch.revisions);
    }
  }

  async accountOf(token: string): Promise<string> {
    const [row] = await this.rows<{ account_id: string }>(
      'SELECT account_id FROM ticketing.media_accounts WHERE token_ref = $1',
      [tokenRef(token)],
    );
    return row!.account_id;
  }

  async balances(): Promise<Record<string, number>> {
    const rows = await this.rows<{ account: string; balance: number }>(
      'SELECT account, balance_minor::float8 AS balance FROM ticketing.ledger_balances ORDER BY account',
    );
    return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
  }

  async balanceOf(token: string): Promise<number> {
    return (await this.balances())[`rider:${await this.accountOf(token)}`] ?? 0;
  }

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }

  async stop(): Promise<void> {
    await this.pool.end();
    await this.server.stop();
  }
}
