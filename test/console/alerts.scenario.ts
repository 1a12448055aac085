/**
 * Alerts and the office in a browser, on real servers: what is written in the console is in the feed, on the board of a
 * stop and in SIRI, and withdrawn without a trace; accounts and the fleet are for those who may.
 */
import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FleetStore } from '@rukh/adapters/postgres';
import { decodeFeedMessage, formatFeedText } from '@rukh/adapters/protobuf';
import type { AlertPreview, AlertView, DispatchException } from '@rukh/domain/dispatch';
import { FeedsModule } from '@rukh/feeds';
import { createApp } from '@rukh/service';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ADMIN_TOKEN, type Answer, codeOf } from '../../apps/dispatch/src/auth/access-rig.fixture.js';
import { WatchRig } from '../../apps/dispatch/src/live/watch-rig.fixture.js';
import { CHROMIUM, keepPicture, listViolations, startBrowser, until } from './support/browser.js';
import { lookOver } from './support/look-over.js';

const run = promisify(execFile);
const WAIT = { timeout: 30_000 };
const TOKEN = { authorization: `Bearer ${ADMIN_TOKEN}` };
const ALERT = {
  header: { uk: 'Концерт на площі', en: 'A concert on the square' },
  description: { uk: 'Рух змінено.', en: 'Service changes.' },
  cause: 2,
  effect: 6,
  severityLevel: 2,
  informedEntities: [{ routeId: 'A' }],
  publish: true,
};

let rig: WatchRig;
let feeds: NestFastifyApplication;
let folder: string;
let ticking: NodeJS.Timeout;
let url: string;
const people: Record<string, { headers: Record<string, string>; cookie: string }> = {};

