import { setTimeout as delay } from 'node:timers/promises';
import { createPool } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startMigratedPostgres } from '@rukh/adapters/scratch-postgres';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { isAway } from '@rukh/service';
import { OrderStore } from './order-store.js';

const BOSS = { userId: 'boss', name: 'Boss' };
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

describe('orders', () => {
  const now = Date.now() / 1000;
  const give = async (order_id: string, at: number, action: ServiceOrderAction): Promise<void> => {
    const words = { uk: order_id, en: order_id };
    const given = {
      order_id,
      action,
      alert: null,
      summary: words,
      reason: null,
      by: BOSS,
      at,
      confirmedAt: at,
    };
    const endsAt = 'period' in action ? action.period.end! : null;
    await new OrderStore(pool).confirm(pool, { ...given, endsAt });
  };

  it('are listed as many as asked for, of those that somebody sees', async () => {
    const store = new OrderStore(pool);
    for (let i = 0; i < 20; i++) {
      await give(`list-${i}`, now - 1000 + i, { kind: 'out_of_service', vehicleId: i < 3 ? 'own' : 'other' });
    }
    const own = await store.list(
      'active',
      5,
      ({ action }) => 'vehicleId' in action && action.vehicleId === 'own',
    );
    expect(own.map(({ order_id }) => order_id)).toEqual(['list-2', 'list-1', 'list-0']);
    expect(await store.list('active', 5, () => true)).toHaveLength(5);
  });

  it('whose time is over are told to feeds for as long as what met them may be under way, and taken back not at all', async () => {
    const store = new OrderStore(pool);
    const closed = (end: number): ServiceOrderAction => ({
      kind: 'close_stop',
      stopIds: ['S'],
      period: { end },
    });
    await give('of-late', now - 9000, closed(now - 60));
    await give('of-old', now - 20_000, closed(now - 4 * 3600));
    await give('undone', now - 9000, closed(now + 60));
    await give('silent', now - 9000, {
      kind: 'suppress_predictions',
      routeIds: ['R'],
      period: { end: now - 60 },
    });
    for (const id of ['of-late', 'of-old', 'silent']) await store.end(pool, id, 'expired', BOSS, null);
    await store.end(pool, 'undone', 'undone', BOSS, null);
    const told = (await store.listTold()).map(({ order_id }) => order_id);
    expect(told.filter((id) => !id.startsWith('list-'))).toEqual(['of-late']);
    expect((await store.listActive()).map(({ order_id }) => order_id)).not.toContain('of-late');
  });
});

describe('a change of orders or alerts', () => {
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
