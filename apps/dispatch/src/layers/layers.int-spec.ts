import type { SpeedsView, TapCountsView } from '@rukh/domain/dispatch';
import { SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { WatchRig } from '../live/watch-rig.fixture.js';

type Headers = Readonly<Record<string, string>>;

describe('layers of the map', () => {
  let rig: WatchRig;
  let viewer: Headers;
  let ofX: Headers;
  let inspector: Headers;
  let taps = 0;

  const get = (headers: Headers, url: string) =>
    rig.access.send('GET', `/dispatch/layers/${url}`, undefined, headers);
  const count = async (headers: Headers, at: number): Promise<TapCountsView> =>
    (await get(headers, `taps?t=${at}`)).body as unknown as TapCountsView;

  async function tap(
    times: number,
    stopId: string,
    vehicleId: string,
    at: number,
    more: object = {},
  ): Promise<void> {
    const { kind, reason, outcome } = { kind: 'ENTRY', reason: 'OK_PAYG', outcome: 'ACCEPTED', ...more };
    for (let i = 0; i < times; i++) {
      const seq = ++taps;
      await rig.access.pool.query(
        `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
           deny_list_version, device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
         VALUES ('D', $1, '\\x00', '\\x00', 'CLOSED_CARD', $2, $3, 0, to_timestamp($4), to_timestamp($4), 'EXACT', $5, $6,
           'O')`,
        [seq, kind, reason, at, outcome, vehicleId],
      );
      await rig.access.pool.query(
        `INSERT INTO ticketing.tap_contexts (device_id, seq, revision, route_id, stop_id, source, confidence, vehicle_id)
         VALUES ('D', $1, 1, $2, $3, 'AVL', 1, $4)`,
        [seq, vehicleId.startsWith('a') ? 'A' : 'T', stopId, vehicleId],
      );
    }
  }

  beforeAll(async () => {
    rig = await WatchRig.create();
    const signIn = async (...person: Parameters<typeof rig.access.addPerson>): Promise<Headers> => ({
      ...SAME_ORIGIN,
      cookie: await rig.access.signIn(await rig.access.addPerson(...person)),
    });
    viewer = await signIn(['viewer']);
    ofX = await signIn(['company_operator'], ['X']);
    inspector = await signIn(['inspector']);
  });
  afterAll(() => rig.close());

  it('count taps of an hour by stop, in fives, and tell of no stop with fewer than five', async () => {
    const now = Math.floor(Date.now() / 1000);
    await tap(7, 'O1', 'a1', now - 600);
    await tap(12, 'O1', 't1', now - 1200);
    await tap(4, 'O2', 'a1', now - 600);
    await tap(6, 'O3', 't1', now - 600);
    // None of these is somebody who got in within the hour.
    await tap(9, 'O3', 't1', now - 4000);
    await tap(9, 'O3', 't1', now - 600, { kind: 'EXIT' });
    await tap(9, 'O3', 't1', now - 600, { reason: 'DENIED_LIST' });
    await tap(9, 'O3', 't1', now - 600, { outcome: 'QUARANTINED' });
    expect((await count(viewer, now)).stops).toEqual([
      { stopId: 'O1', taps: 20 },
      { stopId: 'O3', taps: 5 },
    ]);
    // Who is of a carrier is told of its own; of the other's 12 nothing is to be reckoned from the rest.
    expect((await count(ofX, now)).stops).toEqual([{ stopId: 'O1', taps: 5 }]);
    expect((await count(viewer, now - 7200)).stops).toEqual([]);
    expect((await get(inspector, 'taps')).status).toBe(403);
  });

  it('tell how fast sections are gone, of the vehicles that are seen', async () => {
    rig.say('a1', 'A', 0, {}, 0, [300, 200]);
    rig.say('t1', 'T', 0, {}, 0, [400, 100]);
    const speeds = async (headers: Headers): Promise<Partial<SpeedsView>> =>
      (await get(headers, 'speeds')).body;
    const section = await rig.until('both vehicles on the section', async () => {
      const [slowest] = (await speeds(inspector)).sections ?? [];
      return slowest?.passages === 2 ? slowest : undefined;
    });
    const metres = section.toMetres - section.fromMetres;
    expect(section).toMatchObject({ fromStopId: 'O0', toStopId: 'O1' });
    expect(section.metresPerSecond).toBeCloseTo((2 * metres) / 400, 1);
    expect(section.plannedMetresPerSecond).toBeCloseTo(metres / 300, 1);
    const [own] = (await speeds(ofX)).sections!;
    expect(own).toMatchObject({ fromStopId: 'O0', passages: 1 });
    expect(own!.metresPerSecond).toBeCloseTo(metres / 100, 1);
  });
});
