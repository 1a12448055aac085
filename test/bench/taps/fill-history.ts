/** Years of taps as they lie in the table: on devices of their own, of 300,000 media, 250,000 a day; priced and placed long ago. */
import type { createPool } from '@rukh/adapters/postgres';

type Pool = ReturnType<typeof createPool>;

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** @param outcome LATE_EXPIRED where the ledger is held against the taps afterwards: these have no charges */
export async function fillHistory(
  pool: Pool,
  millions: number,
  outcome: 'ACCEPTED' | 'LATE_EXPIRED' = 'ACCEPTED',
): Promise<void> {
  const startedAt = performance.now();
  await pool.query('SET statement_timeout = 0');
  await pool.query('SET lock_timeout = 0');
  await pool.query('ALTER TABLE ticketing.taps SET (autovacuum_enabled = false)');
  // Made at the end, sorted: the same indexes in a fifth of the time.
  const { rows: indexes } = await pool.query<Index>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = 'ticketing.taps'::regclass AND NOT indisprimary`,
  );
  for (const { name } of indexes) await pool.query(`DROP INDEX ${name}`);
  for (let million = 0; million < millions; million++) {
    await pool.query(ONE_MILLION, [million, millions, outcome]);
    console.log(`${million + 1} million, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  }
  for (const { definition } of indexes) await pool.query(definition);
  // Whoever follows the taps has been past these for long.
  await pool.query(
    `UPDATE ticketing.pricing_cursor SET accepted_xid = pg_snapshot_xmin(pg_current_snapshot()), device_id = '', seq = 0`,
  );
  await pool.query(
    'UPDATE ticketing.context_cursor SET accepted_xid = pg_snapshot_xmin(pg_current_snapshot())',
  );
  await pool.query('UPDATE ticketing.ticket_watch SET seen_xid = pg_snapshot_xmin(pg_current_snapshot())');
  await pool.query('ALTER TABLE ticketing.taps RESET (autovacuum_enabled)');
  await pool.query('VACUUM ANALYZE ticketing.taps');
  await pool.query('CHECKPOINT');
  console.log(`filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}

/** Device by device, as they come in; each device's numbers go on from one million to the next. */
const ONE_MILLION = `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
    deny_list_version, device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id, claimed, received_at,
    boot_id, uptime_ms, clock_source)
  SELECT 'h' || n % 1000, $1 * 1000 + n / 1000 + 1, sha256(n::text::bytea),
    decode(md5(((n::bigint * 7919 + $1) % 300000)::text), 'hex'), 'CLOSED_CARD', 'ENTRY', 'OK_PAYG', 1, at, at, 'EXACT',
    $3, (n % 1000)::text, 'let', '{"lat": 49.8397, "lon": 24.0297, "route_id": "A01"}', at, 1, n, 'GNSS'
  FROM (
    SELECT n, now() - interval '4 days' * ($2::integer - $1::integer) + interval '345.6 milliseconds' * n AS at
    FROM generate_series(0, 999999) AS n
  ) AS made`;
