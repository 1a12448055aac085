/** Rides on media that were reported lost, through the real pricing and database. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { DenyListStore, MediaStore, readDayReport, verifyLedger } from '@rukh/adapters/postgres';
import { Metrics } from '@rukh/service';
import { sha256Link } from '../ledger/hash-link.js';
import { requestRefund } from '../payments/refund.js';
import { countLosses } from './count-losses.js';
import { MoneyRig, type RigTap, tokenRef } from './money-rig.fixture.js';
import { PricingMetrics } from './pricing-metrics.js';
import type { PricingRules } from './pricing-rules.js';
import { tariffOf } from './tariff-folder.fixture.js';

const MIGRATION = new URL('../../../../db/migrations/065_losses.sql', import.meta.url);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.now();

let rig: MoneyRig;
let rules: PricingRules;
let media: MediaStore;
let list: DenyListStore;
let device = 0;

beforeAll(async () => {
  rig = await MoneyRig.start();
  rules = await tariffOf({
    'fare_products.txt': 'fare_product_id,amount\nsingle,17.00',
    'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,1200,free',
    'fare_caps.txt': 'cap_id,period,measure,limit,effect,value\nday,fare_day,rides,4,percent,50',
  });
  media = new MediaStore(rig.pool);
  list = new DenyListStore(rig.pool);
});
afterEach(async () => {
  const { findings } = await verifyLedger(rig.pool, sha256Link);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
});
afterAll(async () => {
  await rig.stop();
});

/** Taps so many minutes before now, on a device of their own. */
function tapsBefore(token: string, minutes: readonly number[], more: Partial<RigTap> = {}): RigTap[] {
  const deviceId = `l${++device}`;
  return minutes.map((minute, i) => ({
    ...{ deviceId, seq: i + 1, token, atMs: NOW - minute * MINUTE },
    ...more,
  }));
}

async function issue(token: string, mediaType: 'CLOSED_CARD' | 'BANK_CARD' = 'CLOSED_CARD'): Promise<void> {
  const accountId = await media.issue(
    { tokenRef: tokenRef(token), listRef: tokenRef(`list ${token}`), mediaType },
    'spec',
  );
  await rig.rows("UPDATE ticketing.media_accounts SET valid_from = '-infinity' WHERE account_id = $1", [
    accountId,
  ]);
}

/** Reported so many minutes before now. */
async function report(token: string, minutes: number): Promise<number> {
  const entry = { subject: { scope: 'TOKEN', tokenRef: tokenRef(token) }, reason: 'LOST' } as const;
  return (await list.add({ ...entry, validFrom: new Date(NOW - minutes * MINUTE) }, 'spec'))!;
}

const price = (): ReturnType<MoneyRig['price']> => rig.price(rules, { nowMs: NOW });

/** What holds of the rides, by their times. */
const ridesOf = async (token: string): Promise<unknown[]> =>
  (
    await rig.rows<{ disposition: string; amount: number; billed: number; revision: number }>(
      `SELECT disposition, amount_minor::float8 AS amount, billed_minor::float8 AS billed, revision
       FROM ticketing.current_charges WHERE account_id = $1 AND disposition <> 'VOID' ORDER BY tapped_at`,
      [await rig.accountOf(token)],
    )
  ).map(({ disposition, amount, billed, revision }) => [disposition, amount, billed, revision]);

const causesOf = async (token: string): Promise<string[][]> =>
  (
    await rig.rows<{ causes: string[] }>(
      'SELECT causes FROM ticketing.charges WHERE account_id = $1 ORDER BY charge_id',
      [await rig.accountOf(token)],
    )
  ).map(({ causes }) => causes);

