/** What a thief charged to riders with the key of a stolen validator. */
import { RideReader, readDayReport, strikeTaps, verifyLedger } from '@rukh/adapters/postgres';
import { sha256Link } from '../ledger/hash-link.js';
import { writeRidePage } from '../ledger/write-ride-page.js';
import { flatRules } from '../pricing/flat-rules.fixture.js';
import { MoneyRig } from '../pricing/money-rig.fixture.js';

const RULES = flatRules({ fareMinor: 1700 });
const EIGHT = Date.parse('2026-10-20T08:00:00Z');
const HOUR = 3_600_000;
const STOLEN = EIGHT + 2 * HOUR;
const THEFT = {
  deviceId: 'd1',
  receivedFromMs: STOLEN,
  receivedUntilMs: STOLEN + HOUR,
  reason: 'stolen',
  madeBy: 'olena',
};

let rig: MoneyRig;
const price = (): Promise<unknown> => rig.price(RULES, { nowMs: EIGHT + 6 * HOUR });

beforeAll(async () => {
  rig = await MoneyRig.start();
});
afterAll(() => rig.stop());

it('is struck out by when it came in, whatever time it bears, and given back; honest taps stay', async () => {
  const tap = { deviceId: 'd1', token: 'olha' };
  await rig.accept([
    { ...tap, seq: 1, atMs: EIGHT, receivedMs: EIGHT },
    // Dated before the theft by who stole it.
    { ...tap, seq: 2, atMs: EIGHT + HOUR, receivedMs: STOLEN + 60_000 },
    { ...tap, token: 'ihor', seq: 3, atMs: STOLEN, receivedMs: STOLEN + 60_000 },
    { ...tap, token: 'ihor', seq: 4, atMs: STOLEN, receivedMs: STOLEN + 60_000, outcome: 'DENIED_RECORDED' },
    { ...tap, token: 'ihor', seq: 5, atMs: STOLEN + HOUR, receivedMs: STOLEN + 2 * HOUR },
  ]);
  await price();
  expect([await rig.balanceOf('olha'), await rig.balanceOf('ihor')]).toEqual([3400, 3400]);
  expect(await strikeTaps(rig.pool, THEFT)).toBe(2);
  await price();
  expect([await rig.balanceOf('olha'), await rig.balanceOf('ihor')]).toEqual([1700, 1700]);
  const charges = await rig.rows<{ rideRef: string; causes: string[] }>(
    `SELECT ride_ref AS "rideRef", causes FROM ticketing.current_charges WHERE disposition = 'VOID' ORDER BY 1`,
  );
  expect(charges).toEqual([
    { rideRef: 'd1/2', causes: ['STRUCK'] },
    { rideRef: 'd1/3', causes: ['STRUCK'] },
  ]);
  const { taps, completeness } = await readDayReport(rig.pool, '2026-10-20');
  expect(taps.map(({ name, count }) => [name, count])).toEqual([
    ['ACCEPTED', 2],
    ['DENIED_RECORDED', 1],
    ['REJECTED_DEVICE', 2],
  ]);
  expect(completeness.unpricedTaps).toBe(0);
  const { findings } = await verifyLedger(rig.pool, sha256Link);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
});

it('is struck out once, and noted with who did it; of no device there is nothing', async () => {
  expect(await strikeTaps(rig.pool, THEFT)).toBe(0);
  expect(await strikeTaps(rig.pool, { ...THEFT, deviceId: 'nobody' })).toBeUndefined();
  expect(
    await rig.rows(
      `SELECT made_by, detail->>'struck' AS struck FROM ticketing.device_changes WHERE change = 'TAPS_STRUCK' ORDER BY change_id`,
    ),
  ).toEqual([
    { made_by: 'olena', struck: '2' },
    { made_by: 'olena', struck: '0' },
  ]);
});

it('is shown on the page of the ride, with who says so and why', async () => {
  const trace = (await new RideReader(rig.pool).traceRide('d1', '3'))!;
  const options = {
    timeZone: 'Europe/Kyiv',
    nameParty: (id: string) => id,
    shares: null,
    tapDisposition: 'VOID',
  };
  const page = writeRidePage(trace, { ...options, lang: 'en' });
  for (const words of ['of a stolen validator, struck out', 'stolen', 'olena, ']) {
    expect(page).toContain(words);
  }
  expect(page).toContain('The validator was not in its owner’s hands');
});

it('before it was priced is never charged', async () => {
  const tap = { deviceId: 'd1', token: 'mariia', atMs: STOLEN };
  await rig.accept([{ ...tap, seq: 6, receivedMs: STOLEN + 60_000 }]);
  expect(await strikeTaps(rig.pool, THEFT)).toBe(1);
  await price();
  expect(await rig.rows(`SELECT FROM ticketing.charges WHERE ride_ref = 'd1/6'`)).toEqual([]);
  expect((await readDayReport(rig.pool, '2026-10-20')).completeness.unpricedTaps).toBe(0);
  const { findings } = await verifyLedger(rig.pool, sha256Link);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
});
