/** What is sold is money when it is sold: passes, tickets, and what is given back for them. */
import { createHash } from 'node:crypto';
import { verifyLedger } from '@rukh/adapters/postgres';
import { MediaRig } from './media-rig.fixture.js';

let rig: MediaRig;
beforeAll(async () => {
  rig = await MediaRig.create();
  await rig.addDevice('v-1');
});
afterAll(() => rig.close());

let cards = 0;
async function openAccount(): Promise<number> {
  const medium = { token: `sale-${++cards}`, mediaType: 'CLOSED_CARD' };
  return (await rig.ask<{ accountId: number }>('POST', 'media', medium)).body.accountId;
}

interface Balances {
  readonly [account: string]: number;
}
async function balances(): Promise<Balances> {
  const rows = await rig.query<{ account: string; balance: number }>(
    'SELECT account, balance_minor::float8 AS balance FROM ticketing.ledger_balances',
  );
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
}
/** By how much accounts changed. */
async function changes(does: () => Promise<unknown>): Promise<Balances> {
  const before = await balances();
  await does();
  const after = await balances();
  const moved = Object.keys(after).map((name) => [name, after[name]! - (before[name] ?? 0)] as const);
  return Object.fromEntries(moved.filter(([, by]) => by !== 0));
}

async function faults(): Promise<string[]> {
  const verdict = await verifyLedger(rig.pool, (previous, text) =>
    createHash('sha256').update(previous).update(text).digest(),
  );
  return verdict.findings.flatMap((finding) => finding.faults);
}

const PASS = { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' };
const sell = async (accountId: number, more: object = {}): Promise<{ status: number; passId: number }> => {
  const { status, body } = await rig.ask<{ passId: number }>('POST', `accounts/${accountId}/passes`, {
    ...PASS,
    ...more,
  });
  return { status, passId: body.passId };
};
const putIn = (accountId: number, minor: number): Promise<unknown> =>
  rig.query(
    `SELECT ticketing.post_transactions(ARRAY['top-up:test:' || $1::text], ARRAY['TOP_UP'], ARRAY['UAH'], ARRAY[NULL::bigint],
       ARRAY[NULL::bigint], ARRAY[NULL::bigint], ARRAY[1, 1], ARRAY['cash', 'rider:' || $1::text], ARRAY[$2::bigint, -$2::bigint])`,
    [String(accountId), minor],
  );

describe('a pass that is sold', () => {
  it('for cash is owed by its seller and earned by the scheme', async () => {
    const accountId = await openAccount();
    const payment = { paidBy: 'CASH', sellerId: 'kiosk-1' };
    expect(await changes(() => sell(accountId, { payment }))).toEqual({
      'cash:kiosk-1': 90_000,
      revenue: -90_000,
    });
  });

  it('out of what the rider has put in costs him that, and is refused where it is not enough', async () => {
    const accountId = await openAccount();
    const payment = { paidBy: 'ACCOUNT' };
    expect((await sell(accountId, { payment })).status).toBe(409);
    await putIn(accountId, 100_000);
    const moved = await changes(() => sell(accountId, { payment }));
    expect(moved).toEqual({ [`rider:${accountId}`]: 90_000, revenue: -90_000 });
    expect((await sell(accountId, { payment })).status).toBe(409);
  });

  it('twice at once is paid for once, where there is money for one', async () => {
    const accountId = await openAccount();
    await putIn(accountId, 100_000);
    const both = await Promise.all([1, 2, 3].map(() => sell(accountId, { payment: { paidBy: 'ACCOUNT' } })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });
});

describe('a pass that is given back', () => {
  it('comes to all that it cost where it was never begun, and once only', async () => {
    const accountId = await openAccount();
    const { passId } = await sell(accountId);
    const back = { reason: 'moved away' };
    const moved = await changes(() => rig.ask('POST', `passes/${passId}/refund`, back));
    expect(moved).toEqual({ [`rider:${accountId}`]: -90_000, revenue: 90_000 });
    expect((await rig.ask('POST', `passes/${passId}/refund`, back)).status).toBe(404);
    expect((await rig.ask('POST', `passes/${passId}/activation`, {})).status).toBe(404);
  });

  it('comes to its share of the time left where it was begun, and covers nothing from then on', async () => {
    const accountId = await openAccount();
    const { passId } = await sell(accountId);
    const from = new Date(Date.now() - 10 * 86_400_000).toISOString();
    await rig.ask('POST', `passes/${passId}/activation`, { from });
    const payment = { paidBy: 'CASH', sellerId: 'kiosk-1' };
    const { body } = await rig.ask<{ refundedMinor: number }>('POST', `passes/${passId}/refund`, {
      reason: 'ill',
      payment,
    });
    expect(body.refundedMinor).toBeGreaterThan(59_990);
    expect(body.refundedMinor).toBeLessThanOrEqual(60_000);
    const [held] = await rig.query<{ is_over: boolean; state: string }>(
      `SELECT valid_until <= now() AS is_over, state FROM ticketing.held_products WHERE account_id = $1`,
      [accountId],
    );
    expect(held).toEqual({ is_over: true, state: 'ACTIVE' });
  });

  it('never comes to more than it cost', async () => {
    const { passId } = await sell(await openAccount());
    const wish = { reason: 'by mistake', amountMinor: 90_001 };
    expect((await rig.ask('POST', `passes/${passId}/refund`, wish)).status).toBe(422);
  });
});

describe('a ticket that is sold', () => {
  const TICKET = { fareProductId: 'single', validSeconds: 3600, priceMinor: 2000, currency: 'UAH' };

  it("on board is owed by the vehicle's carrier, elsewhere by the seller who is named, and is booked once", async () => {
    await rig.query(
      `INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from)
       VALUES ('v-1', 'bus-7', 'let', now() - interval '1 hour')`,
    );
    const onBoard = { ...TICKET, channel: 'DRIVER', vehicleId: 'bus-7' };
    expect(await changes(() => rig.ask('POST', 'tickets', onBoard))).toEqual({
      'cash:let': 2000,
      revenue: -2000,
    });
    const paper = { ...TICKET, channel: 'PAPER', sellerId: 'kiosk-2' };
    expect(await changes(() => rig.ask('POST', 'tickets', paper))).toEqual({
      'cash:kiosk-2': 2000,
      revenue: -2000,
    });
    const free = { ...TICKET, channel: 'PAPER', priceMinor: 0 };
    expect(await changes(() => rig.ask('POST', 'tickets', free))).toEqual({});
  });
});

describe('the ledger', () => {
  it('holds against all that was sold, and says so where a sale was not booked', async () => {
    expect(await faults()).toEqual([]);
    const accountId = await openAccount();
    await rig.query(
      `INSERT INTO ticketing.travel_rights (account_id, fare_product_id, price_minor, currency) VALUES ($1, 'x', 500, 'UAH')`,
      [accountId],
    );
    expect(await faults()).toEqual([expect.stringMatching(/^sale:pass:\d+: 500, booked 0$/)]);
  });
});
