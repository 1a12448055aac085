/**
 * Every operation of the OpenAPI document, asked by everybody there is: it is open to whom the document names, and to no
 * one else. What roles may at the dispatchers' side is held by a spec of its own (apps/dispatch, every-route).
 */
import { createPool } from '@rukh/adapters/postgres';
import { ROLES } from '@rukh/domain/dispatch';
import { type ApiOperation, describeApi } from '@rukh/service';
import { TownRig } from './support/town-rig.js';

type Headers = Readonly<Record<string, string>>;

interface Asked {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  /** Schemes of which each opens it; none where it is open to all. */
  readonly schemes: readonly string[];
  readonly isMoney: boolean;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const ADMIN: Headers = { authorization: 'Bearer a-token-for-this-test-only' };
const REFUSED = [401, 403];
/** To sign out is nobody refused: who was signed out already is as he wished. */
const SIGN_OUT = 'DELETE /api/v1/inspection/sign-in';

let rig: TownRig;
let pool: ReturnType<typeof createPool>;
let asked: Asked[];

const call = async ({ method, url }: Pick<Asked, 'method' | 'url'>, headers: Headers): Promise<number> => {
  const hasBody = method !== 'GET' && method !== 'DELETE';
  // An endless answer is read up to its status.
  const stop = new AbortController();
  const { status } = await fetch(`${rig.url}${url}`, {
    method,
    signal: stop.signal,
    redirect: 'manual',
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(hasBody && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(hasBody && { body: '{}' }),
  });
  stop.abort();
  return status;
};

const post = async (path: string, body: object): Promise<{ readonly token: string }> => {
  const headers = { 'content-type': 'application/json', ...ADMIN };
  const answer = await fetch(`${rig.url}/api/v1/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json().catch(() => ({}))) as { readonly token: string };
};

/** Somebody who is signed in at the console. */
async function signIn(role: string): Promise<Headers> {
  const token = role.padEnd(43, 'x');
  const carriers = role === 'company_operator' ? ['T'] : null;
  await pool.query(
    'INSERT INTO dispatch.users (user_id, login, name, roles, carrier_ids) VALUES ($1, $1, $1, $2, $3)',
    [role, [role], carriers],
  );
  await pool.query(
    `INSERT INTO dispatch.sessions (token_hash, user_id, method, started_at, last_used_at, expires_at)
     VALUES (sha256($1::bytea), $2, 'password', now(), now(), now() + interval '1 hour')`,
    [Buffer.from(token), role],
  );
  return { cookie: `rukh_session=${token}` };
}

/** What operations a holder of this is refused by the document, and yet is not by the service. */
async function listOpened(headers: Headers, scheme?: string): Promise<string[]> {
  const opened: string[] = [];
  for (const one of asked.filter(({ schemes }) => schemes.length > 0)) {
    if (scheme !== undefined && one.schemes.includes(scheme)) continue;
    const status = await call(one, headers);
    if (!REFUSED.includes(status)) opened.push(`${one.name}: ${status}`);
  }
  return opened;
}

/** What a holder of this may read by the document, and is refused. */
async function listShut(headers: Headers, scheme: string): Promise<string[]> {
  const shut: string[] = [];
  for (const one of asked.filter(({ method, schemes }) => method === 'GET' && schemes.includes(scheme))) {
    const status = await call(one, headers);
    if (REFUSED.includes(status)) shut.push(`${one.name}: ${status}`);
  }
  return shut;
}

function listAsked([path, item]: [string, Partial<Record<string, ApiOperation>>]): Asked[] {
  return METHODS.flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    const url = path
      .replace('{date}', '2026-01-01')
      .replace('{name}', 'completeness')
      .replaceAll(/\{\w+\}/g, '1');
    const schemes = (operation.security ?? []).flatMap((one) => Object.keys(one));
    const isMoney = ['money', 'inspection'].includes(operation.tags![0]!);
    return [{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), url, schemes, isMoney }];
  });
}

beforeAll(async () => {
  rig = await TownRig.start(600);
  pool = createPool({ databaseUrl: rig.postgres.url(), applicationName: 'spec' });
  asked = Object.entries(describeApi(rig.app).paths)
    .flatMap((entry) => listAsked(entry as never))
    .filter(({ name }) => name !== SIGN_OUT);
  await post('operators', { operatorId: 'LET', name: 'Electrotrans', role: 'CARRIER' });
});

afterAll(async () => {
  await pool.end();
  await rig.stop();
});

describe('what the document says is shut', () => {
  it('is shut to a stranger and to whoever guesses', async () => {
    expect(asked.filter(({ schemes }) => schemes.length > 0).length).toBeGreaterThan(150);
    expect(await listOpened({})).toEqual([]);
    const guess = { authorization: 'Bearer guess', cookie: `rukh_session=${'A'.repeat(43)}` };
    expect(await listOpened(guess)).toEqual([]);
  });

  it('opens to the token of the administration where that is named, or a token of reports is, and nowhere else', async () => {
    const other = asked.filter(({ schemes }) => !schemes.includes('adminToken') && schemes.length > 0);
    const opened: string[] = [];
    for (const one of other) if (!REFUSED.includes(await call(one, ADMIN))) opened.push(one.name);
    const byReports = other.filter(({ schemes }) => schemes.includes('reportToken')).map(({ name }) => name);
    expect(opened).toEqual(byReports);
    expect(await listShut(ADMIN, 'adminToken')).toEqual([]);
  });

  it('opens to an inspector’s phone where that is named', async () => {
    await post('inspection/inspectors', { inspectorId: 'oksana', operatorId: 'LET', pin: '123456' });
    const { token } = await post('inspection/sign-in', { inspectorId: 'oksana', pin: '123456' });
    const headers = { authorization: `Bearer ${token}` };
    expect(await listOpened(headers, 'inspectorToken')).toEqual([]);
    expect(await listShut(headers, 'inspectorToken')).toEqual([]);
  });

  it('opens to the token of one company’s reports where that is named', async () => {
    const { token } = await post('reports/tokens', { label: 'LET', operatorId: 'LET' });
    const headers = { authorization: `Bearer ${token}` };
    expect(await listOpened(headers, 'reportToken')).toEqual([]);
    expect(await listShut(headers, 'reportToken')).toEqual([]);
  });

  it.each(ROLES)(
    'opens to a signed-in %s where a session is named; where money went, to finance alone',
    async (role) => {
      const headers = await signIn(role);
      expect(await listOpened(headers, 'session')).toEqual([]);
      for (const one of asked.filter(({ isMoney, schemes }) => isMoney && schemes.includes('session'))) {
        const isRefused = (await call(one, headers)) === 403;
        expect([one.name, isRefused]).toEqual([one.name, role !== 'finance']);
      }
    },
  );
});
