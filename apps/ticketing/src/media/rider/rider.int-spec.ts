import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScheduleStore, releasePayments } from '@rukh/adapters/postgres';
import { importFiles } from '@rukh/adapters/scratch-postgres';
import type { Reason } from '@rukh/domain/fares';
import { PAYMENT_GATEWAY } from '../../payments/payment-gateway.token.js';
import { MediaRig } from '../media-rig.fixture.js';
import { Forgetting } from '../forgetting.js';
import { TopUps } from './top-ups.js';

interface Card {
  readonly token: string;
  readonly code: string;
  readonly tokenRef: string;
  readonly ref: Buffer;
  readonly accountId: number;
}

/** One line of one trip. */
const GTFS: Readonly<Record<string, string>> = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nC,C,https://c.example,Europe/Kyiv',
  'calendar_dates.txt': 'service_id,date,exception_type\nW,20261123,1',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR-1107,C,47А,3',
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,A,49.84,24\nB,B,49.85,24',
  'trips.txt': 'route_id,service_id,trip_id\nR-1107,W,T1',
  'stop_times.txt':
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time\nT1,A,1,08:00:00,08:00:00\nT1,B,2,08:10:00,08:10:00',
};

/** A currency that has no smaller unit. */
const YEN: Readonly<Record<string, string>> = {
  'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nyen,2025-01-01,Asia/Tokyo,JPY',
  'fare_products.txt': 'fare_product_id,amount\nsingle,210',
  'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
};

/** A browser without scripts: it keeps a cookie, reads pages, and sends their forms. */
class Browser {
  #cookie = '';

  constructor(
    readonly rig: MediaRig,
    readonly headers: Readonly<Record<string, string>> = {},
    /** Of the network; from one of them only so many attempts are taken. */
    readonly remoteAddress = '127.0.0.1',
  ) {}

