/** Who sells for the scheme, by a token of his own: what he may, at the tariff's price, and nothing else. */
import { type Answer, MediaRig } from '../media/media-rig.fixture.js';

let rig: MediaRig;
beforeAll(async () => {
  rig = await MediaRig.create();
});
afterAll(() => rig.close());

interface Made {
  readonly tokenId: string;
  readonly token: string;
}
const makeToken = async (sellerId: string): Promise<Made> =>
  (await rig.ask<Made>('POST', 'seller-tokens', { sellerId, label: 'window 2' })).body;

let cards = 0;
async function issue(): Promise<{ token: string; accountId: number }> {
  const token = `desk-${++cards}`;
  const { body } = await rig.ask<{ accountId: number }>('POST', 'media', { token, mediaType: 'CLOSED_CARD' });
  return { token, accountId: body.accountId };
}

/** A till and its token. */
async function openDesk(sellerId: string) {
  const made = await makeToken(sellerId);
  const ask = <T = Record<string, unknown>>(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<Answer<T>> => rig.ask<T>(method, path, body, made.token);
  const cash = async (): Promise<number> => {
    const [row] = await rig.query<{ minor: number }>(
      'SELECT balance_minor::integer AS minor FROM ticketing.ledger_balances WHERE account = $1',
      [`cash:${sellerId}`],
    );
    return row?.minor ?? 0;
  };
  return { ...made, ask, cash };
}

describe('a till', () => {
  it('is let in by its own token, until that is taken back; the token opens nothing of the administration', async () => {
    const desk = await openDesk('kiosk-in');
    const { token, accountId } = await issue();
    expect(await desk.ask('POST', 'desk/cards', { token })).toMatchObject({
      status: 200,
      body: { accountId, mediaType: 'CLOSED_CARD', state: 'ACTIVE', currency: 'UAH' },
    });
    expect((await desk.ask('POST', 'desk/cards', { token: 'nobody-1' })).status).toBe(404);
    // The administration's is nobody's till.
    expect((await rig.ask('POST', 'desk/cards', { token })).status).toBe(401);
    for (const [method, path, body] of [
      ['POST', 'media/find', { token }],
      ['GET', `accounts/${accountId}`],
      ['GET', `accounts/${accountId}/export`],
      ['POST', `accounts/${accountId}/entitlements`, { riderCategoryId: 'student', validFrom: new Date() }],
      ['GET', 'seller-tokens'],
      ['POST', 'seller-tokens', { sellerId: 'kiosk-in', label: 'more' }],
    ] as const) {
      expect([path, (await desk.ask(method, path, body)).status]).toEqual([path, 401]);
    }
    const { body } = await rig.ask<{ tokens: object[] }>('GET', 'seller-tokens');
    expect(body.tokens).toContainEqual(
      expect.objectContaining({
        tokenId: desk.tokenId,
        sellerId: 'kiosk-in',
        label: 'window 2',
        revokedAt: null,
      }),
    );
    expect(JSON.stringify(body)).not.toContain(desk.token);
    const revoke = (): Promise<number> =>
      rig.app
        .inject({
          method: 'DELETE',
          url: `/api/v1/seller-tokens/${desk.tokenId}`,
          headers: { authorization: 'Bearer an-admin-token-for-tests' },
        })
        .then(({ statusCode }) => statusCode);
    expect([await revoke(), await revoke()]).toEqual([204, 404]);
    expect((await desk.ask('POST', 'desk/cards', { token })).status).toBe(401);
    expect(
      await rig.query(
        "SELECT action FROM ticketing.audit WHERE action LIKE '%SELLER_TOKEN' ORDER BY audit_id",
      ),
    ).toMatchObject([{ action: 'ADD_SELLER_TOKEN' }, { action: 'REVOKE_SELLER_TOKEN' }]);
  });

  it('takes cash for a card under its own name alone, once for each receipt', async () => {
    const [desk, other] = [await openDesk('kiosk-1'), await openDesk('kiosk-2')];
    const { accountId } = await issue();
    const wish = { accountId, receipt: 'A-1', currency: 'UAH', amountMinor: 5_000 };
    const both = await Promise.all([1, 2].map(() => desk.ask('POST', 'desk/top-ups', wish)));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]!.body).toEqual(both[1]!.body);
    expect(both[0]!.body).toMatchObject({ sellerId: 'kiosk-1', bookedBy: 'seller:kiosk-1 (window 2)' });
    expect([await desk.cash(), await other.cash()]).toEqual([5_000, 0]);
    const asAnother = { ...wish, sellerId: 'kiosk-2' };
    expect((await desk.ask('POST', 'desk/top-ups', asAnother)).status).toBe(400);
    expect((await desk.ask('POST', 'desk/top-ups', { ...wish, amountMinor: 1 })).status).toBe(409);
    expect((await desk.ask('POST', 'desk/top-ups', { ...wish, currency: 'EUR' })).status).toBe(422);
    expect((await desk.ask('GET', 'desk/top-ups')).body).toMatchObject({ topUps: [{ receipt: 'A-1' }] });
    expect((await other.ask('GET', 'desk/top-ups')).body).toEqual({ topUps: [] });
    expect((await desk.ask('GET', 'desk/top-ups?sellerId=kiosk-2')).body).toMatchObject({
      topUps: [{ sellerId: 'kiosk-1' }],
    });
  });

  it('sells a pass for what the tariff says, a reduced one to who has the right to it, once for each receipt', async () => {
    const desk = await openDesk('kiosk-3');
    const { accountId } = await issue();
    const sale = { accountId, receipt: 'P-1', fareProductId: 'pass-30', priceMinor: 90_000, currency: 'UAH' };
    const sell = (more: object = {}): Promise<Answer> =>
      desk.ask('POST', 'desk/passes', { ...sale, ...more });
    expect(await sell({ priceMinor: 100 })).toMatchObject({
      status: 422,
      body: { detail: 'pass-30 costs 90000 UAH, in minor units.' },
    });
    const reduced = { riderCategoryId: 'student', priceMinor: 45_000 };
    expect(await sell(reduced)).toMatchObject({
      status: 422,
      body: { detail: 'The rider has no right to student now.' },
    });
    expect((await sell({ fareProductId: 'single' })).status).toBe(422);
    expect(await desk.cash()).toBe(0);
    const both = await Promise.all([sell(), sell({ riderCategoryId: 'general' })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0].body).toEqual(both[1].body);
    expect(await desk.cash()).toBe(90_000);
    expect((await sell({ accountId: (await issue()).accountId })).status).toBe(409);
    const right = { riderCategoryId: 'student', validFrom: new Date(Date.now() - 1_000).toISOString() };
    await rig.ask('POST', `accounts/${accountId}/entitlements`, right);
    expect((await sell({ ...reduced, receipt: 'P-2' })).body).toMatchObject({ priceMinor: 45_000 });
    expect(await desk.cash()).toBe(135_000);
    expect((await sell({ accountId: 999_999, receipt: 'P-3' })).status).toBe(422);
  });

  it('sells a ticket for one ride for what it costs in cash', async () => {
    const desk = await openDesk('driver-7');
    const sale = {
      channel: 'DRIVER',
      fareProductId: 'single',
      vehicleId: 'bus-7',
      priceMinor: 2_500,
      currency: 'UAH',
    };
    expect((await desk.ask('POST', 'desk/tickets', { ...sale, priceMinor: 1_700 })).status).toBe(422);
    expect((await desk.ask('POST', 'desk/tickets', { ...sale, isSingleUse: false })).status).toBe(400);
    const sold = await desk.ask('POST', 'desk/tickets', sale);
    expect(sold).toMatchObject({ status: 201, body: { qrSvg: expect.stringContaining('<svg') as string } });
    expect(await desk.cash()).toBe(2_500);
  });
});
