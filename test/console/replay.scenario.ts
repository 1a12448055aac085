/**
 * The past in a browser, on rows of history in a real database and by the real app: ../shared/design/console.md 6,
 * check 14.
 */
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { TOWN_ZONE } from '../../apps/dispatch/src/live/town-clock.fixture.js';
import { WatchRig } from '../../apps/dispatch/src/live/watch-rig.fixture.js';
import { drive } from '../../apps/dispatch/src/replay/past-rows.fixture.js';
import { CHROMIUM, keepPicture, listViolations, startBrowser, until } from './support/browser.js';

const WAIT = { timeout: 30_000 };
const THEN = Math.floor((Date.now() / 1000 - 1800) / 600) * 600 + 300;
const shown = (vehicles: number): string => `globalThis.rukhDiagnostics?.vehicles === ${vehicles}`;

const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('a replay in the console', () => {
  let rig: WatchRig;
  let browser: Browser;
  let url: string;
  const cookies: Record<string, string> = {};

  async function open(search: string, who = 'all'): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies[who]!, url }]);
    const page = await context.newPage();
    await page.goto(`${url}/console${search}`);
    await page.waitForSelector('.top-bar .clock', WAIT);
    return { page, context };
  }

  beforeAll(async () => {
    [rig, browser] = await Promise.all([WatchRig.create(), startBrowser()]);
    const signIn = async (...person: Parameters<typeof rig.access.addPerson>): Promise<string> =>
      (await rig.access.signIn(await rig.access.addPerson(...person))).replace('rukh_session=', '');
    cookies['all'] = await signIn(['dispatcher']);
    cookies['ofX'] = await signIn(['company_operator'], ['X']);
    await drive(rig.access.pool, 'a1', 'A', THEN - 300, THEN + 600);
    await drive(rig.access.pool, 'a2', 'A', THEN - 900, THEN + 600);
    await drive(rig.access.pool, 't1', 'T', THEN - 300, THEN + 600);
    await rig.access.pool.query(
      `INSERT INTO dispatch.journal (at, by, kind, event, text) VALUES ($1, $2, 'order', 'order.confirmed', $3)`,
      [THEN + 30, { userId: 'u', name: 'Olena' }, { uk: 'Рейс скасовано', en: 'A trip was cancelled' }],
    );
    await rig.access.app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(rig.access.app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser.close();
    await rig.close();
  });

  it('opens twice as the same frame, and is moved by the arrow keys', async () => {
    const { page, context } = await open(`?lang=en&t=${THEN}`);
    const places = (): Promise<unknown> =>
      page.evaluate("['a1', 'a2', 't1'].map((id) => (({ x, y }) => [x, y])(rukhDiagnostics.place(id)))");
    await until(page, shown(3));
    await page.waitForSelector('.banner[data-kind=replay]', WAIT);
    const first = await places();
    await page.reload();
    await until(page, shown(3));
    expect(await places()).toEqual(first);
    await page.focus('.replay-slider');
    await page.keyboard.press('ArrowRight');
    await until(page, `location.search.includes('t=${THEN + 10}')`);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await until(page, `location.search.includes('t=${THEN - 10}')`);
    expect(await page.locator('.replay-ticks [data-kind=order]').count()).toBe(1);
    await page.click('.replay-bar button:has-text("Next event")');
    await until(page, `location.search.includes('t=${THEN + 30}')`);
    await page.getByText('A trip was cancelled').waitFor(WAIT);
    await context.close();
  });

  it('orders nothing and says why, and tells when a vehicle was where its trail is clicked', async () => {
    const { page, context } = await open(`?lang=en&sel=vehicle:a1&t=${THEN + 100}`);
    await until(page, shown(3));
    const orders = page.locator('.order-buttons button');
    await orders.first().waitFor(WAIT);
    for (const button of await orders.all()) expect(await button.isDisabled()).toBe(true);
    expect(await page.textContent('#no-orders')).toMatch(/past/);
    await until(page, '(rukhDiagnostics.trail?.().length ?? 0) > 20');
    const [left, top] = await page.evaluate<[number, number]>(
      'rukhDiagnostics.trail()[rukhDiagnostics.trail().length - 15]',
    );
    const box = (await page.locator('.map').boundingBox())!;
    await page.mouse.click(box.x + left, box.y + top);
    await page.waitForSelector('.trail-moment', WAIT);
    expect(await page.textContent('.trail-moment')).toMatch(/a1 was here at \d\d:\d\d:\d\d/);
    await keepPicture(page, 'replay-trail');
    expect(await listViolations(page)).toEqual([]);
    await page.click('.trail-moment button');
    await until(page, `Number(new URLSearchParams(location.search).get('t')) < ${THEN + 100}`);
    await context.close();
  });

  it('finds what was there then, though nobody is there now', async () => {
    const { page, context } = await open(`?lang=en&t=${THEN}`);
    await until(page, shown(3));
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog[open] input', WAIT);
    await page.keyboard.type('t1');
    await page.locator('[role=option]', { hasText: 'Vehicle' }).first().waitFor(WAIT);
    await context.close();
  });

  it('shows the line as it was, as ladder and as diagram', async () => {
    const { page, context } = await open(`?lang=en&pane=line&sel=vehicle:a1&t=${THEN}`);
    await page.waitForSelector('[data-runner=a1]', WAIT);
    await page.waitForSelector('[data-runner=a2]', WAIT);
    await keepPicture(page, 'replay-line');
    await page.keyboard.press('g');
    await page.waitForSelector('.diagram-trip[aria-pressed=true]', WAIT);
    await keepPicture(page, 'replay-diagram');
    expect(await listViolations(page)).toEqual([]);
    await context.close();
  });

  it('shows the last moment that is written where a later one is asked for, and goes on live from there', async () => {
    const now = Math.floor(Date.now() / 1000);
    await drive(rig.access.pool, 'a9', 'A', now - 600, now);
    const { page, context } = await open(`?lang=en&t=${now - 20}`);
    const toast = page.locator('.toast', { hasText: /still being written: \d\d:\d\d is shown/ });
    await toast.waitFor(WAIT);
    const [over, bar] = [await toast.boundingBox(), await page.locator('.replay-bar').boundingBox()];
    expect(over!.y + over!.height).toBeLessThanOrEqual(bar!.y);
    await until(page, `Number(new URLSearchParams(location.search).get('t')) <= ${now - 60}`);
    await page.selectOption('.replay-bar select', '60');
    await page.click('.replay-bar button:text-is("Play")');
    await page.locator('.toast', { hasText: 'this is now' }).waitFor(WAIT);
    await page.waitForSelector('.replay-bar', { ...WAIT, state: 'detached' });
    expect(new URL(page.url()).searchParams.has('t')).toBe(false);
    await page.waitForSelector('.banner[data-kind=replay]', { ...WAIT, state: 'detached' });
    await context.close();
  });

  it('of a time of which nothing is kept says so by the clock of the city', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies['all']!, url }]);
    const page = await context.newPage();
    const before = THEN - 30 * 86_400;
    await page.goto(`${url}/console?lang=en&t=${before}`);
    await page.locator('.replay-bar', { hasText: 'There are no records of this time' }).waitFor(WAIT);
    await page.locator('.attention', { hasText: 'There are no records of this time' }).waitFor(WAIT);
    const clock = { timeZone: TOWN_ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const told = new Intl.DateTimeFormat('en-GB', clock).format(before * 1000);
    // Clocks of the page are told anew once a second.
    await page.locator('.banner[data-kind=replay]', { hasText: told }).waitFor(WAIT);
    await context.close();
  });

  it('opened while the server is away for a moment, is there when it is back, without a touch', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies['all']!, url }]);
    const page = await context.newPage();
    let refused = 0;
    await page.route(/dispatch\/live\?t=/, async (route) => {
      if (refused++ < 2) await route.fulfill({ status: 503, json: { status: 503 } });
      else await route.continue();
    });
    await page.goto(`${url}/console?lang=en&t=${THEN}`);
    await until(page, shown(3));
    expect(new URL(page.url()).searchParams.get('t')).toBe(String(THEN));
    await context.close();
  });

  it('that one may not see says so, and is not asked for again and again', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies['all']!, url }]);
    const page = await context.newPage();
    let asked = 0;
    await page.route(/dispatch\/live\?t=/, async (route) => {
      asked++;
      await route.fulfill({ status: 403, json: { status: 403, detail: 'That is not for your role.' } });
    });
    await page.goto(`${url}/console?lang=en&t=${THEN}`);
    await page.locator('.replay-bar', { hasText: 'You are not allowed to look at the past.' }).waitFor(WAIT);
    await page.waitForTimeout(2500);
    expect(asked).toBeLessThanOrEqual(2);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'replay-refused');
    await context.close();
  });

  it('is played at sixty times, and shows an operator of one company its own vehicles only', async () => {
    const { page, context } = await open(`?lang=en&t=${THEN}`, 'ofX');
    await until(page, shown(2));
    await page.selectOption('.replay-bar select', '60');
    await page.click('.replay-bar button:text-is("Play")');
    const asked = new Set<number>();
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.endsWith('/live')) asked.add(Number(searchParams.get('t')));
    });
    await until(page, `Number(document.querySelector('.replay-slider').value) >= ${THEN + 240}`);
    await page.click('.replay-bar button:text-is("Pause")');
    const steps = [...asked].sort((a, b) => a - b);
    for (let i = 1; i < steps.length - 1; i++) expect(steps[i]! - steps[i - 1]!).toBe(60);
    expect(await page.evaluate("rukhDiagnostics.place('t1')")).toBeUndefined();
    await context.close();
  });
});
