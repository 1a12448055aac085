import { OccupancyStore, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import type {
  DispatchException,
  JournalEntry,
  LiveSnapshot,
  OrderPreview,
  VehicleRow,
  VehicleView,
} from '@rukh/domain/dispatch';
import { ADMIN_TOKEN, SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { townDate } from './town-clock.fixture.js';
import { WatchRig } from './watch-rig.fixture.js';

const ALL = { authorization: `Bearer ${ADMIN_TOKEN}` };

describe('the watch of the service', () => {
  let rig: WatchRig;
  /** An operator of carrier X, who sees nothing of Y. */
  let ofX: Record<string, string>;
  let dispatcher: Record<string, string>;

  const get = async <T>(url: string, headers: Record<string, string> = ALL): Promise<T> => {
    const { status, body } = await rig.access.send('GET', `/dispatch${url}`, undefined, headers);
    if (status !== 200) throw new Error(`${url} answers ${status}: ${JSON.stringify(body)}`);
    return body as T;
  };
  const idsOf = (rows: readonly VehicleRow[]): unknown[] => rows.map(([id]) => id).sort();
  const findOpen = async (kind: string, vehicleId: string): Promise<DispatchException | undefined> => {
    const { exceptions } = await get<{ exceptions: DispatchException[] }>(`/exceptions?kind=${kind}`);
    return exceptions.find((one) => one.vehicleId === vehicleId);
  };

  beforeAll(async () => {
    rig = await WatchRig.create();
    const signIn = async (
      ...person: Parameters<typeof rig.access.addPerson>
    ): Promise<Record<string, string>> => ({
      ...SAME_ORIGIN,
      cookie: await rig.access.signIn(await rig.access.addPerson(...person)),
    });
    ofX = await signIn(['company_operator'], ['X']);
    dispatcher = await signIn(['dispatcher']);
    await rig.until('a timetable', async () => {
      const { status } = await rig.access.send('GET', '/dispatch/network', undefined, ALL);
      return status === 200 ? true : undefined;
    });
    rig.say('a1', 'A', 0);
    rig.say('t1', 'T', 1, { deviationSeconds: 900 });
    await rig.until('both vehicles', async () => {
      const { vehicles } = await get<LiveSnapshot>('/live');
      return vehicles.length === 2 ? true : undefined;
    });
  });
  afterAll(() => rig.close());

  it('shows all to who sees all, and to who is of a carrier its own', async () => {
    expect(idsOf((await get<LiveSnapshot>('/live')).vehicles)).toEqual(['a1', 't1']);
    expect(idsOf((await get<LiveSnapshot>('/live', ofX)).vehicles)).toEqual(['a1']);
    const { vehicles } = await get<{ vehicles: { vehicleId: string }[] }>('/vehicles', ofX);
    expect(vehicles.map(({ vehicleId }) => vehicleId)).toEqual(['a1']);
    expect((await rig.access.send('GET', '/dispatch/vehicles/t1', undefined, ofX)).status).toBe(404);
    expect(await get('/vehicles/t1')).toMatchObject({ vehicleId: 't1', carrierId: 'Y', state: 'very_late' });
  });

  it('tells how full a vehicle is by its taps, also in the preview of an order for its trip', async () => {
    const redis = connectRedis(rig.access.redis.url, { name: 'spec' });
    await untilRedisReady(redis, 60_000);
    const before = await get<VehicleView>('/vehicles/a1');
    const { tripId, serviceDate } = before.trip!;
    expect(before.occupancyStatus).toBeUndefined();
    const told = { tripId, status: 3, persons: 45 };
    await new OccupancyStore(redis, 'town').write(new Map([['a1', told]]), Date.now() / 1000);
    redis.disconnect();
    const full = await rig.until('how full it is', async () => {
      const vehicle = await get<VehicleView>('/vehicles/a1');
      return vehicle.persons === undefined ? undefined : vehicle;
    });
    expect(full).toMatchObject({ occupancyStatus: 3, occupancySource: 'taps', persons: 45 });
    const row = await rig.until('the row of it', async () => {
      const { vehicles } = await get<LiveSnapshot>('/live');
      return vehicles.find((one) => one[0] === 'a1' && one.at(-1) === 45);
    });
    expect(row.at(-3)).toBe(3);
    rig.isPredicting = true;
    rig.say('a1', 'A', 0);
    rig.isPredicting = false;
    const action = { kind: 'cancel', runs: [{ tripId, serviceDate }] };
    const loads = await rig.until('whom the order concerns', async () => {
      const { body } = await rig.access.send('POST', '/dispatch/orders/preview', { action }, dispatcher);
      const { consequences } = body as unknown as OrderPreview;
      return consequences.loads.length > 0 ? consequences.loads : undefined;
    });
    expect(loads).toEqual([{ vehicleId: 'a1', label: 'No a1', occupancyStatus: 3, persons: 45 }]);
  });

  it('tells of a line whoever may see its vehicles', async () => {
    const line = await get<{ directions: { vehicles: unknown[]; ghosts: unknown[] }[] }>('/lines/T');
    expect(line).toMatchObject({
      mode: 'schedule',
      actualVehicles: 1,
      directions: [{ vehicles: [{ vehicleId: 't1' }] }],
    });
    const theirs = await get<typeof line>('/lines/T', ofX);
    expect(theirs.directions[0]!.vehicles).toEqual([]);
    // Nor who of another carrier is missing, and how many are out.
    expect(line.directions[0]!.ghosts).not.toEqual([]);
    expect(theirs.directions[0]!.ghosts).toEqual([]);
    expect(Object.keys(theirs)).not.toContain('plannedVehicles');
    expect(await get('/lines/A', ofX)).toMatchObject({ actualVehicles: 1 });
    const diagram = await get<{ trips: { vehicleId?: string; planned: unknown[] }[] }>('/lines/T/diagram');
    expect(diagram.trips.find(({ vehicleId }) => vehicleId === 't1')?.planned).toHaveLength(6);
    const hidden = await get<typeof diagram>('/lines/T/diagram', ofX);
    expect(hidden.trips.flatMap(({ vehicleId }) => vehicleId ?? [])).toEqual([]);
  });

  it('lists trips and blocks, each carrier’s to itself', async () => {
    const { trips } = await get<{ trips: { routeId: string; vehicleId?: string; blockId: string }[] }>(
      '/trips?state=running',
    );
    expect(trips.map(({ vehicleId }) => vehicleId).sort()).toEqual(['a1', 't1']);
    // Long over by the timetable, they are still told of while they run; so much for who asks from now on.
    const from = Math.floor(Date.now() / 1000) + 3 * 86_400;
    const left = await get<{ total: number; trips: typeof trips }>(`/trips?endsAfter=${from}`);
    expect(left.trips.map(({ vehicleId }) => vehicleId).sort()).toEqual(['a1', 't1']);
    expect(left.total).toBe(2);
    const theirs = await get<{ trips: typeof trips }>('/trips?limit=2000', ofX);
    expect(new Set(theirs.trips.map(({ routeId }) => routeId))).toEqual(new Set(['A']));
    const { blockId } = trips.find(({ routeId }) => routeId === 'T')!;
    expect(await get(`/blocks/${blockId}`)).toMatchObject({ blockId, vehicleId: 't1' });
    expect((await rig.access.send('GET', `/dispatch/blocks/${blockId}`, undefined, ofX)).status).toBe(404);
  });

  it('says which service day is under way, the one that trips of no named day are of', async () => {
    const { serviceDate } = await get<{ serviceDate: string }>('/service-day');
    expect(serviceDate).toBe(townDate(Date.now() / 1000));
    expect(await get('/trips?limit=1')).toMatchObject({ serviceDate });
    const yesterday = Math.floor(Date.now() / 1000) - 86_400;
    expect(await get(`/service-day?t=${yesterday}`)).toEqual({ serviceDate: townDate(yesterday) });
  });

  it('finds by what things are called, in either script', async () => {
    const { found } = await get<{ found: { kind: string; id: string }[] }>('/search?q=a32');
    expect(found[0]).toMatchObject({ kind: 'route', id: 'A' });
    const vehicles = async (headers: Record<string, string>): Promise<unknown[]> =>
      (await get<{ found: typeof found }>('/search?q=No%20t1', headers)).found.filter(
        ({ kind }) => kind === 'vehicle',
      );
    expect(await vehicles(ALL)).toHaveLength(1);
    expect(await vehicles(ofX)).toEqual([]);
  });

  it('finds orders, each carrier’s for itself', async () => {
    const give = async (routeId: string): Promise<string> => {
      const end = Math.floor(Date.now() / 1000) + 3600;
      const order = {
        action: { kind: 'suppress_predictions', routeIds: [routeId], period: { end } },
        reason: { code: 'other', text: 'a test' },
      };
      const headers = { ...ALL, 'idempotency-key': `nothing-said-of-${routeId}` };
      return String((await rig.access.send('POST', '/dispatch/orders', order, headers)).body['orderId']);
    };
    const [ofLineA, ofLineT] = [await give('A'), await give('T')];
    const isFound = async (orderId: string, headers: Record<string, string>): Promise<boolean> =>
      (await get<{ found: unknown[] }>(`/search?q=${orderId}`, headers)).found.length > 0;
    await rig.until('the last order', async () => ((await isFound(ofLineT, ALL)) ? true : undefined));
    expect([await isFound(ofLineA, ofX), await isFound(ofLineT, ofX)]).toEqual([true, false]);
    for (const orderId of [ofLineA, ofLineT]) {
      await rig.access.send('POST', `/dispatch/orders/${orderId}/undo`, { reason: { code: 'mistake' } }, ALL);
    }
  });

  it('raises an exception once, lets one dispatcher take it, and goes on with it after a restart', async () => {
    const astray = { phase: 'OFF_ROUTE', offsetMetres: 300 } as const;
    rig.say('t2', 'T', 1, astray, 40);
    rig.say('t2', 'T', 1, astray);
    const stray = await rig.until('the stray tram', () => findOpen('off_route', 't2'));
    expect(stray).toMatchObject({ state: 'new', routeId: 'T', carrierId: 'Y', value: 300 });
    expect((await get<{ exceptions: DispatchException[] }>('/exceptions', ofX)).exceptions).toEqual([]);
    const handle = (what: string, headers: Record<string, string>) =>
      rig.access.send('POST', `/dispatch/exceptions/${stray.exceptionId}/${what}`, { note: 'seen' }, headers);
    expect((await handle('take', ofX)).status).toBe(403);
    expect((await handle('take', dispatcher)).body).toMatchObject({ state: 'taken' });
    const second = await rig.access.addPerson(['dispatcher']);
    const other = { ...SAME_ORIGIN, cookie: await rig.access.signIn(second) };
    expect((await handle('take', other)).status).toBe(409);
    await rig.until('both steps written down', async () => {
      const { rows } = await rig.access.pool.query<{ event: string }>(
        'SELECT event FROM dispatch.exception_events WHERE exception_id = $1 ORDER BY event_id',
        [stray.exceptionId],
      );
      return rows.length === 2 ? rows : undefined;
    });
    const { entries } = await get<{ entries: JournalEntry[] }>('/journal?kind=exception');
    expect(entries).toMatchObject([
      { event: 'exception.taken', note: 'seen', text: { en: 'Taken: off route, Т1, vehicle No t2' } },
    ]);
    await rig.restart();
    const again = await rig.until('it after the restart', async () => {
      const { status } = await rig.access.send('GET', '/dispatch/live', undefined, ALL);
      return status === 200 ? findOpen('off_route', 't2') : undefined;
    });
    expect(again).toMatchObject({ exceptionId: stray.exceptionId, state: 'taken' });
    expect((await handle('solve', dispatcher)).status).toBe(200);
    const path = `/exceptions/${stray.exceptionId}`;
    expect(await get(path)).toMatchObject({ state: 'solved', value: 300, solved: { how: 'person' } });
    expect((await rig.access.send('GET', `/dispatch${path}`, undefined, ofX)).status).toBe(404);
  });

  it('lets who may configure lines set their mode, which outlives a restart', async () => {
    const put = (headers: Record<string, string>) =>
      rig.access.send(
        'PUT',
        '/dispatch/lines/T/mode',
        { mode: 'headway', thresholds: { gapShare: 2 } },
        headers,
      );
    expect((await put(dispatcher)).status).toBe(403);
    expect((await put(ALL)).body).toMatchObject({
      mode: 'headway',
      isModeChosen: true,
      thresholds: { gapShare: 2 },
    });
    expect((await rig.access.send('PUT', '/dispatch/lines/T/mode', { mode: 'fast' }, ALL)).status).toBe(400);
    await rig.restart();
    await rig.until('the mode after the restart', async () => {
      const { status, body } = await rig.access.send('GET', '/dispatch/lines/T', undefined, ALL);
      return status === 200 && body['mode'] === 'headway' ? true : undefined;
    });
  });
});
