import { MediaRig } from '../media-rig.fixture.js';
import type { Checked } from './check.controller.js';
import { UNKNOWN_A_MINUTE } from './unknown-token-paces.js';

describe('the online check', () => {
  let rig: MediaRig;
  let count = 0;

  beforeAll(async () => {
    rig = await MediaRig.create();
    await rig.addDevice('v-1');
  });
  afterAll(() => rig.close());

  async function issue(more: object = {}): Promise<{ token: string; ref: Buffer; accountId: number }> {
    const token = `card-${++count}`;
    const { body } = await rig.ask<{ tokenRef: string; accountId: number }>('POST', 'media', {
      token,
      mediaType: 'CLOSED_CARD',
      ...more,
    });
    return { token, ref: Buffer.from(body.tokenRef, 'hex'), accountId: body.accountId };
  }
  async function check(token: string, more: object = {}): Promise<Checked> {
    const body = { token, mediaType: 'CLOSED_CARD', vehicleId: 'bus-7', ...more };
    const answer = await rig.askAsDevice<Checked>('v-1', 'check', body);
    expect(answer.status).toBe(200);
    return answer.body;
  }
  const reason = async (token: string, more: object = {}): Promise<string> =>
    (await check(token, more)).reason;
  const hour = 3_600_000;

  it('OK_PAYG, with feedback as codes', async () => {
    const { token } = await issue();
    expect(await check(token)).toMatchObject({
      decision: 'ALLOW',
      reason: 'OK_PAYG',
      feedback: { tone: 'SHORT_ONE', colour: 'GREEN', icon: 'TICK', text: 'OK_PAYG' },
    });
  });

  it('OK_OFFLINE_RISK: a bank card that was never seen; NOT_ON_ALLOW_LIST: an unknown badge', async () => {
    expect(await reason('gateway-token-1', { mediaType: 'BANK_CARD' })).toBe('OK_OFFLINE_RISK');
    expect(await reason('badge-1', { mediaType: 'STAFF' })).toBe('NOT_ON_ALLOW_LIST');
    const badge = await issue({ mediaType: 'STAFF' });
    // A badge that was given out, and has no right or none any more, pays no rides either.
    expect(await reason(badge.token, { mediaType: 'STAFF' })).toBe('NOT_ON_ALLOW_LIST');
    const validFrom = new Date(Date.now() - hour).toISOString();
    await rig.ask('POST', `accounts/${badge.accountId}/entitlements`, {
      riderCategoryId: 'student',
      validFrom,
    });
    expect(await reason(badge.token, { mediaType: 'STAFF' })).toBe('OK_CONCESSION');
  });

  it('OK_PASS from its activation, and OK_CONCESSION with its category', async () => {
    const { token, accountId } = await issue();
    const validFrom = new Date(Date.now() - hour).toISOString();
    await rig.ask('POST', `accounts/${accountId}/entitlements`, { riderCategoryId: 'student', validFrom });
    expect(await check(token)).toMatchObject({ reason: 'OK_CONCESSION', riderCategoryId: 'student' });
    const pass = { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' };
    const sold = await rig.ask<{ passId: number }>('POST', `accounts/${accountId}/passes`, pass);
    expect(await reason(token)).toBe('OK_CONCESSION');
    await rig.ask('POST', `passes/${sold.body.passId}/activation`);
    expect(await check(token)).toMatchObject({ reason: 'OK_PASS', pass: { fareProductId: 'pass-30' } });
  });

  it('OK_TRANSFER_HINT with the minutes left, and nothing of where the rider was', async () => {
    const { token, ref } = await issue();
    await rig.addTap({ tokenRef: ref, seq: ++count, atMs: Date.now() - 10 * 60_000, vehicleId: 'tram-1' });
    const answer = await check(token);
    expect(answer).toMatchObject({ reason: 'OK_TRANSFER_HINT', transferMinutesLeft: 29 });
    expect(JSON.stringify(answer)).not.toContain('tram-1');
  });

  it('PASSBACK on the same vehicle within seconds, unless somebody rides along', async () => {
    const { token, ref } = await issue();
    await rig.addTap({ tokenRef: ref, seq: ++count, atMs: Date.now() - 1_000, vehicleId: 'bus-7' });
    expect(await reason(token)).toBe('PASSBACK');
    expect(await reason(token, { hasExtras: true })).toBe('OK_TRANSFER_HINT');
    expect(await reason(token, { vehicleId: 'bus-8' })).toBe('OK_TRANSFER_HINT');
  });

  it('DENY_LIST: lost; at once, before any list has it', async () => {
    const { token, ref } = await issue();
    await rig.query(`SELECT ticketing.deny($1, 'LOST', 'test')`, [ref]);
    expect(await check(token)).toMatchObject({ decision: 'DENY', reason: 'DENY_LIST' });
  });

  it('DENY_LIST for a debt, unless a pass pays the ride', async () => {
    const { token, accountId } = await issue();
    await rig.query(`SELECT ticketing.deny_account($1, 'DEBT', 'test')`, [accountId]);
    expect(await reason(token)).toBe('DENY_LIST');
    await rig.query(
      `INSERT INTO ticketing.held_products (account_id, fare_product_id, valid_from, price_minor)
       VALUES ($1, 'pass-30', now() - interval '1 day', 0)`,
      [accountId],
    );
    expect(await reason(token)).toBe('OK_PASS');
  });

  it('TICKET_NOT_YET_VALID, TICKET_WRONG_ZONE and TICKET_EXPIRED of a ticket, by what it was sold for', async () => {
    const sell = async (more: object): Promise<string> => {
      const sale = { channel: 'DRIVER', fareProductId: 'single', priceMinor: 2_000, currency: 'UAH' };
      const { body } = await rig.ask<{ ticketId: string }>('POST', 'tickets', {
        ...{ ...sale, validSeconds: 3_600 },
        ...more,
      });
      return body.ticketId;
    };
    const hence = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    const ticket = { mediaType: 'STATIC_QR' };
    expect(await reason(await sell({ validFrom: hence(60) }), ticket)).toBe('TICKET_NOT_YET_VALID');
    expect(await reason(await sell({ validFrom: hence(-90) }), ticket)).toBe('TICKET_EXPIRED');
    const bound = await sell({ vehicleId: 'bus-7' });
    expect(await reason(bound, { ...ticket, vehicleId: 'bus-8' })).toBe('TICKET_WRONG_ZONE');
    expect(await reason(bound, { ...ticket, vehicleId: 'bus-7' })).toBe('OK_PASS');
  });

  it('CARD_EXPIRED', async () => {
    const { token } = await issue({ expiresAt: new Date(Date.now() - 1_000).toISOString() });
    expect(await reason(token)).toBe('CARD_EXPIRED');
  });

  it('refuses the number of a bank card, and repeats nothing of it', async () => {
    const answer = await rig.askAsDevice('v-1', 'check', {
      token: '4111111111111111',
      mediaType: 'BANK_CARD',
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain('411111');
  });

  it('is for devices that sign and are in use', async () => {
    const body = { token: 'card-1', mediaType: 'CLOSED_CARD' };
    await rig.addDevice('v-9', 'REVOKED');
    expect((await rig.askAsDevice('v-9', 'check', body)).status).toBe(403);
    const sealed = rig.seal('v-1', 'check', body);
    expect((await rig.askAsDevice('v-1', 'check', body, { ...sealed, keyId: 'k2' })).status).toBe(401);
    expect((await rig.askAsDevice('v-1', 'check', body, { ...sealed, deviceId: 'v-9' })).status).toBe(400);
  });

  it('answers a device that tries numbers 429, for known ones too, and other devices as always', async () => {
    await rig.addDevice('v-thief');
    const { token } = await issue();
    const ask = async (read: string, deviceId = 'v-thief'): Promise<number> =>
      (await rig.askAsDevice(deviceId, 'check', { token: read, mediaType: 'CLOSED_CARD' })).status;
    const guesses = Array.from({ length: 2 * UNKNOWN_A_MINUTE }, (_, i) => ask(`guess-${i}`));
    const statuses = await Promise.all(guesses);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(1.5 * UNKNOWN_A_MINUTE);
    const known: number[] = [];
    for (let i = 0; i < 20; i++) {
      await ask(`one-more-${i}`);
      known.push(await ask(token));
    }
    expect(known).toContain(429);
    expect(await ask(token, 'v-1')).toBe(200);
  });

  it('answers 503 while the database is away, and the device decides alone', async () => {
    const { token } = await issue();
    await check(token);
    await rig.postgres.kill();
    const answer = await rig.askAsDevice('v-1', 'check', { token, mediaType: 'CLOSED_CARD' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
    await rig.postgres.start();
    let status = 0;
    for (let i = 0; i < 50 && status !== 200; i++) {
      ({ status } = await rig.askAsDevice('v-1', 'check', { token, mediaType: 'CLOSED_CARD' }));
    }
    expect(status).toBe(200);
  });
});