describe('a ride on a card that was reported lost', () => {
  it('LOST_MEDIUM: is a risk loss of the scheme; the rider owes nothing, the carrier is due its fare', async () => {
    await issue('stolen');
    await report('stolen', 60);
    const before = await rig.balances();
    await rig.accept(tapsBefore('stolen', [90, 30]));
    await price();
    expect(await ridesOf('stolen')).toEqual([
      ['CHARGED', 1700, 1700, 1],
      ['LOST_MEDIUM', 1700, 0, 1],
    ]);
    const after = await rig.balances();
    expect(await rig.balanceOf('stolen')).toBe(1700);
    expect((after['risk'] ?? 0) - (before['risk'] ?? 0)).toBe(1700);
    expect((after['revenue'] ?? 0) - (before['revenue'] ?? 0)).toBe(-3400);
  });

  it('is given back where the report is known only after it was charged, and says why', async () => {
    await issue('slow-office');
    await rig.accept(tapsBefore('slow-office', [90, 30, 5]));
    await price();
    expect(await rig.balanceOf('slow-office')).toBe(3 * 1700);
    await report('slow-office', 60);
    await price();
    expect(await ridesOf('slow-office')).toEqual([
      ['CHARGED', 1700, 1700, 1],
      ['LOST_MEDIUM', 1700, 0, 2],
      ['LOST_MEDIUM', 1700, 0, 2],
    ]);
    expect((await causesOf('slow-office')).slice(3)).toEqual([['LOSS'], ['LOSS']]);
    expect(await rig.balanceOf('slow-office')).toBe(1700);
  });

  it('is asked of no bank card', async () => {
    await issue('bank', 'BANK_CARD');
    await report('bank', 60);
    await rig.accept(tapsBefore('bank', [30], { mediaType: 'BANK_CARD' }));
    await price();
    const accountId = await rig.accountOf('bank');
    expect(
      await rig.rows('SELECT FROM ticketing.pay_windows WHERE account_id = $1', [accountId]),
    ).toHaveLength(0);
    expect(await rig.balanceOf('bank')).toBe(0);
  });

  it('goes by the corrected time of the tap', async () => {
    await issue('clock');
    await report('clock', 60);
    const [tap] = tapsBefore('clock', [30]);
    await rig.accept([tap!]);
    await price();
    expect(await ridesOf('clock')).toEqual([['LOST_MEDIUM', 1700, 0, 1]]);
    await rig.rows(
      `INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, outcome, reason, made_by)
       VALUES ($1, $2, 1, $3, 'EXACT', 'ACCEPTED', 'spec', 'spec')`,
      [tap!.deviceId, tap!.seq, new Date(NOW - 70 * MINUTE)],
    );
    await rig.rows("SELECT ticketing.reprice($1, $2, 'CORRECTION')", [
      await rig.accountOf('clock'),
      new Date(NOW - 70 * MINUTE),
    ]);
    await price();
    expect(await ridesOf('clock')).toEqual([['CHARGED', 1700, 1700, 2]]);
  });

  it('names the device as the one that failed where its list named the card', async () => {
    await issue('listed');
    await report('listed', 60);
    await rig.rows(
      "INSERT INTO ticketing.deny_listed (token_ref, added_version, fingerprint) VALUES ($1, 7, '\\x0000000000000000')",
      [tokenRef('listed')],
    );
    await rig.accept(tapsBefore('listed', [30], { denyListVersion: 6 }));
    await rig.accept(tapsBefore('listed', [10], { denyListVersion: 7 }));
    const revisions = await price();
    const faults = await rig.rows<{ fault: string }>(
      `SELECT details #>> '{reasons,-1,inputs,fault}' AS fault FROM ticketing.current_charges
       WHERE account_id = $1 ORDER BY tapped_at`,
      [await rig.accountOf('listed')],
    );
    expect(faults.map(({ fault }) => fault)).toEqual(['SCHEME_RISK', 'DEVICE_FAULT']);
    const metrics = new Metrics();
    countLosses(revisions, new PricingMetrics(metrics).losses);
    const told = await metrics.render();
    expect(told).toContain('rukh_pricing_lost_media_rides_total{fault="SCHEME_RISK"} 1');
    expect(told).toContain('rukh_pricing_lost_media_rides_total{fault="DEVICE_FAULT"} 1');
  });

  it('has nothing to be asked back, and what was given back of it before is not given twice', async () => {
    await issue('refunded');
    await rig.accept(tapsBefore('refunded', [30]));
    await price();
    const [charge] = await rig.rows<{ charge_id: string }>(
      'SELECT charge_id FROM ticketing.charges WHERE account_id = $1',
      [await rig.accountOf('refunded')],
    );
    const { charge_id: chargeId } = charge!;
    const wish = { chargeId, amountMinor: 1700, reason: 'stolen', requestedBy: 'spec' };
    await requestRefund(rig.pool, wish, 5000);
    expect(await rig.balanceOf('refunded')).toBe(0);
    await report('refunded', 60);
    await price();
    expect(await rig.balanceOf('refunded')).toBe(0);
    expect(await requestRefund(rig.pool, wish, 5000)).toMatchObject({
      refused: expect.any(String) as string,
    });
  });
});

