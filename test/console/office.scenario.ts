/**
 * The office of the console in a browser, on a real database and by the real app: reports, journal and handover,
 * health of the data (../shared/design/console.md 6, checks 13, 15, 16, 18).
 */
import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { Module } from '@nestjs/common';
import { createApp } from '@rukh/service';
import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { parse } from 'csv-parse/sync';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ADMIN_TOKEN, AccessRig } from '../../apps/dispatch/src/auth/access-rig.fixture.js';
import { Provider } from '../../apps/dispatch/src/auth/provider.fixture.js';
import { DispatchModule } from '../../apps/dispatch/src/dispatch.module.js';
import { publishStray, sayHealth } from '../../apps/dispatch/src/feed-health/published.fixture.js';
import { MoneyModule } from '../../apps/ticketing/src/money.module.js';
import { ReportsModule } from '../../apps/ticketing/src/reports/reports.module.js';
import { StorageModule } from '../../apps/ticketing/src/storage.module.js';
import { importTown, writeHistory } from '../../apps/dispatch/src/reports/town.fixture.js';
import { CHROMIUM, keepPicture, listViolations, startBrowser, until } from './support/browser.js';
import { tabTo } from './support/by-keyboard.js';
import { lookOver } from './support/look-over.js';

const WAIT = { timeout: 30_000 };
const DAY = 'from=2026-11-23&to=2026-11-23';
const UNKNOWN = 'unknown';
/** One that is part of the device, and knows its person by a finger. */
const AUTHENTICATOR = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;
/** What the town calls its lines, and where their directions go. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  routeId: { R: '1', Q: '2' },
  directionId: { '0': 'C', '1': 'A' },
};

const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('the office of the console', () => {
  let rig: AccessRig;
  let browser: Browser;
  let redis: Redis;
  let provider: Provider;
  let finance: Awaited<ReturnType<typeof startFinance>> | undefined;
  let url: string;
  const cookies: Record<string, string> = {};

  const signIn = async (...person: Parameters<typeof rig.addPerson>): Promise<string> =>
    (await rig.signIn(await rig.addPerson(...person))).replace('rukh_session=', '');

  async function open(
    search: string,
    who = 'dispatcher',
  ): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies[who]!, url }]);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${url}/console${search}`);
    await page.waitForSelector('.top-bar .clock', WAIT);
    return { page, context, faults };
  }

  /** What processes say of themselves is believed for a minute, what is published stays for three. */
  async function publish(): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    await Promise.all([publishStray(redis, now), sayHealth(redis, now + 600)]);
  }

  /** Rows as they are read on the page. */
  const readTable = (page: Page): Promise<string[][]> =>
    page.evaluate(`[...document.querySelectorAll('.report-rows tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent))`);

  beforeAll(async () => {
    provider = await Provider.start();
    const port = await findPort();
    // Passkeys are made for a name, and an address of numbers is none.
    url = `http://localhost:${port}`;
    const variables = {
      RUKH_DEMO: '',
      RUKH_CONSOLE_URL: url,
      RUKH_OIDC_ISSUER: provider.issuer,
      RUKH_OIDC_CLIENT_ID: 'rukh',
      RUKH_OIDC_NAME: 'City hall',
    };
    [rig, browser] = await Promise.all([AccessRig.create(DispatchModule, variables), startBrowser()]);
    await importTown(rig);
    await writeHistory((text, values) => rig.pool.query(text, values));
    redis = connectRedis(rig.redis.url, { name: 'spec' });
    await untilRedisReady(redis, 60_000);
    cookies['dispatcher'] = await signIn(['dispatcher']);
    cookies['next'] = await signIn(['dispatcher']);
    cookies['finance'] = await signIn(['finance']);
    cookies['ofD'] = await signIn(['company_operator'], ['D']);
    await rig.app.listen(port, '127.0.0.1');
  });
  afterAll(async () => {
    await browser.close();
    await finance?.close();
    redis.disconnect();
    await rig.close();
    await provider.stop();
  });

  it('shows headways and trips as they are counted by hand, and the CSV is the table', async () => {
    const { page, context, faults } = await open(`?view=reports&lang=en&report=headways&${DAY}`);
    await page.waitForSelector('.report-rows tbody tr', WAIT);
    const [first] = await readTable(page);
    // Line 2 is even, line 1 is not: libs/domain/src/dispatch/reports/reports.spec.ts.
    expect(first?.slice(0, 2)).toEqual(['2', 'C']);
    const rows = await readTable(page);
    const line1 = rows.find(([line, direction]) => line === '1' && direction === 'C')!;
    expect(line1).toEqual([
      '1',
      'C',
      '2',
      '600',
      '435',
      '0.448',
      '300',
      '261.2',
      '−38.8',
      '50\u00a0%',
      '0\u00a0%',
    ]);
    // Nobody was seen twice the other way: what is not known is not nought.
    expect(rows.find(([line, direction]) => line === '1' && direction === 'A')![4]).toBe(UNKNOWN);
    expect(await page.textContent('.figures')).not.toContain('Variation');
    expect(await page.locator('.chart .chart-bar').count()).toBe(2);
    expect(await page.textContent('.chart desc')).toMatch(/With a value: 2.*Without a value \(unknown\): 1/);
    for (const report of ['headways', 'trips', 'presence', 'ridership', 'predictions']) {
      await page.goto(`${url}/console?view=reports&lang=en&report=${report}&${DAY}`);
      await page.waitForSelector('.report-rows tbody tr', WAIT);
      expect([report, await readTable(page)]).toEqual([report, await readCsv(page)]);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  it('shows trips that add up, of one line, and the same to who is sent the address', async () => {
    const { page, context } = await open(`?view=reports&lang=en&report=trips&${DAY}`);
    await page.waitForSelector('.report-rows tbody tr', WAIT);
    await page.selectOption('.filters select:near(:text("Line"))', 'R');
    await until(page, "document.querySelectorAll('.report-rows tbody tr').length === 1");
    const [row] = await readTable(page);
    const [planned, ...parts] = row!.slice(2, 7).map(Number);
    expect(parts.reduce((a, b) => a + b, 0)).toBe(planned);
    expect(planned).toBe(4);
    const other = await open(new URL(page.url()).search, 'next');
    await other.page.waitForSelector('.report-rows tbody tr', WAIT);
    expect(await readTable(other.page)).toEqual([row]);
    await other.context.close();
    await page.goto(`${url}/console?view=reports&lang=en&report=trips&from=2026-11-01&to=2026-11-23`);
    await page.waitForSelector('.page .warning', WAIT);
    await context.close();
  });

  it('counts as early what its reader says, in the table as in the CSV', async () => {
    const { page, context } = await open(`?view=reports&lang=en&report=punctuality&${DAY}`);
    await page.waitForSelector('.report-rows tbody tr', WAIT);
    const usual = await readTable(page);
    await page.selectOption('.filters select:near(:text("Early: by more than"))', '30');
    await until(page, "location.search.includes('early=30')");
    await until(
      page,
      // While it is asked for, there is no row.
      `document.querySelector('.report-rows tbody tr') && JSON.stringify(${JSON.stringify(usual)}) !==
        JSON.stringify([...document.querySelectorAll('.report-rows tbody tr')].map((row) =>
          [...row.children].map((cell) => cell.textContent)))`,
    );
    expect(await readTable(page)).toEqual(await readCsv(page));
    await context.close();
  });

  it('keeps what was there while another is counted, says so, and does not jump', async () => {
    const { page, context } = await open(`?view=reports&lang=en&report=trips&${DAY}`);
    await page.waitForSelector('.report-rows tbody tr', WAIT);
    const before = await readTable(page);
    const top = (): Promise<number> =>
      page.evaluate("document.querySelector('.report-rows').getBoundingClientRect().top");
    const was = await top();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/dispatch/reports/trips.json*', async (route) => {
      await held;
      await route.continue();
    });
    await page.selectOption('.filters select:near(:text("Line"))', 'R');
    await page.waitForSelector('.report[aria-busy=true]', WAIT);
    expect(await readTable(page)).toEqual(before);
    expect(await top()).toBe(was);
    expect(await page.textContent('.report-status')).toBe('Counting; below is still what was before.');
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'report-renewed');
    letGo();
    await page.waitForSelector('.report[aria-busy=false]', WAIT);
    expect(await readTable(page)).toHaveLength(1);
    expect(await page.textContent('.report-status')).toBe('');
    await context.close();
  });

  it('is taken along as a picture with its heading and its days, and its days are chosen in a calendar', async () => {
    const { page, context } = await open(`?view=reports&lang=en&report=headways&${DAY}`);
    await page.waitForSelector('.chart-bar', WAIT);
    const save = async (button: string): Promise<Buffer> => {
      const [file] = await Promise.all([page.waitForEvent('download', WAIT), page.click(button)]);
      expect(file.suggestedFilename()).toMatch(
        /^headways-excessWaitSeconds-2026-11-23-2026-11-23\.(png|svg)$/,
      );
      return readFile(await file.path());
    };
    const svg = (await save('button:text-is("SVG")')).toString();
    expect(svg).toMatch(/>Headway regularity: [^<]+<.*>2026-11-23</s);
    // Of the page's styles nothing is left to the reader of the picture.
    expect(svg).not.toContain('class="chart-bar');
    expect(svg).toMatch(/<rect[^>]+fill="rgb\(/);
    const png = await save('button:text-is("Save the chart as PNG")');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const width = Number(/^<svg[^>]* width="(\d+)/.exec(svg)![1]);
    expect(png.readUInt32BE(16)).toBe(2 * width);

    await tabTo(page, 'From: choose in a calendar');
    await page.keyboard.press('Enter');
    await until(page, "document.activeElement.closest('.calendar td')");
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'calendar');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await until(page, "location.search.includes('from=2026-11-22')");
    expect(await page.evaluate('document.activeElement.className')).toBe('calendar-button');
    await page.keyboard.press('Enter');
    await until(page, "document.activeElement.closest('.calendar td')");
    await page.keyboard.press('Escape');
    await until(page, "!document.querySelector('.calendar')");
    await context.close();
  });

  it('shows an operator of one company no report and no carrier of another', async () => {
    const { page, context } = await open(`?view=reports&lang=en&report=presence&${DAY}`, 'ofD');
    await page.waitForSelector('.report-rows tbody tr', WAIT);
    expect((await readTable(page)).map(([carrier]) => carrier)).toEqual(['D']);
    await page.goto(`${url}/console?view=feeds&lang=en`);
    await page.waitForSelector('.health', WAIT);
    expect(await page.locator('[data-row-of="C"]').count()).toBe(0);
    expect(await page.locator('#withheld-title').count()).toBe(0);
    await page.goto(`${url}/console?view=journal&lang=en&part=handover`);
    await page.waitForSelector('.add-entry', WAIT);
    expect(await page.locator('.document, .orders').count()).toBe(0);
    await context.close();
  });

  it('keeps what is written down, finds it again, and hands a shift over to another person', async () => {
    const { page, context, faults } = await open('?view=journal&lang=en&sel=route:R');
    await page.fill('.add-entry textarea', 'Lights are out.\nLine 1 goes round.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-entry][data-kind=note]', WAIT);
    expect(await page.textContent('[data-kind=note]')).toMatch(/Lights are out.*line 1/s);
    await page.goto(`${url}/console?view=journal&lang=en&part=handover`);
    await page.fill('.add-entry textarea', 'Mind line 1.');
    await page.click('.add-entry .primary');
    await page.waitForSelector('.document', WAIT);
    expect(await page.textContent('.document')).toMatch(/Not accepted yet.*another person.*Mind line 1/s);
    const next = await open('?view=journal&lang=en&part=handover', 'next');
    await next.page.waitForSelector('.document form', WAIT);
    await next.page.fill('.document textarea', 'All clear.');
    await next.page.click('.document .primary');
    await until(next.page, "document.querySelectorAll('.signatures [data-signed]').length === 2");
    expect(await next.page.textContent('.document')).toMatch(/All clear\..*Lights are out/s);
    await next.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await next.page.locator('.top-bar').isVisible()).toBe(false);
    await keepPicture(next.page, 'handover-print');
    await next.context.close();
    await page.goto(`${url}/console?view=journal&lang=en`);
    await page.waitForSelector('[data-kind=handover]', WAIT);
    expect(await page.locator('[data-entry]').count()).toBe(3);
    await page.selectOption('.filters select', 'note');
    await until(page, "document.querySelectorAll('[data-entry]').length === 1");
    await page.goto(`${url}/console?view=journal&lang=en&to=2026-11-01T00:00`);
    await page.waitForSelector('text=There are no such entries.', WAIT);
    await page.goto(`${url}/console?view=journal&lang=en&person=nobody`);
    await page.waitForSelector('text=There are no such entries.', WAIT);
    expect(faults).toEqual([]);
    await context.close();
  });

  it.each([
    ['reports', `reports&report=headways&${DAY}`, '.report-rows tbody tr'],
    ['journal', 'journal', '[data-entry]'],
    ['handover', 'journal&part=handover', '.document'],
    ['feeds', 'feeds', '[data-row-of=unconfident]'],
  ])(
    '%s is as it must be in either theme and language, from a telephone to a wall',
    async (name, view, ready) => {
      if (name === 'feeds') await publish();
      const { page, context, faults } = await open(`?view=${view}&lang=uk`);
      await page.waitForSelector(ready, WAIT);
      expect(await lookOver(page, name)).toEqual([]);
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  it('says in words what comes in, what goes out, and what is wrong with it', async () => {
    await publish();
    const { page, context } = await open('?view=feeds&lang=en');
    await page.waitForSelector('[data-row-of=E003]', WAIT);
    const cells = async (row: string): Promise<string> =>
      (await page.locator(`[data-row-of=${row}] > *`).allTextContents()).map((text) => text.trim()).join('|');
    expect(await cells('vehicle-positions')).toMatch(
      /^vehicle positions \(vehicle-positions\)\|(fresh|old|stopped)\|/,
    );
    expect(await cells('E003')).toMatch(/^E003 .*\|error\|1\|.*nowhere/);
    expect(await cells('unconfident')).toBe('not sure which trip it is (unconfident)|3');
    expect(await cells('rukh')).toBe('rukh|20|16|position too old: 4');
    const [reader] = await page.locator('[data-row-of="OpenTripPlanner trip-updates"]').allTextContents();
    expect(reader).toMatch(/^OpenTripPlannertrip updates\d+\s(s|min) ago10\ss$/);
    expect(await page.textContent('.health')).toMatch(
      /Nobody is in service now.*Tracking has said nothing yet/,
    );
    await context.close();
  });

  describe('ways in', () => {
    const start = async (person?: string): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      if (person !== undefined) await context.addCookies([{ name: 'rukh_session', value: person, url }]);
      const page = await context.newPage();
      await page.goto(`${url}/console?lang=en`);
      return page;
    };
    const leave = async (page: Page): Promise<void> => {
      await page.click('.top-bar .user');
      await page.click('.user-menu button:text-is("Sign out")');
      await page.waitForSelector('[name=login]', WAIT);
    };

    it('are a passkey, made in the console on this device, until it is removed', async () => {
      const page = await start(await signIn(['dispatcher']));
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('WebAuthn.enable');
      await devtools.send('WebAuthn.addVirtualAuthenticator', { options: AUTHENTICATOR });
      const openPasskeys = async (): Promise<void> => {
        await page.waitForSelector('.top-bar .clock', WAIT);
        await page.click('.top-bar .user');
        await page.click('.user-menu button:text-is("Passkeys…")');
        await page.waitForSelector('dialog form', WAIT);
      };
      await openPasskeys();
      await page.fill('dialog input', 'phone');
      await page.click('dialog .primary');
      await page.waitForSelector('dialog li:has-text("phone")', WAIT);
      expect(await listViolations(page)).toEqual([]);
      await keepPicture(page, 'passkeys');
      await page.keyboard.press('Escape');
      await leave(page);
      await page.click('button:text-is("Sign in with a passkey")');
      await openPasskeys();
      await page.route('**/session/passkeys/*', (route) => route.abort(), { times: 1 });
      await page.click('dialog li button');
      await page.locator('dialog [role=alert]', { hasText: '“phone” is not removed' }).waitFor(WAIT);
      await page.click('dialog li button');
      await page.waitForSelector('dialog li', { ...WAIT, state: 'detached' });
      await page.keyboard.press('Escape');
      await leave(page);
      await page.click('button:text-is("Sign in with a passkey")');
      await page.waitForSelector('[role=alert]', WAIT);
      await page.context().close();
    });

    it('are the city’s own provider, whose answer is taken by the browser that asked, and once', async () => {
      provider.claims = { sub: 'p1', name: 'Olena of city hall', roles: ['dispatcher'] };
      const page = await start();
      const byProvider = 'a:text-is("Sign in with City hall")';
      await page.click(byProvider, WAIT);
      await page.waitForSelector('.top-bar .clock', WAIT);
      expect(await page.textContent('.top-bar .user')).toBe('Olena of city hall');
      await leave(page);
      const refused = async (): Promise<void> => {
        await page.waitForSelector('.sign-in [role=alert]', WAIT);
        expect(await page.textContent('.sign-in [role=alert]')).toMatch(/did not confirm/);
      };
      provider.wrong = { nonce: 'another' };
      await page.click(byProvider);
      await refused();
      provider.wrong = {};
      // An answer to a question that this browser has asked, with another state than that of the question.
      await page.context().request.get(`${url}/api/v1/session/oidc/start`, { maxRedirects: 0 });
      await page.goto(`${url}/api/v1/session/oidc/callback?code=a&state=another`);
      await refused();
      provider.claims = { ...provider.claims, roles: [] };
      await page.goto(`${url}/console?lang=en`);
      await page.click(byProvider);
      await page.waitForSelector('.sign-in [role=alert]', WAIT);
      expect(await page.textContent('.sign-in [role=alert]')).toMatch(/no role/);
      await page.context().close();
    });
  });

  it('draws by hours and as a distribution, and holds in forced colours', async () => {
    const { page, context } = await open(`?view=reports&lang=uk&report=ridership&by=hour&${DAY}`);
    await page.waitForSelector('.chart-line', WAIT);
    await page.emulateMedia({ forcedColors: 'active' });
    await keepPicture(page, 'reports-lines-forced-colors');
    expect(await listViolations(page)).toEqual([]);
    await page.goto(`${url}/console?view=reports&lang=uk&report=punctuality&by=stop&chart=spread&${DAY}`);
    await page.waitForSelector('.chart-bar', WAIT);
    await keepPicture(page, 'reports-spread-forced-colors');
    await context.close();
  });

  it('lets finance in by its door, shows it nothing of the service, and follows a ride with the same session', async () => {
    finance ??= await startFinance(rig);
    const { port } = finance.getHttpServer().address() as AddressInfo;
    const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies['finance']!, url }]);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${url}/console`);
    expect(await page.getAttribute('main a.primary', 'href', WAIT)).toBe('/finance?lang=en');
    expect(await page.locator('.top-bar').count()).toBe(0);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'finance-door');
    // In this spec the e-ticket is at a port of its own; cookies know no ports.
    await page.goto(`http://localhost:${port}/finance?lang=uk#rides/V1/1`);
    await until(page, `document.querySelector('main').textContent.includes('Ви увійшли: ')`);
    await until(page, `document.getElementById('failure').textContent.includes('Такого немає.')`);
    await page.fill('[name=day]', '2026-11-20');
    await page.click('#finance button');
    await page.waitForSelector('#answer h2', WAIT);
    expect(await listViolations(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(320);
    // What there is not was asked for once, on purpose.
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
    await context.close();
  });

  it('beside it finance pays a carrier, one person never alone, and decides what a rider asks for', async () => {
    finance ??= await startFinance(rig);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const { port } = finance.getHttpServer().address() as AddressInfo;
    const act = async (who: string, selector: string, shows: string): Promise<void> => {
      await page.fill('.actions input', who);
      await page.click(selector);
      await until(page, `document.querySelector('main').textContent.includes(${JSON.stringify(shows)})`);
    };
    await page.goto(`http://127.0.0.1:${port}/finance?lang=en`);
    await page.fill('[name=token]', ADMIN_TOKEN);
    await page.click('a[href="#payouts"]');
    await page.waitForSelector('.actions input', WAIT);
    await page.click('[data-account=LET] >> xpath=.. >> summary');
    await page.fill('[data-iban=LET]', 'UA213223130000026007233566002');
    await act('Ivan', '[data-account=LET]', 'this is no account number');
    await page.fill('[data-iban=LET]', 'UA213223130000026007233566001');
    await act('Ivan', '[data-account=LET]', 'UA21 3223 1300 0002 6007 2335 6600 1');
    await act('Olena', '[data-declare=LET]', 'waits for a second person');
    await act('Ivan', '[data-act=approve]', 'cannot approve it');
    await page.goto(`http://127.0.0.1:${port}/finance?lang=uk#payouts`);
    await page.waitForSelector('[data-act=approve]', WAIT);
    await act('Ivan', '[data-act=approve]', 'не може її затвердити');
    await page.goto(`http://127.0.0.1:${port}/finance?lang=en#payouts`);
    await page.waitForSelector('[data-act=approve]', WAIT);
    await act('Taras', '[data-act=approve]', 'approved, for the bank');
    const [file] = await Promise.all([page.waitForEvent('download', WAIT), page.click('.actions button')]);
    expect(file.suggestedFilename()).toBe('payouts.csv');
    await page.waitForSelector('[data-note]', WAIT);
    expect(await listViolations(page)).toEqual([]);
    await page.fill('[data-note]', 'bank 17');
    await act('Taras', '[data-act=paid]', 'bank 17');
    await page.goto(`http://127.0.0.1:${port}/finance?lang=uk#refunds`);
    await page.waitForSelector('[data-refund]', WAIT);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'refunds');
    // Nobody is refused without a word.
    await page.fill('.actions input', 'Olena');
    await page.click('[data-act=reject]');
    expect(await page.evaluate('document.activeElement.dataset.note')).toBeDefined();
    await page.fill('[data-note]', 'Проїзд був саме таким');
    await act('Olena', '[data-act=reject]', 'Проїзд був саме таким');
    const { rows } = await rig.pool.query('SELECT state, decision_note FROM ticketing.refunds');
    expect(rows).toEqual([{ state: 'REJECTED', decision_note: 'Проїзд був саме таким' }]);
    await page.goto(`http://127.0.0.1:${port}/finance?lang=uk`);
    await page.fill('[name=fromDay]', '2026-09-01');
    await page.fill('[name=toDay]', '2026-11-30');
    for (const [token, shows] of [
      ['guessed', 'або він неправильний'],
      [ADMIN_TOKEN, 'не більше 31 дня'],
    ] as const) {
      await page.fill('[name=token]', token);
      await page.click('#clearing button');
      await until(page, `document.querySelector('#failure').textContent.includes(${JSON.stringify(shows)})`);
    }
    await page.close();
  });

  it('beside it finance is shown what it was sent once the token is typed, and what funding bodies owe', async () => {
    finance ??= await startFinance(rig);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const { port } = finance.getHttpServer().address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/finance?lang=en#payouts`);
    await page.fill('[name=token]', ADMIN_TOKEN);
    await page.press('[name=token]', 'Tab');
    await page.waitForSelector('[data-payouts]', WAIT);
    // A link to what is shown already shows it anew.
    await page.evaluate("document.querySelector('#answer').replaceChildren()");
    await page.click('a[href="#payouts"]');
    await page.waitForSelector('[data-payouts]', WAIT);
    await page.click('[name=funding]');
    await until(page, "document.querySelector('main').textContent.includes('What funding bodies owe, ')");
    await until(page, "document.querySelector('#failure').textContent === ''");
    expect(await listViolations(page)).toEqual([]);
    await page.close();
  });

  it('beside it finance books what a funding body has paid, once, and takes back what it booked by mistake', async () => {
    finance ??= await startFinance(rig);
    await rig.pool.query(`
      INSERT INTO ticketing.operators (operator_id, name, role) VALUES ('LVIV', 'Lviv', 'FUNDING_BODY');
      SELECT ticketing.post_transactions('{charge:y:1}', '{CHARGE}', '{UAH}', '{NULL}', '{NULL}', '{NULL}', '{1,1}',
        '{funding:LVIV,revenue}', '{123456,-123456}')`);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const { port } = finance.getHttpServer().address() as AddressInfo;
    const shows = (text: string): Promise<void> =>
      until(page, `document.querySelector('main').textContent.includes(${JSON.stringify(text)})`);
    const open = async (lang: string): Promise<void> => {
      const path = 'reports/funding/LVIV?fromDay=2026-11-01&toDay=2026-11-30';
      await page.goto(`http://127.0.0.1:${port}/finance?lang=${lang}#${path}`);
      await page.fill('[name=token]', ADMIN_TOKEN);
      await page.press('[name=token]', 'Tab');
      await page.waitForSelector('[data-by] label input[maxlength="64"]', WAIT);
    };
    const book = async (amount: string): Promise<void> => {
      await page.fill('[name=amount]', amount);
      await page.fill('[name=paidOn]', '2026-11-25');
      await page.fill('[name=reference]', 'doc 17');
      await page.fill('[data-by] input[maxlength="64"]', 'Olena');
      await page.click('[data-funding] button');
    };
    await open('en');
    await book('12,345');
    expect(await page.evaluate("document.querySelector('[name=amount]').validity.valid")).toBe(false);
    await book('1 234,56');
    await shows('doc 17');
    expect(await page.textContent('dl')).toMatch(/Outstanding\s*₴?UAH?\s*0\.00/);
    expect(await listViolations(page)).toEqual([]);
    await book('1234.5');
    await shows('This bank document is booked already');
    expect(await page.inputValue('[name=amount]')).toBe('1234.5');
    await open('uk');
    await keepPicture(page, 'funding-payments');
    await page.click('[data-take-back] >> xpath=../summary');
    await page.fill('[data-why]', 'не той платник');
    await page.fill('[data-by] input[maxlength="64"]', 'Тарас');
    await page.click('[data-take-back]');
    await shows('скасовано: не той платник. Тарас, ');
    const { rows } = await rig.pool.query<object>(
      "SELECT balance_minor::integer AS minor FROM ticketing.ledger_balances WHERE account = 'funding:LVIV'",
    );
    expect(rows).toEqual([{ minor: 123_456 }]);
    await page.close();
  });

  it('beside it finance sets cash that a carrier holds off against its share, and books what it hands in', async () => {
    finance ??= await startFinance(rig);
    // Of 500.00 that were ridden 300.00 were taken on its vehicles, and 200.00 are its share.
    await rig.pool
      .query(`SELECT ticketing.post_transactions('{charge:z:1,clearing:z}', '{CHARGE,CLEARING}', '{UAH,UAH}',
      '{NULL,NULL}', '{NULL,NULL}', '{NULL,NULL}', '{1,1,2,2}', '{cash:ATP,revenue,revenue,operator:ATP}',
      '{30000,-30000,20000,-20000}')`);
    await rig.pool
      .query(`INSERT INTO ticketing.operators (operator_id, name, role) VALUES ('ATP', 'Buses', 'CARRIER')
      ON CONFLICT DO NOTHING`);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const { port } = finance.getHttpServer().address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/finance?lang=uk#payouts`);
    await page.fill('[name=token]', ADMIN_TOKEN);
    await page.press('[name=token]', 'Tab');
    await page.waitForSelector('[data-declare=ATP]', WAIT);
    const act = async (who: string, selector: string, shows: string): Promise<void> => {
      await page.fill('[data-payouts] input', who);
      await page.click(selector);
      await until(page, `document.querySelector('main').textContent.includes(${JSON.stringify(shows)})`);
      await page.waitForSelector('[data-payouts] input', WAIT);
    };
    expect(await page.textContent('[data-declare=ATP]')).toContain('Заявити зарахування');
    await act('Olena', '[data-declare=ATP]', 'чекає на другу особу');
    await act('Taras', '[data-act=approve]', 'зараховано');
    await page.selectOption('[name=carrier]', 'ATP');
    await page.fill('[name=amount]', '100,00');
    await page.fill('[name=paidOn]', '2026-11-25');
    await page.fill('[name=reference]', 'doc 21');
    await act('Olena', '[data-receipt] button', 'doc 21');
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'payouts');
    const { rows } = await rig.pool.query<object>(
      `SELECT account, balance_minor::integer AS minor FROM ticketing.ledger_balances WHERE account LIKE '%:ATP' ORDER BY 1`,
    );
    expect(rows).toEqual([
      { account: 'cash:ATP', minor: 0 },
      { account: 'operator:ATP', minor: 0 },
    ]);
    await page.close();
  });
});

