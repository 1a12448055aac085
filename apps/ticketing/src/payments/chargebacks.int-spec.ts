/** Payments that the banks of cards take back: booked once, owed again, and gone where they are returned. */
import { SimulatedGateway } from '@rukh/adapters/gateway-simulated';
import {
  listDueRecoveries,
  readDayReport,
  recoverByCardholder,
  inTransaction,
  verifyLedger,
} from '@rukh/adapters/postgres';
import { sha256Link } from '../ledger/hash-link.js';
import { flatRules } from '../pricing/flat-rules.fixture.js';
import { MoneyRig } from '../pricing/money-rig.fixture.js';
import { applyChargeback } from './apply-chargebacks.js';
import { recoverWindow } from './move-windows.js';
import type { PaymentPolicy } from './payment-policy.js';
import { requestRefund } from './refund.js';
import { settleAll } from './settle-all.fixture.js';

const EIGHT = Date.parse('2026-11-20T08:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RULES = flatRules({ fareMinor: 2000 });
const POLICY: PaymentPolicy = {
  limits: { cumulativeMinor: 0, openMinutes: 0, graceMs: HOUR, completeUntilMs: -Infinity },
  chargebackThresholdMinor: 2500,
  recovery: { attempts: 2, firstAfterHours: 24 },
};
/** Of a debt that the merchant does not try again. */
const GIVEN_UP_MS = 4 * DAY;

let rig: MoneyRig;
let gateway: SimulatedGateway;
let nowMs = EIGHT;
let refused: string[] = [];

beforeAll(async () => {
  rig = await MoneyRig.start();
});
beforeEach(() => {
  nowMs = EIGHT;
  refused = [];
  gateway = new SimulatedGateway(rig.pool);
});
afterAll(async () => {
  await rig.stop();
});

/** Tells of what is to be told, as the service is told. */
const told = async (): Promise<void> => {
  gateway.onChargeback(async (chargeback) => {
    try {
      await applyChargeback(rig.pool, chargeback, { policy: POLICY, allowedDebtMinor: 0, nowMs });
    } catch (error) {
      refused.push((error as Error).message);
      throw error;
    }
  });
  await gateway.tellChargebacks();
  await settle();
};

const settle = (): Promise<void> => settleAll({ pool: rig.pool, gateway, policy: POLICY, nowMs });

/** Two rides of a card, taken the day after; the key of the capture. */
async function paid(token: string): Promise<string> {
  await rig.accept(
    [0, 2].map((hours, i) => ({
      ...{ deviceId: `c-${token}`, seq: i + 1, token, mediaType: 'BANK_CARD', atMs: EIGHT + hours * HOUR },
    })),
  );
  await rig.price(RULES, { nowMs });
  nowMs = EIGHT + 2 * DAY;
  await settle();
  expect(await windowOf(token)).toEqual({ state: 'CLOSED', net: 4000, settled: 4000, lost: 0 });
  const [made] = await rig.rows<{ key: string }>(
    `SELECT 'settle:' || settlement_id AS key FROM ticketing.settlements JOIN ticketing.pay_windows USING (pay_window_id)
     WHERE account_id = $1 AND kind = 'DEBIT'`,
    [await rig.accountOf(token)],
  );
  return made!.key;
}

const windowOf = async (token: string): Promise<object> =>
  (
    await rig.rows(
      `SELECT state, net_minor::float8 AS net, settled_minor::float8 AS settled, lost_minor::float8 AS lost
       FROM ticketing.pay_windows WHERE account_id = $1 ORDER BY pay_window_id`,
      [await rig.accountOf(token)],
    )
  )[0]!;

const isRefused = async (token: string): Promise<boolean> =>
  (
    await rig.rows('SELECT FROM ticketing.deny_list_wishes WHERE account_id = $1 AND lifted_at IS NULL', [
      await rig.accountOf(token),
    ])
  ).length > 0;

const holds = async (): Promise<void> => {
  const { findings } = await verifyLedger(rig.pool, sha256Link);
  expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
};

const pay = async (token: string): Promise<number> =>
  inTransaction(rig.pool, async (client) => recoverByCardholder(client, await rig.accountOf(token)));

describe('a chargeback', () => {
  it('is owed again: the card is refused, the debt is a window, and told twice or at once it is booked once', async () => {
    const key = await paid('disputed');
    await gateway.chargeBack(key);
    gateway.onChargeback(() => Promise.resolve());
    await told();
    expect(await windowOf('disputed')).toEqual({ state: 'DEBT', net: 4000, settled: 0, lost: 0 });
    expect([await rig.balanceOf('disputed'), await isRefused('disputed')]).toEqual([4000, true]);
    await rig.rows('UPDATE simulated_gateway.disputes SET told_at = NULL');
    await Promise.all([told(), told()]);
    expect([await rig.balanceOf('disputed'), refused]).toEqual([4000, []]);
    await holds();
    const [{ day } = { day: '' }] = await rig.rows<{ day: string }>(
      'SELECT max(ledger_date)::text AS day FROM ticketing.ledger_transactions',
    );
    expect((await readDayReport(rig.pool, day)).booked).toContainEqual({
      ...{ name: 'CHARGEBACK', count: 1, amountMinor: 4000 },
    });
    expect((await readDayReport(rig.pool, '2026-11-20')).settlements).toContainEqual({
      ...{ name: 'CHARGEBACK SETTLED', count: 1, amountMinor: -4000 },
    });
  });

  it('is never asked of the card again by itself, nor by a tap; the cardholder pays it, and may be declined first', async () => {
    const key = await paid('asks');
    await gateway.chargeBack(key);
    await told();
    const asked = (): Promise<object[]> =>
      rig.rows("SELECT FROM simulated_gateway.operations WHERE kind = 'AUTHORISE'");
    const before = (await asked()).length;
    nowMs += DAY;
    const again = { deviceId: 'c-asks', seq: 3, token: 'asks', mediaType: 'BANK_CARD', atMs: nowMs };
    await rig.rows("UPDATE ticketing.pay_windows SET changed_at = changed_at - interval '2 hours'");
    await rig.accept([again]);
    await rig.price(RULES, { nowMs });
    await settle();
    expect(await asked()).toHaveLength(before);
    gateway.behave({ declineRate: 1 });
    expect(await pay('asks')).toBe(1);
    await settle();
    expect(await windowOf('asks')).toMatchObject({ state: 'DEBT', settled: 0 });
    gateway.behave({ declineRate: 0 });
    await pay('asks');
    await settle();
    expect(await windowOf('asks')).toEqual({ state: 'CLOSED', net: 4000, settled: 4000, lost: 0 });
    // What the tap since then cost stands in a window of its own.
    expect([await rig.balanceOf('asks'), await isRefused('asks')]).toEqual([2000, false]);
    await holds();
  });

  it('is gone where the bank returns it; where it was paid meanwhile, the card gets it back', async () => {
    for (const isPaid of [false, true]) {
      const token = `returned ${String(isPaid)}`;
      const dispute = await gateway.chargeBack(await paid(token));
      await told();
      if (isPaid) await pay(token);
      await settle();
      await gateway.returnChargeback(dispute);
      await told();
      await told();
      expect(await windowOf(token)).toEqual({ state: 'CLOSED', net: 4000, settled: 4000, lost: 0 });
      expect([await rig.balanceOf(token), await isRefused(token)]).toEqual([0, false]);
      nowMs = EIGHT;
    }
    expect(refused).toEqual([]);
    await holds();
  });

  it('of a part is owed in that part, and of what was given back already is owed as well', async () => {
    const key = await paid('part');
    await gateway.chargeBack(key, 1500);
    await told();
    expect([await windowOf('part'), await rig.balanceOf('part')]).toEqual([
      { state: 'DEBT', net: 4000, settled: 2500, lost: 0 },
      1500,
    ]);
    // Both rides turn out to cost half: 20.00 in all, of which 25.00 are there.
    await rig.rows("SELECT ticketing.reprice($1, $2, 'TARIFF')", [
      await rig.accountOf('part'),
      new Date(EIGHT),
    ]);
    await rig.price(flatRules({ fareMinor: 1000 }), { nowMs });
    await settle();
    expect(await windowOf('part')).toEqual({ state: 'CLOSED', net: 2000, settled: 2000, lost: 0 });
    await gateway.chargeBack(key, 2500);
    await told();
    expect([await windowOf('part'), await rig.balanceOf('part')]).toEqual([
      { state: 'DEBT', net: 2000, settled: -500, lost: 0 },
      2500,
    ]);
    await pay('part');
    await settle();
    expect([await windowOf('part'), await rig.balanceOf('part')]).toEqual([
      { state: 'CLOSED', net: 2000, settled: 2000, lost: 0 },
      0,
    ]);
    await holds();
  });

  it('that nobody pays is given up in the end, and is no loss where it is returned after all', async () => {
    const key = await paid('lost');
    const dispute = await gateway.chargeBack(key, 3000);
    await told();
    nowMs += GIVEN_UP_MS;
    await settle();
    expect(await windowOf('lost')).toEqual({ state: 'DEBT_FINAL', net: 4000, settled: 1000, lost: 3000 });
    expect([await rig.balanceOf('lost'), await isRefused('lost')]).toEqual([0, true]);
    await gateway.chargeBack(key, 1000);
    await told();
    expect(await windowOf('lost')).toEqual({ state: 'DEBT_FINAL', net: 4000, settled: 0, lost: 4000 });
    await gateway.returnChargeback(dispute);
    await told();
    expect(await windowOf('lost')).toEqual({ state: 'DEBT_FINAL', net: 4000, settled: 3000, lost: 1000 });
    expect(await rig.balanceOf('lost')).toBe(0);
    await holds();
  });

  it('of one payment in two parts is owed whole, whatever was paid anew in between or is under way', async () => {
    for (const isUnderWay of [false, true]) {
      nowMs = EIGHT;
      const token = `parts ${String(isUnderWay)}`;
      const key = await paid(token);
      await gateway.chargeBack(key, 1500);
      await told();
      await pay(token);
      if (isUnderWay) {
        // The card is asked for the first part, and the gateway says nothing for now.
        for (const one of await listDueRecoveries(rig.pool, nowMs, 100)) {
          await recoverWindow(rig.pool, one, POLICY);
        }
      } else await settle();
      await gateway.chargeBack(key, 2500);
      await told();
      expect(await windowOf(token)).toEqual({ state: 'DEBT', net: 4000, settled: 1500, lost: 0 });
      expect([await rig.balanceOf(token), await isRefused(token)]).toEqual([2500, true]);
      await pay(token);
      await settle();
      expect(await windowOf(token)).toEqual({ state: 'CLOSED', net: 4000, settled: 4000, lost: 0 });
      expect([await rig.balanceOf(token), await isRefused(token)]).toEqual([0, false]);
    }
    expect(refused).toEqual([]);
    await holds();
  });

  it('of the part that a refund gives back meanwhile is owed no more, and that refund is paid', async () => {
    const key = await paid('refunded');
    await gateway.chargeBack(key, 2000);
    await told();
    const [ride] = await rig.rows<{ id: string }>(
      'SELECT charge_id AS id FROM ticketing.current_charges WHERE account_id = $1 ORDER BY ride_ref LIMIT 1',
      [await rig.accountOf('refunded')],
    );
    const wish = { chargeId: ride!.id, amountMinor: 2000, reason: 'It broke down', requestedBy: 'olena' };
    const refund = await requestRefund(rig.pool, wish, 10_000);
    expect(refund).toMatchObject({ state: 'APPROVED' });
    await settle();
    expect(await windowOf('refunded')).toEqual({ state: 'CLOSED', net: 2000, settled: 2000, lost: 0 });
    expect([await rig.balanceOf('refunded'), await isRefused('refunded')]).toEqual([0, false]);
    expect(await rig.rows('SELECT state FROM ticketing.refunds')).toEqual([{ state: 'PAID' }]);
    await holds();
  });

  it('that was given up and is returned whole refuses the card no more', async () => {
    const dispute = await gateway.chargeBack(await paid('late luck'));
    await told();
    nowMs += GIVEN_UP_MS;
    await settle();
    expect([await windowOf('late luck'), await isRefused('late luck')]).toEqual([
      { state: 'DEBT_FINAL', net: 4000, settled: 0, lost: 4000 },
      true,
    ]);
    await gateway.returnChargeback(dispute);
    await told();
    expect(await windowOf('late luck')).toMatchObject({ settled: 4000, lost: 0 });
    expect([await rig.balanceOf('late luck'), await isRefused('late luck')]).toEqual([0, false]);
    await holds();
  });

  /** Money that a rider put in; the key that the gateway was asked under. */
  async function putIn(token: string, formRef: string): Promise<string> {
    const account = await rig.accountOf(token);
    const [made] = await rig.rows<{ id: string }>(
      `INSERT INTO ticketing.top_ups (account_id, amount_minor, currency, form_ref, state)
       VALUES ($1, 5000, 'UAH', $2, 'BOOKED') RETURNING top_up_id AS id`,
      [account, formRef],
    );
    const key = `top-up:${made!.id}`;
    await gateway.ask({ key, kind: 'CAPTURE', token: key, amountMinor: 5000, currency: 'UAH' });
    await rig.rows(
      `SELECT ticketing.post_transactions(ARRAY[$1], '{TOP_UP}', '{UAH}', '{NULL}', '{NULL}', '{NULL}', '{1,1}',
         ARRAY['gateway', 'rider:' || $2::text], '{5000,-5000}')`,
      [key, account],
    );
    return key;
  }

  it('is of one payment: that a person books it of money put in a second time is refused', async () => {
    await rig.accept([{ deviceId: 'c-twice', seq: 1, token: 'twice', atMs: EIGHT }]);
    await rig.price(RULES, { nowMs });
    const facts = { policy: POLICY, allowedDebtMinor: 0, nowMs };
    const [first, second] = [await putIn('twice', '1'.repeat(16)), await putIn('twice', '2'.repeat(16))];
    const letter = {
      disputeRef: 'letter-2',
      amountMinor: 5000,
      currency: 'UAH',
      reason: 'FRAUD',
      isReturned: false,
    };
    expect(await applyChargeback(rig.pool, { ...letter, key: first }, facts, 'Olena')).toBe(true);
    await expect(applyChargeback(rig.pool, { ...letter, key: second }, facts, 'Olena')).rejects.toMatchObject(
      {
        refusal: 'DIFFERS',
      },
    );
    expect(await rig.balanceOf('twice')).toBe(-3000);
    // What the gateway told of one is not booked of the other by hand either.
    const third = await putIn('twice', '3'.repeat(16));
    await gateway.chargeBack(second);
    await told();
    const [known] = await rig.rows<{ ref: string }>(
      `SELECT split_part(idempotency_key, ':', 4) AS ref FROM ticketing.ledger_transactions
       WHERE starts_with(idempotency_key, $1)`,
      [`chargeback:${second}:`],
    );
    const mistaken = { ...letter, disputeRef: known!.ref, key: third };
    await expect(applyChargeback(rig.pool, mistaken, facts, 'Olena')).rejects.toMatchObject({
      refusal: 'DIFFERS',
    });
    await holds();
  });

  it('of money that was put in makes a prepaid rider owe it', async () => {
    await rig.accept([{ deviceId: 'c-prepaid', seq: 1, token: 'prepaid', atMs: EIGHT }]);
    await rig.price(RULES, { nowMs });
    await gateway.chargeBack(await putIn('prepaid', '0123456789abcdef'));
    await told();
    expect([await rig.balanceOf('prepaid'), await isRefused('prepaid')]).toEqual([2000, true]);
    await holds();
  });

  it('that a person books by the letter of the bank is the same where the gateway tells it too, and is in no journal until then', async () => {
    const key = await paid('by letter');
    const facts = { policy: POLICY, allowedDebtMinor: 0, nowMs };
    const told = {
      key,
      disputeRef: 'letter-1',
      amountMinor: 1000,
      currency: 'UAH',
      reason: 'FRAUD',
      isReturned: false,
    };
    expect(await applyChargeback(rig.pool, told, facts, 'Olena')).toBe(true);
    expect(await applyChargeback(rig.pool, told, facts, 'Taras')).toBe(false);
    expect(await applyChargeback(rig.pool, told, facts)).toBe(false);
    expect(await rig.balanceOf('by letter')).toBe(1000);
    expect(
      await rig.rows("SELECT booked_by FROM ticketing.chargebacks_by_hand WHERE dispute_ref = 'letter-1'"),
    ).toEqual([{ booked_by: 'Olena' }]);
    await holds();
    expect(await applyChargeback(rig.pool, { ...told, isReturned: true }, facts, 'Olena')).toBe(true);
    await settle();
    expect(await windowOf('by letter')).toEqual({ state: 'CLOSED', net: 4000, settled: 4000, lost: 0 });
    await holds();
  });

  it('that cannot be booked is told again, and says why: of a payment that is not known, or in another amount', async () => {
    const key = await paid('odd');
    const facts = { policy: POLICY, allowedDebtMinor: 0, nowMs };
    const about = {
      disputeRef: 'd-1',
      key,
      amountMinor: 4000,
      currency: 'UAH',
      reason: 'FRAUD',
      isReturned: false,
    };
    const apply = (more: object): Promise<boolean> => applyChargeback(rig.pool, { ...about, ...more }, facts);
    await expect(apply({ key: 'settle:999999' })).rejects.toThrow('is not known to be taken');
    await expect(apply({ key: 'authorise:1' })).rejects.toThrow('is not known to be taken');
    // Written otherwise it would be another payment to the ledger, and the same one to the card.
    await expect(apply({ key: key.replace(':', ':0') })).rejects.toThrow('is not known to be taken');
    await expect(apply({ amountMinor: 4001 })).rejects.toThrow('MORE_THAN_TAKEN');
    await expect(apply({ currency: 'EUR' })).rejects.toThrow('OTHER_CURRENCY');
    await expect(apply({ isReturned: true })).rejects.toThrow('NOT_TAKEN_BACK');
    await expect(apply({ disputeRef: 'a b' })).rejects.toThrow('no name');
    expect(await rig.balanceOf('odd')).toBe(0);
    expect(await apply({ amountMinor: 1000 })).toBe(true);
    await expect(apply({})).rejects.toThrow('DIFFERS');
    expect(await apply({ amountMinor: 1000 })).toBe(false);
  });

  it('by a number that another payment was disputed under is refused by name', async () => {
    const one = await paid('one');
    const facts = { policy: POLICY, allowedDebtMinor: 0, nowMs };
    const told = {
      key: one,
      disputeRef: 'twice',
      amountMinor: 1000,
      currency: 'UAH',
      reason: 'FRAUD',
      isReturned: false,
    };
    expect(await applyChargeback(rig.pool, told, facts)).toBe(true);
    nowMs = EIGHT;
    const another = { ...told, key: await paid('another') };
    await expect(applyChargeback(rig.pool, another, facts)).rejects.toMatchObject({ refusal: 'DIFFERS' });
  });

  it('takes no more back than was taken, however many disputes there are of one payment', async () => {
    const key = await paid('thrice');
    const facts = { policy: POLICY, allowedDebtMinor: 0, nowMs };
    const about = { key, amountMinor: 3000, currency: 'UAH', reason: 'FRAUD', isReturned: false };
    const apply = (disputeRef: string, more: object = {}): Promise<boolean> =>
      applyChargeback(rig.pool, { ...about, disputeRef, ...more }, facts);
    expect(await apply('t-1')).toBe(true);
    await expect(apply('t-10')).rejects.toThrow('MORE_THAN_TAKEN');
    expect(await apply('t-1', { isReturned: true })).toBe(true);
    // The next round of the dispute; what is told late of the first changes nothing.
    expect(await apply('t-10')).toBe(true);
    expect(await apply('t-1')).toBe(false);
    expect(await rig.balanceOf('thrice')).toBe(3000);
    nowMs = EIGHT;
    const other = await paid('other thrice');
    await expect(apply('t-1', { key: other })).rejects.toThrow();
    expect(await rig.balanceOf('other thrice')).toBe(0);
  });
});
