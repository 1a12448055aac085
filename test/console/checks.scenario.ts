/**
 * What the console shows is what the server said, checked where a person's eye would not: quiet vehicles, numbers of the
 * ladder and the diagram, signs without colour, buttons by role. ../shared/design/console.md 6, checks 4, 8, 9, 13, 17, 19.
 */
import type { DiagramView, LineView } from '@rukh/domain/dispatch';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CHROMIUM, keepPicture, startBrowser, until } from './support/browser.js';
import { ScriptedCity } from './support/scripted-city.js';

const VEHICLES = 120;
const WAIT = { timeout: 30_000 };

let city: ScriptedCity;
let browser: Browser;
let context: BrowserContext | undefined;

const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  [city, browser] = await Promise.all([ScriptedCity.start(VEHICLES), startBrowser()]);
});

afterEach(async () => {
  await context?.close();
  if (CHROMIUM !== undefined) city.fleet.silent.clear();
});

afterAll(async () => {
  if (CHROMIUM === undefined) return;
  await browser.close();
  await city.stop();
});

/** `listening` is given the page before it asks for anything. */
async function open(
  search: string,
  login = 'olena',
  listening: (page: Page) => void = () => undefined,
): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  await context.addCookies([{ name: 'rukh_session', value: login, url: city.url }]);
  const page = await context.newPage();
  listening(page);
  await page.goto(`${city.url}/console${search}`);
  await page.waitForSelector('.top-bar .clock', WAIT);
  return page;
}

/** Opens a page, and puts the answers to a path to `answers`, newest last; there is one at least. */
async function openHearing(search: string, path: RegExp, answers: unknown[]): Promise<Page> {
  const page = await open(search, 'olena', (opened) => {
    opened.on('response', (response) => {
      if (!path.test(new URL(response.url()).pathname)) return;
      response.json().then(
        (value) => answers.push(value),
        // It went with the page.
        () => undefined,
      );
    });
  });
  while (answers.length === 0) await page.waitForTimeout(50);
  return page;
}

/** Every vehicle was heard of so long ago, and no more. */
function silence(seconds: number): void {
  const at = Date.now() / 1000;
  const changed = city.fleet.rows().map((row) => {
    city.fleet.silent.add(String(row[0]));
    const quiet = [...row];
    quiet[7] = at - seconds;
    return quiet;
  });
  city.emit('vehicles', { at, changed, gone: [] });
}

/** Of the vehicles on the map: the share whose middle is painted, and how many pixels have the colour of a state. */
const LOOK = `(() => {
  const canvas = document.querySelector('canvas.vehicles');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const bright = (left, top) => {
    const at = 4 * (Math.round(top) * canvas.width + Math.round(left));
    return data[at + 3] < 128 || Math.min(data[at], data[at + 1], data[at + 2]) > 200;
  };
  let [inView, painted] = [0, 0];
  for (let i = 0; i < ${VEHICLES}; i++) {
    const [left, top] = rukhDiagnostics.pixel('v' + i) ?? [-1, -1];
    if (left < 0 || top < 0 || left >= canvas.width || top >= canvas.height) continue;
    inView++;
    if (!bright(left, top)) painted++;
  }
  let colored = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue, alpha] = data.subarray(i, i + 4);
    if (alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) colored++;
  }
  return { painted: inView > 5 ? painted / inView : NaN, colored };
})()`;

/** The signs of the legend in one ink on 26 by 26 pixels: how many of them differ between the two that differ least. */
const LEAST_DIFFERENCE = `(() => {
  const shapes = [...document.querySelectorAll('.legend svg.sign')].map((svg) => {
    const context = new OffscreenCanvas(26, 26).getContext('2d');
    context.translate(13, 13);
    context.lineWidth = 2;
    for (const polygon of svg.querySelectorAll('polygon')) {
      const path = new Path2D('M' + polygon.getAttribute('points') + 'Z');
      if (svg.dataset.hollow === undefined) context.fill(path); else context.stroke(path);
    }
    return context.getImageData(0, 0, 26, 26).data;
  });
  const differences = shapes.flatMap((a, i) => shapes.slice(i + 1).map((b) =>
    a.reduce((count, value, n) => count + (n % 4 === 3 && Math.abs(value - b[n]) > 128 ? 1 : 0), 0)));
  return [shapes.length, Math.min(...differences)];
})()`;

