import 'reflect-metadata';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ALLOW_REASONS, DENY_REASONS, type DeviceTap, MEDIA_TYPES, type TapReceipt } from '@rukh/domain/taps';
import { IntakeRig, RigDevice } from '../intake-rig.fixture.js';
import { LateTapLimits } from './late-limits.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let rig: IntakeRig;
let made = 0;

beforeAll(async () => {
  rig = await IntakeRig.create();
});
afterAll(() => rig.close());

function newDevice(provisionedDaysAgo = 100): Promise<RigDevice> {
  return rig.addDevice(`outcome-${++made}`, Date.now() - provisionedDaysAgo * DAY_MS);
}

const outcomes = ({ answers }: TapReceipt): string[] => answers.map(({ outcome }) => outcome);

interface Stored {
  readonly seq: number;
  readonly outcome: string;
  readonly quality: string;
  readonly agoMs: number;
}

async function stored({ deviceId }: RigDevice): Promise<Stored[]> {
  return rig.query<Stored>(
    `SELECT seq::integer, outcome, clock_quality AS quality,
       (extract(epoch FROM now() - tapped_at) * 1000)::float8 AS "agoMs"
     FROM ticketing.taps WHERE device_id = $1 ORDER BY seq`,
    [deviceId],
  );
}

/** Some seconds pass between a tap and what is said of it here. */
function expectAgo(actualMs: number | undefined, expectedMs: number): void {
  expect(Math.abs(actualMs! - expectedMs)).toBeLessThan(30_000);
}

describe('what a device decided', () => {
  it.each(ALLOW_REASONS)('%s is ACCEPTED', async (reason) => {
    const device = await newDevice();
    expect(outcomes(await rig.send(device, [device.tap(1, { reason })]))).toEqual(['ACCEPTED']);
  });

  it.each(DENY_REASONS)('%s is DENIED_RECORDED', async (reason) => {
    const device = await newDevice();
    expect(outcomes(await rig.send(device, [device.tap(1, { reason })]))).toEqual(['DENIED_RECORDED']);
    expect(await stored(device)).toMatchObject([{ outcome: 'DENIED_RECORDED' }]);
  });

  it.each(MEDIA_TYPES)('%s is a medium', async (mediaType) => {
    const device = await newDevice();
    const token = mediaType === 'CASH' ? '' : 'x-1';
    expect(outcomes(await rig.send(device, [device.tap(1, { mediaType, token })]))).toEqual(['ACCEPTED']);
  });
});

describe('a tap that comes late', () => {
  it('is LATE_ACCEPTED after its fare day closed, and LATE_EXPIRED after the late limit', async () => {
    const device = await newDevice();
    Object.assign(device, { startedAtMs: Date.now() - 50 * DAY_MS });
    const taps = [device.tap(1, {}, 40 * DAY_MS), device.tap(2, {}, 3 * DAY_MS), device.tap(3)];
    expect(outcomes(await rig.send(device, taps))).toEqual(['LATE_EXPIRED', 'LATE_ACCEPTED', 'ACCEPTED']);
  });
});

