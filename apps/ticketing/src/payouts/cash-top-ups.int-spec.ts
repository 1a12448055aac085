import 'reflect-metadata';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PrivacyStore, TopUpStore, verifyLedger } from '@rukh/adapters/postgres';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { createApp } from '@rukh/service';
import { parse } from 'csv-parse/sync';
import { TicketingRig } from '../context/ticketing-rig.fixture.js';
import { sha256Link } from '../ledger/hash-link.js';
import { OperatorsModule } from '../operators/operators.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { StorageModule } from '../storage.module.js';

@Module({ imports: [StorageModule, OperatorsModule, ReportsModule] })
class TopUpsApp {}

const ADMIN = 'a-token-of-the-administration';
const headers = { authorization: `Bearer ${ADMIN}` };
type Answer = readonly [number, Record<string, unknown>];

describe('cash that a rider puts in', () => {
  let rig: TicketingRig;
  let app: NestFastifyApplication;

  const send = async (path: string, payload: object): Promise<Answer> => {
    const answer = await app.inject({ method: 'POST', url: `/api/v1/${path}`, headers, payload });
    return [answer.statusCode, answer.json<Record<string, unknown>>()];
  };
  const openAccount = async (): Promise<number> => {
    const [row] = await rig.query<{ id: number }>(
      'INSERT INTO ticketing.accounts DEFAULT VALUES RETURNING account_id::integer AS id',
    );
    return row!.id;
  };
  const balanceOf = async (account: string): Promise<number> => {
    const [row] = await rig.query<{ minor: number }>(
      'SELECT balance_minor::integer AS minor FROM ticketing.ledger_balances WHERE account = $1',
      [account],
    );
    return row?.minor ?? 0;
  };
  const findFaults = async (): Promise<string[]> =>
    (await verifyLedger(rig.pool, sha256Link)).findings.flatMap(({ faults }) => [...faults]);
  const wish = (accountId: number, more: object = {}): object => ({
    ...{ accountId, sellerId: 'kiosk-1', receipt: 'A-17', currency: 'UAH', amountMinor: 10_000, by: 'Olena' },
    ...more,
  });

  beforeAll(async () => {
    rig = await TicketingRig.create();
    Object.assign(process.env, rig.variables({ RUKH_ADMIN_TOKEN: ADMIN, RUKH_TARIFFS: BUNDLED_TARIFFS }));
    app = await createApp(TopUpsApp, { name: 'ticketing' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await app.close();
    await rig.close();
  });

  it('is booked once for each receipt, whoever asks how often, and owed by who took it', async () => {
    const accountId = await openAccount();
    const asked = await Promise.all([1, 2, 3].map(() => send('cash-top-ups', wish(accountId))));
    expect(asked.map(([status]) => status)).toEqual([200, 200, 200]);
    expect(new Set(asked.map(([, { topUpId }]) => topUpId)).size).toBe(1);
    expect([await balanceOf(`rider:${accountId}`), await balanceOf('cash:kiosk-1')]).toEqual([
      -10_000, 10_000,
    ]);
    expect(await send('cash-top-ups', wish(accountId, { amountMinor: 5 }))).toMatchObject([
      409,
      { type: 'urn:rukh:problem:top_up_differs' },
    ]);
    // The same receipt of another till is another.
    expect((await send('cash-top-ups', wish(accountId, { sellerId: 'kiosk-2' })))[0]).toBe(200);
    expect(await findFaults()).toEqual([]);
  });

  it('is refused where the account is none or closed, and in another currency', async () => {
    const accountId = await openAccount();
    const refused = (more: object): Promise<Answer> =>
      send('cash-top-ups', wish(accountId, { receipt: 'A-18', ...more }));
    expect((await refused({ accountId: 999_999 }))[0]).toBe(404);
    expect(await refused({ currency: 'EUR' })).toMatchObject([422, {}]);
    for (const wrong of [
      { amountMinor: 0 },
      { receipt: '' },
      { sellerId: undefined },
      { amountMinor: 1.5 },
    ]) {
      expect((await refused(wrong))[0]).toBe(400);
    }
    await new PrivacyStore(rig.pool).erase(accountId, 'admin');
    expect(await refused({})).toMatchObject([409, { type: 'urn:rukh:problem:top_up_account_closed' }]);
    expect((await app.inject({ method: 'POST', url: '/api/v1/cash-top-ups' })).statusCode).toBe(401);
    expect(await balanceOf(`rider:${accountId}`)).toBe(0);
  });

  it('is taken back by another person, once, and stays so however often its till asks; the rider sees both', async () => {
    const accountId = await openAccount();
    const [, { topUpId }] = await send('cash-top-ups', wish(accountId, { receipt: 'A-20' }));
    const path = `cash-top-ups/${String(topUpId)}/taking-back`;
    expect(await send(path, { by: 'olena', why: 'it was 10.00' })).toMatchObject([
      409,
      { type: 'urn:rukh:problem:top_up_same_person' },
    ]);
    const store = new TopUpStore(rig.pool);
    const told = async (): Promise<object> =>
      (await store.listOf(accountId, new Date(0), 10)).map(({ state }) => state);
    expect(await told()).toEqual(['BOOKED']);
    const twice = await Promise.all([1, 2].map(() => send(path, { by: 'Taras', why: 'it was 10.00' })));
    expect(twice).toMatchObject([
      [200, { takenBackBy: 'Taras' }],
      [200, { takenBackBy: 'Taras' }],
    ]);
    expect(await send('cash-top-ups', wish(accountId, { receipt: 'A-20' }))).toMatchObject([
      200,
      { topUpId, takenBackBy: 'Taras' },
    ]);
    expect(await balanceOf(`rider:${accountId}`)).toBe(0);
    expect(await told()).toEqual(['TAKEN_BACK']);
    expect((await send('cash-top-ups/999/taking-back', { by: 'Taras', why: 'no' }))[0]).toBe(404);
    const csv = await app.inject({ url: `/api/v1/cash-top-ups?format=csv&accountId=${accountId}`, headers });
    expect(parse(csv.body, { columns: true })).toMatchObject([
      { sellerId: 'kiosk-1', receipt: 'A-20', amountMinor: '10000', takenBackBy: 'Taras' },
    ]);
    const today = new Date().toISOString().slice(0, 4);
    const listed = await app.inject({
      url: `/api/v1/cash-top-ups?sellerId=kiosk-2&fromDay=${today}-01-01&toDay=${today}-12-31`,
      headers,
    });
    expect(listed.json()).toMatchObject({ topUps: [{ sellerId: 'kiosk-2' }] });
    expect(await findFaults()).toEqual([]);
  });

  it('is found in the books where a hand changed it', async () => {
    await rig.query("UPDATE ticketing.cash_top_ups SET amount_minor = 1 WHERE receipt = 'A-20'");
    expect(await findFaults()).toHaveLength(2);
  });
});