it('what a version before charged for such rides is given back when it is replaced', async () => {
  await issue('before-065');
  await rig.accept(tapsBefore('before-065', [30]));
  await price();
  await rig.rows('ALTER TABLE ticketing.deny_list_entries DISABLE TRIGGER reprice_for_loss');
  await report('before-065', 60);
  await rig.rows('ALTER TABLE ticketing.deny_list_entries ENABLE TRIGGER reprice_for_loss');
  await price();
  expect(await rig.balanceOf('before-065')).toBe(1700);
  const migration = await readFile(MIGRATION, 'utf8');
  await rig.rows(/^DO \$\$.*?^\$\$;$/ms.exec(migration)![0]);
  // Services of the version before may be running still.
  await price();
  expect(await rig.balanceOf('before-065')).toBe(1700);
  await rig.rows("UPDATE ticketing.repricing SET not_before = '-infinity'");
  await price();
  expect(await ridesOf('before-065')).toEqual([['LOST_MEDIUM', 1700, 0, 2]]);
  expect(await rig.balanceOf('before-065')).toBe(0);
});

it('the audit of the day has lost rides by who failed, apart from what came too late', async () => {
  const [{ day } = { day: '' }] = await rig.rows<{ day: string }>(
    "SELECT max(fare_date)::text AS day FROM ticketing.current_charges WHERE disposition = 'LOST_MEDIUM'",
  );
  const report = await readDayReport(rig.pool, day);
  const lost = report.charges.find(({ name }) => name === 'LOST_MEDIUM')!;
  expect(lost.amountMinor).toBeGreaterThan(0);
  expect(report).toMatchObject({ lostMinor: lost.amountMinor, writtenOffMinor: 0 });
  expect(report.losses.map(({ name }) => name)).toEqual(['DEVICE_FAULT', 'SCHEME_RISK']);
  expect(report.losses.reduce((sum, { count }) => sum + count, 0)).toBe(lost.count);
});

describe('a report that is taken back', () => {
  it('leaves the rides until then the scheme’s; those afterwards are the rider’s', async () => {
    await issue('found');
    await media.lose(tokenRef('found'), 'spec');
    await rig.rows('UPDATE ticketing.deny_list_entries SET valid_from = $2 WHERE token_ref = $1', [
      tokenRef('found'),
      new Date(NOW - HOUR),
    ]);
    await rig.accept(tapsBefore('found', [30]));
    await price();
    await media.unblock(tokenRef('found'), 'spec');
    await rig.accept(tapsBefore('found', [-2]));
    await price();
    expect(await ridesOf('found')).toEqual([
      ['LOST_MEDIUM', 1700, 0, 1],
      ['CHARGED', 1700, 1700, 1],
    ]);
  });

  it('as a mistake makes all of them his, by a revision that says why', async () => {
    await issue('pocket');
    await media.lose(tokenRef('pocket'), 'spec');
    await rig.rows('UPDATE ticketing.deny_list_entries SET valid_from = $2 WHERE token_ref = $1', [
      tokenRef('pocket'),
      new Date(NOW - HOUR),
    ]);
    await rig.accept(tapsBefore('pocket', [30]));
    await price();
    expect(await rig.balanceOf('pocket')).toBe(0);
    await media.unblock(tokenRef('pocket'), 'spec', true);
    await price();
    expect(await ridesOf('pocket')).toEqual([['CHARGED', 1700, 1700, 2]]);
    expect((await causesOf('pocket')).at(-1)).toEqual(['LOSS']);
    expect(await rig.balanceOf('pocket')).toBe(1700);
  });
});

