import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type ScratchPostgres, startScratchPostgres } from '../scratch-postgres/index.js';
import { migrate } from './index.js';

const ROLES = fileURLToPath(new URL('../../../../db/roles.sql', import.meta.url));

describe('the role of the services', () => {
  let server: ScratchPostgres;
  let app: pg.Client;

  const urlAs = (role: string): string => {
    const url = new URL(server.url('city'));
    url.username = role;
    url.password = 'secret';
    return url.href;
  };

  beforeAll(async () => {
    server = await startScratchPostgres();
    const admin = new pg.Client({ connectionString: await server.createDatabase('city') });
    await admin.connect();
    await admin.query(await readFile(ROLES, 'utf8'));
    await admin.query(await readFile(ROLES, 'utf8'));
    for (const role of ['rukh_migrate', 'rukh_app']) {
      await admin.query(`ALTER ROLE ${role} PASSWORD 'secret'`);
    }
    await admin.end();
    await migrate(urlAs('rukh_migrate'));
    app = new pg.Client({ connectionString: urlAs('rukh_app') });
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await server.stop();
  });

  it('writes and reads history, through a temporary table too', async () => {
    await app.query('CREATE TEMPORARY TABLE staging (LIKE vehicle_locations)');
    await app.query(
      `INSERT INTO vehicle_locations (event_timestamp, received_at, latitude, longitude, vehicle_id)
       VALUES (now() - interval '40 days', now(), 49.8, 24, 'v1')`,
    );
    expect((await app.query('SELECT positions FROM vehicle_hours')).rows).toEqual([{ positions: '1' }]);
  });

  it('lets old history go only through the function made for it', async () => {
    const { rows } = await app.query(
      "SELECT trim_history('vehicle_locations', now() - interval '30 days', 100) AS n",
    );
    expect(rows).toEqual([{ n: '1' }]);
    await app.query("SELECT summarize_history('vehicle_locations')");
  });

  it('adds taps and reads them, and can change or delete none', async () => {
    await app.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
         device_time, tapped_at, clock_quality, outcome)
       SELECT 'v1', 1, sha256('x'), sha256('x'), 'CASH', 'ENTRY', 'OK_PAYG', 0, now(), now(), 'EXACT', 'ACCEPTED'
       FROM generate_series(1, 2) ON CONFLICT DO NOTHING`,
    );
    expect((await app.query('SELECT seq FROM ticketing.taps')).rows).toEqual([{ seq: '1' }]);
    for (const statement of [
      "UPDATE ticketing.taps SET outcome = 'x'",
      'DELETE FROM ticketing.taps',
      'TRUNCATE ticketing.taps',
      'DELETE FROM ticketing.tap_corrections',
      'DELETE FROM ticketing.device_changes',
      'DELETE FROM ticketing.ledger_entries',
      'DROP TABLE ticketing.taps',
      'SELECT ticketing.grant_to_app()',
    ]) {
      await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/);
    }
  });

  it('forgets whose a tap was by the function made for it, and in no other way', async () => {
    const secret = 'a secret of thirty-two characters';
    const { rows } = await app.query("SELECT ticketing.unlink_taps(now() + interval '1 day', $1, 100) AS n", [
      secret,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
    const taps = await app.query(
      "SELECT is_unlinked, token_ref = sha256('x') AS is_known FROM ticketing.taps",
    );
    expect(taps.rows).toEqual([{ is_unlinked: true, is_known: false }]);
    await app.query("SET ticketing.unlinking = 'on'");
    await expect(app.query("UPDATE ticketing.taps SET token_ref = sha256('y')")).rejects.toThrow(
      /permission denied/,
    );
    await app.query('RESET ticketing.unlinking');
  });

  it.each([
    'CREATE TABLE mine (id integer)',
    'DROP TABLE vehicle_locations',
    'ALTER TABLE stop_visits ADD COLUMN x integer',
    'TRUNCATE trips_performed',
    'CREATE SCHEMA mine',
  ])('may not %s', async (statement) => {
    await expect(app.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });
});
