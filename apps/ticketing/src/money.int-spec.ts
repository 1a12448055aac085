import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inTransaction, sealDays, verifyLedger } from '@rukh/adapters/postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import { formatDay, localClock } from '@rukh/domain/time';
import { createApp } from '@rukh/service';
import { sha256Link } from './ledger/hash-link.js';
import { MoneyRig } from './pricing/money-rig.fixture.js';
import { Tariffs } from './pricing/tariffs.js';
import { Module } from '@nestjs/common';
import { MoneyModule } from './money.module.js';
import { StorageModule } from './storage.module.js';

@Module({ imports: [StorageModule, MoneyModule] })
class MoneyAlone {}

const TOKEN = 'a-token-for-tests-only';
const headers = { authorization: `Bearer ${TOKEN}` };
const HOUR = 3_600_000;
const MINUTE = 60_000;
// By the bundled tariff of June 2025, four hours ago: what is asked for is not late. All rides are of one fare day, so
// they do not begin in its last hour.
const START = Date.now() - (hourInLviv(Date.now() - 4 * HOUR) === 23 ? 6 : 4) * HOUR;

function hourInLviv(atMs: number): number {
  return Number(
    new Intl.DateTimeFormat('en', { timeZone: 'Europe/Kyiv', hour: '2-digit', hourCycle: 'h23' }).format(
      atMs,
    ),
  );
}

let rig: MoneyRig;
let redis: ScratchRedis;
let app: NestFastifyApplication;

beforeAll(async () => {
  [rig, redis] = await Promise.all([MoneyRig.start(), startScratchRedis()]);
  Object.assign(process.env, {
    RUKH_LOG_LEVEL: 'silent',
    DATABASE_URL: rig.url,
    REDIS_URL: redis.url,
    RUKH_ADMIN_TOKEN: TOKEN,
    RUKH_TICKETING_TOKEN_KEY: 'a-token-key-that-is-for-tests-only',
    RUKH_PRICING_POLL_MS: '20',
    RUKH_PAY_WINDOW_MINUTES: '0',
    // A window of two bank card rides is full.
    RUKH_PAY_WINDOW_LIMIT_MINOR: '4000',
    RUKH_REFUND_FOUR_EYES_MINOR: '1000',
  });
  app = await createApp(MoneyAlone, { name: 'test' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await Promise.all([rig.stop(), redis.stop()]);
});

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await isTrue());) {
    if (Date.now() > deadline) throw new Error(`not within 120 s: ${what}`);
    await delay(20);
  }
}

const countCharges = async (deviceId: string): Promise<number> =>
  (
    await rig.rows<{ n: number }>(
      'SELECT count(*)::integer AS n FROM ticketing.current_charges WHERE ride_ref LIKE $1',
      [`${deviceId}/%`],
    )
  )[0]!.n;

/** The parts of the answers that the specs look at. */
interface Line {
  readonly name: string;
  readonly amountMinor: number;
}
interface Charge {
  readonly chargeId: string;
  readonly amountMinor: number;
  readonly disposition: string;
}
interface Settlement {
  readonly kind: string;
  readonly amountMinor: number;
  readonly status: string;
  readonly gatewayRef: string;
}
interface Body {
  readonly charges: readonly Charge[];
  readonly sentences: readonly string[];
  readonly refundId: string;
  readonly refunds: readonly object[];
  readonly windows: readonly { readonly settlements: readonly Settlement[] }[];
  readonly movements: readonly Line[];
  readonly settlements: readonly Line[];
  readonly steps: readonly Line[];
  readonly nominalMinor: number;
  readonly billedMinor: number;
  readonly writtenOffMinor: number;
  readonly lostMinor: number;
  readonly completeness: object;
  readonly seal: object | null;
  readonly balances: readonly object[];
  readonly rides: readonly { readonly rideRef: string }[];
  readonly next: string | null;
  readonly shares: object;
}

const ask = async (url: string): Promise<{ status: number; json: Body; text: string; type: string }> => {
  const answer = await app.inject({ url, headers });
  const type = String(answer.headers['content-type']);
  const json = type.includes('json') ? answer.json<Body>() : ({} as Body);
  return { status: answer.statusCode, text: answer.body, type, json };
};

const post = async (url: string, payload: object): Promise<{ status: number; json: Body }> => {
  const answer = await app.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, json: answer.json<Body>() };
};

