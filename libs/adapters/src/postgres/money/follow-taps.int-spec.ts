import type pg from 'pg';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '../../scratch-postgres/index.js';
import { createPool } from '../create-pool.js';
import { followTaps } from './follow-taps.js';
import { findUnpricedSince } from './pricing-queue.js';

const LONG_AGO = 20_000;
const TAPS = `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
    device_time, tapped_at, clock_quality, outcome, accepted_xid)
  SELECT 'v' || n % 100, n, '\\x00', decode(md5((n % 50)::text), 'hex'), 'CLOSED_CARD', 'ENTRY', 'OK_PAYG', 0, now(), now(), 'EXACT',
    'ACCEPTED', (n / 1000 + 1)::text::xid8
  FROM generate_series($1::integer, $2::integer) AS n`;

describe('following the taps', () => {
  let postgres: ScratchPostgres;
  let pool: pg.Pool;

  /** Rows of the table of taps that were read, by whatever way, by transactions that are over. */
  const countRead = async (): Promise<number> => {
    await pool.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await pool.query<{ read: number }>(
      `SELECT (seq_tup_read + idx_tup_fetch)::float8 AS read FROM pg_stat_user_tables WHERE relid = 'ticketing.taps'::regclass`,
    );
    return rows[0]!.read;
  };

  beforeAll(async () => {
    postgres = await startMigratedPostgres();
    pool = createPool({ databaseUrl: withPatience(postgres.url()), applicationName: 'spec', max: 1 });
    await pool.query(TAPS, [1, LONG_AGO]);
    await pool.query('VACUUM ANALYZE ticketing.taps');
    await pool.query(`UPDATE ticketing.pricing_cursor SET accepted_xid = '100', device_id = '', seq = 0`);
  });
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
  });

  it('reads none of those that were followed before, however many there are', async () => {
    const before = await countRead();
    expect((await followTaps(pool, 1000)).taps).toBe(0);
    expect((await countRead()) - before).toBe(0);
    expect(await findUnpricedSince(pool)).toBeUndefined();
    expect((await countRead()) - before).toBe(0);
  });

  it('reads what comes after, in its order and a limited number at a time', async () => {
    await pool.query(TAPS.replace('(n / 1000 + 1)', '(n / 1000 + 100)'), [LONG_AGO + 1, LONG_AGO + 30]);
    const before = await countRead();
    expect(await findUnpricedSince(pool)).toBeGreaterThan(Date.now() - 600_000);
    expect((await countRead()) - before).toBeLessThan(100);
    expect(await followTaps(pool, 20)).toMatchObject({ taps: 20 });
    expect(await followTaps(pool, 20)).toMatchObject({ taps: 10 });
    expect(await followTaps(pool, 20)).toMatchObject({ taps: 0 });
  });

  it('goes past a row that was written by hand without a whole token, which is of no medium', async () => {
    const values = [LONG_AGO + 31, LONG_AGO + 40];
    const broken = TAPS.replace('(n / 1000 + 1)', '(n / 1000 + 200)').replace(
      "decode(md5((n % 50)::text), 'hex')",
      `CASE WHEN n = ${LONG_AGO + 35} THEN decode('00', 'hex') ELSE decode(md5(n::text), 'hex') END`,
    );
    await pool.query(broken, values);
    expect(await followTaps(pool, 20)).toEqual({ taps: 10, newAccounts: 9 });
  });
});