/** One that is free: the provider is told where to send the browser back before anything listens. */
async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

@Module({ imports: [StorageModule, ReportsModule, MoneyModule] })
class FinanceApp {}

/** The e-ticket's money on the same database: a carrier that is owed something, and a rider who asks for a ride's money. */
async function startFinance(rig: AccessRig): Promise<Awaited<ReturnType<typeof createApp>>> {
  await rig.pool.query(`
    INSERT INTO ticketing.operators (operator_id, name, role) VALUES ('LET', 'Lvivelectrotrans', 'CARRIER');
    SELECT ticketing.post_transactions(ARRAY['clearing:1'], ARRAY['CLEARING'], ARRAY['UAH'], ARRAY[NULL::bigint],
      ARRAY[NULL::bigint], ARRAY[NULL::bigint], ARRAY[1, 1], ARRAY['revenue', 'operator:LET'], ARRAY[5000, -5000]);
    WITH account AS (INSERT INTO ticketing.accounts DEFAULT VALUES RETURNING account_id), charge AS (
      INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition,
        currency, nominal_minor, amount_minor, billed_minor, payer, journey_ref, tap_refs, details, causes)
      SELECT 'V1/1', 1, account_id, now(), current_date, 'v1', 'CHARGED', 'UAH', 1700, 1700, 1700, 'rider:1', 'V1/1',
        '{V1/1}', '{}', '{TAP}' FROM account RETURNING charge_id, account_id
    )
    INSERT INTO ticketing.refunds (charge_id, ride_ref, account_id, currency, amount_minor, reason, state, requested_by)
    SELECT charge_id, 'V1/1', account_id, 'UAH', 1700, 'I got out at once', 'REQUESTED', 'rider' FROM charge`);
  Object.assign(process.env, {
    RUKH_PRICING_WORKERS: '0',
    RUKH_TICKETING_TOKEN_KEY: 'a key of thirty-two characters or more',
  });
  const app = await createApp(FinanceApp, { name: 'ticketing' });
  await app.listen(0, '127.0.0.1');
  return app;
}

/** The same report as its CSV has it, in the page's words. */
async function readCsv(page: Page): Promise<string[][]> {
  const href = await page.getAttribute('a[download]', 'href');
  const text = await page.evaluate<string>(`fetch(${JSON.stringify(href)}).then((answer) => answer.text())`);
  const [names, ...rows] = parse(text);
  return rows.map((row) => row.map((cell, i) => sayCell(String(names![i]), cell)));
}

function sayCell(name: string, cell: string): string {
  if (cell === '') return UNKNOWN;
  if (NAMES[name]) return NAMES[name][cell] ?? cell;
  const isNumber = /^-?\d+(\.\d+)?$/.test(cell);
  const text = isNumber ? Number(cell).toLocaleString('en', { maximumFractionDigits: 3 }) : cell;
  return text.replace('-', isNumber ? '−' : '-') + (name.endsWith('Percent') ? '\u00a0%' : '');
}
