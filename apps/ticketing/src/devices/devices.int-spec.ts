import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { makeSessionPair, openSession, signBySession } from '@rukh/adapters/device-session';
import { decodeReceipt, encodeHeartbeat, encodeSigned, encodeTapBatch } from '@rukh/adapters/protobuf';
import { type DeviceHeartbeat, SIGNED_AS, type TapReason, type TapReceipt } from '@rukh/domain/taps';
import { DeviceTracks } from '../intake/device-tracks.js';
import { ADMIN_TOKEN, IntakeRig, RigDevice } from '../intake-rig.fixture.js';

const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}`, 'x-actor': 'olena@lad.example' };
const DAY_MS = 86_400_000;

let rig: IntakeRig;

beforeAll(async () => {
  rig = await IntakeRig.create();
});
afterAll(() => rig.close());

async function ask(
  method: 'GET' | 'POST',
  path: string,
  payload: object = {},
  headers: Record<string, string> = ADMIN,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const url = `/api/v1/devices${path}`;
  const answer = await rig.app.inject({ method, url, headers, ...(method === 'POST' && { payload }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

/** A device that was enrolled, as any is. */
async function enrol(deviceId: string): Promise<RigDevice> {
  await ask('POST', '', { deviceId, operatorId: 'let', provisionedAt: new Date(Date.now() - 30 * DAY_MS) });
  return enrolAgain(new RigDevice(deviceId));
}

async function enrolAgain(device: RigDevice): Promise<RigDevice> {
  const { body } = await ask('POST', `/${device.deviceId}/enrolments`);
  expect((await show(device, body['code'] as string)).status).toBe(201);
  return device;
}

function show(device: RigDevice, code: string): ReturnType<typeof ask> {
  const { deviceId, keyId, publicKey } = device;
  const signature = device
    .sign(Buffer.from(`${deviceId}\n${code}`), SIGNED_AS.enrolment)
    .toString('base64url');
  const shown = { code, keyId, publicKey: publicKey.toString('base64url'), signature };
  return ask('POST', `/${deviceId}/enrolment`, shown, {});
}

async function refusal(device: RigDevice, seq: number): Promise<string> {
  const { text } = await rig.post(device.deviceId, device.seal(device.batch([device.tap(seq)])));
  return (JSON.parse(text) as { title: string }).title;
}

describe('the administration of devices', () => {
  it.each([
    ['GET', ''],
    ['POST', ''],
    ['POST', '/x/state'],
    ['POST', '/x/keys'],
    ['POST', '/x/keys/k/retirement'],
    ['POST', '/x/assignments'],
    ['POST', '/x/enrolments'],
    ['GET', '/x/changes'],
  ] as const)('%s %s is closed without its token', async (method, path) => {
    expect((await ask(method, path, {}, {})).status).toBe(401);
    expect((await ask(method, path, {}, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('says what is wrong with a request, and of what there is none', async () => {
    expect((await ask('POST', '', { deviceId: '../x', operatorId: 'let' })).status).toBe(400);
    expect((await ask('POST', '', { deviceId: 'lost', operatorId: 'nobody' })).status).toBe(404);
    expect((await ask('POST', '/nobody/state', { state: 'ACTIVE', reason: 'x' })).status).toBe(404);
    expect((await ask('GET', '/nobody')).status).toBe(404);
    await ask('POST', '', { deviceId: 'once', operatorId: 'new', operatorName: 'New carrier' });
    expect((await ask('POST', '', { deviceId: 'once', operatorId: 'let' })).status).toBe(409);
  });
});

describe('a device', () => {
  it('gets its identity by a code, once, and shows that the key is its own', async () => {
    const device = await enrol('enrolled');
    expect((await rig.send(device, [device.tap(1)])).answers).toMatchObject([{ outcome: 'ACCEPTED' }]);
    const { body } = await ask('POST', '/enrolled/enrolments');
    const thief = new RigDevice('enrolled', 'k2');
    const forged = new RigDevice('enrolled', 'k2');
    forged.sign = () => device.sign(Buffer.from('x'));
    expect((await show(forged, body['code'] as string)).status).toBe(403);
    expect((await show(thief, 'a-guess')).status).toBe(403);
    const renewed = new RigDevice('enrolled', 'k3');
    // One that was wiped goes on after the numbers that were given under its name, to what was no tap too.
    await rig.send(device, [{ ...device.tap(2), token: 'x'.repeat(129) }]);
    const { status, body: last } = await show(renewed, body['code'] as string);
    expect([status, last]).toMatchObject([201, { lastSeq: 2, lastBootId: 1 }]);
    expect((await show(new RigDevice('enrolled', 'k4'), body['code'] as string)).status).toBe(403);
    expect(await refusal(device, 2)).toBe('UNKNOWN_KEY');
    expect((await rig.send(renewed, [renewed.tap(2)])).highWaterMark).toBe(2);
  });

  it('changes its key by itself; both hold for a while, and then only the new one', async () => {
    const old = await enrol('rotated');
    const next = new RigDevice('rotated', 'k2');
    const newPublicKey = next.publicKey.toString('base64url');
    const signed = Buffer.from(`rotated\nk2\n${newPublicKey}`);
    const [signature, proof] = [old, next].map((d) => d.sign(signed, SIGNED_AS.key).toString('base64url'));
    const request = { keyId: 'k1', newKeyId: 'k2', newPublicKey, signature, proof };
    expect((await ask('POST', '/rotated/key-rotation', { ...request, signature: proof }, {})).status).toBe(
      403,
    );
    expect((await ask('POST', '/rotated/key-rotation', { ...request, proof: signature }, {})).status).toBe(
      403,
    );
    expect((await ask('POST', '/rotated/key-rotation', request, {})).status).toBe(201);
    expect((await ask('POST', '/rotated/key-rotation', request, {})).status).toBe(201);
    expect((await rig.send(old, [old.tap(1)])).highWaterMark).toBe(1);
    expect((await rig.send(next, [next.tap(2)])).highWaterMark).toBe(2);
    await ask('POST', '/rotated/keys/k1/retirement');
    expect(await refusal(old, 3)).toBe('UNKNOWN_KEY');
    expect((await rig.send(next, [next.tap(3)])).highWaterMark).toBe(3);
  });

  it('is refused while it is not in use, keeps what it has, and goes on when it is in use again', async () => {
    const device = await enrol('suspended');
    await ask('POST', '/suspended/state', { state: 'SUSPENDED', reason: 'in repair' });
    expect(await refusal(device, 1)).toBe('DEVICE_NOT_ACTIVE');
    await ask('POST', '/suspended/state', { state: 'ACTIVE', reason: 'repaired' });
    expect((await rig.send(device, [device.tap(1)])).highWaterMark).toBe(1);
  });

  it('proves nothing any more once revoked, taps of before included, until it is enrolled anew', async () => {
    const device = await enrol('revoked');
    await ask('POST', '/revoked/state', { state: 'REVOKED', reason: 'stolen' });
    const before = device.tap(1, {}, 10 * DAY_MS);
    const { status, text } = await rig.post('revoked', device.seal(device.batch([before])));
    expect([status, text]).toEqual([403, expect.stringContaining('DEVICE_NOT_ACTIVE')]);
    // Nor where somebody calls the device active again: who stole it has its key.
    await ask('POST', '/revoked/state', { state: 'ACTIVE', reason: 'by mistake' });
    const again = await rig.post('revoked', device.seal(device.batch([before])));
    expect([again.status, again.text]).toEqual([401, expect.stringContaining('UNKNOWN_KEY')]);
    expect(await rig.query("SELECT 1 FROM ticketing.taps WHERE device_id = 'revoked'")).toEqual([]);
    const found = await enrolAgain(new RigDevice('revoked', 'k2'));
    expect((await rig.send(found, [found.tap(1)])).highWaterMark).toBe(1);
  });

  it('is known by what it says of itself: clock, queue, list, and its gaps are told in the answer', async () => {
    const device = await enrol('heard');
    await rig.send(device, [device.tap(1), device.tap(4)]);
    const now = Date.now();
    const said: DeviceHeartbeat = {
      ...{ deviceId: 'heard', sentAtMs: now + 90_000, bootId: 1, uptimeMs: now - device.startedAtMs },
      ...{ clockSource: 'RTC', lastSeq: 6, queueLength: 2, denyListVersion: 41, softwareVersion: '1.4.0' },
    };
    const receipt = await beat(device, said);
    expect(receipt).toMatchObject({
      highWaterMark: 1,
      missing: [
        { from: 2, to: 3 },
        { from: 5, to: 6 },
      ],
      answers: [],
    });
    const { body } = await ask('GET', '/heard');
    expect(body).toMatchObject({
      ...{
        state: 'ACTIVE',
        keyIds: ['k1'],
        queueLength: 2,
        denyListVersion: 41,
        lastSeq: 6,
        highWaterMark: 1,
      },
      ...{
        softwareVersion: '1.4.0',
        gaps: [
          { from: 2, to: 3 },
          { from: 5, to: 6 },
        ],
      },
    });
    expect(body['clockOffsetMs']).toBeGreaterThan(85_000);
    const list = await ask('GET', '?limit=1000');
    expect(list.body['devices']).toEqual(
      expect.arrayContaining([expect.objectContaining({ deviceId: 'heard' })]),
    );
    expect(await rig.metric('rukh_taps_missing')).toBeGreaterThanOrEqual(4);
    await expect(beat(device, { ...said, deviceId: 'other' })).rejects.toThrow(/MALFORMED.*another device/);
    await expect(beat(device, { ...said, softwareVersion: 'x'.repeat(65) })).rejects.toThrow(
      /MALFORMED.*softwareVersion/,
    );
  });

  it('that was smashed is waited for no more, once its taps are given up; one that surfaces after all is taken', async () => {
    const device = await enrol('smashed');
    await rig.send(device, [device.tap(1), device.tap(4)]);
    const now = Date.now();
    const said: DeviceHeartbeat = {
      ...{ deviceId: 'smashed', sentAtMs: now, bootId: 1, uptimeMs: now - device.startedAtMs },
      ...{ clockSource: 'RTC', lastSeq: 6, queueLength: 2, denyListVersion: 0 },
    };
    await beat(device, said);
    await rig.app.get(DeviceTracks).note();
    const waited = async (): Promise<number> => {
      const [row] = await rig.query<{ missing: number }>(
        "SELECT missing::integer FROM ticketing.device_progress WHERE device_id = 'smashed'",
      );
      return row!.missing;
    };
    expect(await waited()).toBe(4);
    const giveUp = (more: object = {}): ReturnType<typeof ask> =>
      ask('POST', '/smashed/lost-taps', { from: 1, until: 9, reason: 'smashed', ...more });
    expect((await giveUp()).status).toBe(409);
    await ask('POST', '/smashed/state', { state: 'SUSPENDED', reason: 'smashed' });
    expect((await giveUp({ until: 0 })).status).toBe(400);
    expect((await giveUp({ until: 200_000 })).status).toBe(400);
    expect((await ask('POST', '/nothing/lost-taps', { from: 1, until: 2, reason: 'x' })).status).toBe(404);
    expect((await giveUp()).body).toMatchObject({ lost: 4 });
    expect((await giveUp()).body).toMatchObject({ lost: 0 });
    expect(await waited()).toBe(0);
    expect((await ask('GET', '/smashed')).body).toMatchObject({ gaps: [], missing: 0 });
    const { body } = await ask('GET', '/smashed/changes');
    expect(body['changes']).toContainEqual(
      expect.objectContaining({
        change: 'TAPS_LOST',
        detail: { from: 1, until: 9, reason: 'smashed', lost: 4 },
      }),
    );
    // Its memory was read out in the workshop.
    await ask('POST', '/smashed/state', { state: 'ACTIVE', reason: 'mended' });
    const found = await rig.send(device, [device.tap(3)]);
    expect(found.answers).toMatchObject([{ seq: 3, outcome: 'ACCEPTED' }]);
    // What was settled elsewhere is looked up each second at most.
    await delay(1_100);
    expect(await beat(device, said)).toMatchObject({ highWaterMark: 6, missing: [] });
    const again = device.tap(5, { reason: 'HELLO' as TapReason });
    expect((await rig.send(device, [again])).answers).toMatchObject([{ outcome: 'REJECTED_FORM' }]);
    expect(
      await rig.query(
        "SELECT seq::integer, is_lost FROM ticketing.tap_tombstones WHERE device_id = 'smashed' ORDER BY 1",
      ),
    ).toEqual([
      { seq: 2, is_lost: true },
      { seq: 3, is_lost: true },
      { seq: 5, is_lost: false },
      { seq: 6, is_lost: true },
    ]);
  });

  it('learns from its answers that tickets are being inspected on its vehicle, and that it is over', async () => {
    const device = await enrol('locked');
    await ask('POST', '/locked/assignments', { vehicleId: 'inspected' });
    const said: DeviceHeartbeat = {
      ...{ deviceId: 'locked', sentAtMs: Date.now(), bootId: 1, uptimeMs: 1000, clockSource: 'RTC' },
      ...{ lastSeq: 0, queueLength: 0, denyListVersion: 0 },
    };
    const until = async (isLocked: boolean): Promise<void> => {
      for (let tries = 0; (await beat(device, said)).isLocked !== isLocked; tries++) {
        if (tries === 100) throw new Error('the device does not hear of it');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    expect((await beat(device, said)).isLocked).toBe(false);
    await rig.query(`INSERT INTO ticketing.inspectors (inspector_id, operator_id, pin_salt, pin_hash)
      VALUES ('oksana', 'let', repeat('s', 16)::bytea, repeat('h', 32)::bytea)`);
    await rig.query(`INSERT INTO ticketing.inspection_sessions (inspector_id, vehicle_id, expires_at)
      VALUES ('oksana', 'inspected', now() + interval '10 minutes')`);
    await until(true);
    await rig.query('UPDATE ticketing.inspection_sessions SET closed_at = now()');
    await until(false);
  });

  async function beat(device: RigDevice, said: DeviceHeartbeat): Promise<TapReceipt> {
    const body = encodeHeartbeat('protobuf', said);
    const signature = device.sign(body, SIGNED_AS.heartbeat);
    const answer = await rig.app.inject({
      method: 'POST',
      url: `/api/v1/devices/${device.deviceId}/heartbeat`,
      headers: { 'content-type': 'application/x-protobuf' },
      payload: Buffer.from(
        encodeSigned('protobuf', { deviceId: device.deviceId, keyId: device.keyId, body, signature }),
      ),
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return decodeReceipt('protobuf', answer.rawPayload);
  }
});

describe('a session of a device', () => {
  interface Session {
    readonly sessionId: string;
    readonly key: Buffer;
  }

  function request(device: RigDevice, pair = makeSessionPair()) {
    const { deviceId, keyId } = device;
    const publicKey = pair.publicKey.toString('base64url');
    const signature = device
      .sign(Buffer.from(`${deviceId}\n${keyId}\n${publicKey}`), SIGNED_AS.session)
      .toString('base64url');
    const url = `/api/v1/devices/${deviceId}/session`;
    return rig.app.inject({ method: 'POST', url, payload: { keyId, publicKey, signature } });
  }

  async function open(device: RigDevice): Promise<Session> {
    const pair = makeSessionPair();
    const answer = await request(device, pair);
    expect(answer.statusCode).toBe(201);
    const said = answer.json<{ sessionId: string; publicKey: string; sealedKey: string }>();
    const key = openSession(pair.privateKey, said.sessionId, {
      publicKey: Buffer.from(said.publicKey, 'base64url'),
      sealedKey: Buffer.from(said.sealedKey, 'base64url'),
    });
    return { sessionId: said.sessionId, key };
  }

  async function send(device: RigDevice, { sessionId, key }: Session, seq: number): Promise<string> {
    const body = encodeTapBatch('protobuf', device.batch([device.tap(seq)]));
    const signature = signBySession(key, SIGNED_AS.taps, body);
    const message = encodeSigned('protobuf', {
      ...{ deviceId: device.deviceId, keyId: sessionId, body, signature },
    });
    const posted = await rig.post(device.deviceId, message);
    return posted.status === 200
      ? posted.receipt.answers[0]!.outcome
      : (JSON.parse(posted.text) as { title: string }).title;
  }

  it('takes taps by HMAC, also after a restart, and by no other key', async () => {
    const device = await enrol('session-1');
    const session = await open(device);
    expect(await send(device, session, 1)).toBe('ACCEPTED');
    await rig.app.close();
    await rig.startApp();
    expect(await send(device, session, 2)).toBe('ACCEPTED');
    expect(await send(device, { ...session, key: Buffer.alloc(32) }, 3)).toBe('BAD_SIGNATURE');
    const other = await enrol('session-2');
    expect(await send(other, session, 1)).toBe('BAD_SIGNATURE');
    const later = session.sessionId.replace(/\.[^.]+\./, `.${(Date.now() + DAY_MS).toString(36)}.`);
    expect(await send(device, { ...session, sessionId: later }, 3)).toBe('BAD_SIGNATURE');
    const over = session.sessionId.replace(
      /\.[^.]+\./,
      `.${Math.floor(Date.now() / 1000 - 1).toString(36)}.`,
    );
    expect(await send(device, { ...session, sessionId: over }, 3)).toBe('UNKNOWN_KEY');
  });

  it('ends with its device', async () => {
    const device = await enrol('session-3');
    const session = await open(device);
    expect(await send(device, session, 1)).toBe('ACCEPTED');
    await ask('POST', '/session-3/state', { state: 'SUSPENDED', reason: 'lost' });
    expect(await send(device, session, 2)).toBe('DEVICE_NOT_ACTIVE');
  });

  it('is had by a thousand devices that come at once, a few at a time, and their taps go on meanwhile', async () => {
    const devices = Array.from({ length: 1000 }, (_, i) => new RigDevice(`dawn-${i}`));
    await rig.query(
      `INSERT INTO ticketing.devices (device_id, operator_id, state, provisioned_at)
       SELECT unnest($1::text[]), 'let', 'ACTIVE', now() - interval '30 days'`,
      [devices.map(({ deviceId }) => deviceId)],
    );
    await rig.query(
      `INSERT INTO ticketing.device_keys (device_id, key_id, public_key, valid_from)
       SELECT d, 'k1', k, now() - interval '30 days' FROM unnest($1::text[], $2::bytea[]) AS t (d, k)`,
      [devices.map(({ deviceId }) => deviceId), devices.map(({ publicKey }) => publicKey)],
    );
    const first = await Promise.all(
      devices.map(async (device) => {
        const [session, posted] = await Promise.all([
          request(device),
          rig.post(device.deviceId, device.seal(device.batch([device.tap(1)]))),
        ]);
        return { device, session, posted };
      }),
    );
    const statuses = new Set(first.map(({ session }) => session.statusCode));
    expect([...statuses].sort()).toEqual([201, 503]);
    const refused = first.filter(({ session }) => session.statusCode === 503);
    expect(new Set(refused.map(({ session }) => session.headers['retry-after']))).toEqual(new Set(['5']));
    const outcomes = first.map(({ posted }) =>
      posted.status === 200 ? posted.receipt.answers[0]!.outcome : posted.text,
    );
    expect(new Set(outcomes)).toEqual(new Set(['ACCEPTED']));
    // Whoever comes again has his turn.
    for (const { device } of refused.slice(0, 3)) expect((await request(device)).statusCode).toBe(201);
  });

  it('is opened by the device alone, and with a key', async () => {
    const device = await enrol('session-4');
    const publicKey = makeSessionPair().publicKey.toString('base64url');
    const forged = { keyId: device.keyId, publicKey, signature: Buffer.alloc(64).toString('base64url') };
    expect((await ask('POST', '/session-4/session', forged, {})).status).toBe(403);
    const zeros = Buffer.alloc(32).toString('base64url');
    const signature = device
      .sign(Buffer.from(`session-4\n${device.keyId}\n${zeros}`), SIGNED_AS.session)
      .toString('base64url');
    const weak = { keyId: device.keyId, publicKey: zeros, signature };
    expect((await ask('POST', '/session-4/session', weak, {})).status).toBe(400);
  });
});

describe('where a device was', () => {
  const at = (agoMs: number): string => new Date(Date.now() - agoMs).toISOString();

  it('is said over time, corrected for the past, and rides on another vehicle are priced again', async () => {
    const device = await enrol('moved');
    await ask('POST', '/moved/assignments', { vehicleId: '101', validFrom: at(20 * DAY_MS) });
    const taps = [
      device.tap(1, { token: 'rider' }, 7_200_000),
      device.tap(2, { place: { vehicleId: '999' } }),
    ];
    expect((await rig.send(device, taps)).answers.map(({ outcome }) => outcome)).toEqual([
      'ACCEPTED',
      'ACCEPTED',
    ]);
    const [account] = await rig.query<{ account_id: string }>(
      'INSERT INTO ticketing.accounts DEFAULT VALUES RETURNING account_id',
    );
    await rig.query(`INSERT INTO ticketing.media (token_ref, media_type) SELECT token_ref, media_type FROM ticketing.taps
      WHERE device_id = 'moved' AND seq = 1`);
    await rig.query(
      'INSERT INTO ticketing.media_accounts (token_ref, account_id) SELECT token_ref, $1 FROM ticketing.media',
      [account!.account_id],
    );
    const correction = { vehicleId: '202', validFrom: at(3 * 3_600_000), validUntil: at(3_600_000) };
    expect((await ask('POST', '/moved/assignments', correction)).status).toBe(201);
    const { body } = await ask('GET', '/moved');
    expect((body['assignments'] as { vehicleId: string }[]).map(({ vehicleId }) => vehicleId)).toEqual([
      '101',
      '202',
      '101',
    ]);
    expect(
      await rig.query(`SELECT tap.vehicle_id AS first, now.vehicle_id AS now FROM ticketing.taps AS tap
        JOIN ticketing.current_taps AS now USING (device_id, seq) WHERE device_id = 'moved' ORDER BY seq`),
    ).toEqual([
      { first: '101', now: '202' },
      { first: '101', now: '101' },
    ]);
    expect(await rig.query('SELECT causes FROM ticketing.repricing')).toEqual([{ causes: ['ASSIGNMENT'] }]);
  });

  it('is noted with who said it, and the note is never changed', async () => {
    const { body } = await ask('GET', '/moved/changes');
    const changes = body['changes'] as { change: string; madeBy: string }[];
    expect(changes.map(({ change }) => change)).toEqual([
      'ASSIGNED',
      'ASSIGNED',
      'ENROLLED',
      'ENROLMENT_OPENED',
      'REGISTERED',
    ]);
    expect(changes.map(({ madeBy }) => madeBy)).toEqual([
      ...['olena@lad.example', 'olena@lad.example', 'device moved'],
      ...['olena@lad.example', 'olena@lad.example'],
    ]);
    await expect(rig.query('DELETE FROM ticketing.device_changes')).rejects.toThrow(/only ever added to/);
  });
});

it('learns of what another process changed within two seconds', async () => {
  const device = await enrol('elsewhere');
  await rig.send(device, [device.tap(1)]);
  await rig.query("UPDATE ticketing.devices SET state = 'SUSPENDED' WHERE device_id = 'elsewhere'");
  await rig.query(
    "INSERT INTO ticketing.device_changes (device_id, made_by, change) VALUES ('elsewhere', 'x', 'STATE')",
  );
  const deadline = Date.now() + 120_000;
  let seq = 2;
  while ((await rig.post('elsewhere', device.seal(device.batch([device.tap(seq++)])))).status === 200) {
    if (Date.now() > deadline) throw new Error('still taken');
    await delay(50);
  }
});