beforeAll(async () => {
  rig = await WatchRig.create();
  folder = await mkdtemp(join(tmpdir(), 'rukh-alerts-'));
  ticking = setInterval(() => rig.say('a1', 'A', 0), 300);
  Object.assign(process.env, {
    RUKH_CACHE_DIR: folder,
    RUKH_FEEDS_WARM_UP_SECONDS: '0',
    RUKH_FEEDS_WRITER: 'true',
  });
  feeds = await createApp(FeedsModule, { name: 'feeds' });
  await feeds.init();
  await rig.access.app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(rig.access.app.getHttpServer().address() as AddressInfo).port}`;
  const add = async (name: string, ...person: Parameters<typeof rig.access.addPerson>): Promise<void> => {
    const cookie = await rig.access.signIn(await rig.access.addPerson(...person));
    people[name] = { headers: { 'sec-fetch-site': 'same-origin', cookie }, cookie };
  };
  await add('writer', ['alert_writer']);
  await add('dispatcher', ['dispatcher']);
  await add('ofX', ['dispatcher'], ['X']);
  await add('admin', ['admin']);
  await add('adminOfX', ['admin'], ['X']);
  await add('viewer', ['viewer']);
  await within('the feed of alerts', async () => (await alertsText()) !== undefined);
}, 120_000);

afterAll(async () => {
  clearInterval(ticking);
  await feeds.close();
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

/** The entities of the feed of alerts as it is served now, as text. */
async function alertsText(): Promise<string | undefined> {
  const answer = await feeds.inject({ method: 'GET', url: '/gtfs-rt/alerts.pb' });
  if (answer.statusCode !== 200) return undefined;
  return formatFeedText(decodeFeedMessage(answer.rawPayload)).replace(/^header \{[\s\S]*?\n\}\n/, '');
}

async function served(path: string): Promise<string> {
  return (await feeds.inject({ method: 'GET', url: path })).body;
}

/** @returns after how many seconds it was so */
async function within(what: string, find: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await find())) {
    if (performance.now() - started > 30_000) throw new Error(`not within 30 s: ${what}`);
    await delay(50);
  }
  return (performance.now() - started) / 1000;
}

function ask(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
  headers: Record<string, string> = TOKEN,
): Promise<Answer> {
  return rig.access.send(method, `/dispatch/${path}`, body, headers);
}

async function write(alert: object, headers: Record<string, string> = TOKEN): Promise<AlertView> {
  const { status, body } = await ask('POST', 'alerts', alert, headers);
  expect(status).toBe(201);
  return body as unknown as AlertView;
}

const revised = (alert: AlertView, headers: Record<string, string> = TOKEN): Record<string, string> => ({
  ...headers,
  'if-match': String(alert.revision),
});

async function archive(alert: AlertView): Promise<void> {
  const { status } = await ask('DELETE', `alerts/${alert.alertId}`, undefined, revised(alert));
  expect(status).toBe(200);
}

describe('an alert by hand', () => {
  it('is one alert however often it is sent, and reads as its preview, byte for byte', async () => {
    const key = { ...TOKEN, 'idempotency-key': 'one-and-the-same' };
    const shown = (await ask('POST', 'alerts/preview', ALERT, key)).body as unknown as AlertPreview;
    expect(shown).toMatchObject({ canPublish: true, stopCount: 6 });
    const made = await write(ALERT, key);
    expect((await write(ALERT, key)).alertId).toBe(made.alertId);
    expect((await ask('POST', 'alerts', { ...ALERT, cause: 3 }, key)).status).toBe(409);
    await within('the alert', async () => (await alertsText())!.includes(shown.text!));
    await archive(made);
  });

  it('may be a draft that lacks everything, and is not published so, in words of both languages', async () => {
    const empty = { uk: '', en: '' };
    const bare = { ...ALERT, header: empty, description: { uk: 'Є {stop}', en: '' }, informedEntities: [] };
    const draft = await write({ ...bare, publish: false });
    expect(draft.state).toBe('draft');
    const { status, body } = await ask('PUT', `alerts/${draft.alertId}`, bare, revised(draft));
    expect([status, body['type']]).toEqual([422, 'urn:rukh:problem:alert_not_publishable']);
    expect(body['errors']).toHaveLength(4);
    const { findings } = (await ask('POST', 'alerts/preview', bare)).body as unknown as AlertPreview;
    for (const { words } of findings) {
      expect([words.uk, words.en]).toEqual([
        expect.stringMatching(/[а-яі]/),
        expect.stringMatching(/^[\x20-\x7e]+$/),
      ]);
    }
    const turned = [{ start: 2_000_000_000, end: 1_900_000_000 }];
    expect((await ask('POST', 'alerts', { ...ALERT, impactPeriods: turned })).status).toBe(400);
    await archive(draft);
  });

  it('is shown before its time, and reminded of before it ends', async () => {
    const now = Math.floor(Date.now() / 1000);
    const later = { ...ALERT, communicationPeriods: [{ start: now + 3600, end: now + 7200 }] };
    const shown = (await ask('POST', 'alerts/preview', later)).body as unknown as AlertPreview;
    expect(shown).toMatchObject({ withheld: 'alert_not_yet', canPublish: true });
    expect(shown.text).toContain('A concert');
    const future = await write(later);
    const ending = await write({ ...ALERT, communicationPeriods: [{ end: now + 900 }] });
    expect([future.state, ending.state]).toEqual(['future', 'active']);
    const remind = async (): Promise<DispatchException | undefined> => {
      const { body } = await ask('GET', 'exceptions');
      const all = body['exceptions'] as DispatchException[];
      return all.find(({ kind, alertId }) => kind === 'expiring' && alertId === ending.alertId);
    };
    expect(await rig.until('a reminder', remind)).toMatchObject({ routeId: 'A' });
    await archive(ending);
    await within('no reminder', async () => (await remind()) === undefined);
    await archive(future);
  });

  it('is of a carrier’s own lines for who is bound to it; drafts of others are not seen', async () => {
    const { headers } = people['ofX']!;
    const foreign = [{ routeId: 'T' }, { stopId: 'O1' }, { routeType: 3 }, { agencyId: 'Y' }];
    for (const entity of foreign) {
      const alert = { ...ALERT, informedEntities: [{ routeId: 'A' }, entity] };
      expect((await ask('POST', 'alerts', alert, headers)).status).toBe(403);
      expect((await ask('POST', 'alerts/preview', alert, headers)).status).toBe(403);
    }
    const theirs = await write({ ...ALERT, informedEntities: [{ routeId: 'T' }], publish: false });
    const told = await write({ ...ALERT, informedEntities: [{ routeId: 'T' }] });
    const own = await write(ALERT, headers);
    const { alerts } = (await ask('GET', 'alerts', undefined, headers)).body as unknown as {
      alerts: AlertView[];
    };
    const seen = new Set(alerts.map(({ alertId }) => alertId));
    expect([theirs, told, own].map(({ alertId }) => seen.has(alertId))).toEqual([false, true, true]);
    const path = `alerts/${theirs.alertId}`;
    expect((await ask('GET', path, undefined, headers)).status).toBe(404);
    expect((await ask('PUT', path, ALERT, revised(theirs, headers))).status).toBe(404);
    const of = `alerts/${told.alertId}`;
    expect((await ask('DELETE', of, undefined, revised(told, headers))).status).toBe(403);
    expect((await ask('POST', `${of}/restore`, undefined, revised(told, headers))).status).toBe(403);
    for (const alert of [theirs, told, own]) await archive(alert);
  });

  it('comes with an order, and is in the list with it', async () => {
    const action = {
      kind: 'close_stop',
      stopIds: ['O1'],
      period: { end: Math.floor(Date.now() / 1000) + 3600 },
    };
    const order = { action, reason: { code: 'road_closed' } };
    const { body } = await ask('POST', 'orders', order, { ...TOKEN, 'idempotency-key': 'close-the-stop' });
    const list = (await ask('GET', 'alerts?state=active')).body['alerts'] as AlertView[];
    expect(list).toContainEqual(expect.objectContaining({ orderId: body['orderId'] }));
    await ask('POST', `orders/${String(body['orderId'])}/undo`, { reason: { code: 'mistake' } });
  });
});

describe('accounts', () => {
  it('of who is bound to carriers see no more than their own', async () => {
    const { headers } = people['adminOfX']!;
    const users = (await rig.access.send('GET', '/users', undefined, headers)).body['users'] as {
      userId: string;
      carrierIds?: string[];
    }[];
    expect(users.map(({ carrierIds }) => carrierIds)).toEqual([['X'], ['X']]);
    const wish = { login: 'stranger', name: 'S', roles: ['viewer'] };
    for (const carrierIds of [undefined, ['Y'], ['X', 'Y']]) {
      const made = await rig.access.send('POST', '/users', { ...wish, carrierIds }, headers);
      expect(made.status).toBe(403);
    }
    const all = (await rig.access.send('GET', '/users', undefined, TOKEN)).body['users'] as typeof users;
    const { userId } = all.find(({ carrierIds }) => carrierIds === undefined)!;
    for (const [method, path] of [
      ['PATCH', ''],
      ['POST', '/reset'],
      ['DELETE', '/sessions'],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'Mine' } : undefined;
      expect((await rig.access.send(method, `/users/${userId}${path}`, body, headers)).status).toBe(404);
    }
    const raised = await rig.access.send(
      'PATCH',
      `/users/${users[0]!.userId}`,
      { carrierIds: null },
      headers,
    );
    expect(raised.status).toBe(403);
  });
});

describe('the command line', () => {
  /** The built program, as a user runs it. */
  async function rukh(...words: string[]): Promise<{ code: number; text: string }> {
    const env = { ...process.env, DATABASE_URL: rig.access.postgres.url(), NODE_OPTIONS: '' };
    const main = join(import.meta.dirname, '../../apps/rukh/dist/main.js');
    try {
      return { code: 0, text: (await run(process.execPath, [main, ...words], { env })).stdout };
    } catch (error) {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, text: stderr };
    }
  }

  it('makes an account that signs in, and shuts it', async () => {
    const made = await rukh(
      'user',
      'add',
      'marko',
      '--name',
      'Марко',
      '--role',
      'company_operator',
      '--carrier',
      'X',
    );
    const [, password, totpAddress] = /password {2}(\S+)\ncode {6}(\S+)/.exec(made.text)!;
    const marko = { userId: '', login: 'marko', password: password!, totpAddress: totpAddress! };
    expect(await rig.access.signIn(marko)).toContain('rukh_session=');
    expect(await rukh('user', 'add', 'ada', '--name', 'Ада', '--role', 'company_operator')).toMatchObject({
      code: 1,
      text: expect.stringMatching(/needs --carrier/) as string,
    });
    expect((await rukh('user', 'disable', 'marko')).code).toBe(0);
    expect((await rukh('user', 'list')).text).toMatch(/^marko\tМарко\tcompany_operator of X\t.*, DISABLED$/m);
  }, 120_000);

  it('takes a fleet from a file, or says what is wrong with it and changes nothing', async () => {
    const file = join(folder, 'fleet.csv');
    await writeFile(file, 'vehicle_id,carrier_id,low_floor\n901,X,yes\n902,,maybe\n');
    const refused = await rukh('fleet', 'import', file);
    expect([refused.code, refused.text]).toEqual([
      1,
      expect.stringMatching(/Nothing was changed:\nLine 3: carrier_id/),
    ]);
    await writeFile(file, 'vehicle_id,carrier_id,low_floor\n901,X,yes\n902,X,ні\n');
    expect((await rukh('fleet', 'import', file)).text).toContain('vehicles: 2');
    const store = new FleetStore(rig.access.pool);
    expect((await store.list()).map(({ vehicleId }) => vehicleId)).toEqual(['901', '902']);
    for (const id of ['901', '902']) await store.remove(id, undefined);
  }, 120_000);
});

const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('in the console', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  interface Opened {
    readonly page: Page;
    readonly context: BrowserContext;
    readonly faults: string[];
  }

  async function open(search: string, who: string): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    const [name, value] = people[who]!.cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${url}/console${search}`);
    await page.waitForSelector('.top-bar .clock', WAIT);
    return { page, context, faults };
  }

  /** Tab until what has focus is so. */
  async function tabTo(page: Page, what: string, key = 'Tab'): Promise<void> {
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press(key);
      if (await page.evaluate<boolean>(`((element) => Boolean(${what}))(document.activeElement)`)) return;
    }
    throw new Error(`not reached by ${key}: ${what}`);
  }
  const isButton = (text: string): string => `element.textContent.trim() === ${JSON.stringify(text)}`;
  const isField = (label: string): string => `element.labels?.[0]?.textContent === ${JSON.stringify(label)}`;

  it('an alert is written, seen, published and withdrawn by keyboard alone, and riders have it at once', async () => {
    const before = await alertsText();
    const { page, context, faults } = await open('?view=alerts&lang=uk', 'writer');
    await page.getByRole('link', { name: 'Нове повідомлення' }).waitFor(WAIT);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, isButton('Нове повідомлення'));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-editor', WAIT);

    // What is lacking is said in words, and nothing is sent.
    await tabTo(page, isButton('Опублікувати'));
    await until(page, "document.querySelector('.alert-preview[data-current] li')");
    await page.keyboard.press('Enter');
    await until(page, "document.querySelector('[data-refusal]')?.textContent.includes('обома мовами')");

    await tabTo(page, "element.matches('.find-thing input')", 'Shift+Tab');
    await page.keyboard.type('А32');
    await page.waitForSelector('.find-thing input[aria-activedescendant]', WAIT);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chips li', WAIT);
    await tabTo(page, isField('Наслідок'));
    await page.keyboard.press('ArrowUp');
    for (const [label, text] of [
      ['Заголовок українською', 'А32: обʼїзд №5'],
      ['Заголовок англійською', 'A32: detour No 5'],
      ['Опис українською', 'Через ремонт на вулиці Городоцькій.'],
      ['Опис англійською', 'Because of works on Horodotska street.'],
    ] as const) {
      await tabTo(page, isField(label));
      await page.keyboard.type(text);
    }
    await tabTo(page, isButton('На 1 год від зараз'));
    await page.keyboard.press('Enter');
    const shown = "document.querySelector('.alert-preview[data-current] pre')";
    await until(
      page,
      `${shown}?.textContent.includes('Horodotska') && ${shown}.textContent.includes('communication_period')`,
    );
    await keepPicture(page, 'alert-written');
    const text = await page.evaluate<string>(`${shown}.textContent`);
    expect(await page.textContent('.board-look[lang=uk]')).toContain('Маршрути: А32');
    await tabTo(page, isButton('Опублікувати'));
    await page.keyboard.press('Enter');
    const inFeed = await within('the feed', async () => (await alertsText())!.includes(text));
    const onBoard = await within('the board', async () =>
      (await served('/s/12?lang=uk')).includes('обʼїзд №5'),
    );
    const inSiri = await within('SIRI', async () =>
      (await served('/siri-lite/situation-exchange.json')).includes('Horodotska'),
    );
    console.log(
      `alert: in the feed after ${inFeed.toFixed(2)} s, on the board ${(inFeed + onBoard).toFixed(2)} s, in SIRI ${(inFeed + onBoard + inSiri).toFixed(2)} s`,
    );
    expect(await served('/s/12?lang=en')).toContain('A32: detour No 5');

    await page.waitForSelector('.scroller tbody tr', WAIT);
    await tabTo(page, isButton('А32: обʼїзд №5'));
    await page.keyboard.press('Enter');
    await tabTo(page, isButton('Відкликати'));
    await page.keyboard.press('Enter');
    await within('no trace', async () => (await alertsText()) === before);
    // What was withdrawn by mistake is in the archive, and back as it was.
    await page.waitForSelector('.filters select', WAIT);
    await tabTo(page, "element.matches('.filters select')");
    await page.keyboard.press('End');
    await page.waitForSelector('.scroller tbody tr', WAIT);
    await tabTo(page, isButton('А32: обʼїзд №5'));
    await page.keyboard.press('Enter');
    await tabTo(page, isButton('Повернути з архіву'));
    await page.keyboard.press('Enter');
    await within('the same again', async () => (await alertsText())!.includes(text));
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is about a stop out of the list of its line, or the one nearest to where the map is pressed', async () => {
    const { page, context, faults } = await open('?view=alerts&alert=new&lang=en', 'writer');
    await page.getByText('Out of a list or on the map').click();
    await page.locator('.pick-fields select').selectOption('A');
    const stops = page.locator('.pick-fields .checks input');
    await stops.first().check();
    await page.waitForSelector('.chips li', WAIT);
    expect(await listViolations(page)).toEqual([]);
    await stops.first().uncheck();
    await page.waitForSelector('.chips li', { ...WAIT, state: 'detached' });
    const map = page.locator('.pick-fields .place-map .map');
    await map.scrollIntoViewIfNeeded();
    await map.click();
    await page.waitForSelector('.chips li', WAIT);
    expect(await page.locator('.pick-fields .checks input:checked').count()).toBe(1);
    await keepPicture(page, 'alert-stops');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('who writes over somebody is told so in words, and loses nothing; a reload keeps what was written', async () => {
    const alert = await write(ALERT);
    const { page, context } = await open(`?view=alerts&lang=en&alert=${alert.alertId}`, 'dispatcher');
    await page.getByLabel('Header in English').fill('Mine', WAIT);
    await page.reload();
    await page.waitForSelector('.alert-editor', WAIT);
    expect(await page.getByLabel('Header in English').inputValue()).toBe('Mine');
    const theirs = { ...ALERT, header: { uk: 'Чуже', en: 'Theirs' } };
    expect((await ask('PUT', `alerts/${alert.alertId}`, theirs, revised(alert))).status).toBe(200);
    await page.getByRole('button', { name: 'Publish the change' }).click();
    const note = page.locator('[data-conflict]');
    await note.waitFor(WAIT);
    expect(await note.textContent()).toMatch(/was changed \(.+, .+\)[\s\S]*Theirs/);
    await keepPicture(page, 'alert-conflict');
    expect(await listViolations(page)).toEqual([]);
    await note.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('button', { name: 'Publish the change' }).click();
    await page.waitForSelector('.scroller', WAIT);
    const now = (await ask('GET', `alerts/${alert.alertId}`)).body as unknown as AlertView;
    expect([now.alert.header['en'], now.revision]).toEqual(['Mine', 3]);
    await archive(now);
    await context.close();
  });

  it('who only reads sees alerts and writes none; who may not manage has no administration', async () => {
    const alert = await write(ALERT);
    const { page, context } = await open('?view=alerts&lang=en', 'viewer');
    await page.getByRole('link', { name: 'A concert on the square' }).click(WAIT);
    await page.getByText('Your role writes no alerts').waitFor(WAIT);
    expect(await page.getByRole('link', { name: 'New alert' }).count()).toBe(0);
    expect(await page.locator('.views').textContent()).not.toContain('Admin');
    await page.goto(`${url}/console?view=admin&lang=en`);
    await page.waitForSelector('.centred', WAIT);
    await archive(alert);
    await context.close();
  });

  it('lists that cannot be had count nothing and say that they are asked for again', async () => {
    const { page, context } = await open('?lang=en', 'dispatcher');
    await context.route(/dispatch\/(alerts|orders\?state)/, (route) =>
      route.fulfill({ status: 503, body: '{}' }),
    );
    await page.getByRole('link', { name: 'Alerts', exact: true }).click(WAIT);
    await page.getByText('Alerts did not load. Trying again…').waitFor(WAIT);
    expect(await page.locator('.table-view').innerText()).not.toMatch(/\(0/);
    await page.getByRole('link', { name: 'Orders', exact: true }).click(WAIT);
    await page.getByText('The orders did not load. Trying again…').waitFor(WAIT);
    await context.close();
  });

  it('an account is made, told once, signs in, and is shut', async () => {
    const { page, context, faults } = await open('?view=admin&lang=en', 'admin');
    await page.getByRole('button', { name: 'New user' }).click(WAIT);
    await page.getByLabel('Login').fill('petro');
    await page.getByLabel('Name', { exact: true }).fill('Петро Дорош');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Tick at least one role.').waitFor(WAIT);
    await page.getByLabel('company operator').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('An operator of a company has its company').waitFor(WAIT);
    await page.getByLabel('Buses').check();
    await keepPicture(page, 'admin-user');
    expect(await listViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector('.totp-qr', WAIT);
    await keepPicture(page, 'admin-told');
    expect(await listViolations(page)).toEqual([]);
    const [login, password, key] = await page.locator('dialog code').allTextContents();
    expect(login).toBe('petro');
    const person = {
      userId: '',
      login: login!,
      password: password!,
      totpAddress: `otpauth://totp/x?secret=${key!.replaceAll(' ', '')}`,
    };
    expect(await rig.access.signIn(person)).toContain('rukh_session=');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'petro' }).click();
    await page.getByLabel('Shut: no signing in').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('tr', { hasText: 'petro' }).getByRole('cell', { name: 'shut' }).waitFor(WAIT);
    const again = await rig.access.send('POST', '/session', { login, password, totp: codeOf(person, 1) });
    expect(again.status).toBe(401);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('a fleet is taken from a file, all of it or nothing', async () => {
    const { page, context, faults } = await open('?view=admin&tab=fleet&lang=en', 'admin');
    const rows = page.locator('.scroller tbody tr');
    await page.getByRole('button', { name: 'Take from a file' }).click(WAIT);
    const file = (text: string) => ({ name: 'fleet.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const header = 'vehicle_id,carrier_id,carrier_name,label,low_floor\n';
    await page.setInputFiles('dialog input[type=file]', file(`${header}1,X,,101,yes\n2,,,102,perhaps\n`));
    await page.locator('.fault-table tbody tr').first().waitFor(WAIT);
    expect(await page.locator('.fault-table tbody tr').allTextContents()).toEqual([
      '3carrier_idmust be 1 to 64 characters without spaces, commas and quotes',
      expect.stringMatching(/^3low_floormust be one of/),
    ]);
    expect(await page.getByRole('button', { name: 'Take into the registry' }).count()).toBe(0);
    await keepPicture(page, 'admin-import');
    expect(await listViolations(page)).toEqual([]);
    expect(await rows.count()).toBe(0);
    await page.setInputFiles('dialog input[type=file]', file(`${header}1,X,,101,yes\n2,Z,Нові,102,no\n`));
    await page.getByRole('button', { name: 'Take into the registry' }).click(WAIT);
    await page.getByRole('button', { name: '2', exact: true }).click(WAIT);
    await page.getByLabel('Plate').fill('ВС0102АА');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('cell', { name: 'ВС0102АА' }).waitFor(WAIT);
    await page.fill('.filters input[type=search]', '0102');
    await until(page, "document.querySelectorAll('.scroller tbody tr').length === 1");
    expect(await rows.first().textContent()).toContain('Нові');
    await page.getByRole('button', { name: '2', exact: true }).click();
    await page.getByRole('button', { name: 'Remove the row' }).click();
    await until(page, "document.querySelectorAll('.scroller tbody tr').length === 0");
    await page.locator('.toast', { hasText: 'removed' }).getByRole('button').first().click();
    await until(page, "document.querySelectorAll('.scroller tbody tr').length === 1");
    expect(faults).toEqual([]);
    await context.close();
  });

  it.each([
    ['alerts', 'alerts', 'writer', '.scroller tbody tr'],
    ['alert-new', 'alerts&alert=new&about=route:A', 'writer', '.alert-preview[data-current] li'],
    ['admin-users', 'admin&tab=users', 'admin', '.scroller tbody tr'],
    ['admin-carriers', 'admin&tab=carriers', 'admin', '.scroller tbody tr'],
    ['admin-fleet', 'admin&tab=fleet', 'admin', '.scroller tbody tr'],
    ['admin-access', 'admin&tab=access', 'admin', '.scroller tbody tr'],
  ])(
    '%s is as it must be in either theme and language, from a telephone to a wall',
    async (name, view, who, ready) => {
      if (name === 'alerts') await write(ALERT);
      const { page, context, faults } = await open(`?view=${view}&lang=uk`, who);
      await page.waitForSelector(ready, WAIT);
      expect(await lookOver(page, name)).toEqual([]);
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
