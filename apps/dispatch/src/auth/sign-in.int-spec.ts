import 'reflect-metadata';
import { UserStore } from '@rukh/adapters/postgres';
import { DispatchModule } from '../dispatch.module.js';
import { ADMIN_TOKEN, AccessRig, type Person, SAME_ORIGIN, codeOf } from './access-rig.fixture.js';

const BY_TOKEN = { authorization: `Bearer ${ADMIN_TOKEN}` };

describe('the door of the dispatchers’ side', () => {
  let rig: AccessRig;
  let person: Person;
  const open = async (body: object, headers?: Record<string, string>): Promise<Record<string, unknown>> => {
    const { status, body: answer } = await rig.send('POST', '/session', body, headers);
    return { status, ...answer };
  };
  const audit = async (): Promise<Record<string, unknown>[]> => {
    const { body } = await rig.send('GET', '/access-audit', undefined, BY_TOKEN);
    return body['entries'] as Record<string, unknown>[];
  };
  const forgetTries = async (): Promise<void> => {
    await rig.pool.query('DELETE FROM dispatch.sign_in_tries');
  };

  beforeAll(async () => {
    rig = await AccessRig.create(DispatchModule, { RUKH_DEMO: '', RUKH_CONSOLE_URL: '' });
  });
  beforeEach(async () => {
    await forgetTries();
    person = await rig.addPerson(['dispatcher']);
  });
  afterAll(() => rig.close());

  it('says how to sign in, and names no demonstration where there is none', async () => {
    const { status, body } = await rig.send('GET', '/session');
    expect(status).toBe(401);
    expect(body['signIn']).toEqual({ local: true, passkeys: true });
  });

  it('lets in by password and code, with a cookie that no script and no other site gets', async () => {
    const { login, password } = person;
    const answer = await rig.send('POST', '/session', { login, password, totp: codeOf(person) });
    const cookie = String(answer.headers['set-cookie']);
    expect(answer.status).toBe(200);
    expect(cookie).toMatch(/^rukh_session=[\w-]{43}; Path=\/; Max-Age=50400; HttpOnly; SameSite=Strict$/);
    const { body } = await rig.send('GET', '/session', undefined, { cookie: cookie.split(';')[0]! });
    expect(body).toMatchObject({ user: { userId: person.userId }, roles: ['dispatcher'] });
    expect(body['permissions']).toContain('orders.write');
    expect(JSON.stringify(await audit())).not.toContain(password);
    expect((await audit())[0]).toMatchObject({ kind: 'signed_in', actor: person.userId });
  });

  it('keeps the cookie for enciphered connections where the console is not on this machine', async () => {
    const { login, password } = person;
    const headers = { ...SAME_ORIGIN, host: 'dispatch.example.org' };
    const answer = await rig.send('POST', '/session', { login, password, totp: codeOf(person) }, headers);
    expect(String(answer.headers['set-cookie'])).toContain('; Secure');
  });

  it('asks for the code, and takes each once', async () => {
    const { login, password } = person;
    const needed = { status: 401, type: '/problems/totp-needed' };
    expect(await open({ login, password })).toMatchObject(needed);
    expect(await open({ login, password, totp: codeOf(person, 40) })).toMatchObject(needed);
    const totp = codeOf(person);
    expect(await open({ login, password, totp })).toMatchObject({ status: 200 });
    expect(await open({ login, password, totp })).toMatchObject(needed);
  });

  it('tells a stranger and a wrong password apart from nobody', async () => {
    const wrong = await open({ login: person.login, password: 'not the password' });
    const stranger = await open({ login: 'nobody-of-that-name', password: 'not the password' });
    expect(wrong).toEqual(stranger);
    expect(wrong).toMatchObject({ status: 401, detail: 'Login or password is wrong.' });
    const [second, first] = await audit();
    expect(first).toMatchObject({ subject: person.userId, details: { why: 'password' } });
    expect(second).toMatchObject({ subject: null, details: { why: 'unknown' } });
    expect(JSON.stringify(second)).not.toContain('nobody-of-that-name');
  });

  it('shuts after ten tries, for a stranger as for a user, and also to the right password', async () => {
    for (const login of [person.login, 'a-stranger']) {
      await forgetTries();
      const tries = await Promise.all(Array.from({ length: 12 }, () => open({ login, password: 'wrong' })));
      expect(tries.filter(({ status }) => status === 429)).toHaveLength(2);
    }
    await forgetTries();
    const { login, password } = person;
    for (let i = 0; i < 10; i++) await open({ login, password: 'wrong' });
    const answer = await rig.send('POST', '/session', { login, password, totp: codeOf(person) });
    expect([answer.status, Number(answer.headers['retry-after']) > 600]).toEqual([429, true]);
    const limits = (await audit()).filter(({ details }) => (details as { why?: string }).why === 'limit');
    expect(limits.length).toBe(3);
  });

  it('is over when idle, when old, when signed out, and everywhere at once', async () => {
    const status = async (cookie: string): Promise<number> =>
      (await rig.send('GET', '/session', undefined, { cookie })).status;
    const age = async (column: string, hours: number): Promise<void> => {
      await rig.pool.query(`UPDATE dispatch.sessions SET ${column} = now() + $1 * interval '1 hour'`, [
        hours,
      ]);
    };
    const signIn = async (): Promise<string> => {
      await rig.pool.query('UPDATE dispatch.users SET totp_step = 0');
      return rig.signIn(person);
    };
    let cookie = await signIn();
    await age('last_used_at', -3);
    expect(await status(cookie)).toBe(200);
    await age('last_used_at', -5);
    expect(await status(cookie)).toBe(401);
    cookie = await signIn();
    await age('expires_at', -0.001);
    expect(await status(cookie)).toBe(401);
    cookie = await signIn();
    await rig.send('DELETE', '/session', undefined, { cookie, ...SAME_ORIGIN });
    expect(await status(cookie)).toBe(401);
    const [one, two] = [await signIn(), await signIn()];
    await rig.send('DELETE', '/session/all', undefined, { cookie: one, ...SAME_ORIGIN });
    expect([await status(one), await status(two)]).toEqual([401, 401]);
  });

  it('changes nothing that another page asked for', async () => {
    const cookie = await rig.signIn(person);
    const headers = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      {},
    ];
    for (const other of headers) {
      const { status } = await rig.send('DELETE', '/session', undefined, { cookie, ...other });
      expect([other, status]).toEqual([other, 403]);
    }
    const { status } = await rig.send('POST', '/session', {}, { origin: 'https://evil.example' });
    expect(status).toBe(403);
    const own = { cookie, origin: 'http://localhost:8080' };
    expect((await rig.send('DELETE', '/session', undefined, own)).status).toBe(204);
  });

  it('takes a new password, and ends what the old one began', async () => {
    const cookie = await rig.signIn(person);
    await rig.pool.query('UPDATE dispatch.users SET totp_step = 0');
    const next = 'a longer password of one’s own';
    const change = { current: person.password, next, totp: codeOf(person) };
    const headers = { cookie, ...SAME_ORIGIN };
    expect((await rig.send('POST', '/session/password', { ...change, current: 'no' }, headers)).status).toBe(
      403,
    );
    expect((await rig.send('POST', '/session/password', change, headers)).status).toBe(200);
    expect((await rig.send('GET', '/session', undefined, headers)).status).toBe(401);
    await rig.pool.query('UPDATE dispatch.users SET totp_step = 0');
    expect(await rig.signIn({ ...person, password: next })).toMatch(/^rukh_session=/);
  });

  it('opens the demonstration’s accounts only there', async () => {
    await new UserStore(rig.pool).change(person.userId, { name: 'Demo' }, { kind: 'user_changed' });
    const cookie = await rig.signIn(person);
    await rig.pool.query('UPDATE dispatch.users SET is_demo = true, totp_secret = NULL WHERE user_id = $1', [
      person.userId,
    ]);
    const { login, password } = person;
    expect(await open({ login, password })).toMatchObject({
      status: 401,
      detail: 'Login or password is wrong.',
    });
    expect((await rig.send('GET', '/session', undefined, { cookie })).status).toBe(401);
  });

  describe('to administrators', () => {
    const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) =>
      rig.send(method, url, body, BY_TOKEN);

    it('adds a user, whose secrets are told once and open it', async () => {
      const wanted = { login: 'olena', name: 'Олена', roles: ['company_operator'], carrierIds: ['52'] };
      const added = await send('POST', '/users', wanted);
      expect(added.status).toBe(201);
      expect((await send('POST', '/users', { ...wanted, login: 'OLENA' })).status).toBe(409);
      const cookie = await rig.signIn({ ...(added.body as unknown as Person), login: 'olena' });
      const { body } = await rig.send('GET', '/session', undefined, { cookie });
      expect(body).toMatchObject({ roles: ['company_operator'], carrierIds: ['52'] });
      const { body: all } = await send('GET', '/users');
      expect(JSON.stringify(all)).not.toMatch(/argon2|secret/i);
    });

    it('makes no operator of a company who would see all companies', async () => {
      const wanted = { login: 'nazar', name: 'Назар', roles: ['company_operator'] };
      expect((await send('POST', '/users', wanted)).status).toBe(400);
      const { body } = await send('POST', '/users', { ...wanted, carrierIds: ['52'] });
      expect((await send('PATCH', `/users/${String(body['userId'])}`, { carrierIds: null })).status).toBe(
        400,
      );
    });

    it('takes rights away at once, and notes before and after', async () => {
      const cookie = await rig.signIn(person);
      await send('PATCH', `/users/${person.userId}`, { roles: ['viewer'] });
      const { body } = await rig.send('GET', '/session', undefined, { cookie });
      expect(body['roles']).toEqual(['viewer']);
      expect((await audit())[0]).toMatchObject({
        kind: 'user_changed',
        actor: 'admin-token',
        details: { before: { roles: ['dispatcher'] }, after: { roles: ['viewer'] } },
      });
      await send('PATCH', `/users/${person.userId}`, { isDisabled: true });
      expect((await rig.send('GET', '/session', undefined, { cookie })).status).toBe(401);
    });

    it('lets no administrator shut themselves out', async () => {
      const admin = await rig.addPerson(['admin']);
      const headers = { cookie: await rig.signIn(admin), ...SAME_ORIGIN };
      for (const change of [{ isDisabled: true }, { roles: ['viewer'] }]) {
        const { status } = await rig.send('PATCH', `/users/${admin.userId}`, change, headers);
        expect(status).toBe(409);
      }
    });

    it('keeps an audit that nobody can change', async () => {
      for (const statement of [
        'UPDATE dispatch.access_audit SET actor = NULL',
        'DELETE FROM dispatch.access_audit',
      ]) {
        await expect(rig.pool.query(statement)).rejects.toThrow(/only ever added to/);
      }
    });
  });
});