  async open(path = '/rider'): Promise<string> {
    const answer = await this.rig.app.inject({
      url: path,
      remoteAddress: this.remoteAddress,
      headers: { ...this.headers, cookie: this.#cookie },
    });
    expect(answer.statusCode).toBe(200);
    return answer.body;
  }

  /** Sends a form; answers where it leads. */
  async send(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const answer = await this.rig.app.inject({
      method: 'POST',
      url: path,
      remoteAddress: this.remoteAddress,
      payload: new URLSearchParams(fields).toString(),
      headers: {
        ...this.headers,
        ...headers,
        cookie: this.#cookie,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(answer.statusCode).toBe(303);
    const set = answer.headers['set-cookie'];
    if (set !== undefined) this.#cookie = String(set).split(';')[0]!;
    return String(answer.headers.location);
  }

  async logIn({ token, code }: Pick<Card, 'token' | 'code'>, lang = 'en'): Promise<string> {
    return this.send('/rider/session', { card: token, code, lang });
  }
}

function field(page: string, name: string): string {
  return new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(page)![1]!;
}

describe('the rider’s page', () => {
  let rig: MediaRig;
  let count = 0;

  beforeAll(async () => {
    rig = await MediaRig.create({ RUKH_RIDER_LINK_WEEKS: '8' });
  });
  afterAll(() => rig.close());

  async function issue(): Promise<Card> {
    const token = `0400${String(++count).padStart(6, '0')}`;
    const { body } = await rig.ask<{ tokenRef: string; accountId: number; code: string }>('POST', 'media', {
      token,
      mediaType: 'CLOSED_CARD',
      withCode: true,
    });
    return { ...body, token, ref: Buffer.from(body.tokenRef, 'hex') };
  }
  async function charge(card: Card, seq: number, amountMinor: number, lost?: Reason): Promise<void> {
    const disposition = lost ? 'LOST_MEDIUM' : 'CHARGED';
    await rig.query(
      `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition,
         currency, nominal_minor, amount_minor, billed_minor, payer, journey_ref, tap_refs, details, causes)
       VALUES ($1, 1, $2::bigint, now(), current_date, 'lviv-2025-06-01', $5, 'UAH', $3, $3, $6, 'rider:' || $2::bigint, $1, ARRAY[$1],
         $4, '{TAP}')`,
      [
        `v-1/${seq}`,
        card.accountId,
        amountMinor,
        JSON.stringify({
          adjustments: [],
          reasons: [
            { code: 'FARE', ruleId: 'r', inputs: { product: 'single', category: 'general', amountMinor } },
            ...(lost ? [lost] : []),
          ],
          disposition,
          atMs: Date.parse('2026-06-01T21:30:00Z'),
          tariffVersion: 'lviv-2025-06-01',
          amountMinor,
          nominalMinor: amountMinor,
          currency: 'UAH',
          fareProductId: 'single',
        }),
        disposition,
        lost ? 0 : amountMinor,
      ],
    );
  }

  it('shows rides, charges, the transfer, passes and the balance to who has card and code', async () => {
    const card = await issue();
    await rig.addTap({ tokenRef: card.ref, seq: 1, atMs: Date.now() - 60_000, claimed: { route_id: '32' } });
    await rig.addTap({ tokenRef: card.ref, seq: 2, atMs: Date.now() - 30_000, vehicleId: 'tram-5' });
    await charge(card, 1, 2_000);
    const pass = { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' };
    await rig.ask('POST', `accounts/${card.accountId}/passes`, pass);
    const browser = new Browser(rig);
    expect(await browser.logIn(card)).toBe('/rider?lang=en');
    const page = await browser.open('/rider?lang=en');
    expect(page).toContain('Free transfer: 38 min left');
    expect(page).toMatch(/route 32[\s\S]*20\.00/);
    // By the names that the tariff gives, and by the clock of the city.
    expect(page).toContain('Single ride');
    expect(await browser.open('/rider?lang=uk')).toContain('Разова поїздка');
    expect(page).toContain('00:30');
    expect(page).toMatch(/tram-5[\s\S]*not priced yet/);
    expect(page).toContain('Pass of 30 days, not activated yet');
    expect(page).toContain('On the account: UAH');
    expect(page).not.toContain(card.token);
  });

  it('names the line that the vehicle was on, as it stands on it, whatever the validator said', async () => {
    await importGtfs(rig);
    const card = await issue();
    await rig.addTap({ tokenRef: card.ref, seq: 61, atMs: Date.now() - 60_000, claimed: { route_id: '32' } });
    await rig.query(
      `INSERT INTO ticketing.tap_contexts (device_id, seq, revision, route_id, source, confidence)
       VALUES ('v-1', 61, 1, 'R-1107', 'AVL', 0.9)`,
    );
    const browser = new Browser(rig);
    await browser.logIn(card);
    const page = await browser.open('/rider?lang=en');
    expect(page).toContain('route 47А');
    expect(page).not.toMatch(/route 32|R-1107/);
  });

  it('begins a pass that was sold to the rider, once, and no other’s', async () => {
    const [card, other] = [await issue(), await issue()];
    const pass = { fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' };
    const [mine, theirs] = await Promise.all(
      [card, other].map(({ accountId }) => rig.ask('POST', `accounts/${accountId}/passes`, pass)),
    );
    const idOf = (sold: typeof mine): string => String((sold!.body as { passId: number }).passId);
    const browser = new Browser(rig);
    await browser.logIn(card);
    const csrf = field(await browser.open(), 'csrf');
    expect(await browser.send('/rider/pass', { csrf, passId: idOf(theirs) })).toContain('passNotBegun');
    expect(await browser.send('/rider/pass', { csrf, passId: idOf(mine) })).toContain('passBegun');
    expect(await browser.open('/rider?lang=en')).toContain('Pass of 30 days, valid until');
    expect(await browser.send('/rider/pass', { csrf, passId: idOf(mine) })).toContain('passNotBegun');
  });

  it('says to who owes money how much unblocks the card', async () => {
    const card = await issue();
    await rig.query(`SELECT ticketing.deny_account($1, 'DEBT', 'money')`, [card.accountId]);
    await rig.query(
      `INSERT INTO ticketing.ledger_balance_parts (account, part, balance_minor, entries) VALUES ($1, 0, 1700, 1)`,
      [`rider:${card.accountId}`],
    );
    const browser = new Browser(rig);
    await browser.logIn(card);
    expect(await browser.open('/rider?lang=en')).toMatch(/Top up by at least UAH.17\.00/);
    // Paid in, and not off the list yet.
    await rig.query(`UPDATE ticketing.ledger_balance_parts SET balance_minor = -300 WHERE account = $1`, [
      `rider:${card.accountId}`,
    ]);
    const paid = await browser.open('/rider?lang=en');
    expect(paid).toContain('Nothing is owed any more');
    expect(paid).not.toContain('Top up by at least');
    await rig.query(`SELECT ticketing.deny_account($1, 'ADMINISTRATION', 'office')`, [card.accountId]);
    expect(await browser.open('/rider?lang=en')).toContain('This card is blocked: validators refuse it.');
  });

  it('says what of a debt the bank took back, until it returned it', async () => {
    const card = await issue();
    const book = (key: string, kind: string, minor: number): Promise<object[]> =>
      rig.query(
        `SELECT ticketing.post_transactions(ARRAY[$1], ARRAY[$2], '{UAH}', '{NULL}', '{NULL}', '{NULL}', '{1,1}',
           ARRAY['rider:' || $3::bigint, 'gateway'], ARRAY[$4::bigint, -$4::bigint])`,
        [key, kind, card.accountId, minor],
      );
    await book('chargeback:d', 'CHARGEBACK', 3400);
    const browser = new Browser(rig);
    await browser.logIn(card);
    expect(await browser.open('/rider?lang=en')).toMatch(/Of that, UAH.34\.00 was taken back by the bank/);
    expect(await browser.open('/rider?lang=uk')).toMatch(/З цього 34,00.₴ банк забрав назад/);
    await book('chargeback:d:returned', 'CHARGEBACK_RETURNED', -3400);
    expect(await browser.open('/rider?lang=en')).not.toContain('taken back by the bank');
    // What is owed for rides since it was paid anew is no bank's doing.
    await book('chargeback:e', 'CHARGEBACK', 5000);
    await book('top-up:anew', 'TOP_UP', -5000);
    await book('charge:since', 'CHARGE', 2000);
    const page = await browser.open('/rider?lang=en');
    expect(page).toMatch(/UAH.20\.00 owed/);
    expect(page).not.toContain('taken back by the bank');
  });

  it('does not call blocked who owes money and rides on a pass', async () => {
    const card = await issue();
    await rig.query(`SELECT ticketing.deny_account($1, 'DEBT', 'money')`, [card.accountId]);
    await rig.query(
      `INSERT INTO ticketing.ledger_balance_parts (account, part, balance_minor, entries) VALUES ($1, 0, 1700, 1)`,
      [`rider:${card.accountId}`],
    );
    const browser = new Browser(rig);
    await browser.logIn(card);
    expect(await browser.open('/rider?lang=en')).toContain('This card is blocked');
    await rig.query(
      `INSERT INTO ticketing.held_products (account_id, fare_product_id, valid_from, price_minor)
       VALUES ($1, 'pass-30', now() - interval '1 day', 90000)`,
      [card.accountId],
    );
    expect(await browser.open('/rider?lang=en')).not.toContain('This card is blocked');
  });

  it('takes a wish to have a ride’s money back, of one’s own ride, once, for somebody else to decide', async () => {
    const [card, other] = [await issue(), await issue()];
    await rig.addTap({ tokenRef: card.ref, seq: 51, atMs: Date.now() - 60_000 });
    await charge(card, 51, 2_000);
    await charge(other, 52, 1_700);
    const browser = new Browser(rig);
    await browser.logIn(card);
    const page = await browser.open('/rider?lang=en');
    const reason = 'I got out at once, and paid with 4111 1111 1111 1111';
    const own = { csrf: field(page, 'csrf'), chargeId: field(page, 'chargeId'), reason };
    const [theirs] = await rig.query<{ id: string }>(
      'SELECT charge_id AS id FROM ticketing.charges WHERE account_id = $1',
      [other.accountId],
    );
    expect(await browser.send('/rider/complaint', { ...own, chargeId: theirs!.id })).toContain(
      'message=notAsked',
    );
    expect(await browser.send('/rider/complaint', own)).toContain('message=asked');
    const at = Math.floor(Date.now() / 1000);
    expect(await browser.open(`/rider?lang=en&message=asked&at=${at}`)).toContain('role="status"');
    // Loaded again an hour later, when it may have been answered.
    expect(await browser.open(`/rider?lang=en&message=asked&at=${at - 3_600}`)).not.toContain(
      'role="status"',
    );
    expect(await browser.send('/rider/complaint', own)).toContain('message=notAsked');
    expect(await browser.open('/rider?lang=en')).toMatch(/You ask for UAH\s20\.00 back: it is looked into/);
    expect(
      await rig.query(
        'SELECT state, requested_by, reason FROM ticketing.refunds WHERE account_id = ANY ($1)',
        [[card.accountId, other.accountId]],
      ),
    ).toEqual([
      { state: 'REQUESTED', requested_by: 'rider', reason: 'I got out at once, and paid with ****' },
    ]);
    await rig.query(
      `UPDATE ticketing.refunds SET state = 'PAID', asked_minor = 2000, amount_minor = 500, decided_by = 'olena',
         decision_note = 'A <quarter> was wrong' WHERE account_id = $1`,
      [card.accountId],
    );
    const answered = await browser.open('/rider?lang=en');
    expect(answered).toMatch(/UAH\s5\.00 were given back\. You asked for UAH\s20\.00\./);
    expect(answered).toContain('The answer: A &lt;quarter&gt; was wrong');
  });

  it('shows fines for his cards and what became of them, and none for another who held one', async () => {
    const [card, other] = [await issue(), await issue()];
    await rig.query(
      `WITH who AS (
         INSERT INTO ticketing.inspectors (inspector_id, operator_id, pin_salt, pin_hash)
         SELECT 'oksana', operator_id, decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex')
         FROM ticketing.operators LIMIT 1 RETURNING inspector_id
       ), session AS (
         INSERT INTO ticketing.inspection_sessions (vehicle_id, inspector_id, expires_at)
         SELECT 'bus-7', inspector_id, now() FROM who RETURNING session_id
       ), found AS (
         INSERT INTO ticketing.inspections (session_id, token_ref, ride_since, result)
         SELECT session_id, token_ref, now(), result FROM session, ticketing.media_accounts, (
           VALUES ('NO_VALIDATION'), ('WRONG_HOLDER')
         ) AS seen (result) WHERE account_id = $1 RETURNING inspection_id
       )
       INSERT INTO ticketing.fines (inspection_id, amount_minor, currency, state)
       SELECT inspection_id, 40000, 'UAH', 'VOIDED' FROM found`,
      [card.accountId],
    );
    const browser = new Browser(rig);
    await browser.logIn(card);
    const page = await browser.open('/rider?lang=en');
    expect(page.match(/UAH\s400\.00/g)).toHaveLength(1);
    expect(page).toContain('fell away, you need not pay it');
    expect(await browser.open('/rider?lang=uk')).toContain('скасовано, платити не треба');
    const stranger = new Browser(rig);
    await stranger.logIn(other);
    expect(await stranger.open('/rider?lang=en')).not.toContain('Fines');
    // The card goes to another, who sees no more of its fines than of its rides.
    await rig.query('UPDATE ticketing.media_accounts SET valid_until = now() WHERE token_ref = $1', [
      card.ref,
    ]);
    await rig.query('INSERT INTO ticketing.media_accounts VALUES ($1, $2, now())', [
      card.ref,
      other.accountId,
    ]);
    for (const held of [card, other]) {
      const owner = new Browser(rig);
      await owner.logIn(held);
      expect(await owner.open('/rider?lang=en')).not.toContain('Fines');
    }
  });

  it('is in Ukrainian and English, as the browser asks', async () => {
    expect(await new Browser(rig).open()).toContain('<html lang="uk">');
    expect(await new Browser(rig, { 'accept-language': 'en-GB,en' }).open()).toContain('<html lang="en">');
    expect(await new Browser(rig).open('/rider?lang=en')).toContain('Card number');
    // An old or mistyped address is nothing that a rider should read a program's answer for.
    expect(await new Browser(rig).open('/rider?lang=de&message=moon')).toContain('<html lang="uk">');
  });

  it('tells nothing of whether a card or its code is wrong, and shuts after five wrong codes', async () => {
    const card = await issue();
    const browser = new Browser(rig);
    expect(await browser.logIn({ token: '0400999999', code: card.code })).toContain('message=wrong');
    for (let i = 0; i < 5; i++) {
      expect(await browser.logIn({ token: card.token, code: 'AAAAAAAAAA' })).toContain('message=wrong');
    }
    expect(await browser.logIn(card)).toContain('message=tooMany');
  });

  it('opens with a code as people write it', async () => {
    const card = await issue();
    const code = `${card.code.slice(0, 5)}-${card.code.slice(5)} `.toLowerCase();
    const browser = new Browser(rig);
    expect(await browser.logIn({ token: card.token, code })).toBe('/rider?lang=en');
    const headings = (await browser.open('/rider?lang=en')).match(/<h2>[^<]*/g)!;
    // Whoever has no ride yet reads so under one heading.
    expect(new Set(headings).size).toBe(headings.length);
  });

  it('has the cookie out of reach of scripts and other sites, over HTTPS bound to this host', async () => {
    const card = await issue();
    const answer = await rig.app.inject({
      method: 'POST',
      url: '/rider/session',
      payload: new URLSearchParams({ card: card.token, code: card.code }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.headers['set-cookie']).toMatch(
      /^rukh-rider=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=/,
    );
    expect(answer.headers.location).not.toContain(card.token);
    const page = await rig.app.inject({ url: '/rider' });
    expect(page.headers['content-security-policy']).toContain("form-action 'self'");
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).not.toContain('<script');
  });

  it('is alone in taking forms, which a page of another site can send without asking first', async () => {
    const answer = await rig.app.inject({
      method: 'POST',
      url: '/api/v1/media',
      payload: 'token=7',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.statusCode).toBe(415);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('does nothing for a form of another site, or without the token of its own', async () => {
    const card = await issue();
    const browser = new Browser(rig);
    await browser.logIn(card);
    const csrf = field(await browser.open(), 'csrf');
    expect(await browser.send('/rider/block', { csrf: 'x'.repeat(43), sure: 'yes' })).toContain('expired');
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect(await browser.send('/rider/block', { csrf, sure: 'yes' }, foreign)).toContain('expired');
    const origin = { origin: 'https://elsewhere.example', host: 'rukh.example' };
    expect(await browser.send('/rider/block', { csrf, sure: 'yes' }, origin)).toContain('expired');
    expect((await rig.ask('GET', `media/${card.tokenRef}`)).body['state']).toBe('ACTIVE');
  });

  it('blocks the card at once, when it is meant', async () => {
    const card = await issue();
    const browser = new Browser(rig);
    await browser.logIn(card);
    const csrf = field(await browser.open(), 'csrf');
    expect(await browser.send('/rider/block', { csrf })).toContain('notSure');
    expect(await browser.send('/rider/block', { csrf, sure: 'yes' })).toContain('blockedNow');
    const { body } = await rig.ask('GET', `media/${card.tokenRef}`);
    expect(body).toMatchObject({ state: 'BLOCKED', denyReasons: ['BLOCKED_BY_RIDER'] });
    expect(await browser.open('/rider?lang=en')).toContain('This card is blocked');
    // A ride that was made with it since is not the rider's to pay, and the page says why.
    const inputs = {
      ...{ sinceMs: Date.parse('2026-06-01T20:00:00Z'), rule: 'BLOCKED_BY_RIDER', fault: 'SCHEME_RISK' },
    };
    await charge(card, 77, 1700, { code: 'LOST_MEDIUM', ruleId: '', inputs });
    const page = await browser.open('/rider?lang=en');
    expect(page).toMatch(/UAH.0\.00, not yours to pay: the card had been reported lost/);
    expect(page).toContain(
      'You blocked the card on 1 Jun 2026, 23:00, before the ride: it is not yours to pay. The validator could not know it yet.',
    );
    expect(page).not.toContain('came too late');
    expect(page).not.toContain('/rider/complaint');
    expect(await browser.open('/rider?lang=uk')).toContain('не вам платити: картку було заявлено втраченою');
  });

  it('takes money in once, however often the form is sent', async () => {
    const card = await issue();
    const browser = new Browser(rig);
    await browser.logIn(card);
    const page = await browser.open('/rider?lang=en');
    const form = { csrf: field(page, 'csrf'), formRef: field(page, 'formRef'), amount: '100' };
    const answers = await Promise.all([1, 2, 3].map(() => browser.send('/rider/top-up', form)));
    expect(answers.every((location) => location.includes('message=booked'))).toBe(true);
    expect(await browser.open('/rider?lang=en')).toMatch(/On the account: UAH.100\.00/);
    expect(await browser.send('/rider/top-up', { ...form, amount: '5001' })).toContain('badAmount');
    expect(await browser.send('/rider/top-up', { ...form, amount: '-1' })).toContain('badAmount');
  });

  it('takes money in, and shows it, in the currency of the tariff', async () => {
    const before = rig.app;
    const folder = await mkdtemp(join(tmpdir(), 'rukh-yen-'));
    for (const [name, text] of Object.entries(YEN)) await writeFile(join(folder, name), text);
    await rig.startApp({ RUKH_TARIFFS: folder });
    try {
      const card = await issue();
      const browser = new Browser(rig);
      await browser.logIn(card);
      const page = await browser.open('/rider?lang=en');
      expect(page).toContain('<label for="amount">Amount, ¥</label>');
      expect(page).toMatch(/On the account: JP¥0</);
      const form = { csrf: field(page, 'csrf'), formRef: field(page, 'formRef'), amount: '500' };
      expect(await browser.send('/rider/top-up', form)).toContain('booked');
      expect(await browser.open('/rider?lang=en')).toMatch(/On the account: JP¥500</);
      const sql = `SELECT currency, amount_minor::integer AS minor FROM ticketing.ledger_entries
        JOIN ticketing.ledger_transactions USING (transaction_id) WHERE account = 'rider:' || $1::bigint`;
      expect(await rig.query(sql, [card.accountId])).toEqual([{ currency: 'JPY', minor: -500 }]);
    } finally {
      await rig.app.close();
      rig.app = before;
      delete process.env['RUKH_TARIFFS'];
      await rm(folder, { recursive: true });
    }
  });

  it('books money that the gateway took and was silent about, when it speaks again', async () => {
    const gateway = rig.app.get<{ behave(how: object): void }>(PAYMENT_GATEWAY);
    const card = await issue();
    const browser = new Browser(rig);
    await browser.logIn(card);
    const page = await browser.open('/rider?lang=en');
    gateway.behave({ lostAnswerRate: 1 });
    const form = { csrf: field(page, 'csrf'), formRef: field(page, 'formRef'), amount: '50' };
    expect(await browser.send('/rider/top-up', form)).toContain('pending');
    await rig.app.get(TopUps).askAgain(0);
    const waiting = await browser.open('/rider?lang=en');
    expect(waiting).toMatch(/On the account: UAH.0\.00/);
    expect(waiting).toMatch(/UAH.50\.00: not confirmed yet; do not pay again/);
    gateway.behave({ lostAnswerRate: 0 });
    await rig.app.get(TopUps).askAgain(0);
    await rig.app.get(TopUps).askAgain(0);
    const told = await browser.open('/rider?lang=en');
    expect(told).toMatch(/On the account: UAH.50\.00/);
    expect(told).toMatch(/UAH.50\.00: on the account/);
    gateway.behave({ isDeclined: () => true });
    const next = field(await browser.open(), 'formRef');
    expect(await browser.send('/rider/top-up', { ...form, formRef: next })).toContain('declined');
    expect(await browser.open('/rider?lang=uk')).toMatch(/50,00.₴: відхилено, нічого не стягнуто/);
    gateway.behave({ isDeclined: () => false });
  });

  it('takes no money while payments are held, and takes it once when they are released', async () => {
    const card = await issue();
    const browser = new Browser(rig);
    await browser.logIn(card);
    const page = await browser.open('/rider?lang=en');
    await rig.query("UPDATE ticketing.database_identity SET identity = 'of the dump'");
    const form = { csrf: field(page, 'csrf'), formRef: field(page, 'formRef'), amount: '30' };
    expect(await browser.send('/rider/top-up', form)).toContain('pending');
    await rig.app.get(TopUps).askAgain(0);
    expect(await browser.open('/rider?lang=en')).toMatch(/On the account: UAH.0\.00/);
    await releasePayments(rig.pool, { by: 'Olena', reason: 'the statement was looked at' });
    await rig.app.get(TopUps).askAgain(0);
    await rig.app.get(TopUps).askAgain(0);
    expect(await browser.open('/rider?lang=en')).toMatch(/On the account: UAH.30\.00/);
  });

  it('is shut for a lost card, whose finder has card and code', async () => {
    const card = await issue();
    await rig.ask('POST', `media/${card.tokenRef}/loss`);
    expect(await new Browser(rig).logIn(card)).toContain('message=wrong');
  });

  it('is shut at once when the card is reported lost, to who is logged in already', async () => {
    const card = await issue();
    const finder = new Browser(rig, {}, '192.0.2.7');
    await finder.logIn(card);
    const csrf = field(await finder.open('/rider?lang=en'), 'csrf');
    await rig.ask('POST', `media/${card.tokenRef}/loss`);
    expect(await finder.open('/rider?lang=en')).toContain('Card number');
    const wish = { csrf, amount: '10', formRef: 'form-of-a-finder' };
    expect(await finder.send('/rider/top-up', wish)).toContain('expired');
  });

  it('shows all rides of the days that it says it shows, to who rides five times a day, too', async () => {
    const card = await issue();
    for (let i = 0; i < 150; i++) {
      await rig.addTap({ tokenRef: card.ref, seq: 10_000 + i, atMs: Date.now() - i * 4 * 3_600_000 });
    }
    const browser = new Browser(rig, {}, '192.0.2.8');
    await browser.logIn(card);
    expect((await browser.open('/rider?lang=en')).match(/not priced yet/g)).toHaveLength(150);
  });

  it('is left by the rider, and by a new code', async () => {
    const card = await issue();
    const browser = new Browser(rig);
    await browser.logIn(card);
    const csrf = field(await browser.open(), 'csrf');
    expect(await browser.send('/rider/leave', { csrf })).toContain('left');
    expect(await browser.open('/rider?lang=en')).toContain('Card number');
    const other = new Browser(rig);
    await other.logIn(card);
    await rig.ask('POST', `media/${card.tokenRef}/code`);
    expect(await other.open('/rider?lang=en')).toContain('Card number');
  });

  it('takes no number of a bank card, and repeats none', async () => {
    const location = await new Browser(rig).logIn({ token: '4111 1111 1111 1111', code: 'AAAAAAAAAA' });
    expect(location).toContain('message=wrong');
    expect(location).not.toContain('4111');
  });

  describe('and what is forgotten', () => {
    it('whose a tap was goes after the weeks that are configured, and nothing else of it', async () => {
      const card = await issue();
      const now = Date.now();
      await rig.addTap({ tokenRef: card.ref, seq: 901, atMs: now - 57 * 86_400_000 });
      await rig.addTap({ tokenRef: card.ref, seq: 902, atMs: now - 57 * 86_400_000 + 1 });
      await rig.addTap({ tokenRef: card.ref, seq: 903, atMs: now - 55 * 86_400_000 });
      const before =
        await rig.query(`SELECT to_jsonb(tap) - 'token_ref' - 'is_unlinked' AS rest FROM ticketing.taps AS tap
        WHERE seq BETWEEN 901 AND 903 ORDER BY seq`);
      await rig.app.get(Forgetting).forget(now);
      const after =
        await rig.query(`SELECT to_jsonb(tap) - 'token_ref' - 'is_unlinked' AS rest FROM ticketing.taps AS tap
        WHERE seq BETWEEN 901 AND 903 ORDER BY seq`);
      expect(after).toEqual(before);
      const taps = await rig.query<{ token_ref: Buffer; is_unlinked: boolean }>(
        'SELECT token_ref, is_unlinked FROM ticketing.taps WHERE seq BETWEEN 901 AND 903 ORDER BY seq',
      );
      expect(taps.map((tap) => tap.is_unlinked)).toEqual([true, true, false]);
      expect(taps[0]!.token_ref).not.toEqual(card.ref);
      // For counting how people ride, both rides are one person's still.
      expect(taps[1]!.token_ref).toEqual(taps[0]!.token_ref);
      expect(taps[2]!.token_ref).toEqual(card.ref);
    });

    it('a tap is changed in no other way', async () => {
      await rig.addTap({ tokenRef: Buffer.alloc(16, 1), seq: 910, atMs: Date.now() });
      const change = "UPDATE ticketing.taps SET vehicle_id = 'bus-1' WHERE seq = 910";
      await expect(rig.query(change)).rejects.toThrow(/only ever added/);
      await expect(rig.query('DELETE FROM ticketing.taps WHERE seq = 910')).rejects.toThrow(
        /only ever added/,
      );
      const client = await rig.pool.connect();
      await client.query("BEGIN; SET LOCAL ticketing.unlinking = 'on'");
      await expect(client.query(change)).rejects.toThrow(/nothing but the medium/);
      await client.query('ROLLBACK');
      client.release();
    });

    it('a rider has all that is kept of him, and is forgotten on his wish; what was booked stays', async () => {
      const card = await issue();
      const browser = new Browser(rig);
      await browser.logIn(card);
      const page = await browser.open();
      await browser.send('/rider/top-up', {
        ...{ csrf: field(page, 'csrf'), formRef: field(page, 'formRef') },
        amount: '100',
      });
      await rig.addTap({ tokenRef: card.ref, seq: 920, atMs: Date.now() });
      await charge(card, 920, 2_000);
      const path = `accounts/${card.accountId}`;
      const { body } = await rig.ask<Record<string, unknown[]>>('GET', `${path}/export`);
      expect(body).toMatchObject({
        media: [{ media_type: 'CLOSED_CARD' }],
        taps: [{ seq: '920' }],
        charges: [{ amount_minor: '2000' }],
        bookings: [{ kind: 'TOP_UP', amount_minor: '-10000' }],
        topUps: [{ state: 'BOOKED' }],
      });
      expect((await rig.ask('POST', `${path}/erasure`)).status).toBe(200);
      expect((await rig.ask('POST', `${path}/erasure`)).status).toBe(404);
      const left = await rig.query('SELECT FROM ticketing.taps WHERE token_ref = $1', [card.ref]);
      expect(left).toEqual([]);
      expect((await rig.ask('GET', `media/${card.tokenRef}`)).body['accountId']).toBeNull();
      expect(await browser.open('/rider?lang=en')).toContain('Card number');
      expect(await browser.logIn(card)).toContain('message=wrong');
      const booked = await rig.query('SELECT FROM ticketing.ledger_entries WHERE account = $1', [
        `rider:${card.accountId}`,
      ]);
      expect(booked).toHaveLength(1);
    });
  });
});

/** A GTFS with one line, in force. */
async function importGtfs({ pool, app }: MediaRig): Promise<void> {
  await importFiles(pool, GTFS, '20261101');
  await app.get(ScheduleStore).nudge();
}
