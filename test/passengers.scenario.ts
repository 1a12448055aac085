/**
 * What passengers read, in a browser, and what planners read, as their programs do: ../shared/design/console.md 6,
 * checks 23 to 25. One browser and one feeds process for all of it. With RUKH_SCREENSHOTS=folder the pages are kept
 * as pictures.
 */
import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import gtfsRealtime from 'gtfs-realtime-bindings';
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { ServedStreet } from '../apps/feeds/src/boards/served-street.fixture.js';
import {
  CHROMIUM,
  keepPicture,
  listSmallTargets,
  listViolations,
  startBrowser,
  widthTooMuch,
} from './console/support/browser.js';

const { transit_realtime: official } = gtfsRealtime;
const CANCELED = 3;
const LANGUAGES = ['uk', 'en'] as const;
const LOOKS = [320, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const PAGES: Readonly<Record<string, string>> = {
  board: '/s/101',
  embed: '/s/101?embed=1',
  big: '/s/101?big=1&rows=4',
  stops: '/stops?near=49.84,24',
  routes: '/routes',
  line: '/routes/R4',
  alerts: '/alerts',
  map: '/map',
  front: '/',
};

let street: ServedStreet;
let browser: Browser;

const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

beforeAll(async () => {
  street = await ServedStreet.open();
  if (CHROMIUM !== undefined) browser = await startBrowser();
});
afterAll(async () => {
  if (CHROMIUM !== undefined) await browser.close();
  await street.close();
});

async function look<T>(options: BrowserContextOptions, at: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext(options);
  try {
    return await at(await context.newPage());
  } finally {
    await context.close();
  }
}

const addressOf = (path: string, language: string): string =>
  `${street.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`;

/** A tram that is seen, one that is cancelled, and an alert, as of now. */
function serveScene(): void {
  street.header = Math.max(street.header, Math.floor(Date.now() / 1000));
  street.serve([street.live(), { trip: street.run('T1', CANCELED) }], {
    positions: [street.position()],
    alerts: [street.alert()],
  });
}

/** A display asks anew each 15 s: on a busy machine the page would be gone before it is looked through. */
async function answerOnce(route: Route): Promise<void> {
  const response = await route.fetch();
  const headers = Object.entries(response.headers()).filter(([name]) => name !== 'refresh');
  await route.fulfill({ response, headers: Object.fromEntries(headers) });
}

interface Node {
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

/** Roles and names as an assistive technology is given them. */
async function readAloud(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: Node[] };
  return nodes.map(({ role, name }) => `${role?.value}: ${name?.value}`);
}

whereThereIsABrowser('pages for passengers', () => {
  it('say that what is live has not come in, and keep to the timetable', async () => {
    await look({ javaScriptEnabled: false }, async (page) => {
      await page.goto(addressOf('/s/101', 'uk'));
      expect(await page.innerText('.notice')).toMatch(/^Дані наживо не надходять/);
      expect(new Set(await page.locator('td .state').allInnerTexts())).toEqual(new Set(['за розкладом']));
    });
  });

  it('have "by the timetable" in one line where there is room for it', async () => {
    await look({ viewport: { width: 1024, height: 900 } }, async (page) => {
      await page.goto(addressOf('/s/101', 'uk'));
      const tallest = await page.evaluate<number>(
        "Math.max(...[...document.querySelectorAll('td .state')].map(({ clientHeight }) => clientHeight))",
      );
      expect(tallest).toBeGreaterThan(10);
      expect(tallest).toBeLessThan(30);
    });
  });

  it.each(LANGUAGES)(
    'have no violation and nothing sideways, in each theme and width: %s',
    async (language) => {
      street.header = Math.floor(Date.now() / 1000);
      serveScene();
      await look({}, async (page) => {
        await page.route(/big=1/, answerOnce);
        for (const [name, path] of Object.entries(PAGES)) {
          await page.goto(addressOf(path, language));
          expect([name, await page.getAttribute('html', 'lang')]).toEqual([name, language]);
          for (const { width, colorScheme } of LOOKS) {
            const at = `${name}-${width}-${colorScheme}-${language}`;
            await page.setViewportSize({ width, height: 860 });
            await page.emulateMedia({ colorScheme });
            expect([at, await widthTooMuch(page)]).toEqual([at, 0]);
            expect([at, ...(await listViolations(page))]).toEqual([at]);
            expect([at, ...(await listSmallTargets(page))]).toEqual([at]);
            await keepPicture(page, `passengers-${at}`);
          }
        }
      });
    },
  );

  it('are a table with row headers that says in words what is cancelled, without scripts', async () => {
    serveScene();
    await look({ javaScriptEnabled: false }, async (page) => {
      await page.goto(addressOf('/s/101', 'uk'));
      const aloud = await readAloud(page);
      expect(aloud.filter((one) => one === 'rowheader: Трамвай 4').length).toBeGreaterThanOrEqual(2);
      expect(aloud.filter((one) => one.startsWith('columnheader:'))).toHaveLength(3);
      expect(await page.innerText('tr.cancelled .state')).toBe('скасовано');
      expect(await page.innerText('tr.live .state')).toBe('наживо');
      expect(await page.isVisible('details p')).toBe(false);
      await page.goto(addressOf('/map', 'uk'));
      expect(await page.innerText('noscript')).toContain('без них');
    });
  });

  it('are a map that a finger steers without dragging, of the line asked for, and that says when it is not now', async () => {
    serveScene();
    await look({ viewport: { width: 320, height: 640 }, hasTouch: true }, async (page) => {
      await page.goto(addressOf('/map?route=R4', 'uk'));
      await page.locator('#count', { hasText: '1' }).waitFor();
      expect(await page.innerText('h1')).toBe('Карта транспорту наживо: 4');
      const picture = (): Promise<string> => page.evaluate(`document.querySelector('#map').toDataURL()`);
      for (const name of ['Ближче', 'Ліворуч', 'Вгору', 'Далі']) {
        const before = await picture();
        await page.getByRole('button', { name }).tap();
        await page.waitForTimeout(200);
        expect([name, (await picture()) === before]).toEqual([name, false]);
      }
      expect(await listSmallTargets(page)).toEqual([]);
      expect(await page.innerText('#state')).toBe('');
      await page.goto(addressOf('/map?route=R22', 'uk'));
      await page.waitForTimeout(500);
      expect(await page.innerText('#count')).toBe('0');
      await page.route('**/live/vehicles', (route) => route.abort());
      await page.goto(addressOf('/map', 'en'));
      await page.getByText('There is no live data now.').waitFor();
    });
  });

  it('are a display that tells an alert whole and needs no scrolling', async () => {
    serveScene();
    await look({ viewport: { width: 1280, height: 720 } }, async (page) => {
      await page.goto(addressOf('/s/101?big=1&rows=4', 'uk'));
      expect(await page.locator('details').count()).toBe(0);
      expect(await page.innerText('main')).toContain('Обʼїзд <4>');
      expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(
        0,
      );
      await keepPicture(page, 'passengers-display');
    });
  });
});

describe('feeds, as programs of another hand read them', () => {
  it('decode by the official bindings, and their JSON says the same', async () => {
    serveScene();
    const bytes = await fetch(`${street.url}/gtfs-rt/trip-updates.pb`, {
      headers: { 'accept-encoding': 'identity' },
    });
    const body = new Uint8Array(await bytes.arrayBuffer());
    expect(bytes.headers.get('content-type')).toBe('application/x-protobuf');
    expect(bytes.headers.get('content-length')).toBe(String(body.length));
    const decoded = official.FeedMessage.toObject(official.FeedMessage.decode(body), {
      enums: String,
      longs: String,
    });
    const told = (await (await fetch(`${street.url}/gtfs-rt/trip-updates.json`)).json()) as typeof decoded;
    expect(told['entity']).toHaveLength(2);
    expect(
      official.FeedMessage.toObject(official.FeedMessage.fromObject(told), { enums: String, longs: String }),
    ).toEqual(decoded);
  });

  it('answer HEAD, OPTIONS and questions on condition, of any page', async () => {
    const address = `${street.url}/gtfs-rt/alerts.pb`;
    const first = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
    const body = await first.arrayBuffer();
    const head = await fetch(address, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
    expect(head.headers.get('content-length')).toBe(String(body.byteLength));
    const headers = { 'accept-encoding': 'identity', 'if-none-match': first.headers.get('etag')! };
    expect((await fetch(address, { headers })).status).toBe(304);
    const allowed = await fetch(address, { method: 'OPTIONS', headers: { origin: 'https://other.example' } });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('*');
  });
});

whereThereIsABrowser('feeds, from a page of another origin', () => {
  it('may be read, headers and all', async () => {
    await look({}, async (page) => {
      // Another port is another origin; this server has nothing but an empty page.
      const server = createServer((_, answer) => answer.end('<!doctype html><title>other</title>'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const seen = await page.evaluate(`fetch(${JSON.stringify(`${street.url}/gtfs-rt/alerts.pb`)})
        .then(async (a) => [a.status, (await a.arrayBuffer()).byteLength > 0, a.headers.get('etag') !== null])`);
      expect(seen).toEqual([200, true, true]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  });
});
