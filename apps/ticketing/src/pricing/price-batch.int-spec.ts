import { MoneyRig, POLICY, tokenRef } from './money-rig.fixture.js';
import { flatRules } from './flat-rules.fixture.js';
import { putOff, verifyLedger } from '@rukh/adapters/postgres';
import { sha256Link } from '../ledger/hash-link.js';
import { requestRefund } from '../payments/refund.js';
import { AccountError } from './account-error.js';
import type { PricingRules } from './pricing-rules.js';

const RULES = flatRules({ fareMinor: 1700 });
const EIGHT = Date.parse('2026-11-20T08:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

let rig: MoneyRig;
let device = 0;

beforeAll(async () => {
  rig = await MoneyRig.start();
});
afterAll(async () => {
  await rig.stop();
});

/** Taps of one card at minutes after eight, on a device of its own. */
const tapsAt = (token: string, ...minutes: number[]): Parameters<MoneyRig['accept']>[0][number][] => {
  const deviceId = `t${++device}`;
  return minutes.map((minute, i) => ({ deviceId, seq: i + 1, token, atMs: EIGHT + minute * MINUTE }));
};

const revisionsOf = (token: string): Promise<{ revision: number; amount: number; disposition: string }[]> =>
  rig.rows(
    `SELECT charge.revision, charge.amount_minor::float8 AS amount, charge.disposition, charge.causes
     FROM ticketing.charges AS charge
     WHERE account_id = (SELECT account_id FROM ticketing.media_accounts WHERE token_ref = $1)
     ORDER BY tapped_at, revision`,
    [tokenRef(token)],
  );

describe('pricing', () => {
  it('gives an unknown medium an account, prices its rides and books them', async () => {
    await rig.accept(tapsAt('one', 0, 15, 60));
    const revisions = await rig.price(RULES, { nowMs: EIGHT + 2 * 60 * MINUTE });
    expect(revisions.map(({ charge }) => [charge.amountMinor, charge.disposition])).toEqual([
      [1700, 'CHARGED'],
      [0, 'FREE_TRANSFER'],
      [1700, 'CHARGED'],
    ]);
    expect(await rig.balanceOf('one')).toBe(3400);
    expect((await rig.balances())['revenue']).toBe(-3400);
  });

  it('writes nothing where nothing has changed', async () => {
    await rig.rows(
      "INSERT INTO ticketing.repricing (account_id, since, causes) VALUES ($1, $2, '{TARIFF}')",
      [await rig.accountOf('one'), new Date(EIGHT)],
    );
    expect(await rig.price(RULES, { nowMs: EIGHT + 2 * 60 * MINUTE })).toEqual([]);
  });

  it('2.4.1: a tap is there before it has a price; the price goes by its time, device and number, not by arrival', async () => {
    const [first, second, third] = tapsAt('unhurried', 0, 0, 30);
    for (const tap of [third!, second!, first!]) await rig.accept([tap]);
    expect(
      await rig.rows('SELECT FROM ticketing.taps WHERE token_ref = $1', [tokenRef('unhurried')]),
    ).toHaveLength(3);
    expect(await revisionsOf('unhurried')).toEqual([]);
    await rig.price(RULES, { nowMs: EIGHT + 60 * MINUTE });
    const [opener] = await rig.rows<{ ref: string }>(
      `SELECT ride_ref AS ref FROM ticketing.current_charges WHERE amount_minor > 0
         AND account_id = (SELECT account_id FROM ticketing.media_accounts WHERE token_ref = $1)`,
      [tokenRef('unhurried')],
    );
    expect(opener!.ref).toBe(`${first!.deviceId}/${first!.seq}`);
  });

  it('3.3 (j): a card that is refused since its ride is charged for it all the same', async () => {
    await rig.accept(tapsAt('refused-since', 0));
    await rig.price(RULES, { nowMs: EIGHT + MINUTE });
    const accountId = await rig.accountOf('refused-since');
    await rig.rows("INSERT INTO ticketing.deny_list_wishes (account_id, cause) VALUES ($1, 'DEBT')", [
      accountId,
    ]);
    await rig.accept(tapsAt('refused-since', 90));
    await rig.price(RULES, { nowMs: EIGHT + 2 * DAY });
    expect(await revisionsOf('refused-since')).toMatchObject([
      { revision: 1, amount: 1700 },
      { revision: 1, amount: 1700, disposition: 'CHARGED' },
    ]);
  });

  it('2.4.3: a late tap changes its neighbours, and what was communicated is adjusted by the difference', async () => {
    const [first, second] = tapsAt('late', 0, 30);
    await rig.accept([second!]);
    await rig.price(RULES, { nowMs: EIGHT + 60 * MINUTE });
    await rig.accept([{ ...first!, outcome: 'LATE_ACCEPTED' }]);
    const revisions = await rig.price(RULES, { nowMs: EIGHT + 2 * DAY });
    expect(revisions.map(({ charge }) => [charge.revision, charge.amountMinor, charge.causes])).toEqual([
      [1, 1700, ['LATE_TAP']],
      [2, 0, ['LATE_TAP']],
    ]);
    expect(await rig.balanceOf('late')).toBe(1700);
  });

  it('2.4.3: a decrease is given back however late; an increase that is too late is written off', async () => {
    const [first, second] = tapsAt('expired', 0, 300);
    await rig.accept([first!]);
    await rig.price(RULES, { nowMs: EIGHT + 60 * MINUTE });
    await rig.accept([{ ...second!, outcome: 'LATE_ACCEPTED', receivedMs: EIGHT + 40 * DAY }]);
    await rig.price(RULES, { nowMs: EIGHT + 40 * DAY });
    expect(await rig.balanceOf('expired')).toBe(1700);
    expect((await rig.balances())['write-off:late']).toBe(1700);
    await rig.rows(
      "INSERT INTO ticketing.repricing (account_id, since, causes) VALUES ($1, $2, '{TARIFF}')",
      [await rig.accountOf('expired'), new Date(EIGHT)],
    );
    await rig.price(flatRules({ fareMinor: 1000 }), { nowMs: EIGHT + 50 * DAY });
    expect(await rig.balanceOf('expired')).toBe(1000);
    expect((await rig.balances())['write-off:late']).toBe(1000);
  });

  it('asks for a ride that came in time, however long pricing was away', async () => {
    const [first, second] = tapsAt('away', 0, 300);
    await rig.accept([first!, second!].map((tap) => ({ ...tap, receivedMs: EIGHT + 5 * DAY })));
    const before = (await rig.balances())['write-off:late'];
    await rig.price(RULES, { nowMs: EIGHT + 40 * DAY });
    expect(await rig.balanceOf('away')).toBe(3400);
    expect((await rig.balances())['write-off:late']).toBe(before);
  });

  it('2.4.3: a fare that a late tap moves from one ride to another is moved, however late', async () => {
    const [first, second] = tapsAt('moved', 0, 30);
    await rig.accept([second!]);
    await rig.price(RULES, { nowMs: EIGHT + 60 * MINUTE });
    await rig.accept([{ ...first!, outcome: 'LATE_ACCEPTED', receivedMs: EIGHT + 40 * DAY }]);
    await rig.price(RULES, { nowMs: EIGHT + 40 * DAY });
    expect(await rig.balanceOf('moved')).toBe(1700);
  });

  it.each([
    ['in advance', 'CLOSED_CARD'],
    ['by card', 'BANK_CARD'],
  ])(
    'gives no more back of a ride than was asked for, by refund and by revision together, %s',
    async (_, mediaType) => {
      const token = `refunded ${mediaType}`;
      const [first, second] = tapsAt(token, 0, 30).map((tap) => ({ ...tap, mediaType }));
      const wish = { amountMinor: 1500, reason: 'broke down', requestedBy: 'olena' };
      await rig.accept([second!]);
      const [made] = await rig.price(RULES, { nowMs: EIGHT + 60 * MINUTE });
      expect(made!.charge.amountMinor).toBe(1700);
      const chargeOf = async (): Promise<string> =>
        (
          await rig.rows<{ id: string }>(
            'SELECT max(charge_id)::text AS id FROM ticketing.charges WHERE ride_ref = $1',
            [`${second!.deviceId}/${second!.seq}`],
          )
        )[0]!.id;
      expect(await requestRefund(rig.pool, { ...wish, chargeId: await chargeOf() }, 10_000)).toMatchObject({
        amountMinor: 1500,
      });
      expect(await rig.balanceOf(token)).toBe(200);
      const windows = async (): Promise<number> =>
        (
          await rig.rows<{ sum: number }>(
            'SELECT coalesce(sum(net_minor), 0)::float8 AS sum FROM ticketing.pay_windows WHERE account_id = $1',
            [await rig.accountOf(token)],
          )
        )[0]!.sum;
      // It was a free transfer: of its 17.00 only 2.00 are still with the scheme. The ride before costs 17.00.
      await rig.accept([{ ...first!, outcome: 'LATE_ACCEPTED' }]);
      await rig.price(RULES, { nowMs: EIGHT + 2 * DAY });
      expect(await rig.balanceOf(token)).toBe(1700);
      expect(await windows()).toBe(mediaType === 'BANK_CARD' ? 1700 : 0);
      expect(await requestRefund(rig.pool, { ...wish, chargeId: await chargeOf() }, 10_000)).toEqual({
        refused: 'MORE_THAN_PAID',
      });
      const findings = (await verifyLedger(rig.pool, sha256Link)).findings;
      expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
    },
  );

  it('prices by an entitlement, the funding body owing its part, and again when it was taken back', async () => {
    await rig.accept(tapsAt('student', 0));
    await rig.price(RULES, { nowMs: EIGHT });
    const accountId = await rig.accountOf('student');
    await rig.rows(
      `INSERT INTO ticketing.entitlements (account_id, rider_category_id, funding_body_id, valid_from)
       VALUES ($1, 'student', 'city', $2)`,
      [accountId, new Date(EIGHT - DAY)],
    );
    const queue =
      "INSERT INTO ticketing.repricing (account_id, since, causes) VALUES ($1, $2, '{ENTITLEMENT}')";
    await rig.rows(queue, [accountId, new Date(EIGHT)]);
    await rig.price(RULES, { nowMs: EIGHT });
    expect([await rig.balanceOf('student'), (await rig.balances())['funding:city']]).toEqual([850, 850]);
    await rig.rows('UPDATE ticketing.entitlements SET revoked_at = $2 WHERE account_id = $1', [
      accountId,
      new Date(EIGHT - 1),
    ]);
    await rig.rows(queue, [accountId, new Date(EIGHT)]);
    await rig.price(RULES, { nowMs: EIGHT });
    expect([await rig.balanceOf('student'), (await rig.balances())['funding:city']]).toEqual([1700, 0]);
    expect((await revisionsOf('student')).map(({ amount }) => amount)).toEqual([1700, 850, 1700]);
  });

  it('asks nobody for cash but the carrier who took it', async () => {
    await rig.accept(tapsAt('cash', 0).map((tap) => ({ ...tap, mediaType: 'CASH' })));
    await rig.price(RULES, { nowMs: EIGHT });
    expect((await rig.balances())['cash:lad']).toBe(1700);
    expect(await rig.balanceOf('cash')).toBe(0);
  });

  it.each([
    ['one after the other', 1],
    ['both in one batch', 50],
  ])('moves rides with their medium to another account, each booked once: %s', async (how, limit) => {
    const [one, other] = [`phone, ${how}`, `plastic, ${how}`];
    await rig.accept(tapsAt(one, 0));
    await rig.accept(tapsAt(other, 20));
    await rig.price(RULES, { nowMs: EIGHT });
    const [phone, plastic] = [await rig.accountOf(one), await rig.accountOf(other)];
    await rig.rows('UPDATE ticketing.media_accounts SET account_id = $1 WHERE token_ref = $2', [
      phone,
      tokenRef(other),
    ]);
    for (const accountId of [phone, plastic]) {
      await rig.rows(
        "INSERT INTO ticketing.repricing (account_id, since, causes) VALUES ($1, $2, '{MEDIA}')",
        [accountId, new Date(EIGHT)],
      );
    }
    await rig.price(RULES, { nowMs: EIGHT, limit });
    expect(await rig.balanceOf(one)).toBe(1700);
    expect((await rig.balances())[`rider:${plastic}`]).toBe(0);
  });

  it('LV15: a prepaid account that goes below nought is to be refused until it is topped up', async () => {
    await rig.accept(tapsAt('broke', 0));
    await rig.price(RULES, { nowMs: EIGHT, policy: POLICY });
    const wishes = await rig.rows<{ cause: string; open: boolean }>(
      'SELECT cause, lifted_at IS NULL AS open FROM ticketing.deny_list_wishes WHERE account_id = $1',
      [await rig.accountOf('broke')],
    );
    expect(wishes).toEqual([{ cause: 'NEGATIVE_BALANCE', open: true }]);
  });

  it('never charges taps that were refused on board or came beyond the late limit', async () => {
    await rig.accept(tapsAt('refused', 0).map((tap) => ({ ...tap, outcome: 'DENIED_RECORDED' })));
    await rig.accept(tapsAt('refused', 90).map((tap) => ({ ...tap, outcome: 'LATE_EXPIRED' })));
    expect(await rig.price(RULES, { nowMs: EIGHT })).toEqual([]);
  });

  it('prices a tap by its corrected time', async () => {
    const [tap] = tapsAt('clock', 0);
    await rig.accept([{ ...tap!, outcome: 'QUARANTINED_CLOCK' }]);
    expect(await rig.price(RULES, { nowMs: EIGHT })).toEqual([]);
    await rig.rows(
      `INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, reason, made_by)
       VALUES ($1, $2, 1, $3, 'bounded', 'spec')`,
      [tap!.deviceId, tap!.seq, new Date(EIGHT + 3 * DAY)],
    );
    await rig.rows(
      "INSERT INTO ticketing.repricing (account_id, since, causes) VALUES ($1, $2, '{CORRECTION}')",
      [await rig.accountOf('clock'), new Date(EIGHT + 3 * DAY)],
    );
    const [revision] = await rig.price(RULES, { nowMs: EIGHT + 3 * DAY });
    expect(revision?.charge).toMatchObject({ tappedAtMs: EIGHT + 3 * DAY, causes: ['CORRECTION'] });
  });

  it('puts off the account alone whose charge cannot be booked, here in another currency than before', async () => {
    await rig.accept(tapsAt('abroad', 0));
    await rig.price(RULES, { nowMs: EIGHT });
    const abroad: PricingRules = {
      ...RULES,
      price: (rider, taps) => RULES.price(rider, taps).map((charge) => ({ ...charge, currency: 'EUR' })),
    };
    const accountId = await rig.accountOf('abroad');
    await rig.rows(
      "INSERT INTO ticketing.repricing (account_id, since, causes) VALUES ($1, $2, '{TARIFF}')",
      [accountId, new Date(EIGHT)],
    );
    const error = await rig.price(abroad, { nowMs: EIGHT }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AccountError);
    expect(error).toMatchObject({ account: { accountId } });
    expect((error as AccountError).message).toContain('currency');
    await putOff(rig.pool, (error as AccountError).account, 'another currency');
    await rig.accept(tapsAt('at-home', 0));
    expect(await rig.price(RULES, { nowMs: EIGHT })).toHaveLength(1);
  });

  it('puts off the account alone that pricing would pay for a ride', async () => {
    await rig.accept([...tapsAt('paid-back', 0), ...tapsAt('pays', 0)]);
    const broken: PricingRules = {
      ...RULES,
      price: (rider, taps) => RULES.price(rider, taps).map((charge) => ({ ...charge, amountMinor: -1 })),
    };
    const error = await rig.price(broken, { nowMs: EIGHT }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AccountError);
    expect((error as AccountError).message).toContain('below nothing');
    await putOff(rig.pool, (error as AccountError).account, 'below nothing');
    expect(await rig.price(RULES, { nowMs: EIGHT })).toHaveLength(1);
  });
});
