import type { DispatchException, LiveSnapshot, VehicleRow } from '@rukh/domain/dispatch';
import { ADMIN_TOKEN, SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { townDate } from '../live/town-clock.fixture.js';
import { WatchRig } from '../live/watch-rig.fixture.js';
import { drive } from './past-rows.fixture.js';

const ALL = { authorization: `Bearer ${ADMIN_TOKEN}` };
/** A moment of half an hour ago, at a whole ten minutes and five: two trips of each line are under way. */
const THEN = Math.floor((Date.now() / 1000 - 1800) / 600) * 600 + 300;

describe('the past, shown again', () => {
  let rig: WatchRig;
  let ofX: Record<string, string>;

  const ask = async (url: string, headers: Record<string, string> = ALL): Promise<string> => {
    const answer = await rig.access.app.inject({ url: `/api/v1/dispatch${url}`, headers });
    if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}: ${answer.body}`);
    return answer.body;
  };
  const get = async <T>(url: string, headers?: Record<string, string>): Promise<T> =>
    JSON.parse(await ask(url, headers)) as T;
  const liveAt = (at: number, headers?: Record<string, string>): Promise<LiveSnapshot> =>
    get(`/live?t=${at}`, headers);
  const tripsAt = async (
    at: number | undefined,
    query: string,
  ): Promise<{ vehicleId?: string; departedAt?: number }[]> => {
    const time = at === undefined ? '' : `&t=${at}`;
    const url = `/trips?limit=2000&date=${townDate(THEN)}&${query}${time}`;
    return (await get<{ trips: { vehicleId?: string; departedAt?: number }[] }>(url)).trips;
  };
  const rowOf = ({ vehicles }: LiveSnapshot, id: string): VehicleRow | undefined =>
    vehicles.find(([vehicleId]) => vehicleId === id);

  beforeAll(async () => {
    rig = await WatchRig.create();
    const person = await rig.access.addPerson(['company_operator'], ['X']);
    ofX = { ...SAME_ORIGIN, cookie: await rig.access.signIn(person) };
    await rig.until('a timetable', async () => {
      const { status } = await rig.access.send('GET', '/dispatch/network', undefined, ALL);
      return status === 200 ? true : undefined;
    });
    await drive(rig.access.pool, 'a1', 'A', THEN - 300, THEN + 600);
    await drive(rig.access.pool, 'a2', 'A', THEN - 900, THEN + 600);
    await drive(rig.access.pool, 't1', 'T', THEN - 300, THEN + 30);
  });
  afterAll(() => rig.close());

  it('says from when to when it can be', async () => {
    const { from, to } = await get<{ from: number; to: number }>('/replay/range');
    expect(from).toBeLessThanOrEqual(THEN - 900);
    expect(to).toBeGreaterThan(THEN + 600);
  });

  it('shows the same moment alike, to the byte, from wherever it is come to', async () => {
    const first = await ask(`/live?t=${THEN + 60}`);
    await ask(`/live?t=${THEN + 200}`);
    await ask(`/live?t=${THEN - 200}`);
    expect(await ask(`/live?t=${THEN + 60}`)).toBe(first);
    const asked = [50, 20, 60, 40, 60].map((seconds) => ask(`/live?t=${THEN + seconds}`));
    expect((await Promise.all(asked)).filter((text) => text === first)).toHaveLength(2);
    for (const url of [
      '/lines/A',
      '/lines/A/diagram',
      '/trips',
      '/vehicles',
      '/vehicles/a1',
      '/network',
      '/exceptions',
    ]) {
      const once = await ask(`${url}?t=${THEN + 60}`);
      await ask(`/live?t=${THEN + 61}`);
      expect(await ask(`${url}?t=${THEN + 60}`)).toBe(once);
    }
  });

  it('shows vehicles where they were then, on their trips, and how far behind each other', async () => {
    const snapshot = await liveAt(THEN);
    expect(snapshot).toMatchObject({ at: THEN, feedVersion: 'spec' });
    expect(snapshot.vehicles.map(([id]) => id).sort()).toEqual(['a1', 'a2', 't1']);
    const [, label, carrierId, , lon, , , fixAt, state, phase, routeId] = rowOf(snapshot, 'a1')!;
    expect({ label, carrierId, state, phase, routeId }).toEqual({
      label: 'a1',
      carrierId: 'X',
      state: 'normal',
      phase: 'IN_PROGRESS',
      routeId: 'A',
    });
    expect(fixAt).toBe(THEN - 10);
    expect(lon).toBeCloseTo(24 + 290 * 0.00003, 5);
    const line = await get<{ directions: { vehicles: { ahead?: { headwaySeconds: number } }[] }[] }>(
      `/lines/A?t=${THEN + 100}`,
    );
    expect(line.directions[0]!.vehicles[1]!.ahead!.headwaySeconds).toBeCloseTo(600, -1);
    const later = await liveAt(THEN + 150);
    expect(rowOf(later, 't1')?.[8]).toBe('no_signal');
  });

  it('shows trips as they stood, of a carrier its own only', async () => {
    expect((await tripsAt(THEN, 'state=running')).map(({ vehicleId }) => vehicleId).sort()).toEqual([
      'a1',
      'a2',
      't1',
    ]);
    expect(await tripsAt(THEN - 600, 'state=running')).toHaveLength(1);
    expect((await liveAt(THEN, ofX)).vehicles.map(([id]) => id).sort()).toEqual(['a1', 'a2']);
    const { status } = await rig.access.send('GET', `/dispatch/vehicles/t1?t=${THEN}`, undefined, ofX);
    expect(status).toBe(404);
  });

  it('draws a line of hours ago from history, of a carrier’s own vehicles only', async () => {
    const from = THEN - 7200;
    type Diagram = { trips: { tripId: string; vehicleId?: string; actual: [number, number, number][] }[] };
    const seenOf = ({ trips }: Diagram, vehicleId: string): number[] =>
      trips.filter((trip) => trip.vehicleId === vehicleId).flatMap(({ actual }) => actual.map(([at]) => at));
    const url = `?from=${from}&to=${THEN + 900}`;
    expect(seenOf(await get(`/lines/A/diagram${url}`), 'a2')).toEqual(
      expect.arrayContaining([THEN - 900, THEN - 600, THEN - 300, THEN]),
    );
    expect(seenOf(await get(`/lines/T/diagram${url}`), 't1')).toEqual([THEN - 300, THEN]);
    const hidden = await get<Diagram>(`/lines/T/diagram${url}`, ofX);
    expect(
      hidden.trips.flatMap(({ actual, vehicleId }) => [...actual, ...(vehicleId ? [vehicleId] : [])]),
    ).toEqual([]);
  });

  it('lists what was open then, as it stood then', async () => {
    const details = {
      exceptionId: 'e1',
      kind: 'gap',
      state: 'solved',
      routeId: 'A',
      vehicleId: 'a1',
      carrierId: 'X',
    };
    await rig.access.pool.query(
      `INSERT INTO dispatch.exceptions (exception_id, key, kind, state, route_id, carrier_id, vehicle_id, raised_at, solved_at, over_at, details)
       VALUES ('e1', 'gap a1', 'gap', 'solved', 'A', 'X', 'a1', to_timestamp($1), to_timestamp($2), to_timestamp($2), $3)`,
      [
        THEN,
        THEN + 120,
        JSON.stringify({
          ...details,
          raisedAt: THEN,
          sinceSeconds: THEN - 60,
          solved: { at: THEN + 120, how: 'cleared' },
        }),
      ],
    );
    await rig.access.pool.query(
      `INSERT INTO dispatch.exception_events (exception_id, at, event, user_id, user_name)
       VALUES ('e1', to_timestamp($1), 'taken', 'u1', 'Olena')`,
      [THEN + 60],
    );
    const at = async (t: number): Promise<DispatchException[]> =>
      (await liveAt(t)).exceptions as DispatchException[];
    expect(await at(THEN - 5)).toEqual([]);
    expect(await at(THEN + 30)).toMatchObject([{ exceptionId: 'e1', state: 'new' }]);
    expect(await at(THEN + 90)).toMatchObject([
      { state: 'taken', takenBy: { name: 'Olena', at: THEN + 60 } },
    ]);
    expect(await at(THEN + 125)).toEqual([]);
  });

  it('is remembered by a watch that begins: who fell silent, and how evenly it went', async () => {
    await rig.restart();
    const row = await rig.until('the silent bus', async () => {
      const { status, body } = await rig.access.send('GET', '/dispatch/live', undefined, ALL);
      return status === 200 ? rowOf(body as unknown as LiveSnapshot, 'a1') : undefined;
    });
    expect(row.slice(7, 11)).toEqual([THEN + 600, 'no_signal', 'IN_PROGRESS', 'A']);
    const departures = (await tripsAt(undefined, 'routeId=A')).map(({ departedAt }) => departedAt);
    expect(departures).toEqual(expect.arrayContaining([THEN - 900, THEN - 300]));
  });

  it('refuses what nothing is kept of, and to change anything', async () => {
    const status = async (url: string): Promise<number> =>
      (await rig.access.send('GET', `/dispatch${url}`, undefined, ALL)).status;
    expect(await status(`/live?t=${THEN + 86_400}`)).toBe(404);
    expect(await status('/live?t=1000000000')).toBe(404);
    expect(await status('/live?t=yesterday')).toBe(400);
    const take = await rig.access.send('POST', `/dispatch/exceptions/e1/take?t=${THEN}`, {}, ALL);
    expect(take.status).toBe(409);
  });
});