it('a card in place of a lost one is the rider’s; the old one’s rides are his up to then only', async () => {
  await issue('old');
  await rig.accept(tapsBefore('old', [30]));
  const next = {
    tokenRef: tokenRef('new'),
    listRef: tokenRef('list new'),
    mediaType: 'CLOSED_CARD',
  } as const;
  await media.replace(tokenRef('old'), next, 'spec');
  await rig.accept(tapsBefore('new', [-2]));
  await rig.accept(tapsBefore('old', [-3]));
  await price();
  expect(await ridesOf('old')).toEqual([
    ['CHARGED', 1700, 1700, 1],
    ['CHARGED', 1700, 1700, 1],
    ['LOST_MEDIUM', 1700, 0, 1],
  ]);
});

it('an account that was reported as a whole has all its media lost, and one that owes none', async () => {
  await issue('whole');
  const accountId = Number(await rig.accountOf('whole'));
  const subject = { scope: 'ACCOUNT', accountId } as const;
  await list.add({ subject, reason: 'FRAUD', validFrom: new Date(NOW - HOUR) }, 'spec');
  await rig.accept(tapsBefore('whole', [30]));
  await price();
  expect(await ridesOf('whole')).toEqual([['CHARGED', 1700, 1700, 1]]);
  await list.add({ subject, reason: 'LOST', validFrom: new Date(NOW - HOUR) }, 'spec');
  await price();
  expect(await ridesOf('whole')).toEqual([['LOST_MEDIUM', 1700, 0, 2]]);
});

it('2.4.8: what everybody owes is the same in whatever order taps and reports come, and whenever pricing runs', async () => {
  const step = fc.record({ card: fc.nat(1), minute: fc.integer({ min: 0, max: 300 }) });
  const loss = fc.record({
    card: fc.nat(1),
    minute: fc.integer({ min: 0, max: 300 }),
    isFound: fc.boolean(),
  });
  let run = 0;
  const begin = async (name: string): Promise<void> => {
    for (const card of [0, 1]) await issue(`${name}/${card}`);
    // One rider has both.
    await media.merge(tokenRef(`${name}/1`), Number(await rig.accountOf(`${name}/0`)), new Date(0), 'spec');
  };
  const tell = async (name: string): Promise<unknown> =>
    rig.rows(
      `SELECT replace(ride_ref, $1, '') AS ride, disposition, amount_minor, billed_minor
       FROM ticketing.current_charges WHERE ride_ref LIKE $1 || '-%' AND disposition <> 'VOID' ORDER BY 1`,
      [name],
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 15 }),
      fc.uniqueArray(loss, { maxLength: 2, selector: ({ card }) => card }),
      fc.infiniteStream(fc.nat(1000)),
      async (steps, losses, dice) => {
        const roll = (): number => dice.next().value as number;
        const eventsOf = (name: string): (() => Promise<unknown>)[] => [
          ...steps.map(({ card, minute }, i) => {
            const tap = {
              deviceId: `${name}-1`,
              seq: i + 1,
              token: `${name}/${card}`,
              atMs: NOW - minute * MINUTE,
            };
            return () => rig.accept([tap]);
          }),
          ...losses.map(({ card, minute, isFound }) => async () => {
            const entryId = await report(`${name}/${card}`, minute);
            if (roll() % 2 === 0) await price();
            if (!isFound) return;
            await rig.rows(
              "UPDATE ticketing.deny_list_entries SET removed_at = $2, removed_by = 'spec' WHERE entry_id = $1",
              [entryId, new Date(NOW - (minute / 2) * MINUTE)],
            );
          }),
        ];
        const [clean, wild] = [`p${++run}c`, `p${run}w`];
        await begin(clean);
        for (const event of eventsOf(clean)) await event();
        await price();
        await begin(wild);
        const shuffled = eventsOf(wild).map((event) => ({ event, at: roll() }));
        for (const { event } of shuffled.sort((a, b) => a.at - b.at)) {
          await event();
          if (roll() % 2 === 0) await price();
        }
        await price();
        expect(await tell(wild)).toEqual(await tell(clean));
        expect(await rig.balanceOf(`${wild}/0`)).toBe(await rig.balanceOf(`${clean}/0`));
      },
    ),
    { numRuns: 20 },
  );
});
