import { AskedMessages, type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import type {
  VehicleMessage,
  VehicleMessagesView,
  VehicleValidatorsView,
  VehicleView,
  VehiclesView,
} from '@rukh/domain/dispatch';
import { SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { WatchRig } from '../live/watch-rig.fixture.js';

type Headers = Readonly<Record<string, string>>;

describe('the equipment of a vehicle', () => {
  let rig: WatchRig;
  let redis: Redis;
  const who: Record<'supervisor' | 'dispatcher' | 'viewer' | 'ofX', Headers> = {} as never;

  const get = (headers: Headers, url: string) =>
    rig.access.send('GET', `/dispatch/vehicles/${url}`, undefined, headers);

  beforeAll(async () => {
    rig = await WatchRig.create();
    redis = connectRedis(rig.access.redis.url, { name: 'spec' });
    await untilRedisReady(redis, 60_000);
    const signIn = async (...person: Parameters<typeof rig.access.addPerson>): Promise<Headers> => ({
      ...SAME_ORIGIN,
      cookie: await rig.access.signIn(await rig.access.addPerson(...person)),
    });
    who.supervisor = await signIn(['supervisor']);
    who.dispatcher = await signIn(['dispatcher']);
    who.viewer = await signIn(['viewer']);
    who.ofX = await signIn(['company_operator'], ['X']);
    rig.position = { chargePercent: 64, driverId: '20417' };
    rig.say('a1', 'A', 0);
    rig.position = {};
    rig.say('t1', 'T', 0);
    await rig.until('both vehicles', async () =>
      (await get(who.supervisor, 'a1')).status === 200 && (await get(who.supervisor, 't1')).status === 200
        ? true
        : undefined,
    );
  });
  afterAll(async () => {
    redis.disconnect();
    await rig.close();
  });

  it('says its charge to all, and who drives to who may know', async () => {
    const viewOf = async (headers: Headers, id: string): Promise<VehicleView> =>
      (await get(headers, id)).body as unknown as VehicleView;
    expect(await viewOf(who.dispatcher, 'a1')).toMatchObject({ chargePercent: 64, driverId: '20417' });
    const seen = await viewOf(who.viewer, 'a1');
    expect(seen.chargePercent).toBe(64);
    expect(seen).not.toHaveProperty('driverId');
    const silent = await viewOf(who.dispatcher, 't1');
    expect(silent).not.toHaveProperty('chargePercent');
    expect(silent).not.toHaveProperty('driverId');
    const { body } = await rig.access.send('GET', '/dispatch/vehicles', undefined, who.supervisor);
    expect(JSON.stringify(body)).not.toContain('20417');
  });

  it('sent what supervisors may read as it came, once those who take messages in have answered', async () => {
    expect((await get(who.dispatcher, 'a1/messages')).status).toBe(403);
    const asked = async (): Promise<VehicleMessagesView> =>
      (await get(who.supervisor, 'a1/messages')).body as unknown as VehicleMessagesView;
    expect(await asked()).toMatchObject({ isAnswered: false, messages: [] });

    const messages = new AskedMessages(redis, 'town');
    const now = Date.now() / 1000;
    expect(await messages.listAsked(now)).toEqual(['a1']);
    const said = (at: number, outcome: string): VehicleMessage => ({
      at,
      adapter: 'rukh',
      topic: 'rukh/v1/town/vehicle/a1/position',
      text: `{"timestamp":${at}}`,
      bytes: 16,
      outcome,
    });
    // Of two processes each has a part of them.
    const fifteen = Array.from({ length: 15 }, (_, i) => said(100 + 2 * i, 'accepted'));
    await messages.answer('a1', 'first', fifteen);
    await messages.answer('a1', 'second', [
      said(101, 'stale'),
      ...fifteen.map(({ at }) => said(at + 1, 'teleport')),
    ]);
    const { isAnswered, messages: told } = await asked();
    expect(isAnswered).toBe(true);
    expect(told).toHaveLength(20);
    expect(told.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => 129 - i));
    expect(told[0]).toEqual(said(129, 'teleport'));
    // Nobody asks any more: nobody is answered.
    expect(await messages.listAsked(now + 60)).toEqual([]);
    expect((await get(who.supervisor, 'nobody/messages')).status).toBe(404);
  });

  it('has validators, with what they said of themselves last', async () => {
    const put = (text: string): Promise<unknown> => rig.access.pool.query(text);
    await put(
      `INSERT INTO ticketing.operators (operator_id, name) VALUES ('O', 'Operator') ON CONFLICT DO NOTHING`,
    );
    await put(`INSERT INTO ticketing.devices (device_id, kind, operator_id, state)
      VALUES ('V-1', 'VALIDATOR', 'O', 'ACTIVE'), ('V-2', 'DRIVER_TERMINAL', 'O', 'ACTIVE'), ('V-9', 'VALIDATOR', 'O', 'ACTIVE')`);
    await put(`INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from, valid_until)
      VALUES ('V-1', 'a1', 'O', now() - interval '1 day', NULL), ('V-2', 'a1', 'O', now() - interval '1 day', NULL),
        ('V-9', 'a1', 'O', now() - interval '2 days', now() - interval '1 day'),
        ('V-9', 't1', 'O', now() - interval '1 day', NULL)`);
    await put(`INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
        last_seq, queue_length, deny_list_version, software_version)
      VALUES ('V-1', '2026-11-23 08:00Z', -4500, 'NTP', 1, 1, 7, 37, 1, '4.2.0')`);
    const { body, status } = await get(who.viewer, 'a1/validators');
    expect(status).toBe(200);
    expect(body as unknown as VehicleValidatorsView).toMatchObject({
      newestListVersion: 1,
      validators: [
        {
          deviceId: 'V-1',
          kind: 'VALIDATOR',
          state: 'ACTIVE',
          heardAt: Date.UTC(2026, 10, 23, 8) / 1000,
          clockOffsetSeconds: -4.5,
          queueLength: 37,
          listVersion: 1,
        },
        { deviceId: 'V-2', kind: 'DRIVER_TERMINAL' },
      ],
    });
    // What was never said is not made up.
    const [, silent] = (body as unknown as VehicleValidatorsView).validators;
    expect(Object.keys(silent!)).toEqual(['deviceId', 'kind', 'state']);
    // In the table of all vehicles as figures, each carrier's to itself.
    const table = (await rig.access.send('GET', '/dispatch/vehicles', undefined, who.viewer))
      .body as unknown as VehiclesView;
    const [a1, t1] = ['a1', 't1'].map((id) => table.vehicles.find(({ vehicleId }) => vehicleId === id));
    expect(a1!.validators).toEqual({ count: 2, quiet: 2, unsentTaps: 37, softwareVersions: ['4.2.0'] });
    expect(t1!.validators).toEqual({ count: 1, quiet: 1, unsentTaps: 0, softwareVersions: [] });
    const theirs = (await rig.access.send('GET', '/dispatch/vehicles', undefined, who.ofX))
      .body as unknown as VehiclesView;
    expect(theirs.vehicles.map(({ vehicleId }) => vehicleId)).toEqual(['a1']);
    expect((await get(who.ofX, 'a1/validators')).status).toBe(200);
    expect((await get(who.ofX, 't1/validators')).status).toBe(404);
  });
});
