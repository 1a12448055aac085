import { setTimeout as sleep } from 'node:timers/promises';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '../scratch-postgres/index.js';
import { createPool } from './create-pool.js';

/** Longer than an idle connection lives that is not kept. */
const IDLE_MS = 10_800;

describe('a pool of connections', () => {
  let server: ScratchPostgres;
  beforeAll(async () => {
    server = await startMigratedPostgres();
  });
  afterAll(() => server.stop());

  it('keeps as many open as are asked for at once, so that nobody waits for a connection after a quiet time', async () => {
    const pool = createPool({
      databaseUrl: withPatience(server.url()),
      applicationName: 'test-pool',
      keep: 2,
    });
    try {
      await Promise.all(Array.from({ length: 5 }, () => pool.query('SELECT pg_sleep(0.1)')));
      expect(pool.totalCount).toBe(5);
      await sleep(IDLE_MS);
      expect(pool.totalCount).toBe(2);
    } finally {
      await pool.end();
    }
  }, 30_000);
});
