import 'reflect-metadata';
import { IntakeRig, RigDevice } from '../intake-rig.fixture.js';

describe('taps over HTTP', () => {
  let rig: IntakeRig;

  beforeAll(async () => {
    rig = await IntakeRig.create();
  });
  afterAll(() => rig.close());

  it.each(['protobuf', 'json'] as const)('are durable when they are answered, in %s', async (form) => {
    const device = await rig.addDevice(`first-${form}`);
    const taps = [
      device.tap(1),
      device.tap(2, { place: { routeId: 'A01', lat: 49.84, lon: 24.03 } }),
      device.tap(3),
    ];
    const { receipt, headers } = await rig.post(device.deviceId, device.seal(device.batch(taps), form), form);
    expect(headers['content-type']).toMatch(form === 'json' ? /json/ : /protobuf/);
    expect(receipt).toMatchObject({
      deviceId: device.deviceId,
      highWaterMark: 3,
      missing: [],
      answers: [1, 2, 3].map((seq) => ({ seq, outcome: 'ACCEPTED' })),
    });
    const rows = await rig.query(
      'SELECT seq::integer, outcome, clock_quality, claimed FROM ticketing.taps WHERE device_id = $1 ORDER BY seq',
      [device.deviceId],
    );
    expect(rows).toEqual([
      { seq: 1, outcome: 'ACCEPTED', clock_quality: 'EXACT', claimed: null },
      {
        seq: 2,
        outcome: 'ACCEPTED',
        clock_quality: 'EXACT',
        claimed: { route_id: 'A01', lat: 49.84, lon: 24.03 },
      },
      { seq: 3, outcome: 'ACCEPTED', clock_quality: 'EXACT', claimed: null },
    ]);
  });

  it('are DUPLICATE when they come again, in the other form too, and nothing happens again', async () => {
    const device = await rig.addDevice('again');
    const taps = [device.tap(1), device.tap(2)];
    await rig.send(device, taps);
    const { receipt } = await rig.post('again', device.seal(device.batch(taps), 'json'), 'json');
    expect(receipt.answers).toEqual(
      [1, 2].map((seq) => ({ seq, outcome: 'DUPLICATE', detail: 'was ACCEPTED' })),
    );
    expect(await rig.query("SELECT 1 FROM ticketing.taps WHERE device_id = 'again'")).toHaveLength(2);
  });

  it('come again beside new ones, which are written as if they were alone', async () => {
    const device = await rig.addDevice('beside');
    const [first, second] = [device.tap(1), device.tap(2)];
    await rig.send(device, [first]);
    const { answers } = await rig.send(device, [first, second]);
    expect(answers).toMatchObject([{ outcome: 'DUPLICATE' }, { outcome: 'ACCEPTED' }]);
    expect(await rig.query("SELECT 1 FROM ticketing.taps WHERE device_id = 'beside'")).toHaveLength(2);
  });

  it('are a CONFLICT under the number of another tap, and somebody is told', async () => {
    const device = await rig.addDevice('conflict');
    await rig.send(device, [device.tap(1)]);
    const { answers } = await rig.send(device, [device.tap(1, { token: 'another' }), device.tap(2)]);
    expect(answers).toMatchObject([
      { seq: 1, outcome: 'CONFLICT' },
      { seq: 2, outcome: 'ACCEPTED' },
    ]);
    expect(await rig.query('SELECT seq::integer, times::integer FROM ticketing.tap_conflicts')).toEqual([
      { seq: 1, times: 1 },
    ]);
    expect(await rig.metric('rukh_taps_total{outcome="CONFLICT"}')).toBe(1);
  });

  it('of a thousand devices that were never heard before are durable when all come at once, over few connections', async () => {
    const devices = Array.from({ length: 1_000 }, (_, i) => new RigDevice(`new-${i}`));
    const ids = devices.map(({ deviceId }) => deviceId);
    await rig.query(
      `INSERT INTO ticketing.devices (device_id, operator_id, state, provisioned_at)
       SELECT unnest($1::text[]), 'let', 'ACTIVE', now() - interval '30 days'`,
      [ids],
    );
    await rig.query(
      `INSERT INTO ticketing.device_keys (device_id, key_id, public_key, valid_from)
       SELECT given.*, now() - interval '30 days' FROM unnest($1::text[], $2::text[], $3::bytea[]) AS given`,
      [ids, devices.map(({ keyId }) => keyId), devices.map(({ publicKey }) => publicKey)],
    );
    const sent = devices.map((device) => device.seal(device.batch([device.tap(1), device.tap(2)])));
    const answers = await Promise.all(devices.map(({ deviceId }, i) => rig.post(deviceId, sent[i]!)));
    const tally = Map.groupBy(answers, ({ status, receipt }) => `${status} ${receipt.highWaterMark}`);
    expect([...tally].map(([answer, of]) => [answer, of.length])).toEqual([['200 2', 1_000]]);
    const [taps] = await rig.query<{ n: number }>(
      "SELECT count(*)::integer AS n FROM ticketing.taps WHERE device_id LIKE 'new-%'",
    );
    expect(taps!.n).toBe(2_000);
    const [open] = await rig.query<{ n: number }>(
      "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE application_name LIKE 'rukh%'",
    );
    expect(open!.n).toBeLessThan(50);
  });
});
