import { setTimeout as delay } from 'node:timers/promises';
import { createPool } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startMigratedPostgres } from '@rukh/adapters/scratch-postgres';
import { isAway } from '@rukh/service';
import { OrderStore } from './order-store.js';

describe('a change of orders or alerts', () => {
  let postgres: ScratchPostgres;
  let pool: ReturnType<typeof createPool>;

  beforeAll(async () => {
    postgres = await startMigratedPostgres();
    pool = createPool({ databaseUrl: postgres.url(), applicationName: 'test', max: 1 });
  });
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
  });

  it('whose connection the server cut off between two statements is answered 503, and the next one is made', async () => {
    const store = new OrderStore(pool);
    const fault: unknown = await store
      .change(async (on) => {
        // As a transaction that stood too long on a busy machine; 5 s of it are too long for a test.
        await on.query(`SET LOCAL idle_in_transaction_session_timeout = 50`);
        await delay(400);
        return on.query('SELECT 1');
      })
      .catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Error);
    expect(isAway(fault)).toBe(true);
    await expect(store.change((on) => on.query('SELECT 2 AS two'))).resolves.toMatchObject({
      rows: [{ two: 2 }],
    });
  });
});
