import type { BookedException, ExceptionKind } from '@rukh/domain/dispatch';
import { type ScratchPostgres, startMigratedPostgres } from '../../scratch-postgres/index.js';
import { createPool } from '../create-pool.js';
import { ExceptionStore } from './exception-store.js';

const NOW = 1_796_000_000;

describe('what was solved', () => {
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

  it('is listed as many as asked for, of those that are wanted', async () => {
    const store = new ExceptionStore(pool);
    const solve = (i: number, kind: ExceptionKind, carrierId: string, more = {}) => {
      const exceptionId = `e${i}`;
      const times = { sinceSeconds: NOW, raisedAt: NOW, solved: { at: NOW + i, how: 'cleared' } };
      const exception = { exceptionId, kind, state: 'solved', carrierId, ...times, ...more };
      const booked = { key: exceptionId, step: 'over', exception } as unknown as BookedException;
      return { booked, event: { exceptionId, at: NOW + i, event: 'cleared' as const } };
    };
    await store.save([
      solve(1, 'gap', 'own', { routeId: 'A', vehicleId: '1' }),
      solve(2, 'bunch', 'own', { routeId: 'B', vehicleId: '2', otherVehicleId: '1' }),
      ...[3, 4, 5, 6].map((i) => solve(i, 'gap', 'other', { routeId: 'C', vehicleId: String(i) })),
    ]);
    const list = async (wanted: object): Promise<string[]> => {
      const found = await store.listSolved({ from: NOW, to: NOW + 100, limit: 2, ...wanted });
      return found.map(({ exceptionId }) => exceptionId);
    };
    expect(await list({})).toEqual(['e6', 'e5']);
    expect(await list({ carrierIds: ['own'] })).toEqual(['e2', 'e1']);
    expect(await list({ kinds: ['bunch'] })).toEqual(['e2']);
    expect(await list({ routeId: 'A' })).toEqual(['e1']);
    expect(await list({ vehicleId: '1' })).toEqual(['e2', 'e1']);
    expect(await list({ carrierIds: [] })).toEqual([]);
  });
});
