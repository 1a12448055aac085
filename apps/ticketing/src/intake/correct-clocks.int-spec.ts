import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { ADMIN_TOKEN, IntakeRig, type RigDevice } from '../intake-rig.fixture.js';
import { ClockCorrector } from './correct-clocks.js';

const MINUTE_MS = 60_000;
const MENDING = new URL('../../../../db/migrations/049_refused_stays_refused.sql', import.meta.url);

let rig: IntakeRig;

beforeAll(async () => {
  rig = await IntakeRig.create();
});
afterAll(() => rig.close());

async function corrections({ deviceId }: RigDevice): Promise<object[]> {
  return rig.query(
    `SELECT seq::integer, revision, clock_quality AS quality, made_by AS by,
       round(extract(epoch FROM now() - tapped_at) / 60)::integer AS "agoMinutes"
     FROM ticketing.tap_corrections WHERE device_id = $1 ORDER BY seq, revision`,
    [deviceId],
  );
}

/** The rider of a tap has an account. */
async function giveAccount({ deviceId }: RigDevice): Promise<string> {
  const [account] = await rig.query<{ id: string }>(
    'INSERT INTO ticketing.accounts DEFAULT VALUES RETURNING account_id AS id',
  );
  await rig.query(
    `WITH medium AS (
       INSERT INTO ticketing.media (token_ref, media_type) SELECT token_ref, media_type FROM ticketing.taps
       WHERE device_id = $1 ON CONFLICT DO NOTHING RETURNING token_ref
     ) INSERT INTO ticketing.media_accounts (token_ref, account_id) SELECT token_ref, $2 FROM medium`,
    [deviceId, account!.id],
  );
  return account!.id;
}

