import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import {
  type TicketKeySet,
  openKeySet,
  presentTicket,
  toHolderKey,
  verifyTicket,
} from '@rukh/adapters/tickets';
import { TapContexts } from '@rukh/adapters/postgres';
import { makeTokenRef } from '@rukh/adapters/token-ref';
import { MediaRig, TOKEN_KEY } from '../media-rig.fixture.js';
import { TicketWatch } from './ticket-watch.js';
import type { Sold } from './ticket-sales.js';

describe('signed tickets', () => {
  let rig: MediaRig;
  let seq = 0;

  beforeAll(async () => {
    rig = await MediaRig.create();
    await rig.addDevice('v-1');
  });
  afterAll(() => rig.close());

  const receipt = {
    channel: 'DRIVER',
    fareProductId: 'single',
    validSeconds: 3_600,
    priceMinor: 2_000,
    currency: 'UAH',
  };
  it('are of products, categories and in the currency of some tariff', async () => {
    for (const more of [{ fareProductId: 'singel' }, { currency: 'EUR' }, { riderCategoryId: 'studnet' }]) {
      const { status } = await rig.ask('POST', 'tickets', { ...receipt, ...more });
      expect([more, status]).toEqual([more, 422]);
    }
  });

  async function sell(more: object = {}): Promise<Sold> {
    const { status, body } = await rig.ask<Sold>('POST', 'tickets', { ...receipt, ...more });
    expect(status).toBe(201);
    return body;
  }
  async function keys(): Promise<ReturnType<typeof openKeySet>> {
    return openKeySet((await rig.ask<TicketKeySet>('GET', 'ticket-keys')).body);
  }
  async function tap(sold: Sold, atMs: number, vehicleId: string, claimed?: object): Promise<number> {
    const tokenRef = makeTokenRef(TOKEN_KEY, sold.ticketId);
    await rig.addTap({
      tokenRef,
      mediaType: 'STATIC_QR',
      seq: ++seq,
      atMs,
      vehicleId,
      ...(claimed && { claimed }),
    });
    return seq;
  }
  async function flags(): Promise<{ seq: number; flag: string; firstSeq: number }[]> {
    await rig.app.get(TicketWatch).look();
    return (await rig.ask<{ seq: number; flag: string; firstSeq: number }[]>('GET', 'ticket-flags')).body;
  }
  const now = (): number => Math.floor(Date.now() / 1000);

  it('of a driver’s printer are verified without a network, on their vehicle', async () => {
    const sold = await sell({ vehicleId: 'bus-7' });
    expect(sold.qrSvg).toMatch(/^<svg /);
    const verifier = { agency: 'town', keys: await keys() };
    const bytes = Buffer.from(sold.cose, 'base64url');
    expect(verifyTicket(verifier, bytes, { at: now(), vehicleId: 'bus-7' }).isGood).toBe(true);
    expect(verifyTicket(verifier, bytes, { at: now(), vehicleId: 'bus-8' }).isGood).toBe(false);
  });

  it('of a phone are good with its signature', async () => {
    const phone = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { algorithm, publicKey } = toHolderKey(createPublicKey(phone.privateKey));
    const holder = { algorithm, publicKey: Buffer.from(publicKey).toString('base64url') };
    const sold = await sell({ channel: 'APP', holder, isSingleUse: false });
    expect(sold.qrSvg).toBeUndefined();
    const issued = Buffer.from(sold.cose, 'base64url');
    const code = presentTicket(
      { algorithm: 'ES256', privateKey: phone.privateKey },
      { madeAt: now(), issued },
    );
    const verifier = { agency: 'town', keys: await keys() };
    expect(verifyTicket(verifier, code, { at: now() }).isGood).toBe(true);
    expect(verifyTicket(verifier, issued, { at: now() })).toMatchObject({ reason: 'TICKET_STALE_DYNAMIC' });
    expect((await rig.ask('POST', 'tickets', { ...receipt, channel: 'APP' })).status).toBe(400);
    const bad = { algorithm: 'ES256', publicKey: 'AAAA' };
    expect((await rig.ask('POST', 'tickets', { ...receipt, channel: 'APP', holder: bad })).status).toBe(400);
  });

  it('pay their ride: their medium has the product that was sold', async () => {
    const sold = await sell();
    const held = await rig.query(
      'SELECT fare_product_id, rides FROM ticketing.held_products WHERE account_id = $1',
      [sold.accountId],
    );
    expect(held).toEqual([{ fare_product_id: 'single', rides: 1 }]);
  });

  it('for one ride are flagged on a second vehicle, and later on the same, but not for a second try at the door', async () => {
    const start = Date.now() - 1_800_000;
    const copied = await sell();
    const first = await tap(copied, start, 'bus-7');
    const second = await tap(copied, start + 300_000, 'bus-8');
    const again = await sell();
    await tap(again, start, 'bus-7');
    await tap(again, start + 5_000, 'bus-7');
    const later = await tap(again, start + 600_000, 'bus-7');
    const found = await flags();
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ seq: second, flag: 'OTHER_VEHICLE', firstSeq: first }),
        expect.objectContaining({ seq: later, flag: 'SECOND_USE' }),
      ]),
    );
    expect(found).toHaveLength(2);
  });

  it('in two places that nobody gets between in the time are flagged, whichever tap came first', async () => {
    const start = Date.now() - 1_800_000;
    const opera = { lat: 49.844, lon: 24.0262 };
    const airport = { lat: 49.8125, lon: 23.9561 };
    const day = await sell({ isSingleUse: false });
    const late = await tap(day, start + 60_000, 'bus-8', airport);
    expect((await flags()).filter(({ flag }) => flag === 'IMPOSSIBLE_TRAVEL')).toEqual([]);
    // The other validator was without a network until now.
    await tap(day, start, 'bus-7', opera);
    const found = (await flags()).filter(({ flag }) => flag === 'IMPOSSIBLE_TRAVEL');
    expect(found).toEqual([expect.objectContaining({ seq: late })]);
    await tap(day, start + 1_500_000, 'bus-9', opera);
    expect((await flags()).filter(({ flag }) => flag === 'IMPOSSIBLE_TRAVEL')).toHaveLength(1);
  });

  it('are flagged by where their vehicles were seen, whatever devices claim, and once positions come late', async () => {
    const start = Date.now() - 1_800_000;
    const opera = { lat: 49.844, lon: 24.0262 };
    const seen = (vehicleId: string, atMs: number, lat: number, lon: number): Promise<object[]> =>
      rig.query(
        `INSERT INTO vehicle_locations (event_timestamp, received_at, vehicle_id, latitude, longitude)
         VALUES ($1, $1, $2, $3, $4)`,
        [new Date(atMs), vehicleId, lat, lon],
      );
    const day = await sell({ isSingleUse: false });
    await seen('tram-1', start, 49.844, 24.0262);
    await tap(day, start, 'tram-1');
    const copied = await tap(day, start + 60_000, 'tram-2', opera);
    expect((await flags()).filter(({ seq: number }) => number === copied)).toEqual([]);
    // The other vehicle's tracker was without a network until now: at the airport, as it turns out.
    await seen('tram-2', start + 45_000, 49.8125, 23.9561);
    const contexts = new TapContexts(rig.pool);
    await contexts.takeUpNew(1_000);
    await contexts.place(Date.now(), 1_000, (taps) =>
      Promise.resolve(
        taps.map((one) => ({ tap: one, context: { source: 'NONE', confidence: 0 }, reprices: false })),
      ),
    );
    expect((await flags()).filter(({ seq: number }) => number === copied)).toMatchObject([
      { flag: 'IMPOSSIBLE_TRAVEL' },
    ]);
  });

  it('that were used are refused by the online check', async () => {
    const sold = await sell();
    await tap(sold, Date.now() - 60_000, 'bus-7');
    const body = { token: sold.ticketId, mediaType: 'STATIC_QR' };
    for (const vehicleId of ['bus-8', 'bus-7']) {
      const again = await rig.askAsDevice('v-1', 'check', { ...body, vehicleId });
      expect(again.body['reason']).toBe('TICKET_EXPIRED');
    }
  });

  it('stay good when the key is replaced, and new ones are signed by the new key', async () => {
    const old = await sell();
    await rig.app.close();
    await rig.startApp({ RUKH_TICKETING_SIGNING_GENERATION: '2' });
    const fresh = await sell();
    const verifier = { agency: 'town', keys: await keys() };
    expect([...verifier.keys.keys()].sort()).toEqual(['t1', 't2']);
    for (const { cose } of [old, fresh]) {
      expect(verifyTicket(verifier, Buffer.from(cose, 'base64url'), { at: now() }).isGood).toBe(true);
    }
  });
});
