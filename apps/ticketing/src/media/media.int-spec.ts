import { MediaRig } from './media-rig.fixture.js';

interface Issued {
  readonly tokenRef: string;
  readonly accountId: number;
  readonly code?: string;
}

describe('media', () => {
  let rig: MediaRig;
  let count = 0;

  beforeAll(async () => {
    rig = await MediaRig.create();
  });
  afterAll(() => rig.close());

  async function issue(more: object = {}): Promise<Issued & { token: string }> {
    const token = `card-${++count}`;
    const { status, body } = await rig.ask<Issued>('POST', 'media', {
      token,
      mediaType: 'CLOSED_CARD',
      ...more,
    });
    expect(status).toBe(201);
    return { ...body, token };
  }
  const denyReasons = async (tokenRef: string): Promise<unknown> =>
    (await rig.ask('GET', `media/${tokenRef}`)).body['denyReasons'];
  const repriced = (): Promise<{ account_id: string; causes: string[] }[]> =>
    rig.query('SELECT account_id, causes FROM ticketing.repricing ORDER BY account_id');

  it('are issued with an account and a code, and found by their token, which is kept nowhere', async () => {
    const card = await issue({ withCode: true });
    expect(card.code).toMatch(/^[2-9A-HJKMNP-TV-Z]{10}$/);
    const found = await rig.ask('POST', 'media/find', { token: card.token });
    expect(found.body).toMatchObject({ tokenRef: card.tokenRef, accountId: card.accountId, state: 'ACTIVE' });
    const dump = await rig.query<{ text: string }>(
      `SELECT string_agg(row_to_json(t)::text, '') AS text FROM (
         SELECT row_to_json(m) FROM ticketing.media m UNION ALL SELECT row_to_json(a) FROM ticketing.audit a) AS t`,
    );
    expect(dump[0]!.text).not.toContain(card.token);
    expect(dump[0]!.text).not.toContain(card.code);
  });

  it('are given out once', async () => {
    const { token } = await issue();
    expect((await rig.ask('POST', 'media', { token, mediaType: 'CLOSED_CARD' })).status).toBe(409);
  });

  it('never have the number of a bank card for a token', async () => {
    const grouped = await rig.ask('POST', 'media', { token: '0400 1234 56', mediaType: 'CLOSED_CARD' });
    expect([grouped.status, JSON.stringify(grouped.body)]).toEqual([
      400,
      expect.stringContaining('has blanks'),
    ]);
    const answer = await rig.ask('POST', 'media', { token: '4111 1111 1111 1111', mediaType: 'BANK_CARD' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain('4111');
  });

  it('of a closed card may have the check digit that bank cards have', async () => {
    const medium = { token: '633597012345678900', mediaType: 'CLOSED_CARD' };
    expect((await rig.ask('POST', 'media', medium)).status).toBe(201);
    const found = await rig.ask('POST', 'media/find', { token: medium.token });
    expect(found.body).toMatchObject({ mediaType: 'CLOSED_CARD' });
    expect((await rig.ask('POST', 'media', { ...medium, mediaType: 'BANK_CARD' })).status).toBe(400);
  });

  it('are changed by the administration only', async () => {
    expect((await rig.ask('POST', 'media', {}, 'a-token-of-somebody-else')).status).toBe(401);
  });

  it('that are lost are refused at once, and when found again are not', async () => {
    const { tokenRef } = await issue();
    expect((await rig.ask('POST', `media/${tokenRef}/loss`)).status).toBe(200);
    expect(await denyReasons(tokenRef)).toEqual(['LOST']);
    expect((await rig.ask('POST', `media/${tokenRef}/unblock`)).status).toBe(200);
    expect(await denyReasons(tokenRef)).toEqual([]);
  });

  it('that are unblocked stay refused for a debt', async () => {
    const { tokenRef, accountId } = await issue();
    await rig.query(`SELECT ticketing.deny_account($1, 'DEBT', 'money')`, [accountId]);
    await rig.ask('POST', `media/${tokenRef}/block`, { reason: 'ADMINISTRATION' });
    await rig.ask('POST', `media/${tokenRef}/unblock`);
    expect(await denyReasons(tokenRef)).toEqual(['DEBT']);
    await rig.query(`SELECT ticketing.undeny_account($1, 'DEBT', 'money')`, [accountId]);
    expect(await denyReasons(tokenRef)).toEqual([]);
  });

  it('that replace others take over account, concessions and passes; the old one is refused', async () => {
    const old = await issue();
    const body = { token: `card-${++count}`, mediaType: 'CLOSED_CARD' };
    const { status, body: next } = await rig.ask<Issued>('POST', `media/${old.tokenRef}/replacement`, body);
    expect([status, next.accountId]).toEqual([201, old.accountId]);
    const before = await rig.ask('GET', `media/${old.tokenRef}`);
    expect(before.body).toMatchObject({
      state: 'REPLACED',
      replacedBy: next.tokenRef,
      denyReasons: ['REPLACED'],
    });
    expect(await denyReasons(next.tokenRef)).toEqual([]);
    expect((await rig.ask('POST', `media/${old.tokenRef}/replacement`, body)).status).toBe(409);
    // A click too many makes no third card.
    const third = { ...body, token: `card-${++count}` };
    expect((await rig.ask('POST', `media/${old.tokenRef}/replacement`, third)).status).toBe(409);
    expect((await rig.ask('POST', `media/${old.tokenRef}/loss`)).status).toBe(404);
  });

  it('of one rider become one account: whose it was when is kept, and both are priced again', async () => {
    const card = await issue();
    const phone = await issue({ mediaType: 'BANK_CARD' });
    await rig.query('DELETE FROM ticketing.repricing');
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const path = `media/${phone.tokenRef}/account`;
    expect((await rig.ask('POST', path, { accountId: card.accountId, since })).status).toBe(200);
    const owners = await rig.query(
      `SELECT account_id::integer AS owner, valid_from::text = '-infinity' AS is_first, valid_until::text = 'infinity' AS is_last
       FROM ticketing.media_accounts WHERE token_ref = $1 ORDER BY valid_from`,
      [Buffer.from(phone.tokenRef, 'hex')],
    );
    expect(owners).toEqual([
      { owner: phone.accountId, is_first: true, is_last: false },
      { owner: card.accountId, is_first: false, is_last: true },
    ]);
    expect(await repriced()).toEqual(
      [card, phone].map(({ accountId }) => ({ account_id: String(accountId), causes: ['MERGE'] })),
    );
    expect((await rig.ask('POST', path, { accountId: card.accountId })).status).toBe(404);
    expect((await rig.ask('POST', path, { accountId: 999_999 })).status).toBe(404);
  });

  it('take concessions and unused passes along where an account is left without a medium', async () => {
    const card = await issue();
    const phone = await issue();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    await rig.ask('POST', `accounts/${phone.accountId}/entitlements`, {
      riderCategoryId: 'student',
      fundingBodyId: 'lviv',
      validFrom: yesterday,
    });
    const pass = { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' };
    await rig.ask('POST', `accounts/${phone.accountId}/passes`, pass);
    await rig.ask('POST', `media/${phone.tokenRef}/account`, { accountId: card.accountId });
    const { body } = await rig.ask('GET', `accounts/${card.accountId}`);
    expect(body).toMatchObject({
      entitlements: [{ riderCategoryId: 'student', fundingBodyId: 'lviv', revokedAt: null }],
      passes: [{ fareProductId: 'pass-30', state: 'UNUSED' }],
    });
    const left = await rig.ask<{ entitlements: { revokedAt: string | null }[] }>(
      'GET',
      `accounts/${phone.accountId}`,
    );
    expect(left.body.entitlements[0]!.revokedAt).not.toBeNull();
  });

  it('have concessions that end or are revoked, each priced again from then', async () => {
    const { accountId } = await issue();
    await rig.query('DELETE FROM ticketing.repricing');
    const validFrom = new Date(Date.now() - 86_400_000).toISOString();
    const granted = await rig.ask<{ entitlementId: number }>('POST', `accounts/${accountId}/entitlements`, {
      riderCategoryId: 'pensioner_60',
      validFrom,
    });
    expect(granted.status).toBe(201);
    expect(await repriced()).toEqual([{ account_id: String(accountId), causes: ['ENTITLEMENT'] }]);
    const path = `entitlements/${granted.body.entitlementId}`;
    expect((await rig.ask('POST', `${path}/revocation`)).status).toBe(200);
    expect((await rig.ask('POST', `${path}/end`)).status).toBe(404);
    const unknown = { riderCategoryId: 'student', fundingBodyId: 'nobody', validFrom };
    expect((await rig.ask('POST', `accounts/${accountId}/entitlements`, unknown)).status).toBe(422);
  });

  it('have only concessions and passes that some tariff has, and that do not end before they begin', async () => {
    const { accountId } = await issue();
    const validFrom = '2026-09-01T00:00:00+03:00';
    const misspelt = await rig.ask('POST', `accounts/${accountId}/entitlements`, {
      riderCategoryId: 'studnet',
      validFrom,
    });
    expect([misspelt.status, misspelt.body['detail']]).toEqual([
      422,
      'No tariff has the rider category studnet; there is general, student, concession, pensioner_60.',
    ]);
    const backwards = { riderCategoryId: 'student', validFrom, validUntil: '2026-08-31T00:00:00+03:00' };
    const reversed = await rig.ask('POST', `accounts/${accountId}/entitlements`, backwards);
    expect([reversed.status, reversed.body['errors']]).toEqual([
      400,
      ['validUntil: must be after validFrom'],
    ]);
    const pass = { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' };
    for (const other of [{ fareProductId: 'single' }, { currency: 'EUR' }]) {
      const sold = await rig.ask('POST', `accounts/${accountId}/passes`, { ...pass, ...other });
      expect([other, sold.status]).toEqual([other, 422]);
    }
    const { body } = await rig.ask('GET', `accounts/${accountId}`);
    expect(body).toMatchObject({ entitlements: [], passes: [] });
  });

  it('have passes that are sold, begun once, and wished back once', async () => {
    const { accountId } = await issue();
    const pass = { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' };
    const sold = await rig.ask<{ passId: number }>('POST', `accounts/${accountId}/passes`, pass);
    const path = `passes/${sold.body.passId}`;
    expect((await rig.ask('POST', `${path}/activation`)).status).toBe(200);
    expect((await rig.ask('POST', `${path}/activation`)).status).toBe(404);
    const held = await rig.query<{ days: number }>(
      `SELECT extract(epoch FROM valid_until - valid_from)::integer / 86400 AS days
       FROM ticketing.held_products WHERE account_id = $1`,
      [accountId],
    );
    expect(held).toEqual([{ days: 30 }]);
    expect((await rig.ask('POST', `${path}/refund-wish`)).status).toBe(200);
    expect((await rig.ask('POST', `${path}/refund-wish`)).status).toBe(404);
  });

  it('leave a line in the audit for each change, which is never changed', async () => {
    const { tokenRef } = await issue();
    await rig.ask('POST', `media/${tokenRef}/loss`);
    const lines = await rig.query<{ action: string }>(
      'SELECT action FROM ticketing.audit WHERE token_ref = $1 ORDER BY audit_id',
      [Buffer.from(tokenRef, 'hex')],
    );
    expect(lines.map(({ action }) => action)).toEqual(['ISSUE', 'DENY', 'LOSE']);
    await expect(rig.query('DELETE FROM ticketing.audit')).rejects.toThrow(/only ever added/);
  });
});