describe('the money of the e-ticket', () => {
  it('prices a card by the bundled tariff as its taps come, and explains each charge in both languages', async () => {
    await rig.accept([
      { deviceId: 'leo', seq: 1, token: 'leo', atMs: START },
      { deviceId: 'leo', seq: 2, token: 'leo', atMs: START + 20 * MINUTE },
    ]);
    await until('two charges', async () => (await countCharges('leo')) === 2);
    const accountId = await rig.accountOf('leo');
    const { json } = await ask(`/api/v1/accounts/${accountId}/charges`);
    const amounts = json.charges.map(({ amountMinor, disposition }) => [amountMinor, disposition]);
    expect(amounts).toEqual([
      [0, 'FREE_TRANSFER'],
      [1700, 'CHARGED'],
    ]);
    for (const lang of ['uk', 'en']) {
      const explained = await ask(`/api/v1/charges/${json.charges[0]!.chargeId}/explanation?lang=${lang}`);
      expect(explained.json).toMatchObject({ lang, amountMinor: 0, supersededBy: null });
      expect(explained.json.sentences.length).toBeGreaterThan(0);
    }
    expect((await ask('/api/v1/charges/999999/explanation')).status).toBe(404);
    expect((await ask('/api/v1/charges/x/explanation')).status).toBe(400);
  });

  it('follows one ride from the tap to the settlement, as JSON and on screen in both languages', async () => {
    await rig.accept(
      [0, 60].map((minute, i) => ({
        ...{ deviceId: 'emv', seq: i + 1, token: 'emv', mediaType: 'BANK_CARD' },
        atMs: START + minute * MINUTE,
      })),
    );
    const settled = async (): Promise<boolean> => {
      const { json } = await ask('/api/v1/rides/emv/2');
      return json.windows[0]?.settlements[0]?.status === 'SETTLED';
    };
    await until('a settlement', settled);
    const { json: trace } = await ask('/api/v1/rides/emv/2');
    expect(trace).toMatchObject({
      rideRef: 'emv/2',
      tap: { outcome: 'ACCEPTED' },
      revisions: [{ revision: 1, amountMinor: 2000, isCurrent: true }],
      bookings: [
        {
          kind: 'CHARGE',
          entries: [
            { account: 'revenue', amountMinor: -2000 },
            { account: `rider:${await rig.accountOf('emv')}`, amountMinor: 2000 },
          ],
        },
      ],
      windows: [{ state: 'CLOSED', rideMinor: 2000, netMinor: 4000, settledMinor: 4000 }],
    });
    for (const [lang, word] of [
      ['uk', 'Платіжне вікно'],
      ['en', 'Pay window'],
    ] as const) {
      const page = await ask(`/api/v1/rides/emv/2?format=html&lang=${lang}`);
      expect([page.type, page.text.includes(`<html lang="${lang}">`), page.text.includes(word)]).toEqual([
        'text/html; charset=utf-8',
        true,
        true,
      ]);
      expect(page.text).toContain(trace.windows[0]!.settlements[0]!.gatewayRef);
    }
    expect((await ask('/api/v1/rides/emv/99')).status).toBe(404);
  });

  it('gives a refund with four eyes above a limit, back to the card', async () => {
    const accountId = await rig.accountOf('emv');
    const { json } = await ask(`/api/v1/accounts/${accountId}/charges`);
    const chargeId = json.charges[0]!.chargeId;
    const wish = { chargeId, amountMinor: 1500, reason: 'the bus broke down', requestedBy: 'olena' };
    expect((await post('/api/v1/refunds', { ...wish, amountMinor: 2001 })).status).toBe(409);
    expect((await post('/api/v1/refunds', { ...wish, pan: '4111' })).status).toBe(400);
    const requested = await post('/api/v1/refunds', wish);
    expect(requested).toMatchObject({ status: 201, json: { state: 'REQUESTED' } });
    const decision = `/api/v1/refunds/${requested.json.refundId}/decision`;
    expect((await post(decision, { approve: true, by: 'olena' })).status).toBe(409);
    expect(await post(decision, { approve: true, by: 'taras' })).toMatchObject({ status: 200 });
    expect((await post(decision, { approve: true, by: 'taras' })).status).toBe(409);
    await until('the refund is paid', async () => {
      const { json: listed } = await ask('/api/v1/refunds?state=PAID');
      return listed.refunds.length === 1;
    });
    expect(await rig.balanceOf('emv')).toBe(0);
    const { json: trace } = await ask('/api/v1/rides/emv/2');
    const kinds = trace.windows[0]!.settlements.map(({ kind, amountMinor }) => [kind, amountMinor]);
    expect(kinds).toEqual([
      ['DEBIT', 4000],
      ['CREDIT', 1500],
    ]);
  });

  it('shows a day on one page: taps, charges, what was booked and settled, and what is missing', async () => {
    const date = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Kyiv' }).format(START);
    const { json: day } = await ask(`/api/v1/ledger/days/${date}`);
    const sum = day.movements.reduce((total, { amountMinor }) => total + amountMinor, 0);
    expect(day.completeness).toMatchObject({ missingTaps: 0, unpricedTaps: 0 });
    expect([sum, day.seal]).toEqual([0, null]);
    // From the full price to what is to be paid nothing is lost on the way.
    const total = (lines: readonly { amountMinor: number }[]): number =>
      lines.reduce((all, { amountMinor }) => all + amountMinor, 0);
    expect(day.steps.map(({ name }) => name)).toEqual(['TRANSFER']);
    expect(day.nominalMinor + total(day.steps)).toBe(total(day.charges));
    expect(total(day.charges) - day.writtenOffMinor - day.lostMinor).toBe(day.billedMinor);
    expect(JSON.stringify(day.charges)).toContain('"CHARGED"');
    expect(day.settlements).toEqual([
      expect.objectContaining({ name: 'CREDIT SETTLED', amountMinor: -1500 }),
      expect.objectContaining({ name: 'DEBIT SETTLED', amountMinor: 4000 }),
    ]);
    const { text: inEnglish } = await ask(`/api/v1/ledger/days/${date}?format=html&lang=en`);
    expect(inEnglish.slice(inEnglish.indexOf('Settled in all')).slice(0, 200)).toContain('25.00');
    for (const lang of ['uk', 'en']) {
      const page = await ask(`/api/v1/ledger/days/${date}?format=html&lang=${lang}`);
      expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text).toContain('rel="icon"');
    }
    expect((await ask('/api/v1/ledger/days/2026-02-30')).status).toBe(400);
  });

  it('finds a ride in the list of its day, page by page, by what became of it and by account', async () => {
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Kyiv' }).format(START);
    const walked: string[] = [];
    for (let next: string | null | undefined = undefined; next !== null;) {
      const { json } = await ask(
        `/api/v1/rides?day=${day}&limit=1${next === undefined ? '' : `&after=${encodeURIComponent(next)}`}`,
      );
      walked.push(...json.rides.map(({ rideRef }) => rideRef));
      next = json.next;
    }
    expect(walked).toEqual(
      ['emv/2', 'leo/2', 'emv/1', 'leo/1'].sort((a, b) => walked.indexOf(a) - walked.indexOf(b)),
    );
    expect(walked[0]).toBe('emv/2');
    const free = await ask(`/api/v1/rides?day=${day}&disposition=FREE_TRANSFER`);
    expect(free.json.rides).toMatchObject([{ rideRef: 'leo/2', amountMinor: 0, operatorId: 'lad' }]);
    const accountId = await rig.accountOf('leo');
    const { text } = await ask(`/api/v1/rides?day=${day}&accountId=${accountId}&format=html&lang=en`);
    expect(text).toContain('<a href="#rides/leo/1">leo/1</a>');
    expect(text).not.toContain('emv/1');
    expect((await ask(`/api/v1/rides?day=${day}&after=2026-99-99T00:00:00Z_x/1`)).status).toBe(400);
    expect((await ask('/api/v1/rides')).status).toBe(400);
  });

  it('shows what carriers have of a ride: by the tariff, and by the run that cleared its day', async () => {
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Kyiv' }).format(START);
    const rides = [
      { rideRef: 'leo/1', operatorId: 'lad', amountMinor: 1700, apportionedMinor: 850 },
      { rideRef: 'leo/2', operatorId: 'lad', amountMinor: 0, apportionedMinor: 850 },
    ];
    const before = await ask('/api/v1/rides/leo/2');
    expect(before.json.shares).toMatchObject({ run: null, rule: [{ basis: 'EQUAL', share: 10_000 }], rides });
    await rig.rows(
      `INSERT INTO ticketing.clearing_runs (from_day, to_day, rule, rules, rule_version, input_hash, charges, made_by)
       VALUES ($1, $1, 'BOARDINGS', '{"journeys":[{"basis":"BOARDINGS","share":10000}]}', 2, '\\x00', 2, 'a test')`,
      [day],
    );
    const after = await ask('/api/v1/rides/leo/2');
    expect(after.json.shares).toMatchObject({ run: { fromDay: day, bookedAt: null }, rides });
    const { text } = await ask('/api/v1/rides/leo/2?format=html&lang=uk');
    expect(text).toContain('Частки перевізників');
    expect(text).toContain('за кількістю осіб 100 %');
  });

  it('gives back the part of a ride that was wrong, and tells the office’s words with it', async () => {
    const { json } = await ask('/api/v1/rides/leo/1');
    const { chargeId } = (json as unknown as { revisions: { chargeId: string }[] }).revisions[0]!;
    const wish = { chargeId, amountMinor: 1700, reason: 'one of three', requestedBy: 'rider' };
    const { refundId } = (await post('/api/v1/refunds', wish)).json;
    const decide = (body: object): ReturnType<typeof post> =>
      post(`/api/v1/refunds/${refundId}/decision`, { approve: true, by: 'taras', ...body });
    expect((await decide({ amountMinor: 1701, note: 'More than that' })).status).toBe(409);
    // Who gets less than he asked for, or nothing, is told why.
    expect((await decide({ amountMinor: 700 })).status).toBe(400);
    expect((await decide({ approve: false, note: ' ' })).status).toBe(400);
    expect((await decide({ approve: false })).status).toBe(400);
    const decided = await decide({ amountMinor: 700, note: 'Two tickets were right' });
    expect(decided.json).toMatchObject({
      ...{ state: 'PAID', amountMinor: 700, askedMinor: 1700, decisionNote: 'Two tickets were right' },
    });
    const page = await ask('/api/v1/rides/leo/1?format=html&lang=en');
    expect(page.text).toMatch(/UAH\s7\.00 \(asked for: UAH\s17\.00\)/);
    expect(page.text).toContain('the rider,');
    expect(await rig.balanceOf('leo')).toBe(1000);
    // The rest may still be asked for.
    expect((await post('/api/v1/refunds', { ...wish, amountMinor: 1001 })).status).toBe(409);
  });

  it('tells balances by role, and keeps all of it from whoever has no token', async () => {
    const { json } = await ask('/api/v1/ledger/balances?prefix=gateway');
    expect(json.balances).toEqual([{ account: 'gateway', balanceMinor: 2500, entries: 2 }]);
    for (const url of ['/api/v1/ledger/balances', '/api/v1/rides/emv/1', '/api/v1/refunds']) {
      expect((await app.inject({ url })).statusCode).toBe(401);
    }
    const door = (await app.inject({ url: '/finance?lang=en' })).body;
    expect(door).toContain('Administration token');
    expect(door).toContain('<title>Money of the e-ticket</title>');
    // Whether payments are held cannot always be known.
    await rig.rows('ALTER TABLE ticketing.payment_holds RENAME TO holds_away');
    const unsure = await app.inject({ url: '/finance?lang=en' });
    await rig.rows('ALTER TABLE ticketing.holds_away RENAME TO payment_holds');
    expect(unsure.statusCode).toBe(200);
  });

  it('begins with the fare day of the city, not with that of the browser', async () => {
    const startSeconds = 60 * app.get(Tariffs).fareDayStartAt(Date.now());
    const tellFareDay = (): string => formatDay(localClock('Europe/Kyiv').dayAt(Date.now(), startSeconds));
    const before = tellFareDay();
    const { body } = await app.inject({ url: '/finance?lang=uk' });
    const shown = (name: string): string => new RegExp(`name="${name}"[^>]*value="([^"]+)"`).exec(body)![1]!;
    const today = Temporal.PlainDate.from(shown('day'));
    // A fare day may have ended meanwhile.
    expect([before, tellFareDay()]).toContain(String(today));
    expect([shown('fromDay'), shown('toDay')]).toEqual([today.with({ day: 1 }), today].map(String));
  });

  describe('to who is signed in at the console', () => {
    interface Traced {
      readonly tap: { readonly accountId: string | null };
      readonly revisions: readonly { readonly fareDate: string }[];
      readonly shares: { readonly rides: readonly { readonly rideRef: string }[] };
    }
    const signIn = async (userId: string, role: string, carrier = 'NULL'): Promise<string> => {
      const token = `${userId}-${'x'.repeat(40)}`;
      await rig.pool.query(`INSERT INTO dispatch.users (user_id, login, name, roles, carrier_ids)
        VALUES ('${userId}', '${userId}', 'Наталія Савчук', '{${role}}', ${carrier})`);
      await rig.pool
        .query(`INSERT INTO dispatch.sessions (token_hash, user_id, method, started_at, last_used_at, expires_at)
        VALUES (sha256('${token}'), '${userId}', 'password', now(), now(), now() + interval '1 hour')`);
      return `rukh_session=${token}`;
    };
    const statusOf = async (url: string, cookie: string): Promise<number> =>
      (await app.inject({ url, headers: { cookie } })).statusCode;

    it('follows a ride and a day for finance, and tells nothing of who rode', async () => {
      const cookie = await signIn('nataliia', 'finance');
      const see = (url: string): ReturnType<typeof app.inject> => app.inject({ url, headers: { cookie } });
      const byToken = (await ask('/api/v1/rides/emv/2')).json as unknown as Traced;
      const { accountId } = byToken.tap;
      const ride = await see('/api/v1/rides/emv/2');
      expect(ride.statusCode).toBe(200);
      const trace = ride.json<Traced>();
      expect(trace.tap).toEqual({ ...byToken.tap, accountId: null });
      const own = byToken.shares.rides.filter(({ rideRef }) => rideRef === 'emv/2');
      expect(trace.shares).toEqual({
        ...byToken.shares,
        rides: own.map((one) => ({ ...one, journeyRef: '' })),
      });
      expect(JSON.stringify(byToken)).toContain(`"rider:${accountId}"`);
      expect(ride.body).not.toContain(`"rider:${accountId}"`);
      expect(ride.body).not.toContain(`"accountId":"${accountId}"`);
      const day = trace.revisions[0]!.fareDate;
      const list = await see(`/api/v1/rides?day=${day}`);
      const { rides } = list.json<{ rides: { rideRef: string; accountId: string }[] }>();
      expect(rides.map(({ rideRef }) => rideRef)).toContain('emv/2');
      expect(new Set(rides.map((one) => one.accountId))).toEqual(new Set(['']));
      const page = await see(`/api/v1/rides?day=${day}&format=html&lang=uk`);
      expect(page.body).toContain('href="#rides/emv/2"');
      expect(page.body).not.toContain('accountId=');
      expect((await see(`/api/v1/ledger/days/${day}`)).statusCode).toBe(200);
      const form = await see('/finance?lang=uk');
      expect(form.body).toContain('Ви увійшли: Наталія Савчук.');
      expect(form.headers['cache-control']).toBe('no-store');
    });

    it('keeps from finance what is of one rider, what all owe, and what moves money', async () => {
      const cookie = await signIn('nataliia2', 'finance');
      expect(await statusOf('/api/v1/rides?day=2026-01-01&accountId=1', cookie)).toBe(403);
      for (const url of ['accounts/1/charges', 'ledger/balances', 'refunds', 'charges/1/explanation']) {
        expect([url, await statusOf(`/api/v1/${url}`, cookie)]).toEqual([url, 401]);
      }
      const payload = { chargeId: '1', amountMinor: 1, reason: 'x', by: 'y' };
      const asked = await app.inject({
        method: 'POST',
        url: '/api/v1/refunds',
        headers: { cookie },
        payload,
      });
      expect(asked.statusCode).toBe(401);
    });

    it.each([
      ['a dispatcher', 'dispatcher', undefined],
      ['an administrator', 'admin', undefined],
      ['finance bound to a carrier', 'finance', "'{LET}'"],
    ])('is shut to %s', async (_who, role, carrier) => {
      const cookie = await signIn(`${role}-${carrier === undefined ? 'all' : 'one'}`, role, carrier);
      for (const url of ['rides/emv/2', 'rides?day=2026-01-01', 'ledger/days/2026-01-01']) {
        expect([url, await statusOf(`/api/v1/${url}`, cookie)]).toEqual([url, 403]);
      }
      expect((await app.inject({ url: '/finance?lang=en', headers: { cookie } })).body).not.toContain(
        'Signed in',
      );
    });
  });

  it('is right by every check of the ledger', async () => {
    const { findings } = await verifyLedger(rig.pool, sha256Link);
    expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(findings.length).toBeGreaterThan(10);
  });

  it('holds a sealed day against its seal, as JSON and on screen, and says so where one byte is another', async () => {
    const date = new Date(Date.now() - 3 * 24 * HOUR).toISOString().slice(0, 10);
    const url = `/api/v1/ledger/days/${date}/seal`;
    expect((await ask(url)).status).toBe(404);
    const id = await inTransaction(rig.pool, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO ticketing.ledger_transactions (idempotency_key, kind, currency, ledger_date)
         VALUES ('sealed:1', 'TOP_UP', 'UAH', $1) RETURNING transaction_id AS id`,
        [date],
      );
      await client.query(
        `INSERT INTO ticketing.ledger_entries (transaction_id, line, account, amount_minor)
         VALUES ($1, 1, 'cash:desk', 1700), ($1, 2, 'rider:1', -1700)`,
        [rows[0]!.id],
      );
      return rows[0]!.id;
    });
    // The service that runs here may be at it too.
    await sealDays(rig.pool, sha256Link);
    const isSealed = async (): Promise<boolean> => (await ask(url)).status === 200;
    await until('the seal', isSealed);
    expect((await ask(url)).json).toMatchObject({
      ...{ holds: true, isAsSealed: true, followsDayBefore: true },
      found: { transactions: 1, entries: 2, debitMinor: 1700 },
    });
    expect((await ask(`/api/v1/ledger/days/${date}?format=html&lang=uk`)).text).toContain(
      `href="#ledger/days/${date}/seal"`,
    );
    expect((await ask(`${url}?format=html&lang=uk`)).text).toContain('Сходиться: день такий');
    await rig.rows('ALTER TABLE ticketing.ledger_entries DISABLE TRIGGER only_added');
    await rig.rows(
      `UPDATE ticketing.ledger_entries SET amount_minor = sign(amount_minor) * 1701 WHERE transaction_id = $1`,
      [id],
    );
    await rig.rows('ALTER TABLE ticketing.ledger_entries ENABLE TRIGGER only_added');
    const { json: broken } = await ask(url);
    expect(broken).toMatchObject({ holds: false, followsDayBefore: true, found: { debitMinor: 1701 } });
    expect((await ask(`${url}?format=html&lang=en`)).text).toContain(
      'BROKEN: the day is not what was sealed',
    );
    const { findings } = await verifyLedger(rig.pool, sha256Link);
    expect(findings.find(({ check }) => check.startsWith('sealed days'))!.faults).toEqual([
      `${date} was sealed with debits of 1700 and has 1701`,
    ]);
  });
});

describe('an account whose charges the database refuses', () => {
  it('waits alone: the others that come with it are priced', async () => {
    const tapOf = (token: string, minute: number): Parameters<typeof rig.accept>[0][number] => ({
      ...{ deviceId: token, seq: minute + 1, token, atMs: START + minute * MINUTE },
    });
    await rig.accept([tapOf('unlucky', 0)]);
    await until('its first charge', async () => (await countCharges('unlucky')) === 1);
    const accountId = await rig.accountOf('unlucky');
    await rig.rows(
      `ALTER TABLE ticketing.charges ADD CONSTRAINT no_more_of_it CHECK (account_id <> ${accountId}) NOT VALID`,
    );
    await rig.accept([tapOf('unlucky', 1), tapOf('neighbour', 1)]);
    await until('the charge of the neighbour', async () => (await countCharges('neighbour')) === 1);
    const [waits] = await rig.rows<{ failures: number; error: string }>(
      'SELECT failures, last_error AS error FROM ticketing.repricing WHERE account_id = $1',
      [accountId],
    );
    expect(waits!.failures).toBeGreaterThan(0);
    expect(waits!.error).toContain('no_more_of_it');
    await rig.rows('ALTER TABLE ticketing.charges DROP CONSTRAINT no_more_of_it');
  });
});