describe('a clock that is wrong', () => {
  it('by two seconds is right', async () => {
    const device = await newDevice();
    const tap = device.tap(1, { deviceTimeMs: Date.now() - MINUTE_MS + 1500 });
    await rig.send(device, [tap]);
    expect(await stored(device)).toMatchObject([{ quality: 'EXACT', outcome: 'ACCEPTED' }]);
  });

  it.each([
    ['seven minutes ahead', 7 * MINUTE_MS],
    ['three years ahead', 1100 * DAY_MS],
    ['in 1970', 60_000 - Date.now()],
  ])('%s is corrected exactly by the uptime of the same start', async (_, errorMs) => {
    const device = await newDevice();
    const now = Date.now();
    const tap = device.tap(1, { deviceTimeMs: Math.max(0, now - MINUTE_MS + errorMs), clockSource: 'RTC' });
    await rig.send(device, [tap], { sentAtMs: Math.max(0, now + errorMs) });
    const [row] = await stored(device);
    expect(row).toMatchObject({ quality: 'CORRECTED', outcome: 'ACCEPTED' });
    expectAgo(row?.agoMs, MINUTE_MS);
  });

  it('and was set between the tap and the sending is corrected by the uptime', async () => {
    const device = await newDevice();
    await rig.send(device, [device.tap(1, { deviceTimeMs: 5000, clockSource: 'RTC' })]);
    const [row] = await stored(device);
    expect(row?.quality).toBe('CORRECTED');
    expectAgo(row?.agoMs, MINUTE_MS);
  });

  it('in a start that had been heard of is corrected by the uptime of that start', async () => {
    const device = await newDevice();
    await rig.send(device, [device.tap(1)]);
    const kept = device.tap(2, { deviceTimeMs: 0, clockSource: 'RTC' }, 10 * MINUTE_MS);
    device.bootId = 2;
    Object.assign(device, { startedAtMs: Date.now() - MINUTE_MS });
    await rig.send(device, [{ ...kept, uptimeMs: kept.uptimeMs + 9 * MINUTE_MS }]);
    const rows = await stored(device);
    expect(rows[1]).toMatchObject({ quality: 'CORRECTED', outcome: 'ACCEPTED' });
    expectAgo(rows[1]?.agoMs, MINUTE_MS);
  });

  it('in a start that died unheard is bounded by the neighbours where these are near', async () => {
    const device = await newDevice();
    await rig.send(device, [device.tap(1, {}, 20 * MINUTE_MS)]);
    // Start 2 died unheard; start 3 sends its taps, ten minutes after the first tap.
    const kept = { bootId: 2, deviceTimeMs: 1000, uptimeMs: 1000, clockSource: 'RTC' } as const;
    const taps = [device.tap(2, kept), device.tap(3, { ...kept, uptimeMs: 61_000, deviceTimeMs: 61_000 })];
    device.bootId = 3;
    Object.assign(device, { startedAtMs: Date.now() - 10 * MINUTE_MS });
    await rig.send(device, taps);
    const rows = await stored(device);
    expect(rows.slice(1)).toMatchObject([{ quality: 'BOUNDED' }, { quality: 'BOUNDED' }]);
    // As far apart as their uptimes.
    expectAgo(rows[1]!.agoMs - rows[2]!.agoMs, MINUTE_MS);
  });

  it('is QUARANTINED_CLOCK where nothing bounds it, or it is before the device was, or after now', async () => {
    const unbounded = await newDevice();
    const tap = unbounded.tap(1, { bootId: 1, deviceTimeMs: 0, clockSource: 'RTC' });
    unbounded.bootId = 2;
    expect(outcomes(await rig.send(unbounded, [tap]))).toEqual(['QUARANTINED_CLOCK']);
    const young = await newDevice(0);
    const early = await rig.send(young, [young.tap(1, {}, 5 * MINUTE_MS)]);
    expect(outcomes(early)).toEqual(['QUARANTINED_CLOCK']);
    expect(JSON.stringify(early)).toContain('before the device was registered');
    const future = await newDevice();
    const later = future.tap(1, {}, -60 * MINUTE_MS);
    expect(outcomes(await rig.send(future, [later]))).toEqual(['QUARANTINED_CLOCK']);
    expect(await stored(future)).toMatchObject([{ quality: 'IMPOSSIBLE', outcome: 'QUARANTINED_CLOCK' }]);
  });

  it('is QUARANTINED_CLOCK where it goes backwards against the numbers', async () => {
    const device = await newDevice();
    const taps = [device.tap(1, {}, MINUTE_MS), device.tap(2, {}, 10 * MINUTE_MS), device.tap(3, {}, 0)];
    expect(outcomes(await rig.send(device, taps))).toEqual(['ACCEPTED', 'QUARANTINED_CLOCK', 'ACCEPTED']);
  });
});

describe('what is no tap', () => {
  it('is REJECTED_FORM, its number is settled, and the device goes on', async () => {
    const device = await newDevice();
    const bad = [
      device.tap(1, { token: '' }),
      device.tap(2, { extras: [{ kind: 'x', count: 0 }] }),
      device.tap(3, { place: { lat: NaN } }),
      device.tap(4, { kind: 'SIDEWAYS' as DeviceTap['kind'] }),
      device.tap(5, { token: 'x'.repeat(129) }),
      device.tap(6, { place: { stopId: 'a\u0000b' } }),
    ];
    const { receipt } = await rig.post(
      device.deviceId,
      device.seal(device.batch([...bad, device.tap(7)]), 'json'),
      'json',
    );
    expect(outcomes(receipt)).toEqual([...bad.map(() => 'REJECTED_FORM'), 'ACCEPTED']);
    expect(receipt).toMatchObject({ highWaterMark: 7, missing: [] });
    expect(await stored(device)).toHaveLength(1);
    expect(
      await rig.query('SELECT 1 FROM ticketing.tap_tombstones WHERE device_id = $1', [device.deviceId]),
    ).toHaveLength(6);
    // Repaired, it is taken all the same.
    expect(outcomes(await rig.send(device, [device.tap(1)]))).toEqual(['ACCEPTED']);
  });

  it('settles its number over a restart, too', async () => {
    const device = await newDevice();
    await rig.send(device, [device.tap(1), device.tap(2, { token: '' }), device.tap(3)]);
    await rig.app.close();
    await rig.startApp();
    expect((await rig.send(device, [device.tap(4)])).highWaterMark).toBe(4);
  });
});

