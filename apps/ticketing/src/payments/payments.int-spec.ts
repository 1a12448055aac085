import { SimulatedGateway } from '@rukh/adapters/gateway-simulated';
import {
  countRefusedCredits,
  findUnpricedSince,
  leaseDue,
  listStandings,
  verifyLedger,
} from '@rukh/adapters/postgres';
import { allCompleteUntil } from '@rukh/domain/taps';
import { sha256Link } from '../ledger/hash-link.js';
import { MoneyRig } from '../pricing/money-rig.fixture.js';
import { flatRules } from '../pricing/flat-rules.fixture.js';
import { applyAnswer, authorisationKey } from './apply-answers.js';
import type { PaymentPolicy } from './payment-policy.js';
import { requestRefund } from './refund.js';
import { settleAll } from './settle-all.fixture.js';
import { workOutbox } from './work-outbox.js';

const EIGHT = Date.parse('2026-11-20T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RULES = flatRules({ fareMinor: 2000 });
const POLICY: PaymentPolicy = {
  limits: { cumulativeMinor: 0, openMinutes: 0, graceMs: HOUR, completeUntilMs: -Infinity },
  chargebackThresholdMinor: 2500,
  recovery: { attempts: 2, firstAfterHours: 24 },
};
let rig: MoneyRig;
let gateway: SimulatedGateway;
let nowMs = EIGHT;
let devices = 0;

beforeAll(async () => {
  rig = await MoneyRig.start();
});
beforeEach(() => {
  nowMs = EIGHT;
  gateway = new SimulatedGateway(rig.pool);
});
afterAll(async () => {
  await rig.stop();
});

async function ride(token: string, ...minutes: number[]): Promise<void> {
  const deviceId = `p${++devices}`;
  await rig.accept(
    minutes.map((minute, i) => ({
      deviceId,
      seq: i + 1,
      token,
      mediaType: 'BANK_CARD',
      atMs: EIGHT + minute * MINUTE,
    })),
  );
  await rig.price(RULES, { nowMs });
}

const settle = (policy = POLICY): Promise<void> => settleAll({ pool: rig.pool, gateway, policy, nowMs });

const windowsOf = async (token: string): Promise<object[]> =>
  rig.rows(
    `SELECT state, net_minor::float8 AS net, settled_minor::float8 AS settled FROM ticketing.pay_windows
     WHERE account_id = $1 ORDER BY pay_window_id`,
    [await rig.accountOf(token)],
  );

const settlementsOf = async (token: string): Promise<object[]> =>
  rig.rows(
    `SELECT s.kind, s.amount_minor::float8 AS amount, s.status, s.is_at_risk AS risk
     FROM ticketing.settlements AS s JOIN ticketing.pay_windows USING (pay_window_id)
     WHERE account_id = $1 ORDER BY settlement_id`,
    [await rig.accountOf(token)],
  );

const wishesOf = async (token: string): Promise<string[]> => {
  const rows = await rig.rows<{ cause: string }>(
    'SELECT cause FROM ticketing.deny_list_wishes WHERE account_id = $1 AND lifted_at IS NULL',
    [await rig.accountOf(token)],
  );
  return rows.map(({ cause }) => cause);
};

const hex = async (token: string): Promise<string> => {
  const [row] = await rig.rows<{ hex: string }>(
    `SELECT encode(token_ref, 'hex') AS hex FROM ticketing.media_accounts WHERE account_id = $1`,
    [await rig.accountOf(token)],
  );
  return row!.hex;
};

describe('payments', () => {
  it('checks a card at its first ride, gathers a day into one window and takes it once', async () => {
    await ride('good', 0, 120, 240);
    await settle();
    expect(await windowsOf('good')).toEqual([{ state: 'OPEN', net: 6000, settled: 0 }]);
    nowMs = EIGHT + 2 * DAY;
    await settle();
    expect(await windowsOf('good')).toEqual([{ state: 'CLOSED', net: 6000, settled: 6000 }]);
    expect(await settlementsOf('good')).toEqual([
      { kind: 'DEBIT', amount: 6000, status: 'SETTLED', risk: false },
    ]);
    expect(await rig.balanceOf('good')).toBe(0);
    const journal = await rig.rows(
      'SELECT kind, amount_minor::float8 AS amount, requests FROM simulated_gateway.operations WHERE token = $1 ORDER BY made_at',
      [await hex('good')],
    );
    expect(journal).toEqual([
      { kind: 'CHECK', amount: 0, requests: 1 },
      { kind: 'AUTHORISE', amount: 6000, requests: 1 },
      { kind: 'CAPTURE', amount: 6000, requests: 1 },
    ]);
  });

  it('2.4.4: closes a window when its day is over and every validator has given all of it, without the wait', async () => {
    await ride('marked', 0);
    nowMs = EIGHT + 16 * HOUR + MINUTE;
    const until = (completeUntilMs: number): PaymentPolicy => ({
      ...POLICY,
      limits: { ...POLICY.limits, completeUntilMs },
    });
    await settle(until(EIGHT + 16 * HOUR - 1));
    expect(await windowsOf('marked')).toEqual([{ state: 'OPEN', net: 2000, settled: 0 }]);
    await settle(until(EIGHT + 16 * HOUR));
    expect(await windowsOf('marked')).toEqual([{ state: 'CLOSED', net: 2000, settled: 2000 }]);
  });

  it('2.4.4: knows how far validators have come, and that a tap still waits for its price', async () => {
    const placed = "ARRAY['m1', 'm2']";
    await rig.rows(
      `INSERT INTO ticketing.devices (device_id, operator_id, state) SELECT unnest(${placed}), 'lad', 'ACTIVE'`,
    );
    await rig.rows(
      `INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from)
       SELECT device, device, 'lad', now() - interval '1 hour' FROM unnest(${placed}) AS device`,
    );
    const say = (device: string, queueLength: number, lastSeq: number): Promise<unknown> =>
      rig.rows(
        `INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
           last_seq, queue_length, deny_list_version) VALUES ($1, $2, 0, 'RTC', 1, 1, $4, $3, 0)
         ON CONFLICT (device_id) DO UPDATE SET queue_length = excluded.queue_length, last_seq = excluded.last_seq`,
        [device, new Date(EIGHT + HOUR), queueLength, lastSeq],
      );
    const complete = async (): Promise<number> =>
      allCompleteUntil(await listStandings(rig.pool, 1), await findUnpricedSince(rig.pool));
    await rig.price(RULES, { nowMs });
    expect(await complete()).toBe(-Infinity);
    await say('m1', 0, 0);
    await say('m2', 3, 0);
    expect(await complete()).toBe(-Infinity);
    await rig.accept([{ deviceId: 'm2', seq: 1, token: 'm', atMs: EIGHT + MINUTE }]);
    await rig.rows(
      "INSERT INTO ticketing.device_progress (device_id, high_water_mark, last_seq) VALUES ('m2', 1, 1)",
    );
    await rig.price(RULES, { nowMs });
    expect(await complete()).toBe(EIGHT + MINUTE);
    await say('m2', 0, 1);
    expect(await complete()).toBe(EIGHT + HOUR);
    await rig.accept([{ deviceId: 'x9', seq: 1, token: 'm', atMs: EIGHT }]);
    expect(await complete()).toBe(EIGHT);
    await rig.price(RULES, { nowMs });
    expect(await complete()).toBe(EIGHT + HOUR);
  });

  it('2.4.9: closes a window that came to its limit before the day ends, and opens the next', async () => {
    const policy = { ...POLICY, limits: { ...POLICY.limits, cumulativeMinor: 4000 } };
    await ride('often', 0, 120);
    await settle(policy);
    await ride('often', 240);
    expect(await windowsOf('often')).toEqual([
      { state: 'CLOSED', net: 4000, settled: 4000 },
      { state: 'OPEN', net: 2000, settled: 0 },
    ]);
  });

  it('2.4.3: gives back what a window took too much, as a settlement of its own', async () => {
    await ride('back', 30);
    nowMs = EIGHT + 2 * DAY;
    await settle();
    await ride('back', 0);
    expect(await windowsOf('back')).toEqual([
      { state: 'CLOSED', net: 0, settled: 2000 },
      { state: 'OPEN', net: 2000, settled: 0 },
    ]);
    await settle();
    expect(await settlementsOf('back')).toEqual([
      { kind: 'DEBIT', amount: 2000, status: 'SETTLED', risk: false },
      { kind: 'CREDIT', amount: 2000, status: 'SETTLED', risk: false },
    ]);
    expect(await rig.balanceOf('back')).toBe(2000);
    nowMs += 2 * DAY;
    await settle();
    expect(await rig.balanceOf('back')).toBe(0);
  });

  it('gives back what the gateway refused to once it no longer does, and tells how many wait for it', async () => {
    await ride('closed', 30);
    nowMs = EIGHT + 2 * DAY;
    await settle();
    gateway.behave({ refusesCredits: true });
    await ride('closed', 0);
    await settle();
    expect(await settlementsOf('closed')).toMatchObject([
      { kind: 'DEBIT' },
      { kind: 'CREDIT', status: 'FAILED' },
    ]);
    expect(await countRefusedCredits(rig.pool)).toBe(1);
    gateway.behave({ refusesCredits: false });
    await settle();
    expect(await settlementsOf('closed')).toHaveLength(2);
    await rig.rows(
      "UPDATE ticketing.settlements SET settled_at = settled_at - interval '1 day' WHERE status = 'FAILED'",
    );
    await settle();
    expect((await settlementsOf('closed')).at(-1)).toMatchObject({
      kind: 'CREDIT',
      amount: 2000,
      status: 'SETTLED',
    });
    expect(await countRefusedCredits(rig.pool)).toBe(0);
    const { findings } = await verifyLedger(rig.pool, sha256Link);
    expect(findings.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('2.4.9: captures a first decline within the threshold at the issuer’s risk', async () => {
    await ride('risk', 0);
    gateway.behave({ declineRate: 1 });
    nowMs = EIGHT + 2 * DAY;
    await settle();
    expect(await settlementsOf('risk')).toEqual([
      { kind: 'DEBIT', amount: 2000, status: 'SETTLED', risk: true },
    ]);
    expect(await wishesOf('risk')).toEqual([]);
  });

  it('2.4.9: makes a second decline a debt, refuses the card, and lets it in again once it is recovered', async () => {
    await ride('owes', 0);
    await ride('owes', 24 * 60);
    gateway.behave({ declineRate: 1 });
    nowMs = EIGHT + 3 * DAY;
    await settle();
    expect(await windowsOf('owes')).toEqual([
      { state: 'CLOSED', net: 2000, settled: 2000 },
      { state: 'DEBT', net: 2000, settled: 0 },
    ]);
    expect(await wishesOf('owes')).toEqual(['DEBT']);
    gateway.behave({ declineRate: 0 });
    nowMs += 25 * HOUR;
    await settle();
    expect((await windowsOf('owes'))[1]).toEqual({ state: 'CLOSED', net: 2000, settled: 2000 });
    expect(await wishesOf('owes')).toEqual([]);
    expect(await rig.balanceOf('owes')).toBe(0);
  });

  it('a refund that only makes a debt smaller is paid by that, and one of a debt that is being asked for when it is over', async () => {
    gateway.behave({ declineRate: 1 });
    await ride('smaller', 0, 120);
    nowMs = EIGHT + 2 * DAY;
    await settle();
    const refund = async (place: number): Promise<void> => {
      const rides = await rig.rows<{ id: string }>(
        'SELECT charge_id AS id FROM ticketing.current_charges WHERE account_id = $1 ORDER BY ride_ref',
        [await rig.accountOf('smaller')],
      );
      const wish = { chargeId: rides[place]!.id, amountMinor: 1500, reason: 'cold', requestedBy: 'olena' };
      expect(await requestRefund(rig.pool, wish, 10_000)).toMatchObject({ state: 'APPROVED' });
    };
    const states = async (): Promise<string[]> =>
      (
        await rig.rows<{ state: string }>(
          'SELECT state FROM ticketing.refunds WHERE account_id = $1 ORDER BY refund_id',
          [await rig.accountOf('smaller')],
        )
      ).map(({ state }) => state);
    await refund(0);
    await settle();
    expect(await windowsOf('smaller')).toEqual([{ state: 'DEBT', net: 2500, settled: 0 }]);
    expect(await states()).toEqual(['PAID']);
    // 25.00 are asked for when 15.00 of them are given back: they are taken, and then go back.
    await rig.rows(
      `INSERT INTO ticketing.authorisations (pay_window_id, kind, begun_by, amount_minor)
       SELECT pay_window_id, 'DEBT_RECOVERY', 'CARDHOLDER', 2500 FROM ticketing.pay_windows WHERE account_id = $1`,
      [await rig.accountOf('smaller')],
    );
    await refund(1);
    await settle();
    expect(await states()).toEqual(['PAID', 'APPROVED']);
    const [asked] = await rig.rows<{ id: string }>(
      `SELECT authorisation_id AS id FROM ticketing.authorisations WHERE status = 'PENDING' AND kind = 'DEBT_RECOVERY'`,
    );
    gateway.behave({ declineRate: 0 });
    const answer = { key: authorisationKey(asked!.id), status: 'APPROVED', gatewayRef: 'g' } as const;
    await applyAnswer(rig.pool, answer, POLICY, nowMs);
    await settle();
    expect(await windowsOf('smaller')).toEqual([{ state: 'CLOSED', net: 1000, settled: 1000 }]);
    expect(await states()).toEqual(['PAID', 'PAID']);
    expect(await rig.balanceOf('smaller')).toBe(0);
  });

  it('RISK_LOSS: gives a debt up after its attempts, as the scheme’s loss where no list could have stopped the ride', async () => {
    await ride('lost', 0, 120);
    gateway.behave({ declineRate: 1 });
    nowMs = EIGHT + 2 * DAY;
    const before = (await rig.balances())['risk'] ?? 0;
    await settle();
    expect(await windowsOf('lost')).toEqual([{ state: 'DEBT', net: 4000, settled: 0 }]);
    for (let day = 0; day < 8; day++) {
      nowMs += DAY;
      await settle();
    }
    expect(await windowsOf('lost')).toEqual([{ state: 'DEBT_FINAL', net: 4000, settled: 0 }]);
    expect((await rig.balances())['risk']).toBe(before + 4000);
    expect([await rig.balanceOf('lost'), await wishesOf('lost')]).toEqual([0, ['DEBT']]);
    const kinds = await rig.rows<{ kind: string; n: number }>(
      `SELECT kind, count(*)::integer AS n FROM ticketing.authorisations JOIN ticketing.pay_windows USING (pay_window_id)
       WHERE account_id = $1 GROUP BY kind ORDER BY kind`,
      [await rig.accountOf('lost')],
    );
    expect(kinds).toEqual([
      { kind: 'AUTHORISATION', n: 1 },
      { kind: 'CARD_CHECK', n: 1 },
      { kind: 'DEBT_RECOVERY', n: 2 },
    ]);
  });

  it('2.4.9: asks about a card again that was not used for two weeks, and not before', async () => {
    const checks = async (): Promise<object[]> =>
      rig.rows(
        `SELECT kind, status FROM ticketing.authorisations JOIN ticketing.pay_windows USING (pay_window_id)
         WHERE account_id = $1 AND kind = 'CARD_CHECK'`,
        [await rig.accountOf('seldom')],
      );
    const checked = { kind: 'CARD_CHECK', status: 'APPROVED' };
    const rideOn = async (day: number): Promise<void> => {
      nowMs = EIGHT + day * DAY;
      await ride('seldom', day * 1440);
      await settle();
    };
    await rideOn(0);
    await rideOn(13);
    await settle();
    expect(await checks()).toEqual([checked]);
    await rideOn(40);
    expect(await checks()).toEqual([checked, checked]);
  });

  it('takes the same once through lost answers, late answers and answers given twice', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => ride(`storm${i}`, 0)));
    const random = seeded(7);
    gateway = new SimulatedGateway(rig.pool, {
      ...{ declineRate: 0, awayRate: 0.2, lostAnswerRate: 0.2, lateAnswerRate: 0.2 },
      ...{ duplicateAnswerRate: 0.3, declineAboveMinor: 0, latencyMs: 0, random },
    });
    const unasked: Promise<boolean>[] = [];
    gateway.onAnswer((answer) => unasked.push(applyAnswer(rig.pool, answer, POLICY, nowMs)));
    nowMs = EIGHT + 2 * DAY;
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all(unasked);
    await settle();
    for (let i = 0; i < 20; i++) {
      expect(await windowsOf(`storm${i}`)).toEqual([{ state: 'CLOSED', net: 2000, settled: 2000 }]);
      expect(await rig.balanceOf(`storm${i}`)).toBe(0);
    }
    expect(unasked.length).toBeGreaterThan(0);
    const [journal] = await rig.rows<{ sum: number }>(
      `SELECT sum(amount_minor)::float8 AS sum FROM simulated_gateway.operations AS done WHERE kind = 'CAPTURE'
       AND idempotency_key IN (SELECT 'settle:' || settlement_id FROM ticketing.settlements
         JOIN ticketing.pay_windows USING (pay_window_id) JOIN ticketing.media_accounts USING (account_id)
         WHERE media_accounts.token_ref = decode(done.token, 'hex') AND amount_minor = 2000)`,
    );
    expect(journal!.sum).toBeGreaterThanOrEqual(40_000);
  });

  it('shows a call that is never answered instead of asking for ever', async () => {
    await ride('dead', 0);
    gateway.behave({ awayRate: 1 });
    const ids = await leaseDue(rig.pool, 100, 0);
    const work = {
      pool: rig.pool,
      gateway,
      policy: POLICY,
      retry: { attempts: 2, firstMs: 0 },
      now: () => nowMs,
    };
    const results = [
      await workOutbox(work, ids[0]!),
      await workOutbox(work, ids[0]!),
      await workOutbox(work, ids[0]!),
    ];
    expect(results).toEqual(['RETRY', 'DEAD', 'NOTHING_TO_DO']);
  });
});

/** Numbers in [0, 1) that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}