whereThereIsABrowser('what the console shows', () => {
  it('is hollow of who has not been heard of for 30 s, and another sign after 90 s', async () => {
    const page = await open('?lang=en');
    await until(page, `(globalThis.rukhDiagnostics?.vehicles ?? 0) >= ${VEHICLES * 0.9}`);
    // Near enough for signs to be more than dots.
    for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
    await until(page, `${LOOK}.painted > 0.8`);
    silence(45);
    await until(page, `${LOOK}.painted < 0.2 && ${LOOK}.colored > 0`);
    silence(100);
    await until(page, `${LOOK}.painted < 0.2 && ${LOOK}.colored === 0`);
    await keepPicture(page, 'no-signal');
  });

  it('is told apart without colour', async () => {
    const page = await open('?lang=en');
    await page.waitForSelector('.legend svg', { ...WAIT, state: 'attached' });
    const [count, least] = await page.evaluate<[number, number]>(LEAST_DIFFERENCE);
    expect(count).toBe(8);
    expect(least).toBeGreaterThan(20);
  });

  it('has the server’s headways on the ladder, and no label over another', async () => {
    const answers: LineView[] = [];
    const page = await openHearing(
      '?lang=en&pane=line&sel=vehicle:v21',
      /\/dispatch\/lines\/[^/]+$/,
      answers,
    );
    await page.waitForSelector('.rail-minutes', WAIT);
    await until(page, "document.querySelectorAll('[data-runner]').length > 2");
    const line = answers.at(-1)!;
    const told = line.directions.map(({ vehicles }) =>
      vehicles.flatMap(({ ahead }) => (ahead ? [Math.round(ahead.headwaySeconds / 60)] : [])),
    );
    const shown = await page.evaluate<number[][]>(`[...document.querySelectorAll('svg.rail')].map((rail) =>
      [...rail.querySelectorAll('.rail-minutes')].map(({ textContent }) => parseInt(textContent.replace('<1', '0'))))`);
    expect(shown.flat().length).toBeGreaterThan(0);
    shown.forEach((minutes, i) => {
      const left = [...told[i]!];
      for (const minute of minutes) {
        const at = left.findIndex((value) => Math.abs(value - minute) <= 1);
        expect(at).toBeGreaterThanOrEqual(0);
        left.splice(at, 1);
      }
    });
    const over = await page.evaluate(`(() => {
      const boxes = [...document.querySelectorAll('.runner-label')].map((label) => label.getBoundingClientRect());
      return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
        a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)).length;
    })()`);
    expect(over).toBe(0);
  });

  it('has the server’s points in the diagram and in its table, and now where it is', async () => {
    const answers: DiagramView[] = [];
    const page = await openHearing('?lang=en&pane=diagram&sel=vehicle:v21', /\/diagram$/, answers);
    await page.waitForSelector('.diagram-trip', WAIT);
    const points = await page.evaluate<number[]>(`['planned', 'actual', 'predicted'].map((of) =>
      [...document.querySelectorAll('.diagram-' + of)]
        .reduce((count, line) => count + line.getAttribute('points').trim().split(/\\s+/).length, 0))`);
    const told = answers.map(({ trips }) =>
      (['planned', 'actual', 'predicted'] as const).map((of) =>
        trips.reduce((count, trip) => count + trip[of].length, 0),
      ),
    );
    expect(told).toContainEqual(points);
    const view = answers.at(-1)!;
    const [now, ticks] = await page.evaluate<[number, [number, string][]]>(`[
      +document.querySelector('.diagram-now').getAttribute('x1'),
      [...document.querySelectorAll('.diagram-tick')].map((tick) =>
        [+tick.getAttribute('x1'), tick.nextElementSibling.textContent])]`);
    expect(Math.abs(now - placeOf(Date.now() / 1000, view.from, ticks))).toBeLessThan(secondsWide(ticks, 15));
    await page.getByRole('button', { name: 'Table' }).click();
    await page.waitForSelector('.diagram-table td strong', WAIT);
    const atStops = (of: 'actual' | 'predicted'): number =>
      view.trips.reduce((count, trip) => count + trip[of].filter(([, , stop]) => stop >= 0).length, 0);
    const cells = await page.evaluate<[number, number]>(`[
      document.querySelectorAll('.diagram-table td strong').length,
      [...document.querySelectorAll('.diagram-table td')].filter((cell) => cell.textContent.startsWith('≈')).length]`);
    // A vehicle may have come to a stop since the diagram was drawn: what was expected is then seen, the sum stays.
    expect(cells[0] + cells[1]).toBe(atStops('actual') + atStops('predicted'));
  });

  it.each([
    { login: 'guest', orders: [0, 0], handles: false, manages: false },
    { login: 'atp', orders: [2, 2], handles: false, manages: false },
    { login: 'olena', orders: [5, 9], handles: true, manages: false },
    { login: 'ihor', orders: [5, 9], handles: true, manages: true },
  ])('offers $login what the role may, and no more', async ({ login, orders, handles, manages }) => {
    const own = [...city.fleet.vehicles.values()].find(({ carrierId }) => carrierId === 'ATP')!.vehicleId;
    const page = await open(`?lang=en&sel=vehicle:${own}`, login);
    await page.waitForSelector('.facts', WAIT);
    const count = await page.locator('.order-buttons button').count();
    expect(count).toBeGreaterThanOrEqual(orders[0]!);
    expect(count).toBeLessThanOrEqual(orders[1]!);
    expect((await page.locator('[aria-keyshortcuts="A S"]').count()) > 0).toBe(handles);
    expect((await page.locator('.views a[href*="view=admin"]').count()) > 0).toBe(manages);
  });

  it('takes letters for commands only while its person likes', async () => {
    const page = await open('?lang=en');
    await page.waitForSelector('[data-exception]', WAIT);
    await page.evaluate(`localStorage.setItem('rukh-console', JSON.stringify({ letterKeys: false }))`);
    await page.reload();
    await page.waitForSelector('[data-exception]', WAIT);
    city.commands.length = 0;
    await page.locator('[data-exception]').first().focus();
    await page.keyboard.press('a');
    await page.keyboard.press('g');
    expect(await page.evaluate('location.search')).not.toContain('pane=');
    expect(city.commands).toEqual([]);
  });

  it('is loaded anew where a part of it went with an update of the server', async () => {
    const page = await open('?lang=en');
    let hasRefused = false;
    await page.route(/\/assets\/help-view-[^/]+\.js$/, (route) => {
      if (hasRefused) return route.continue();
      hasRefused = true;
      return route.fulfill({ status: 404, body: '' });
    });
    await page.evaluate('globalThis.isOld = true');
    // What is asked of a page while it is loaded anew is refused: first the load, then the questions.
    const loaded = page.waitForEvent('load', WAIT);
    await page.click('.views a[href*="view=help"]');
    await loaded;
    await page.waitForSelector('.help, main h1', WAIT);
    expect(await page.evaluate("'isOld' in globalThis")).toBe(false);
    expect(new URL(page.url()).searchParams.get('view')).toBe('help');
    expect(await page.locator('.failed-part').count()).toBe(0);
  });

  it('shows where the keyboard is, at each stop of the Tab key', async () => {
    const page = await open('?lang=en&sel=vehicle:v21');
    await page.waitForSelector('.facts', WAIT);
    const hidden: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const fault = await page.evaluate<string | null>(`(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        const isSeen = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
        return isSeen ? null : element.outerHTML.slice(0, 120);
      })()`);
      if (fault !== null) hidden.push(fault);
    }
    expect([...new Set(hidden)]).toEqual([]);
  });
});

/** Where a moment is along ticks of `[pixel, HH:MM]`, the first of which is the first whole step after `from`. */
function placeOf(at: number, from: number, ticks: readonly (readonly [number, string])[]): number {
  const step = stepOf(ticks);
  const firstAt = Math.ceil(from / step) * step;
  const [first, second] = [ticks[0]![0], ticks[1]![0]];
  return first + ((at - firstAt) / step) * (second - first);
}

function secondsWide(ticks: readonly (readonly [number, string])[], seconds: number): number {
  return 1 + (seconds / stepOf(ticks)) * (ticks[1]![0] - ticks[0]![0]);
}

function stepOf([first, second]: readonly (readonly [number, string])[]): number {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  return ((minutes(second![1]) - minutes(first![1]) + 1440) % 1440 || 1440) * 60;
}