describe('a bank card number', () => {
  const OTHER_MEDIA = ['CLOSED_CARD', 'STATIC_QR', 'DYNAMIC_QR', 'PAPER', 'CASH', 'STAFF'] as const;
  const PANS = ['4111111111111111', '5500 0000 0000 0004', '3782-822463-10005', '6011000990139424'];

  it('is refused wherever it stands, and is nowhere afterwards', async () => {
    const device = await newDevice();
    const lines: string[] = [];
    const { stdout, stderr } = process;
    const writes = [stdout.write, stderr.write] as const;
    const listen = (chunk: string | Uint8Array): boolean => lines.push(String(chunk)) > 0;
    Object.assign(stdout, { write: listen });
    Object.assign(stderr, { write: listen });
    const answers: string[] = [];
    try {
      let seq = 0;
      for (const pan of PANS) {
        const places = [
          { mediaType: 'BANK_CARD' as const, token: pan },
          { mediaType: 'BANK_CARD' as const, token: `pan=${pan};` },
          // A reader that takes a bank card for something else.
          ...OTHER_MEDIA.map((mediaType) => ({ mediaType, token: pan })),
          { place: { vehicleId: pan } },
          { place: { routeId: `r ${pan}` } },
          { place: { stopId: pan, tripId: pan } },
          { extras: [{ kind: pan, count: 1 }] },
        ];
        const taps = places.map((place) => device.tap(++seq, place));
        const { text, receipt } = await rig.post(
          device.deviceId,
          device.seal(device.batch(taps), 'json'),
          'json',
        );
        expect(outcomes(receipt)).toEqual(places.map(() => 'REJECTED_FORM'));
        answers.push(text);
        // In the names of a message that is refused whole, and in its address.
        const forged = Buffer.from(JSON.stringify({ deviceId: pan, keyId: pan, batch: '', signature: '' }));
        answers.push((await rig.post(device.deviceId, forged, 'json')).text);
        answers.push((await rig.post(encodeURIComponent(pan), forged, 'json')).text);
      }
      await rig.app.close();
    } finally {
      Object.assign(stdout, { write: writes[0] });
      Object.assign(stderr, { write: writes[1] });
    }
    await rig.startApp();
    const everywhere = [...lines, ...answers, ...(await dump())].join('\n');
    for (const pan of PANS) {
      expect(everywhere).not.toContain(pan);
      expect(everywhere).not.toContain(pan.replaceAll(/[ -]/g, ''));
    }
  });

  it('is none where its check digit is wrong, and a token of a gateway is no such number', async () => {
    const device = await newDevice();
    const tokens = ['4111111111111112', 'tok_01HZX3K9Q7', '50014E8A2C6B4F0D9A7733E1C5B2D', '4111-1111'];
    const taps = tokens.map((token, i) => device.tap(i + 1, { mediaType: 'BANK_CARD', token }));
    expect(outcomes(await rig.send(device, taps))).toEqual(tokens.map(() => 'ACCEPTED'));
  });

  it('no token of any kind is kept', async () => {
    const device = await newDevice();
    await rig.send(device, [device.tap(1, { token: 'canary-token-7731' })]);
    expect((await dump()).join('\n')).not.toContain('canary-token-7731');
  });

  /** All rows of the e-ticket's tables, as text. */
  async function dump(): Promise<string[]> {
    const tables = await rig.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'ticketing' AND table_type = 'BASE TABLE'`,
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await rig.query<{ row: string }>(`SELECT t::text AS row FROM ticketing.${name} AS t`);
      rows.push(...found.map(({ row }) => row));
    }
    return rows;
  }
});

describe('a batch that is refused whole', () => {
  const title = (text: string): string => (JSON.parse(text) as { title: string }).title;

  it('MALFORMED: no message, or one of another device', async () => {
    const device = await newDevice();
    const other = await newDevice();
    const { status, text } = await rig.post(device.deviceId, Buffer.from('nonsense'));
    expect([status, title(text)]).toEqual([400, 'MALFORMED']);
    const crossed = await rig.post(device.deviceId, other.seal(other.batch([other.tap(1)])));
    expect(title(crossed.text)).toBe('MALFORMED');
    const inner = await rig.post(device.deviceId, device.seal(other.batch([other.tap(1)])));
    expect(JSON.parse(inner.text)).toMatchObject({
      title: 'MALFORMED',
      detail: 'The batch is of another device.',
    });
  });

  it('TOO_LARGE: more taps than may be, or more bytes', async () => {
    const device = await newDevice();
    const many = Array.from({ length: 501 }, (_, i) => device.tap(i + 1));
    const { status, text } = await rig.post(device.deviceId, device.seal(device.batch(many)));
    expect([status, title(text)]).toEqual([413, 'TOO_LARGE']);
    expect((await rig.post(device.deviceId, Buffer.alloc(200_000, 65))).status).toBe(413);
  });

  it('UNKNOWN_DEVICE, UNKNOWN_KEY and BAD_SIGNATURE, counted by device and hour without their bytes', async () => {
    const device = await newDevice();
    const stranger = new RigDevice('stranger');
    const forger = new RigDevice(device.deviceId);
    const otherKey = new RigDevice(device.deviceId, 'k9');
    const refusals = [
      await rig.post('stranger', stranger.seal(stranger.batch([stranger.tap(1)]))),
      await rig.post(device.deviceId, otherKey.seal(otherKey.batch([otherKey.tap(1)]))),
      await rig.post(device.deviceId, forger.seal(forger.batch([forger.tap(1)]))),
    ];
    expect(refusals.map(({ status, text }) => [status, title(text)])).toEqual([
      [403, 'UNKNOWN_DEVICE'],
      [401, 'UNKNOWN_KEY'],
      [401, 'BAD_SIGNATURE'],
    ]);
    await rig.app.close();
    await rig.startApp();
    const rows = await rig.query<{ reason: string }>(
      "SELECT reason FROM ticketing.batch_rejections WHERE device_id IN ('stranger', $1) ORDER BY reason",
      [device.deviceId],
    );
    expect(rows.map(({ reason }) => reason)).toEqual(['BAD_SIGNATURE', 'UNKNOWN_DEVICE', 'UNKNOWN_KEY']);
    expect(await stored(device)).toEqual([]);
  });

  it('each bit of a batch counts: none may be changed', async () => {
    const device = await newDevice();
    const sealed = Buffer.from(device.seal(device.batch([device.tap(1)])));
    for (let at = 0; at < sealed.length; at += 3) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1 << (at % 8);
      expect((await rig.post(device.deviceId, changed)).status).not.toBe(200);
    }
    expect(await stored(device)).toEqual([]);
  });

  it('TOO_FAST: more than the device may send, and only that device waits', async () => {
    await rig.app.close();
    await rig.startApp({ RUKH_TICKETING_DEVICE_TAPS_PER_SECOND: '1' });
    const device = await newDevice();
    const sixty = (from: number): DeviceTap[] => Array.from({ length: 60 }, (_, i) => device.tap(from + i));
    await rig.send(device, sixty(1));
    // As many again: it would be a minute until they may come, however slow the machine is.
    const { status, headers, text } = await rig.post(device.deviceId, device.seal(device.batch(sixty(61))));
    expect([status, title(text)]).toEqual([429, 'TOO_FAST']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    const other = await newDevice();
    expect(outcomes(await rig.send(other, [other.tap(1)]))).toEqual(['ACCEPTED']);
  });
});

describe('a fare day that begins at half past four, by the tariff', () => {
  it('is the one by which taps are late', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rukh-tariffs-'));
    const files = {
      'tariff_info.txt':
        'tariff_id,valid_from,timezone,currency,fare_day_start\nt,2020-01-01,Europe/Kyiv,UAH,04:30:00',
      'fare_products.txt': 'fare_product_id,amount\nsingle,17.00',
      'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
    };
    await mkdir(join(folder, 't'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 't', name), text);
    await rig.app.close();
    await rig.startApp({ RUKH_TARIFFS: folder });
    const late = rig.app.get(LateTapLimits, { strict: false });
    // A day waits six hours for taps: at ten that of yesterday is open still, at eleven it is not.
    const openFrom = (local: string, laterMs = 0): number =>
      late.at(Date.parse(`${local}+02:00`) + laterMs).openFromMs;
    // Until the tariffs are read a day begins at midnight; an answer is kept for some seconds.
    const midnight = Date.parse('2026-11-25T00:00:00+02:00');
    for (let i = 0; i < 300 && openFrom('2026-11-25T09:00:00', i * 11_000) === midnight; i += 1) {
      await delay(100);
    }
    expect(openFrom('2026-11-25T10:00:00')).toBe(Date.parse('2026-11-24T04:30:00+02:00'));
    expect(openFrom('2026-11-25T11:00:00')).toBe(Date.parse('2026-11-25T04:30:00+02:00'));
    await rm(folder, { recursive: true });
  });
});