describe('a tap without a time', () => {
  it('gets it when a message of the same start comes after all, and its rider is priced again', async () => {
    const device = await rig.addDevice('late-start');
    const kept = device.tap(1, { deviceTimeMs: 0, clockSource: 'RTC' }, 10 * MINUTE_MS);
    // The start after it sends it first.
    const next = { bootId: 2, uptimeMs: 3 * 3_600_000 };
    expect((await rig.send(device, [kept], next)).answers).toMatchObject([{ outcome: 'QUARANTINED_CLOCK' }]);
    const account = await giveAccount(device);
    await rig.app.get(ClockCorrector).look();
    expect(await corrections(device)).toEqual([]);
    await rig.send(device, [device.tap(2)]);
    await rig.app.get(ClockCorrector).look();
    expect(await corrections(device)).toEqual([
      { seq: 1, revision: 1, quality: 'CORRECTED', by: 'intake', agoMinutes: 10 },
    ]);
    expect(
      await rig.query('SELECT causes FROM ticketing.repricing WHERE account_id = $1', [account]),
    ).toMatchObject([{ causes: expect.arrayContaining(['CLOCK']) as string[] }]);
    await rig.app.get(ClockCorrector).look();
    expect(await corrections(device)).toHaveLength(1);
  });

  it('gets it when its device turns out to have been put up earlier than was said', async () => {
    const device = await rig.addDevice('put-up', Date.now() - 60 * MINUTE_MS);
    const early = device.tap(
      1,
      { deviceTimeMs: Date.now() - 120 * MINUTE_MS, token: '0400putup' },
      120 * MINUTE_MS,
    );
    expect((await rig.send(device, [early, device.tap(2)])).answers).toMatchObject([
      { outcome: 'QUARANTINED_CLOCK' },
      { outcome: 'ACCEPTED' },
    ]);
    const account = await giveAccount(device);
    const say = async (minutesAgo: number, headers?: Record<string, string>): Promise<number> => {
      const payload = { provisionedAt: new Date(Date.now() - minutesAgo * MINUTE_MS) };
      const url = '/api/v1/devices/put-up/provisioning';
      return (await rig.app.inject({ method: 'POST', url, headers: headers ?? {}, payload })).statusCode;
    };
    const admin = { authorization: `Bearer ${ADMIN_TOKEN}`, 'x-actor': 'olena' };
    expect(await say(1440)).toBe(401);
    // A tap that is here cannot be before it.
    expect(await say(0, admin)).toBe(409);
    expect(await say(-5, admin)).toBe(400);
    await rig.app.get(ClockCorrector).look();
    expect(await corrections(device)).toEqual([]);
    expect(await say(1440, admin)).toBe(201);
    await rig.app.get(ClockCorrector).look();
    expect(await corrections(device)).toMatchObject([{ seq: 1, by: 'intake', agoMinutes: 120 }]);
    expect(
      await rig.query('SELECT causes FROM ticketing.repricing WHERE account_id = $1', [account]),
    ).toHaveLength(1);
    expect(
      await rig.query("SELECT made_by AS by FROM ticketing.device_changes WHERE device_id = 'put-up'"),
    ).toEqual([{ by: 'olena' }]);
  });

  it('or one that somebody knows, as often as somebody knows better; never without the token', async () => {
    const device = await rig.addDevice('by-hand');
    await rig.send(device, [device.tap(1)]);
    const correct = async (headers: Record<string, string>, minutesAgo: number, seq = 1): Promise<number> => {
      const payload = { tappedAt: new Date(Date.now() - minutesAgo * MINUTE_MS), reason: 'seen on camera' };
      const url = `/api/v1/devices/by-hand/taps/${seq}/corrections`;
      return (await rig.app.inject({ method: 'POST', url, headers, payload })).statusCode;
    };
    const admin = { authorization: `Bearer ${ADMIN_TOKEN}`, 'x-actor': 'olena' };
    expect(await correct({}, 5)).toBe(401);
    expect(await correct(admin, 5)).toBe(201);
    expect(await correct(admin, 7)).toBe(201);
    expect(await correct(admin, 7, 99)).toBe(404);
    expect(await correct(admin, 7, 1e20)).toBe(400);
    // A year that was mistyped would be charged by a tariff to come, or of long ago.
    expect(await correct(admin, -5)).toBe(422);
    expect(await correct(admin, 31 * 1440)).toBe(422);
    expect(await correct(admin, 2000 * 365 * 1440)).toBe(422);
    expect(await corrections(device)).toMatchObject([
      { revision: 1, by: 'olena', agoMinutes: 5 },
      { revision: 2, by: 'olena', agoMinutes: 7 },
    ]);
  });

  it('stays refused, and too old to be charged, whatever its time: nobody is charged for a ride that he was not let on', async () => {
    const day = 1440;
    const device = await rig.addDevice('by-policy', Date.now() - 60 * day * MINUTE_MS);
    await rig.send(device, [device.tap(1, { reason: 'DENY_LIST' }), device.tap(2), device.tap(3)]);
    for (const [seq, minutesAgo] of [
      [1, 5],
      [2, 5],
      [3, 36 * day],
    ] as const) {
      await rig.app.inject({
        ...{ method: 'POST', url: `/api/v1/devices/by-policy/taps/${seq}/corrections` },
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
        payload: { tappedAt: new Date(Date.now() - minutesAgo * MINUTE_MS), reason: 'seen on camera' },
      });
    }
    expect(
      await rig.query(
        `SELECT seq::integer, outcome FROM ticketing.tap_corrections WHERE device_id = 'by-policy' ORDER BY seq`,
      ),
    ).toEqual([
      { seq: 1, outcome: 'DENIED_RECORDED' },
      { seq: 2, outcome: 'ACCEPTED' },
      { seq: 3, outcome: 'LATE_EXPIRED' },
    ]);
  });

  it('was let in by corrections of before, and is refused again, its rider priced again', async () => {
    const device = await rig.addDevice('of-before');
    await rig.send(device, [device.tap(1, { reason: 'DENY_LIST', token: 'of-before' })]);
    const account = await giveAccount(device);
    await rig.query(
      `INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, reason, made_by)
       VALUES ('of-before', 1, 1, now() - interval '5 minutes', 'CLOCK', 'olena')`,
    );
    const mending = await readFile(MENDING, 'utf8');
    await rig.query(mending);
    await rig.query(mending);
    expect(
      await rig.query(
        `SELECT revision, outcome FROM ticketing.tap_corrections WHERE device_id = 'of-before' ORDER BY revision`,
      ),
    ).toEqual([
      { revision: 1, outcome: 'ACCEPTED' },
      { revision: 2, outcome: 'DENIED_RECORDED' },
    ]);
    expect(
      await rig.query('SELECT causes FROM ticketing.repricing WHERE account_id = $1', [account]),
    ).toMatchObject([{ causes: ['CLOCK'] }]);
  });

  it('takes two corrections made at once', async () => {
    const device = await rig.addDevice('at-once');
    await rig.send(device, [device.tap(1)]);
    const made = await Promise.all(
      Array.from({ length: 8 }, () =>
        rig.app.inject({
          ...{ method: 'POST', url: '/api/v1/devices/at-once/taps/1/corrections' },
          headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
          payload: { tappedAt: new Date(Date.now() - 5 * MINUTE_MS), reason: 'seen on camera' },
        }),
      ),
    );
    expect(made.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(201));
    expect(await corrections(device)).toHaveLength(8);
  });
});
