import 'reflect-metadata';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readDayReport, verifyLedger } from '@rukh/adapters/postgres';
import { createApp } from '@rukh/service';
import { parse } from 'csv-parse/sync';
import { TicketingRig } from '../context/ticketing-rig.fixture.js';
import { sha256Link } from '../ledger/hash-link.js';
import { OperatorsModule } from '../operators/operators.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { StorageModule } from '../storage.module.js';

@Module({ imports: [StorageModule, OperatorsModule, ReportsModule] })
class PayoutsApp {}

const ADMIN = 'a-token-of-the-administration';
const headers = { authorization: `Bearer ${ADMIN}` };
const IBAN = 'UA213223130000026007233566001';

interface Claim {
  readonly operatorId: string;
}
type Answer = readonly [number, Record<string, unknown>];

describe('cash that carriers took', () => {
  let rig: TicketingRig;
  let app: NestFastifyApplication;

  const send = async (path: string, payload: object): Promise<Answer> => {
    const answer = await app.inject({ method: 'POST', url: `/api/v1/${path}`, headers, payload });
    return [answer.statusCode, answer.json<Record<string, unknown>>()];
  };
  const get = async (path: string): Promise<string> =>
    (await app.inject({ url: `/api/v1/${path}`, headers })).body;
  const claimOf = async (operatorId: string): Promise<object | undefined> => {
    const { claims } = JSON.parse(await get('payouts')) as { claims: Claim[] };
    return claims.find((claim) => claim.operatorId === operatorId);
  };
  const book = async (
    key: string,
    kind: string,
    debit: string,
    credit: string,
    minor: number,
  ): Promise<void> => {
    await rig.query(`SELECT ticketing.post_transactions('{${key}}', '{${kind}}', '{UAH}', '{NULL}', '{NULL}', '{NULL}',
      '{1,1}', '{${debit},${credit}}', '{${minor},${-minor}}')`);
  };
  /** Of the ledger by itself, of payouts and of cash; what rides and sales were is booked here without any. */
  const findFaults = async (): Promise<string[]> => {
    const { findings } = await verifyLedger(rig.pool, sha256Link);
    const looked = findings.filter(({ check }) => /sums to zero|balances|sealed|payout|cash/.test(check));
    expect(looked).toHaveLength(6);
    return looked.flatMap(({ faults }) => [...faults]);
  };
  const declare = async (operatorId: string): Promise<Answer> =>
    send('payouts', { operatorId, currency: 'UAH', by: 'Olena' });
  const approve = async (made: Answer): Promise<Answer> =>
    send(`payouts/${String(made[1]['payoutId'])}/decision`, { approve: true, by: 'Taras' });
  const handIn = {
    ...{ operatorId: 'ATP', currency: 'UAH', amountMinor: 2000, paidOn: '2026-11-25' },
    ...{ reference: 'doc 17', by: 'Olena' },
  };

  beforeAll(async () => {
    rig = await TicketingRig.create();
    Object.assign(process.env, rig.variables({ RUKH_ADMIN_TOKEN: ADMIN }));
    app = await createApp(PayoutsApp, { name: 'ticketing' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    // 100.00 were ridden: 70.00 by cards, 30.00 in cash on ATP's vehicles, and 80.00 of it are LET's, 20.00 ATP's.
    await book('top-up', 'TOP_UP', 'gateway', 'revenue', 7000);
    await book('tickets', 'SALE', 'cash:ATP', 'revenue', 3000);
    await book('shares-let', 'TOP_UP', 'revenue', 'operator:LET', 8000);
    await book('shares-atp', 'TOP_UP', 'revenue', 'operator:ATP', 2000);
  });
  afterAll(async () => {
    await app.close();
    await rig.close();
  });

  it('leave payouts of before as they were booked: those set nothing off', async () => {
    await rig.query(`INSERT INTO ticketing.payouts (operator_id, currency, amount_minor, state, declared_by, confirmed_by, confirmed_at)
      VALUES ('LET', 'UAH', 1000, 'PAID', 'Olena', 'Taras', now())`);
    await book('payout:1', 'PAYOUT', 'operator:LET', 'bank', 1000);
    expect(await claimOf('LET')).toMatchObject({ owedMinor: 7000, cashMinor: 0, openSetOffMinor: 0 });
    expect(await findFaults()).toEqual([]);
  });

  it('is set off against the share where it is more than that: nothing is paid, and the rest stays owed', async () => {
    expect(await claimOf('ATP')).toMatchObject({ owedMinor: 2000, openMinor: 0, cashMinor: 3000 });
    const [en, uk] = [await get('payouts?format=html&lang=en'), await get('payouts?format=html&lang=uk')];
    expect(en).toMatch(/Cash it took and owes[^]*UAH.30\.00[^]*Declare a set-off/);
    expect(uk).toContain('Готівка, яку взяв і винен');
    const made = await declare('ATP');
    // Without an account: nothing goes to one.
    expect(made).toMatchObject([201, { amountMinor: 0, setOffMinor: 2000, state: 'DECLARED' }]);
    expect(await claimOf('ATP')).toMatchObject({ owedMinor: 2000, openMinor: 2000, openSetOffMinor: 2000 });
    expect((await declare('ATP'))[0]).toBe(409);
    const alone = await send(`payouts/${String(made[1]['payoutId'])}/decision`, {
      approve: true,
      by: 'olena',
    });
    expect(alone).toMatchObject([409, { type: 'urn:rukh:problem:payout_same_person' }]);
    expect(await findFaults()).toEqual([]);
    expect(await approve(made)).toMatchObject([200, { state: 'PAID', confirmedBy: 'Taras' }]);
    expect((await approve(made))[0]).toBe(409);
    expect(await claimOf('ATP')).toMatchObject({ owedMinor: 0, openMinor: 0, cashMinor: 1000 });
    expect(
      await rig.query(`SELECT account, amount_minor::integer AS minor FROM ticketing.ledger_entries
        JOIN ticketing.ledger_transactions USING (transaction_id) WHERE kind = 'CASH_SET_OFF' ORDER BY 1`),
    ).toEqual([
      { account: 'cash:ATP', minor: -2000 },
      { account: 'operator:ATP', minor: 2000 },
    ]);
    const file = await app.inject({ method: 'POST', url: '/api/v1/payouts/export', headers });
    expect(parse(file.body, { columns: true })).toEqual([]);
    expect(await findFaults()).toEqual([]);
  });

  it('is taken off a payout, and owed as before where the bank did not pay', async () => {
    await book('shares-atp-2', 'TOP_UP', 'revenue', 'operator:ATP', 1500);
    expect(await declare('ATP')).toMatchObject([409, { type: 'urn:rukh:problem:payout_no_account' }]);
    await app.inject({
      ...{ method: 'PUT', url: '/api/v1/payouts/accounts/ATP', headers, payload: { iban: IBAN, by: 'Ivan' } },
    });
    for (const paid of [false, true]) {
      const made = await declare('ATP');
      expect(made).toMatchObject([201, { amountMinor: 500, setOffMinor: 1000 }]);
      // Cash that is being set off is not handed in as well.
      const twice = await send('cash-hand-ins', handIn);
      expect(twice).toMatchObject([409, { type: 'urn:rukh:problem:cash_on_its_way' }]);
      expect(await approve(made)).toMatchObject([200, { state: 'APPROVED' }]);
      const file = await app.inject({ method: 'POST', url: '/api/v1/payouts/export', headers });
      expect(parse(file.body, { columns: true })).toMatchObject([{ amount_minor: '500' }]);
      const said = { paid, by: 'Taras', note: 'bank 17' };
      await send(`payouts/${String(made[1]['payoutId'])}/confirmation`, said);
      const owed = paid ? { owedMinor: 0, cashMinor: 0 } : { owedMinor: 1500, cashMinor: 1000 };
      expect(await claimOf('ATP')).toMatchObject({ ...owed, openMinor: 0, openSetOffMinor: 0 });
      expect(await findFaults()).toEqual([]);
    }
  });

  it('is handed in once for each bank document, and taken back by another person', async () => {
    await book('tickets-2', 'SALE', 'cash:ATP', 'revenue', 3000);
    const both = await Promise.all([send('cash-hand-ins', handIn), send('cash-hand-ins', handIn)]);
    expect(both.map(([status]) => status)).toEqual([200, 200]);
    expect(both[0][1]).toEqual(both[1][1]);
    expect(await claimOf('ATP')).toMatchObject({ cashMinor: 1000 });
    for (const [other, name] of [
      [{ amountMinor: 50 }, 'differs'],
      [{ reference: 'doc 18', paidOn: '2999-01-01' }, 'in_future'],
      [{ reference: 'doc 18', currency: 'EUR' }, 'other_currency'],
      [{ operatorId: 'LET' }, 'nothing_booked'],
    ] as const) {
      const refused = await send('cash-hand-ins', { ...handIn, ...other });
      expect(refused).toMatchObject([409, { type: `urn:rukh:problem:cash_${name}` }]);
    }
    expect((await send('cash-hand-ins', { ...handIn, operatorId: 'nobody' }))[0]).toBe(404);
    const path = `cash-hand-ins/${String(both[0][1]['handInId'])}/taking-back`;
    const alone = await send(path, { by: 'Olena', why: 'it was 200.00' });
    expect(alone).toMatchObject([409, { type: 'urn:rukh:problem:cash_same_person' }]);
    expect((await send(path, { by: 'Taras', why: 'it was 200.00' }))[1]).toMatchObject({
      takenBackBy: 'Taras',
    });
    expect(await claimOf('ATP')).toMatchObject({ cashMinor: 3000 });
    // More than it took: some of what it took is not here yet, or it stays to its credit.
    expect((await send('cash-hand-ins', { ...handIn, amountMinor: 20_000 }))[0]).toBe(200);
    expect(await claimOf('ATP')).toMatchObject({ cashMinor: -17_000 });
    expect(parse(await get('cash-hand-ins?format=csv&lang=en'), { columns: true })).toMatchObject([
      { operatorName: 'Buses', amountMinor: '20000', takenBackBy: '' },
      { operatorName: 'Buses', amountMinor: '2000', takenBackBy: 'Taras' },
    ]);
    expect((await app.inject({ url: '/api/v1/cash-hand-ins' })).statusCode).toBe(401);
    expect(await findFaults()).toEqual([]);
  });

  it('stands in the audit of the day, as set off and as handed in, and every change of it by hand is found', async () => {
    const [{ day } = { day: '' }] = await rig.query<{ day: string }>(
      'SELECT max(ledger_date)::text AS day FROM ticketing.ledger_transactions',
    );
    const { booked } = await readDayReport(rig.pool, day);
    expect(booked).toEqual(
      expect.arrayContaining([
        { name: 'CASH_SET_OFF', count: 2, amountMinor: 3000 },
        { name: 'CASH_HAND_IN', count: 3, amountMinor: 24_000 },
      ]),
    );
    await rig.query('UPDATE ticketing.payouts SET set_off_minor = set_off_minor + 1 WHERE payout_id = 2');
    expect(await findFaults()).toEqual(['payout:2:set-off: 2001 of ATP, booked 2000']);
    await rig.query('UPDATE ticketing.payouts SET set_off_minor = set_off_minor - 1 WHERE payout_id = 2');
    await book('cash-hand-in:99', 'CASH_HAND_IN', 'bank', 'cash:LET', 5);
    expect(await findFaults()).toEqual(['cash-hand-in:99:  of , booked 5']);
  });

  it('is handed in by a kiosk too, which is owed no share and is paid nothing', async () => {
    const before = await findFaults();
    expect(await send('cash-hand-ins', { ...handIn, operatorId: 'kiosk-1' })).toMatchObject([404, {}]);
    await book('pass', 'SALE', 'cash:kiosk-1', 'revenue', 4500);
    expect(await claimOf('kiosk-1')).toMatchObject({ isCarrier: false, owedMinor: 0, cashMinor: 4500 });
    expect(await declare('kiosk-1')).toMatchObject([409, { type: 'urn:rukh:problem:payout_nothing_owed' }]);
    expect(
      await send('cash-hand-ins', { ...handIn, operatorId: 'kiosk-1', amountMinor: 4000 }),
    ).toMatchObject([200, {}]);
    expect(await claimOf('kiosk-1')).toMatchObject({ cashMinor: 500 });
    const page = await get('payouts?format=html&lang=en');
    expect(page).toMatch(/<option value="kiosk-1">kiosk-1<\/option>/);
    expect(page).not.toContain('data-account="kiosk-1"');
    expect(await findFaults()).toEqual(before);
  });

  it('is never handed in and set off both, whatever two clerks do at the same moment', async () => {
    const before = await findFaults();
    await book('tickets-3', 'SALE', 'cash:LET', 'revenue', 5000);
    for (let i = 0; i < 8; i++) {
      const { cashMinor } = (await claimOf('LET')) as { cashMinor: number };
      await book(`shares-let-${i}`, 'TOP_UP', 'revenue', 'operator:LET', 500);
      await book(`tickets-let-${i}`, 'SALE', 'cash:LET', 'revenue', 1000);
      await app.inject({
        ...{
          method: 'PUT',
          url: '/api/v1/payouts/accounts/LET',
          headers,
          payload: { iban: IBAN, by: 'Ivan' },
        },
      });
      const wish = { ...handIn, operatorId: 'LET', amountMinor: cashMinor + 1000 };
      const [made, one, other] = await Promise.all([
        declare('LET'),
        send('cash-hand-ins', { ...wish, reference: `race ${i}` }),
        send('cash-hand-ins', { ...wish, reference: `race ${i}`, by: 'Taras' }),
      ]);
      const claim = (await claimOf('LET')) as { cashMinor: number; openSetOffMinor: number };
      // Either all of it was handed in, once, and the payout sets nothing off; or the payout was first, and nothing was.
      const isSetOffFirst = one[0] === 409;
      expect([one[0], other[0]]).toEqual(isSetOffFirst ? [409, 409] : [200, 200]);
      expect(made[1]['setOffMinor']).toBe(isSetOffFirst ? claim.openSetOffMinor : 0);
      expect(claim.cashMinor).toBe(isSetOffFirst ? cashMinor + 1000 : 0);
      if (!isSetOffFirst) expect(one[1]['handInId']).toBe(other[1]['handInId']);
      await send(`payouts/${String(made[1]['payoutId'])}/decision`, { approve: false, by: 'Taras' });
    }
    expect(await findFaults()).toEqual(before);
  });
});
