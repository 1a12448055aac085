import 'reflect-metadata';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RiderStore, verifyLedger } from '@rukh/adapters/postgres';
import { presentTicket, toHolderKey } from '@rukh/adapters/tickets';
import { makeTokenRef } from '@rukh/adapters/token-ref';
import { createApp } from '@rukh/service';
import { sha256Link } from '../ledger/hash-link.js';
import { RIG_TOKEN_KEY, TicketingRig } from '../context/ticketing-rig.fixture.js';
import { StorageModule } from '../storage.module.js';
import { Module } from '@nestjs/common';
import { InspectionModule } from './inspection.module.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { FineDesk } from './fine-desk.js';

@Module({ imports: [StorageModule, InspectionModule] })
class InspectionApp {}

const ADMIN = 'a-token-of-the-administration';
const HOUR = 3_600_000;
/** A fine is in the currency of its city's tariff. */
const BRNO = fileURLToPath(new URL('../../../../test/tariffs/brno-2020', import.meta.url));

describe('an inspection', () => {
  let rig: TicketingRig;
  let app: NestFastifyApplication;
  let token: string;
  let seq = 0;

  const post = async (
    url: string,
    body?: object,
    bearer = token,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const { statusCode, body: text } = await app.inject({
      method: 'POST',
      url: `/api/v1/inspection/${url}`,
      headers: { authorization: `Bearer ${bearer}` },
      ...(body ? { payload: body } : {}),
    });
    return { status: statusCode, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  const sell = async (more: object): Promise<{ ticketId: string; cose: string }> => {
    const sale = { fareProductId: 'hour', validSeconds: 3_600, priceMinor: 2_000, currency: 'CZK' };
    const { body } = await app.inject({
      method: 'POST',
      url: '/api/v1/tickets',
      headers: { authorization: `Bearer ${ADMIN}` },
      payload: { ...sale, ...more },
    });
    return JSON.parse(body) as { ticketId: string; cose: string };
  };
  const open = async (vehicleId = '7'): Promise<number> =>
    Number((await post('sessions', { vehicleId })).body.sessionId);
  const close = async (sessionId: number): Promise<void> => {
    await app.inject({
      method: 'DELETE',
      url: `/api/v1/inspection/sessions/${sessionId}`,
      headers: { authorization: `Bearer ${token}` },
    });
  };
  /** A tap of a card, so many milliseconds ago. */
  const tap = async (
    card: string,
    agoMs: number,
    { reason = 'OK_PAYG', number = (seq += 1) } = {},
  ): Promise<void> => {
    await rig.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
         device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
       VALUES ('V1', $1, '\\x00', $2, 'CLOSED_CARD', 'ENTRY', $3, 0, $4, $4, 'EXACT', 'ACCEPTED', '7', 'LET')`,
      [number, makeTokenRef(RIG_TOKEN_KEY, card), reason, new Date(Date.now() - agoMs)],
    );
  };
  /** The validator says that it keeps nothing: all that it took before is here, but for so many numbers. */
  const hear = async (missing = 0): Promise<void> => {
    await rig.query(
      `INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms, last_seq,
         queue_length, deny_list_version)
       VALUES ('V1', clock_timestamp(), 0, 'RTC', 1, 1, $1, 0, 0)
       ON CONFLICT (device_id) DO UPDATE SET heard_at = excluded.heard_at, last_seq = excluded.last_seq`,
      [seq],
    );
    await rig.query(
      `INSERT INTO ticketing.device_progress (device_id, high_water_mark, last_seq, missing) VALUES ('V1', $1, $2, $3)
       ON CONFLICT (device_id) DO UPDATE SET high_water_mark = excluded.high_water_mark, last_seq = excluded.last_seq,
         missing = excluded.missing`,
      [seq - missing, seq, missing],
    );
  };
  const check = async (
    sessionId: number,
    code: string,
    more: object = {},
  ): Promise<Record<string, unknown>> => (await post(`sessions/${sessionId}/checks`, { code, ...more })).body;

  /** Of a card that did not pay. */
  const fineHolder = async (card: string): Promise<number> => {
    const sessionId = await open();
    await hear();
    const found = await check(sessionId, card);
    const { fineId } = (await post(`checks/${String(found.inspectionId)}/fine`)).body;
    await close(sessionId);
    return Number(fineId);
  };
  /** As the office; answers the state, or why not. */
  const act = async (fineId: number, what: string, by: string, said: object): Promise<unknown> => {
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: `/api/v1/fines/${fineId}/${what}`,
      headers: { authorization: `Bearer ${ADMIN}` },
      payload: { ...said, by },
    });
    const { state, type } = JSON.parse(body) as { state?: string; type?: string };
    return statusCode === 200 ? state : type;
  };
  const findFaults = async (): Promise<string[]> =>
    (await verifyLedger(rig.pool, sha256Link)).findings
      .filter(({ check: looked }) => /fine|sums to zero|balances/.test(looked))
      .flatMap(({ faults }) => [...faults]);

  beforeAll(async () => {
    rig = await TicketingRig.create();
    Object.assign(process.env, rig.variables({ RUKH_ADMIN_TOKEN: ADMIN, RUKH_TARIFFS: BRNO }));
    app = await createApp(InspectionApp, { name: 'ticketing' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await post('inspectors', { inspectorId: 'oksana', operatorId: 'LET', pin: '123456' }, ADMIN);
    token = String((await post('sign-in', { inspectorId: 'oksana', pin: '123456' })).body.token);
  });
  afterAll(async () => {
    await app.close();
    await rig.close();
  });

  it('locks the validators of its vehicle, and no others, until it ends', async () => {
    const locked = (): Promise<object[]> => rig.query('SELECT device_id FROM ticketing.locked_devices');
    const sessionId = await open();
    expect(await locked()).toEqual([{ device_id: 'V1' }]);
    expect(await open()).toBe(sessionId);
    await close(sessionId);
    expect(await locked()).toEqual([]);
  });

  it('finds VALID, EXPIRED, NO_VALIDATION and WRONG_HOLDER', async () => {
    await tap('valid', 60_000);
    await tap('old', 3 * HOUR);
    await tap('refused', 60_000, { reason: 'DENY_LIST' });
    const sessionId = await open();
    await hear();
    expect((await check(sessionId, 'valid')).result).toBe('VALID');
    expect((await check(sessionId, 'old')).result).toBe('EXPIRED');
    expect((await check(sessionId, 'never')).result).toBe('NO_VALIDATION');
    expect((await check(sessionId, 'refused')).result).toBe('NO_VALIDATION');
    expect((await check(sessionId, 'valid', { isWrongHolder: true })).result).toBe('WRONG_HOLDER');
    await tap('hurried', 0);
    expect((await check(sessionId, 'hurried')).result).toBe('NO_VALIDATION');
    await close(sessionId);
  });

  it('takes a number in groups, as it stands on the card', async () => {
    await tap('0400123456', 60_000);
    const sessionId = await open();
    await hear();
    for (const typed of ['0400 1234 56', ' 0400123456 ', '0400\u00a0123456']) {
      expect((await check(sessionId, typed)).result).toBe('VALID');
    }
    await close(sessionId);
  });

  it('answers nothing of where the medium was', async () => {
    const sessionId = await open();
    expect(Object.keys(await check(sessionId, 'valid')).sort()).toEqual(['inspectionId', 'result']);
    await close(sessionId);
  });

  it('finds ON_DENY_LIST', async () => {
    await rig.accept({ seq: 900_000, at: 0, deviceId: 'V2' });
    const ref = makeTokenRef(RIG_TOKEN_KEY, 'blocked');
    await rig.query(
      "INSERT INTO ticketing.media (token_ref, media_type, state) VALUES ($1, 'CLOSED_CARD', 'LOST')",
      [ref],
    );
    const sessionId = await open();
    expect((await check(sessionId, 'blocked')).result).toBe('ON_DENY_LIST');
    await close(sessionId);
  });

  it('believes a validator whose clock is right, though its uptime stood still for a night; not a message that was kept', async () => {
    await rig.query(
      `INSERT INTO ticketing.device_boots (device_id, boot_id, started_at, last_heard_at)
       VALUES ('V1', 1, now() - interval '9 hours', now() - interval '9 hours')`,
    );
    const sessionId = await open();
    await hear();
    expect((await check(sessionId, 'never')).result).toBe('NO_VALIDATION');
    await rig.query("UPDATE ticketing.device_status SET clock_offset_ms = -1800000 WHERE device_id = 'V1'");
    expect((await check(sessionId, 'never')).result).toBe('UNKNOWN_PENDING');
    await rig.query("UPDATE ticketing.device_status SET clock_offset_ms = 0 WHERE device_id = 'V1'");
    await rig.query("DELETE FROM ticketing.device_boots WHERE device_id = 'V1'");
    await close(sessionId);
  });

  it('does not know while a validator has a gap; the fine then falls away when the tap surfaces, audited', async () => {
    const number = (seq += 1);
    const sessionId = await open();
    await hear(1);
    const found = await check(sessionId, 'in-the-queue');
    expect(found.result).toBe('UNKNOWN_PENDING');
    const fine = await post(`checks/${String(found.inspectionId)}/fine`);
    expect(fine.body).toMatchObject({ state: 'ISSUED', amountMinor: 40_000, currency: 'CZK' });
    expect((await post(`checks/${String(found.inspectionId)}/fine`)).body).toEqual(fine.body);
    await close(sessionId);
    const service = app.get(FineDesk);
    expect(await service.voidSurfaced()).toBe(0);
    await tap('in-the-queue', 10 * 60_000, { number });
    expect(await service.voidSurfaced()).toBe(1);
    expect(await service.voidSurfaced()).toBe(0);
    const { fineId } = fine.body;
    const shift = await app.inject({
      url: '/api/v1/inspection/fines',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(shift.json()).toEqual({
      fines: [{ fineId, state: 'VOIDED', amountMinor: 40_000, currency: 'CZK' }],
    });
    const events = await rig.query(
      'SELECT state, actor, seq::integer AS seq FROM ticketing.fine_events ORDER BY at',
    );
    expect(events).toEqual([
      { state: 'ISSUED', actor: 'inspector:oksana', seq: null },
      { state: 'VOIDED', actor: 'service', seq: number },
    ]);
    await expect(rig.query('DELETE FROM ticketing.fine_events')).rejects.toThrow(/only ever added/);
  });

  it('says that a fine was issued for the same medium in the same inspection, as long as it is in force', async () => {
    const sessionId = await open();
    await hear();
    const found = await check(sessionId, 'looked at twice');
    expect(found).not.toHaveProperty('earlierFineId');
    const { fineId } = (await post(`checks/${String(found.inspectionId)}/fine`)).body;
    expect(await check(sessionId, 'looked at twice')).toMatchObject({ earlierFineId: fineId });
    expect(await check(sessionId, 'of another')).not.toHaveProperty('earlierFineId');
    await act(Number(fineId), 'cancellation', 'Olena', { why: 'wrong' });
    expect(await check(sessionId, 'looked at twice')).not.toHaveProperty('earlierFineId');
    await close(sessionId);
    const next = await open();
    expect(await check(next, 'looked at twice')).not.toHaveProperty('earlierFineId');
    await close(next);
  });

  it('a fine that was paid, before it fell away or afterwards, goes back to who paid it, once', async () => {
    const fineOf = async (card: string): Promise<{ fineId: number; surface: () => Promise<void> }> => {
      const number = (seq += 1);
      const sessionId = await open();
      await hear(1);
      const found = await check(sessionId, card);
      const { fineId } = (await post(`checks/${String(found.inspectionId)}/fine`)).body;
      await close(sessionId);
      const surface = async (): Promise<void> => {
        await tap(card, 10 * 60_000, { number });
        expect(await app.get(FineDesk).voidSurfaced()).toBe(1);
      };
      return { fineId: Number(fineId), surface };
    };
    const note = async (
      fineId: number,
      what: string,
      reference: string,
      { bearer = ADMIN, by = 'Olena' } = {},
    ): Promise<{ status: number; state: unknown }> => {
      const { statusCode, body } = await app.inject({
        method: 'POST',
        url: `/api/v1/fines/${fineId}/${what}`,
        headers: { authorization: `Bearer ${bearer}` },
        payload: { reference, by },
      });
      return { status: statusCode, state: (JSON.parse(body) as { state?: unknown }).state };
    };
    const [before, after] = [await fineOf('paid-before'), await fineOf('paid-after')];
    expect((await note(before.fineId, 'payment', 'bank 1', { bearer: token })).status).toBe(401);
    expect(await note(before.fineId, 'payment', 'bank 1')).toEqual({ status: 200, state: 'PAID' });
    expect(await note(before.fineId, 'payment', 'bank 1')).toEqual({ status: 200, state: 'PAID' });
    expect((await note(before.fineId, 'payment', 'bank 2')).status).toBe(409);
    expect((await note(before.fineId, 'refund', 'back 1')).status).toBe(409);
    await before.surface();
    await after.surface();
    expect(await note(after.fineId, 'payment', 'bank 3')).toEqual({ status: 200, state: 'TO_REFUND' });
    const { body } = await app.inject({
      url: '/api/v1/fines?state=TO_REFUND',
      headers: { authorization: `Bearer ${ADMIN}` },
    });
    const { fines } = JSON.parse(body) as { fines: { fineId: number; vehicleId: string }[] };
    expect(fines.map(({ fineId, vehicleId }) => [fineId, vehicleId])).toEqual([
      [after.fineId, '7'],
      [before.fineId, '7'],
    ]);
    // Nobody gives out money of a payment that he booked himself.
    expect((await note(before.fineId, 'refund', 'back 1')).status).toBe(409);
    const other = { by: 'Taras' };
    expect(await note(before.fineId, 'refund', 'back 1', other)).toEqual({ status: 200, state: 'REFUNDED' });
    expect(await note(before.fineId, 'refund', 'back 1')).toEqual({ status: 200, state: 'REFUNDED' });
    expect((await note(before.fineId, 'refund', 'back 2')).status).toBe(409);
    expect((await note(999_999, 'payment', 'bank 9')).status).toBe(404);
    const balances = await rig.query(
      `SELECT account, balance_minor::integer AS minor FROM ticketing.ledger_balances
       WHERE account IN ('fines', 'bank') OR account = ANY ($1) ORDER BY account`,
      [[`fine:${before.fineId}`, `fine:${after.fineId}`]],
    );
    // One was given back, the other is still to be.
    expect(balances).toEqual([
      { account: 'bank', minor: 40_000 },
      { account: `fine:${before.fineId}`, minor: 0 },
      { account: `fine:${after.fineId}`, minor: -40_000 },
      { account: 'fines', minor: 0 },
    ]);
    expect(await findFaults()).toEqual([]);
  });

  it('a fine that was wrong is cancelled by the office, and what was booked by mistake is taken back by another', async () => {
    const fineId = await fineHolder('wrongly fined');
    const cash = { reference: 'receipt 1', till: 'CASH' };
    const mistake = { why: 'another fine' };
    const same = 'urn:rukh:problem:fine_same_person';
    expect(await act(fineId, 'payment', 'Olena', cash)).toBe('PAID');
    expect(await act(fineId, 'payment/taking-back', 'olena', mistake)).toBe(same);
    expect(await act(fineId, 'payment/taking-back', 'Taras', mistake)).toBe('ISSUED');
    expect(await act(fineId, 'payment', 'Olena', cash)).toBe('PAID');
    expect(await act(fineId, 'cancellation', 'Taras', { why: 'he showed his ticket' })).toBe('TO_REFUND');
    expect(await act(fineId, 'refund', 'Taras', { reference: 'r 1' })).toBe(same);
    expect(await act(fineId, 'refund', 'Olena', { reference: 'r 1' })).toBe('REFUNDED');
    expect(await act(fineId, 'refund/taking-back', 'Taras', mistake)).toBe('TO_REFUND');
    expect(await act(fineId, 'cancellation', 'Taras', mistake)).toBe('urn:rukh:problem:fine_not_in_force');
    expect(await findFaults()).toEqual([]);
    const [till] = await rig.query(
      `SELECT balance_minor::integer AS minor FROM ticketing.ledger_balances WHERE account = 'cash:LET'`,
    );
    expect(till).toEqual({ minor: 40_000 });
  });

  it('cash of a fine that is taken back is of the carrier that took it, whoever the inspector is with since', async () => {
    const join = (operatorId: string): Promise<unknown> =>
      post('inspectors', { inspectorId: 'oksana', operatorId, pin: '123456' }, ADMIN);
    const tills = (): Promise<object[]> =>
      rig.query(
        `SELECT account, balance_minor::integer AS minor FROM ticketing.ledger_balances WHERE account LIKE 'cash:%' ORDER BY 1`,
      );
    const before = await tills();
    const fineId = await fineHolder('paid in cash');
    expect(await act(fineId, 'payment', 'Olena', { reference: 'receipt 7', till: 'CASH' })).toBe('PAID');
    await join('ATP');
    expect(await act(fineId, 'payment/taking-back', 'Taras', { why: 'another fine' })).toBe('ISSUED');
    await join('LET');
    expect(await tills()).toEqual(before);
    expect(await findFaults()).toEqual([]);
  });

  it('no fine is issued where a city with tariffs of its own has not said how much it is; that of Lviv goes with its tariffs', async () => {
    const config = app.get<{ RUKH_FINE_MINOR?: number; RUKH_TARIFFS?: string; RUKH_AGENCY: string }>(
      TICKETING_CONFIG,
    );
    const kept = { ...config };
    const sessionId = await open();
    await hear();
    const found = await check(sessionId, 'fined by nobody’s price');
    const issue = (): Promise<object> => post(`checks/${String(found.inspectionId)}/fine`);
    delete config.RUKH_FINE_MINOR;
    const refused = await issue();
    config.RUKH_AGENCY = 'lviv';
    const refusedOfLviv = await issue();
    delete config.RUKH_TARIFFS;
    const issued = await issue();
    Object.assign(config, kept);
    await close(sessionId);
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:rukh:problem:no_amount' } });
    expect(refusedOfLviv).toEqual(refused);
    expect(issued).toMatchObject({ status: 200, body: { amountMinor: 40_000 } });
  });

  it('no fine is issued in another currency than that of fares, nor paid into cash of another', async () => {
    const config = app.get<{ RUKH_FINE_CURRENCY?: string }>(TICKETING_CONFIG);
    const sessionId = await open();
    await hear();
    const found = await check(sessionId, 'fined in euros');
    const issue = (): Promise<object> => post(`checks/${String(found.inspectionId)}/fine`);
    config.RUKH_FINE_CURRENCY = 'EUR';
    const refused = await issue();
    delete config.RUKH_FINE_CURRENCY;
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:rukh:problem:other_currency' } });
    expect(await issue()).toMatchObject({ status: 200, body: { currency: 'CZK' } });
    await close(sessionId);

    await rig.query(
      `SELECT ticketing.post_transactions('{euros}', '{CHARGE}', '{EUR}', '{NULL}', '{NULL}', '{NULL}', '{1,1}',
         '{cash:ATP,revenue}', '{100,-100}')`,
    );
    await post('inspectors', { inspectorId: 'oksana', operatorId: 'ATP', pin: '123456' }, ADMIN);
    const fineId = await fineHolder('fined for euros');
    const cash = { reference: 'receipt 8', till: 'CASH' };
    expect(await act(fineId, 'payment', 'Olena', cash)).toBe('urn:rukh:problem:fine_other_currency');
    expect(await act(fineId, 'payment', 'Olena', { reference: 'bank 8' })).toBe('PAID');
    await post('inspectors', { inspectorId: 'oksana', operatorId: 'LET', pin: '123456' }, ADMIN);
  });

  it('fines of a version that booked none are booked when this one starts, once', async () => {
    const fineBefore = async (card: string): Promise<string> => {
      const sessionId = await open();
      await hear();
      const { inspectionId } = await check(sessionId, card);
      await close(sessionId);
      const [made] = await rig.query<{ fineId: string }>(
        `WITH fine AS (
           INSERT INTO ticketing.fines (inspection_id, amount_minor, currency, state) VALUES ($1, 40000, 'UAH', 'PAID') RETURNING fine_id
         )
         INSERT INTO ticketing.fine_events (fine_id, state, actor, reason) SELECT fine_id, state, actor, reason FROM fine, (
           VALUES ('ISSUED', 'inspector:oksana', 'NO_VALIDATION'), ('PAID', 'office:Olena', 'PAYMENT bank 5')
         ) AS said (state, actor, reason) RETURNING fine_id AS "fineId"`,
        [inspectionId],
      );
      return made!.fineId;
    };
    const [faulty, fineId] = [await fineBefore('cannot be booked'), await fineBefore('fined before')];
    const unbooked = (id: string): string => `fine ${id} is PAID: due 0, booked nothing`;
    expect((await findFaults()).sort()).toEqual([unbooked(faulty), unbooked(fineId)].sort());
    // One that cannot be booked keeps no other.
    await rig.query(
      `ALTER TABLE ticketing.ledger_entries ADD CONSTRAINT faulty CHECK (account <> 'fine:${faulty}') NOT VALID`,
    );
    await app.get(FineDesk).bookMissed();
    expect(await findFaults()).toEqual([unbooked(faulty)]);
    await rig.query('ALTER TABLE ticketing.ledger_entries DROP CONSTRAINT faulty');
    await app.get(FineDesk).bookMissed();
    await app.get(FineDesk).bookMissed();
    const booked = await rig.query(
      `SELECT kind, account, amount_minor::integer AS minor FROM ticketing.ledger_transactions
       JOIN ticketing.ledger_entries USING (transaction_id) WHERE idempotency_key LIKE $1 ORDER BY transaction_id, line`,
      [`fine:${fineId}:%`],
    );
    expect(booked).toEqual([
      { kind: 'FINE', account: `fine:${fineId}`, minor: 40_000 },
      { kind: 'FINE', account: 'fines', minor: -40_000 },
      { kind: 'FINE_PAYMENT', account: 'bank', minor: 40_000 },
      { kind: 'FINE_PAYMENT', account: `fine:${fineId}`, minor: -40_000 },
    ]);
    expect(await findFaults()).toEqual([]);
  });

  it('finds a ticket by its code, which is not what its taps are kept under', async () => {
    const { ticketId, cose } = await sell({ channel: 'DRIVER', vehicleId: '7' });
    const sessionId = await open();
    await hear();
    expect((await check(sessionId, cose)).result).toBe('NO_VALIDATION');
    await tap(ticketId, 60_000);
    expect((await check(sessionId, cose)).result).toBe('VALID');
    expect((await check(sessionId, ticketId)).result).toBe('VALID');
    expect((await check(sessionId, `${cose.slice(0, -8)}AAAAAAAA`)).result).not.toBe('VALID');
    await close(sessionId);
  });

  it('takes a phone’s ticket by what the phone makes now, and a picture of it for none', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { algorithm, publicKey } = toHolderKey(createPublicKey(privateKey));
    const holder = { algorithm, publicKey: Buffer.from(publicKey).toString('base64url') };
    const { ticketId, cose } = await sell({ channel: 'APP', holder });
    await tap(ticketId, 60_000);
    const show = (agoSeconds: number): string =>
      presentTicket(
        { algorithm, privateKey },
        { madeAt: Math.floor(Date.now() / 1000) - agoSeconds, issued: Buffer.from(cose, 'base64url') },
      ).toString('base64url');
    const sessionId = await open();
    await hear();
    expect((await check(sessionId, show(0))).result).toBe('VALID');
    for (const picture of [show(600), cose]) {
      expect(await post(`sessions/${sessionId}/checks`, { code: picture })).toMatchObject({
        status: 409,
        body: { type: 'urn:rukh:problem:stale_code' },
      });
    }
    expect((await check(sessionId, show(600), { isWrongHolder: true })).result).toBe('WRONG_HOLDER');
    await close(sessionId);
  });

  it('voids a fine of a card on the deny list too, when it turns out that it was let in before', async () => {
    const ref = makeTokenRef(RIG_TOKEN_KEY, 'blocked-later');
    await rig.query(
      "INSERT INTO ticketing.media (token_ref, media_type, state) VALUES ($1, 'CLOSED_CARD', 'LOST')",
      [ref],
    );
    const number = (seq += 1);
    const sessionId = await open();
    const found = await check(sessionId, 'blocked-later');
    expect(found.result).toBe('ON_DENY_LIST');
    const { fineId } = (await post(`checks/${String(found.inspectionId)}/fine`)).body;
    await close(sessionId);
    await tap('blocked-later', 10 * 60_000, { number });
    expect(await app.get(FineDesk).voidSurfaced()).toBe(1);
    expect(await rig.query('SELECT state FROM ticketing.fines WHERE fine_id = $1', [fineId])).toEqual([
      { state: 'VOIDED' },
    ]);
  });

  it('voids no fine for a tap that was made when the card had been reported lost, and is none of its rider’s', async () => {
    const ref = makeTokenRef(RIG_TOKEN_KEY, 'stolen');
    const [{ accountId } = { accountId: 0 }] = await rig.query<{ accountId: number }>(
      `WITH owner AS (INSERT INTO ticketing.accounts (funding) VALUES ('PREPAID') RETURNING account_id),
         card AS (INSERT INTO ticketing.media (token_ref, media_type) VALUES ($1, 'CLOSED_CARD'))
       SELECT account_id::integer AS "accountId" FROM owner`,
      [ref],
    );
    await rig.query(
      "INSERT INTO ticketing.media_accounts (token_ref, account_id, valid_from) VALUES ($1, $2, '-infinity')",
      [ref, accountId],
    );
    const report = async (minutes: number): Promise<void> => {
      await rig.query(
        `INSERT INTO ticketing.deny_list_entries (scope, token_ref, reason, valid_from, added_by)
         VALUES ('TOKEN', $1, 'LOST', now() - make_interval(mins => $2), 'spec')`,
        [ref, minutes],
      );
    };
    await report(20);
    const number = (seq += 1);
    const sessionId = await open();
    const found = await check(sessionId, 'stolen');
    expect(found.result).toBe('ON_DENY_LIST');
    const { fineId } = (await post(`checks/${String(found.inspectionId)}/fine`)).body;
    await close(sessionId);
    await tap('stolen', 10 * 60_000, { number });
    expect(await app.get(FineDesk).voidSurfaced()).toBe(0);
    const riders = new RiderStore(rig.pool);
    expect(await riders.listFines(ref, accountId)).toEqual([]);
    // Of a report that was a mistake he is the holder again, who had tapped.
    await rig.query('UPDATE ticketing.deny_list_entries SET valid_until = valid_from WHERE token_ref = $1', [
      ref,
    ]);
    expect(await app.get(FineDesk).voidSurfaced()).toBe(1);
    expect(await riders.listFines(ref, accountId)).toMatchObject([{ fineId, state: 'VOIDED' }]);
  });

  it('does not know of a tap whose time is impossible, until somebody dates it', async () => {
    const number = (seq += 1);
    await rig.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
         device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
       VALUES ('V1', $1, '\\x00', $2, 'CLOSED_CARD', 'ENTRY', 'OK_PAYG', 0, '1980-01-06', '1980-01-06', 'IMPOSSIBLE',
         'QUARANTINED_CLOCK', NULL, 'LET')`,
      [number, makeTokenRef(RIG_TOKEN_KEY, 'undated')],
    );
    const sessionId = await open();
    await hear();
    expect((await check(sessionId, 'undated')).result).toBe('UNKNOWN_PENDING');
    await rig.query(
      `INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, reason, made_by)
       VALUES ('V1', $1, 1, now() - interval '10 minutes', 'by hand', 'admin')`,
      [number],
    );
    expect((await check(sessionId, 'undated')).result).toBe('VALID');
    await close(sessionId);
  });

  it('does not know while a validator that was swapped for another has not given what it took', async () => {
    await rig.query(
      "INSERT INTO ticketing.devices (device_id, operator_id, state) VALUES ('V3', 'LET', 'ACTIVE')",
    );
    await rig.assign('V3', '7', 'LET', '2026-02-01');
    await rig.query(
      "UPDATE ticketing.device_assignments SET valid_until = now() - interval '20 minutes' WHERE device_id = 'V3'",
    );
    const said = (minutesAgo: number, queueLength: number): Promise<unknown> =>
      rig.query(
        `INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
           last_seq, queue_length, deny_list_version)
         VALUES ('V3', now() - $1 * interval '1 minute', 0, 'RTC', 1, 1, 0, $2, 0)
         ON CONFLICT (device_id) DO UPDATE SET heard_at = excluded.heard_at, queue_length = excluded.queue_length`,
        [minutesAgo, queueLength],
      );
    const sessionId = await open();
    await hear();
    const look = async (): Promise<unknown> => (await check(sessionId, 'swapped')).result;
    expect(await look()).toBe('UNKNOWN_PENDING');
    await said(30, 0);
    expect(await look()).toBe('UNKNOWN_PENDING');
    await said(10, 5);
    expect(await look()).toBe('UNKNOWN_PENDING');
    await said(10, 0);
    expect(await look()).toBe('NO_VALIDATION');
    await close(sessionId);
    // The locks are of those that are on the vehicle.
    expect(await rig.query("SELECT FROM ticketing.validators_of('7')")).toHaveLength(1);
  });

  it('is not begun where no validator is any more: nobody could have validated', async () => {
    await rig.assign('V2', '9', 'ATP', '2026-02-01');
    await rig.query("UPDATE ticketing.device_assignments SET valid_until = now() WHERE vehicle_id = '9'");
    expect(await post('sessions', { vehicleId: '9' })).toMatchObject({
      status: 404,
      body: { type: 'urn:rukh:problem:no_such_vehicle' },
    });
  });

  it('gives no fine for what is valid', async () => {
    await tap('fare-payer', 60_000);
    const sessionId = await open();
    const { inspectionId } = await check(sessionId, 'fare-payer');
    expect((await post(`checks/${String(inspectionId)}/fine`)).status).toBe(409);
    await close(sessionId);
  });

  it('is one inspector’s at a time, and refuses what is over', async () => {
    await post('inspectors', { inspectorId: 'petro', operatorId: 'LET', pin: '654321' }, ADMIN);
    const other = String((await post('sign-in', { inspectorId: 'petro', pin: '654321' })).body.token);
    const sessionId = await open();
    expect((await post('sessions', { vehicleId: '7' }, other)).status).toBe(409);
    expect((await post(`sessions/${sessionId}/checks`, { code: 'x' }, other)).status).toBe(404);
    await close(sessionId);
    expect((await post(`sessions/${sessionId}/checks`, { code: 'x' })).status).toBe(409);
    expect((await post('sessions', { vehicleId: 'nowhere' })).status).toBe(404);
  });

  it('signs out for good: the token opens nothing any more', async () => {
    const { body } = await post('sign-in', { inspectorId: 'oksana', pin: '123456' });
    const headers = { authorization: `Bearer ${String(body.token)}` };
    const url = '/api/v1/inspection/sign-in';
    expect((await app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204);
    expect(await post('sessions', { vehicleId: '7' }, String(body.token))).toMatchObject({
      status: 401,
      body: { type: 'urn:rukh:problem:signed_out' },
    });
    expect((await post('sessions', { vehicleId: '7' })).status).toBe(201);
  });

  it('is for inspectors alone, and PINs cannot be tried through', async () => {
    expect((await post('sessions', { vehicleId: '7' }, 'guessed')).status).toBe(401);
    expect((await post('inspectors', { inspectorId: 'x', operatorId: 'LET', pin: '111111' })).status).toBe(
      401,
    );
    const stranger = { inspectorId: 'x', operatorId: 'nobody', pin: '111111' };
    expect((await post('inspectors', stranger, ADMIN)).status).toBe(404);
    for (let i = 0; i < 5; i += 1) {
      expect((await post('sign-in', { inspectorId: 'oksana', pin: '000000' })).status).toBe(401);
    }
    expect((await post('sign-in', { inspectorId: 'oksana', pin: '123456' })).status).toBe(429);
  });

  it('has a page in both languages without anything from elsewhere', async () => {
    const uk = (await app.inject({ url: '/inspect' })).body;
    const en = (await app.inject({ url: '/inspect?lang=en' })).body;
    expect(uk).toContain('<html lang="uk">');
    expect(en).toContain('Card number or code');
    expect(uk + en).not.toMatch(/https?:\/\//);
    // Else browsers ask for /favicon.ico, which there is not.
    expect(uk).toContain('rel="icon"');
    expect((await app.inject({ url: '/inspect/inspect.js' })).statusCode).toBe(200);
  });
});
