import 'reflect-metadata';
import { DispatchModule } from '../dispatch.module.js';
import { ADMIN_TOKEN, AccessRig, type Answer, SAME_ORIGIN } from './access-rig.fixture.js';
import { Authenticator } from './authenticator.fixture.js';
import { Provider } from './provider.fixture.js';

const CONSOLE = 'http://localhost:8080';

describe('other ways in', () => {
  let rig: AccessRig;
  let provider: Provider;

  beforeAll(async () => {
    provider = await Provider.start();
    rig = await AccessRig.create(DispatchModule, {
      RUKH_DEMO: 'true',
      RUKH_DEMO_PASSWORD_KEY: 'a key of this demonstration alone',
      RUKH_CONSOLE_URL: CONSOLE,
      RUKH_OIDC_ISSUER: provider.issuer,
      RUKH_OIDC_CLIENT_ID: 'rukh',
      RUKH_OIDC_CLIENT_SECRET: 'secret',
      RUKH_OIDC_NAME: 'City hall',
      RUKH_OIDC_ROLES_CLAIM: 'realm_access.roles',
      RUKH_OIDC_ROLES: 'transport-dispatch=dispatcher,carrier-office=company_operator',
      RUKH_OIDC_CARRIERS_CLAIM: 'carrier',
      RUKH_OIDC_CARRIERS: 'ATP1=52',
    });
  });
  afterAll(async () => {
    await rig.close();
    await provider.stop();
  });

  describe('by a provider', () => {
    const person = (roles: string[], more: object = {}): Record<string, unknown> => ({
      sub: 'person-1',
      name: 'Олена з мерії',
      realm_access: { roles },
      ...more,
    });
    /** The browser's way there and back. */
    const goThere = async (page = '/console/lines'): Promise<{ back: string; cookie: string }> => {
      const start = `/session/oidc/start?returnTo=${encodeURIComponent(page)}`;
      const { status, headers, cookies } = await rig.send('GET', start, undefined, {});
      expect([status, String(headers['set-cookie'])]).toEqual([302, expect.stringContaining('SameSite=Lax')]);
      const answer = await fetch(String(headers['location']), { redirect: 'manual' });
      const { pathname, search } = new URL(answer.headers.get('location')!);
      return { back: `${pathname}${search}`, cookie: `rukh_oidc=${cookies[0]!.value}` };
    };
    const comeBack = async ({ back, cookie }: { back: string; cookie: string }): Promise<Answer> =>
      rig.send('GET', back, undefined, { cookie, 'sec-fetch-site': 'cross-site' });
    const sessionOf = async ({ cookies }: Answer): Promise<Record<string, unknown>> => {
      const cookie = `rukh_session=${cookies.find(({ name }) => name === 'rukh_session')?.value ?? ''}`;
      return (await rig.send('GET', '/session', undefined, { cookie })).body;
    };

    it('says that there is one', async () => {
      const { body } = await rig.send('GET', '/session');
      expect(body['signIn']).toMatchObject({
        oidc: { name: 'City hall', start: '/api/v1/session/oidc/start' },
      });
    });

    it('lets in with the rights that the claims give, and with others when they change', async () => {
      provider.claims = person(['transport-dispatch', 'unrelated']);
      const answer = await comeBack(await goThere());
      expect([answer.status, answer.headers['location']]).toEqual([302, '/console/lines']);
      const first = await sessionOf(answer);
      expect(first).toMatchObject({ user: { name: 'Олена з мерії' }, roles: ['dispatcher'] });
      expect(first).not.toHaveProperty('carrierIds');
      provider.claims = person(['carrier-office'], { carrier: 'ATP1' });
      const second = await sessionOf(await comeBack(await goThere()));
      expect(second).toMatchObject({ user: first['user'], roles: ['company_operator'], carrierIds: ['52'] });
    });

    it.each([
      ['no role of ours', person(['unrelated'])],
      ['an operator without a carrier', person(['carrier-office'])],
      ['a carrier that is not known', person(['transport-dispatch'], { carrier: 'OTHER' })],
    ])('lets nobody in with %s', async (_, claims) => {
      provider.claims = claims;
      const answer = await comeBack(await goThere());
      expect(answer.headers['location']).toBe('/console/lines?signIn=no_role');
      expect(answer.cookies.some(({ name }) => name === 'rukh_session')).toBe(false);
    });

    it('leads back to the page that was asked for, let in or not', async () => {
      const page = '/console?view=trips&lang=uk';
      provider.claims = person(['transport-dispatch']);
      expect((await comeBack(await goThere(page))).headers['location']).toBe(page);
      provider.claims = person(['unrelated']);
      expect((await comeBack(await goThere(page))).headers['location']).toBe(`${page}&signIn=no_role`);
    });

    it('takes no answer that was not asked for by this browser, nor one twice, nor a false token', async () => {
      provider.claims = person(['transport-dispatch']);
      const trip = await goThere();
      const refused = '/console/lines?signIn=oidc';
      const other = await goThere();
      expect((await comeBack({ ...trip, cookie: other.cookie })).headers['location']).toBe(refused);
      expect((await comeBack({ ...trip, cookie: '' })).headers['location']).toBe('/console?signIn=oidc');
      expect((await comeBack(trip)).headers['location']).toBe('/console/lines');
      expect((await comeBack(trip)).headers['location']).toBe('/console?signIn=oidc');
      for (const wrong of [{ nonce: 'another' }, { aud: 'another' }]) {
        provider.wrong = wrong;
        expect((await comeBack(await goThere())).headers['location']).toBe(refused);
      }
      provider.wrong = {};
    });

    it('sends nobody to another site', async () => {
      for (const returnTo of [
        'https://evil.example',
        '//evil.example',
        '//[',
        '/console/../..\\\\evil',
        '/console/../..//evil.example',
        '/console/%2e%2e//evil.example',
        '/consolex',
      ]) {
        const url = `/session/oidc/start?returnTo=${encodeURIComponent(returnTo)}`;
        expect([returnTo, (await rig.send('GET', url)).status]).toEqual([returnTo, 400]);
      }
    });
  });

  describe('by passkey', () => {
    type Options = Parameters<Authenticator['make']>[0] & Parameters<Authenticator['sign']>[0];
    const post = async (url: string, body: object = {}, cookie = ''): Promise<Answer> =>
      rig.send('POST', `/session/${url}`, body, { ...SAME_ORIGIN, cookie });
    const begin = async (url: string, cookie = ''): Promise<{ stepId: string; options: Options }> =>
      (await post(url, {}, cookie)).body as unknown as { stepId: string; options: Options };
    const register = async (authenticator: Authenticator, cookie: string): Promise<number> => {
      const { stepId, options } = await begin('passkeys/options', cookie);
      return (
        await post('passkeys', { stepId, label: 'phone', response: authenticator.make(options) }, cookie)
      ).status;
    };

    it('opens with a passkey that was made by who is signed in', async () => {
      const person = await rig.addPerson(['dispatcher']);
      const cookie = await rig.signIn(person);
      const phone = new Authenticator(CONSOLE);
      expect(await register(phone, cookie)).toBe(201);
      const { stepId, options } = await begin('passkey/options');
      const answer = { stepId, response: phone.sign(options) };
      const opened = await post('passkey', answer);
      expect(opened.status).toBe(200);
      const session = await rig.send('GET', '/session', undefined, {
        cookie: `rukh_session=${opened.cookies[0]!.value}`,
      });
      expect(session.body).toMatchObject({ user: { userId: person.userId } });
      expect((await post('passkey', answer)).status).toBe(401);
      const { body } = await rig.send('GET', '/session/passkeys', undefined, { cookie });
      const [{ credentialId }] = body['passkeys'] as [{ credentialId: string }];
      const headers = { ...SAME_ORIGIN, cookie };
      expect((await rig.send('DELETE', `/session/passkeys/${credentialId}`, undefined, headers)).status).toBe(
        204,
      );
      const again = await begin('passkey/options');
      expect((await post('passkey', { ...again, response: phone.sign(again.options) })).status).toBe(401);
    });

    it('opens for no false page, no stranger and no user who is shut out', async () => {
      const person = await rig.addPerson(['dispatcher']);
      const cookie = await rig.signIn(person);
      expect(await register(new Authenticator('https://evil.example'), cookie)).toBe(400);
      const phone = new Authenticator(CONSOLE);
      await register(phone, cookie);
      const stranger = await begin('passkey/options');
      const signed = new Authenticator(CONSOLE).sign(stranger.options);
      expect((await post('passkey', { stepId: stranger.stepId, response: signed })).status).toBe(401);
      await rig.send(
        'PATCH',
        `/users/${person.userId}`,
        { isDisabled: true },
        { authorization: `Bearer ${ADMIN_TOKEN}` },
      );
      const { stepId, options } = await begin('passkey/options');
      expect((await post('passkey', { stepId, response: phone.sign(options) })).status).toBe(401);
    });
  });

  describe('in the demonstration', () => {
    it('names people who may in with one click, each with a password of its own', async () => {
      const { body } = await rig.send('GET', '/session');
      const { demoUsers } = body['signIn'] as {
        demoUsers: { login: string; password: string; role: string }[];
      };
      expect(new Set(demoUsers.map(({ password }) => password)).size).toBe(demoUsers.length);
      expect(demoUsers.length).toBeGreaterThan(6);
      for (const { login, password, role } of demoUsers) {
        const { status, cookies } = await rig.send('POST', '/session', { login, password });
        expect([login, status]).toEqual([login, 200]);
        const cookie = `rukh_session=${cookies[0]!.value}`;
        expect((await rig.send('GET', '/session', undefined, { cookie })).body['roles']).toEqual([role]);
      }
    });
  });
});
