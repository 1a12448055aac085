/** Who comes first where what is news comes within milliseconds: accounts that become one, taps that come too late. */
import { type DatabaseClient, readQueueState, verifyLedger } from '@rukh/adapters/postgres';
import { sha256Link } from '../ledger/hash-link.js';
import { flatRules } from './flat-rules.fixture.js';
import { MoneyRig, type RigTap, tokenRef } from './money-rig.fixture.js';
import type { PricingRules } from './pricing-rules.js';
import { tariffOf } from './tariff-folder.fixture.js';

const RULES = flatRules({ fareMinor: 1700 });
const EIGHT = Date.parse('2026-10-20T08:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;
const LATE = EIGHT + 30 * DAY;

let rig: MoneyRig;
let trains: PricingRules;

beforeAll(async () => {
  rig = await MoneyRig.start();
  trains = await tariffOf({
    'fare_products.txt': 'fare_product_id,amount\nsingle,17.00\nmaximum,50.00',
    'tap_policies.txt': 'policy_id,mode,maximum_fare_product_id,max_journey_seconds\nt,on_off,maximum,10800',
  });
});
afterAll(async () => {
  await rig.stop();
});

const holds = async (): Promise<void> => {
  const { findings } = await verifyLedger(rig.pool, sha256Link);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
};

describe('media of one rider that become one account', () => {
  /** A ride that came too late, and is asked for all the same: it made the one after it a free transfer. */
  async function ride(name: string): Promise<void> {
    const tap = { token: `${name}-plastic`, mediaType: 'BANK_CARD' };
    await rig.accept([
      { ...tap, deviceId: `${name}-1`, seq: 1, atMs: EIGHT + 20 * MINUTE, receivedMs: EIGHT + 21 * MINUTE },
    ]);
    await rig.accept([
      {
        deviceId: `${name}-2`,
        seq: 1,
        token: `${name}-phone`,
        atMs: EIGHT + 5 * 60 * MINUTE,
        receivedMs: EIGHT + DAY,
      },
    ]);
    await rig.price(RULES, { nowMs: EIGHT + DAY });
    await rig.accept([
      { ...tap, deviceId: `${name}-3`, seq: 1, atMs: EIGHT, outcome: 'LATE_ACCEPTED', receivedMs: LATE },
    ]);
    await rig.price(RULES, { nowMs: LATE });
  }

  async function merge(name: string): Promise<{ phone: string; plastic: string }> {
    const [phone, plastic] = [await rig.accountOf(`${name}-phone`), await rig.accountOf(`${name}-plastic`)];
    await rig.rows('UPDATE ticketing.media_accounts SET account_id = $1 WHERE token_ref = $2', [
      phone,
      tokenRef(`${name}-plastic`),
    ]);
    return { phone, plastic };
  }

  const queue = (accountId: string): Promise<object[]> =>
    rig.rows('SELECT ticketing.reprice($1, $2, $3)', [accountId, new Date(EIGHT), 'MERGE']);

  it.each([
    ['together', (one: string, other: string) => [[one, other]]],
    ['the one that has them first', (one: string, other: string) => [[one], [other]]],
    ['the one that had them first', (one: string, other: string) => [[other], [one]]],
  ])('is asked for late rides as the other was, priced %s', async (how, order) => {
    const name = how.replaceAll(' ', '-');
    await ride(name);
    expect([await rig.balanceOf(`${name}-plastic`), await rig.balanceOf(`${name}-phone`)]).toEqual([
      1700, 1700,
    ]);
    const before = (await rig.balances())['write-off:late'];
    const { phone, plastic } = await merge(name);
    for (const accounts of order(phone, plastic)) {
      for (const accountId of accounts) await queue(accountId);
      await rig.price(RULES, { nowMs: LATE + DAY });
    }
    const after = await rig.balances();
    expect([after[`rider:${phone}`], after[`rider:${plastic}`]]).toEqual([3400, 0]);
    expect(after['write-off:late']).toBe(before);
    await holds();
  });
});

describe('taps that come too late', () => {
  const tap = (name: string, seq: number, more: Partial<RigTap>): RigTap => ({
    ...{ deviceId: name, seq, token: name, atMs: EIGHT, outcome: 'LATE_ACCEPTED', ...more },
  });
  const insert = (client: DatabaseClient, one: RigTap): Promise<unknown> =>
    client.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
         device_time, tapped_at, clock_quality, outcome, operator_id, received_at)
       VALUES ($1, $2, '\\x00', $3, 'CLOSED_CARD', $4, 'OK_PAYG', 0, $5, $5, 'EXACT', $6, 'lad', $7)`,
      [
        one.deviceId,
        one.seq,
        tokenRef(one.token),
        one.kind,
        new Date(one.atMs),
        one.outcome,
        new Date(one.receivedMs!),
      ],
    );

  /** Got on, and 50.00 are due: then an exit, received first, and a ride in between, by two processes at once. */
  async function ask(name: string, doesPricingRunBetween: boolean): Promise<[number, number]> {
    const entry = {
      deviceId: name,
      seq: 1,
      token: name,
      kind: 'ENTRY',
      atMs: EIGHT,
      receivedMs: EIGHT + MINUTE,
    };
    await rig.accept([entry]);
    await rig.price(trains, { nowMs: EIGHT + DAY });
    const nowMs = Date.now();
    const [exits, rides] = [await rig.pool.connect(), await rig.pool.connect()];
    await rides.query('BEGIN');
    await insert(rides, tap(name, 3, { kind: 'ENTRY', atMs: EIGHT + 30 * MINUTE, receivedMs: nowMs }));
    await exits.query('BEGIN');
    await insert(exits, tap(name, 2, { kind: 'EXIT', atMs: EIGHT + 60 * MINUTE, receivedMs: nowMs - 5 }));
    await rides.query('COMMIT');
    if (doesPricingRunBetween) await rig.price(trains, { nowMs });
    await exits.query('COMMIT');
    exits.release();
    rides.release();
    await rig.price(trains, { nowMs });
    const rows = await rig.rows<{ amount: number; billed: number }>(
      `SELECT sum(amount_minor)::float8 AS amount, sum(billed_minor)::float8 AS billed
       FROM ticketing.current_charges WHERE ride_ref LIKE $1`,
      [`${name}/%`],
    );
    return [rows[0]!.amount, rows[0]!.billed];
  }

  it('are asked for in the order in which they became durable, whether pricing ran between them or not', async () => {
    const between = await ask('between', true);
    expect(await ask('at-once', false)).toEqual(between);
    // The ride was durable first: it was due in time and never became less.
    expect(between).toEqual([6700, 5000]);
    await holds();
  });

  it('are not taken up before one that is older and not yet durable, whatever else prices the rider', async () => {
    const name = 'older';
    await rig.accept([
      { deviceId: name, seq: 1, token: name, kind: 'ENTRY', atMs: EIGHT, receivedMs: EIGHT + MINUTE },
    ]);
    await rig.price(trains, { nowMs: EIGHT + DAY });
    const older = await rig.pool.connect();
    await older.query('BEGIN');
    await insert(older, tap(name, 2, { kind: 'EXIT', atMs: EIGHT + 60 * MINUTE, receivedMs: Date.now() }));
    await rig.accept([tap(name, 3, { kind: 'ENTRY', atMs: EIGHT + 30 * MINUTE, receivedMs: Date.now() })]);
    await rig.rows('SELECT ticketing.reprice($1, $2, $3)', [
      await rig.accountOf(name),
      new Date(EIGHT),
      'CONTEXT',
    ]);
    expect(await rig.price(trains, { nowMs: Date.now() })).toEqual([]);
    // Whoever watches is told how long taps wait, though no account is in the queue.
    const { waiting, oldestSeconds } = await readQueueState(rig.pool);
    expect([waiting, oldestSeconds > 0]).toEqual([0, true]);
    await older.query('COMMIT');
    older.release();
    await rig.price(trains, { nowMs: Date.now() });
    // The exit was first: 33.00 are given back, and not asked for again.
    const rows = await rig.rows<{ billed: number }>(
      'SELECT sum(billed_minor)::float8 AS billed FROM ticketing.current_charges WHERE ride_ref LIKE $1',
      [`${name}/%`],
    );
    expect(rows[0]!.billed).toBe(1700);
    await holds();
  });

  it('and corrections of taps are not taken up before a tap that is older and not yet durable', async () => {
    const name = 'corrected';
    const inTime = { receivedMs: EIGHT + MINUTE, token: name, kind: 'ENTRY', deviceId: name };
    await rig.accept([
      { ...inTime, seq: 1, atMs: EIGHT },
      { ...inTime, seq: 3, atMs: EIGHT + 9 * DAY, outcome: 'QUARANTINED_CLOCK' },
    ]);
    await rig.price(trains, { nowMs: EIGHT + DAY });
    const older = await rig.pool.connect();
    await older.query('BEGIN');
    await insert(older, tap(name, 2, { kind: 'EXIT', atMs: EIGHT + 60 * MINUTE, receivedMs: Date.now() }));
    await rig.rows(
      `WITH made AS (
         INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
         VALUES ($1, 3, 1, $2, 'CORRECTED', 'the clock was wrong', 'office', 'ACCEPTED')
       )
       SELECT ticketing.reprice($3, $2, 'CLOCK')`,
      [name, new Date(EIGHT + 30 * MINUTE), await rig.accountOf(name)],
    );
    const early = await rig.price(trains, { nowMs: Date.now() });
    const { waiting } = await readQueueState(rig.pool);
    await older.query('COMMIT');
    older.release();
    expect([early, waiting]).toEqual([[], 1]);
    await rig.price(trains, { nowMs: Date.now() });
    const rows = await rig.rows<{ billed: number }>(
      'SELECT sum(billed_minor)::float8 AS billed FROM ticketing.current_charges WHERE ride_ref LIKE $1',
      [`${name}/%`],
    );
    expect(rows[0]!.billed).toBe(1700);
    await holds();
  });
});
