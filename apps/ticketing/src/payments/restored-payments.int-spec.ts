/**
 * Payments after a restore from a dump, whose numbers are behind what the gateway was asked under: none is taken for one of
 * before, and none is made until somebody says so.
 */
import { SimulatedGateway } from '@rukh/adapters/gateway-simulated';
import { findPaymentHold, leaseDue, listDueToClose, migrate, releasePayments } from '@rukh/adapters/postgres';
import { flatRules } from '../pricing/flat-rules.fixture.js';
import { MoneyRig, tokenRef } from '../pricing/money-rig.fixture.js';
import { closeWindow } from './move-windows.js';
import type { PaymentPolicy } from './payment-policy.js';
import { RETRY, settleAll } from './settle-all.fixture.js';
import { workOutbox } from './work-outbox.js';

const HOUR = 3_600_000;
const EIGHT = Date.parse('2026-11-20T08:00:00Z');
const NEXT_DAY = EIGHT + 30 * HOUR;
const RULES = flatRules({ fareMinor: 2000 });
const POLICY: PaymentPolicy = {
  limits: { cumulativeMinor: 0, openMinutes: 0, graceMs: HOUR, completeUntilMs: -Infinity },
  chargebackThresholdMinor: 0,
  recovery: { attempts: 2, firstAfterHours: 24 },
};
const RELEASE = { by: 'Olena', reason: 'the statement was looked at' };

let rig: MoneyRig;
let gateway: SimulatedGateway;
let devices = 0;

beforeAll(async () => {
  rig = await MoneyRig.start();
  gateway = new SimulatedGateway(rig.pool);
});
afterAll(async () => {
  await rig.stop();
});

async function ride(token: string): Promise<void> {
  await rig.accept([{ deviceId: `r${++devices}`, seq: 1, token, mediaType: 'BANK_CARD', atMs: EIGHT }]);
  await rig.price(RULES, { nowMs: EIGHT });
}
const settle = (): Promise<void> => settleAll({ pool: rig.pool, gateway, policy: POLICY, nowMs: NEXT_DAY });
const closeDue = async (): Promise<void> => {
  for (const window of await listDueToClose(rig.pool, POLICY.limits, NEXT_DAY, 100)) {
    await closeWindow(rig.pool, window, POLICY, NEXT_DAY);
  }
};
/** What the gateway took of a card. */
const takenOf = async (token: string): Promise<number[]> => {
  const rows = await rig.rows<{ minor: number }>(
    `SELECT amount_minor::float8 AS minor FROM simulated_gateway.operations
     WHERE kind = 'CAPTURE' AND status = 'APPROVED' AND token = '${tokenRef(token).toString('hex')}'`,
  );
  return rows.map(({ minor }) => minor);
};
const lastSettlement = async (): Promise<number> =>
  (await rig.rows<{ id: number }>('SELECT max(settlement_id)::float8 AS id FROM ticketing.settlements'))[0]!
    .id;
/** No dump brings along which database it was made of. */
const restore = (): Promise<unknown> =>
  rig.rows("UPDATE ticketing.database_identity SET identity = 'of the dump'");

it('makes none of another card under a key that the gateway knows, and none at all until it is released', async () => {
  await ride('before');
  await settle();
  expect(await takenOf('before')).toEqual([2000]);
  // After the dump, the gateway was asked for more, of somebody else.
  for (const topic of ['authorise', 'settle']) {
    for (let id = topic === 'settle' ? 2 : 3; id < 20; id++) {
      await gateway.ask({
        key: `${topic}:${id}`,
        kind: topic === 'settle' ? 'CAPTURE' : 'AUTHORISE',
        token: 'lost',
        amountMinor: 700,
        currency: 'UAH',
      });
    }
  }
  await restore();
  await ride('after');
  await closeDue();
  const calls = await leaseDue(rig.pool, 100, 0);
  const work = { pool: rig.pool, gateway, policy: POLICY, retry: RETRY, now: () => NEXT_DAY };
  expect(calls.length).toBeGreaterThan(0);
  for (const id of calls) expect(await workOutbox(work, id)).toBe('HELD');
  expect(await findPaymentHold(rig.pool)).toBeInstanceOf(Date);
  expect(await takenOf('after')).toEqual([]);

  expect(await releasePayments(rig.pool, RELEASE)).toBe(true);
  expect(await releasePayments(rig.pool, RELEASE)).toBe(false);
  await settle();
  expect(await takenOf('after')).toEqual([2000]);
  expect(await rig.balanceOf('after')).toBe(0);
  expect(await rig.rows('SELECT released_by AS by, reason FROM ticketing.payment_holds')).toEqual([RELEASE]);
});

it('begins above all numbers of before at each restore, whichever process comes first', async () => {
  const first = await lastSettlement();
  expect(first).toBeGreaterThan(1e12);
  await restore();
  const told: string[] = [];
  await migrate(rig.url, { log: (text) => told.push(text) });
  expect(told).toContain(
    'the database was restored, moved, or taken over by a standby: payments are held until `rukh payments release --by NAME --reason TEXT`',
  );
  // It is the same database from then on.
  await migrate(rig.url, { log: (text) => told.push(text) });
  expect(told.filter((text) => text.includes('held'))).toHaveLength(1);
  await releasePayments(rig.pool, RELEASE);
  expect(await findPaymentHold(rig.pool)).toBeUndefined();
  await ride('again');
  await settle();
  expect(await lastSettlement()).toBeGreaterThan(first + 1000);
});

it('is released by who looks first, too, and does not hold anew afterwards', async () => {
  await restore();
  expect(await releasePayments(rig.pool, RELEASE)).toBe(true);
  expect(await findPaymentHold(rig.pool)).toBeUndefined();
});
