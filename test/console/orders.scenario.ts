/**
 * Orders in a browser by keyboard alone, on real servers, to the feeds, the boards and SIRI and back:
 * ../shared/design/console.md 6, checks 10, 11 and 12. One browser, one dispatch, one feeds for all of it.
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedEntity, FeedName } from '@rukh/domain/realtime';
import { serviceDateAt } from '@rukh/domain/time';
import { FeedsModule } from '@rukh/feeds';
import { createApp } from '@rukh/service';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { WatchRig } from '../../apps/dispatch/src/live/watch-rig.fixture.js';
import { pick, tabTo, typeInto } from './support/by-keyboard.js';
import { CHROMIUM, keepPicture, listViolations, startBrowser, until } from './support/browser.js';

const WAIT = { timeout: 30_000 };
const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('orders, given by keyboard alone', () => {
  let rig: WatchRig;
  let browser: Browser;
  let feeds: NestFastifyApplication;
  let folder: string;
  let saying: NodeJS.Timeout | undefined;
  const url = { console: '', feeds: '' };
  const cookies: Record<string, string> = {};
  const today = serviceDateAt(Date.now() / 1000, 'UTC');
  /** The trip that leaves so many departures from now; before the last of the day. */
  const tripAhead = (ahead: number): string =>
    `A${Math.min(143, Math.floor((Date.now() / 1000 / 600) % 144) + ahead)}`;

  async function open(search: string, who = 'olena'): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies[who]!, url: url.console }]);
    const page = await context.newPage();
    await page.goto(`${url.console}/console${search}`);
    await page.waitForSelector('.top-bar .clock', WAIT);
    return { page, context };
  }

  /** What is served now; nothing where the feed is not published yet. */
  async function entities(name: FeedName): Promise<readonly FeedEntity[]> {
    const answer = await fetch(`${url.feeds}/gtfs-rt/${name}.pb`);
    return answer.ok ? decodeFeedMessage(new Uint8Array(await answer.arrayBuffer())).entity : [];
  }
  const read = async (path: string): Promise<string> => (await fetch(url.feeds + path)).text();

  /** Waits for something to be published, and prints how long that took. */
  async function published(what: string, find: () => Promise<boolean>): Promise<void> {
    const began = performance.now();
    while (!(await find())) {
      if (performance.now() - began > 60_000) throw new Error(`not published: ${what}`);
      await delay(50);
    }
    console.log(`orders: ${what} after ${((performance.now() - began) / 1000).toFixed(2)} s`);
  }

  /** From the order's button to its confirmation; `fill` answers what it asks. */
  async function give(page: Page, button: string, fill: () => Promise<void>): Promise<void> {
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', WAIT);
    await fill();
    await pick(page, 'Reason', 'accident');
    await until(page, "document.querySelector('dialog.order .primary:not(:disabled)')");
    await tabTo(page, 'Give the order');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });
    await page.waitForSelector('.toast', WAIT);
  }

  /** By the button that the note of it has. */
  async function takeBack(page: Page): Promise<void> {
    await page.focus('.toast button');
    await page.keyboard.press('Enter');
    await until(page, "document.querySelector('.toasts, .toast')?.textContent.includes('taken back')");
  }

  /** Without what moves by itself: times of measurements. */
  async function feedAsItIs(): Promise<string> {
    const names = ['trip-updates', 'alerts', 'trip-modifications'] as const;
    const all = await Promise.all(names.map((name) => entities(name)));
    return JSON.stringify(
      all.flat().map(({ id, tripUpdate }) => [id, tripUpdate?.trip.scheduleRelationship]),
    );
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rukh-orders-'));
    [rig, browser] = await Promise.all([WatchRig.create(), startBrowser()]);
    Object.assign(process.env, {
      RUKH_CACHE_DIR: folder,
      RUKH_FEEDS_WARM_UP_SECONDS: '0',
      RUKH_FEEDS_WRITER: 'true',
    });
    feeds = await createApp(FeedsModule, { name: 'feeds' });
    await feeds.listen(0, '127.0.0.1');
    url.feeds = `http://127.0.0.1:${(feeds.getHttpServer().address() as AddressInfo).port}`;
    const signIn = async (role: 'dispatcher' | 'supervisor'): Promise<string> =>
      (await rig.access.signIn(await rig.access.addPerson([role]))).replace('rukh_session=', '');
    cookies['olena'] = await signIn('dispatcher');
    cookies['ihor'] = await signIn('supervisor');
    await rig.access.app.listen(0, '127.0.0.1');
    url.console = `http://127.0.0.1:${(rig.access.app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    clearInterval(saying);
    await browser.close();
    await feeds.close();
    await rig.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('a detour: written without the map, drawn on it, published as modifications and as SKIPPED', async () => {
    const { page, context } = await open('?lang=en&sel=route:A');
    await page.waitForSelector('.order-buttons', WAIT);
    const before = await feedAsItIs();
    await give(page, 'Detour', async () => {
      await pick(page, 'Last stop before', 'Stop 1');
      await pick(page, 'First stop after', 'Stop 4');
      await typeInto(page, 'Add a point', '49.85, 24.02\n');
      await typeInto(page, 'Add a point', '49.8402, 24.03\n');
      await tabTo(page, 'Map of the detour');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await until(page, "document.querySelectorAll('.detour-places li').length === 3");
      await tabTo(page, 'Remove the last point');
      await page.keyboard.press('Enter');
      await until(page, "document.querySelectorAll('.detour-places li').length === 2");
      // The second point is beside a stop: that one is served still.
      await until(page, "document.querySelector('.checks').textContent.includes('passes it')");
      await until(page, "document.querySelector('dialog.order .preview')");
      expect(await listViolations(page)).toEqual([]);
      await keepPicture(page, 'order-detour-light');
    });
    await published('TripModifications with a shape', async () => {
      const kinds = (await entities('trip-modifications')).map((one) =>
        Object.keys(one).find((k) => k !== 'id'),
      );
      return kinds.includes('shape') && kinds.includes('tripModifications');
    });
    const [alert] = await entities('alerts');
    expect(alert!.alert).toMatchObject({ effect: 4, informedEntity: [{ routeId: 'A', directionId: 0 }] });
    const skipped = (await entities('trip-updates')).flatMap(({ tripUpdate }) =>
      (tripUpdate!.stopTimeUpdate ?? []).filter((stop) => stop.scheduleRelationship === 1),
    );
    expect(new Set(skipped.map(({ stopId }) => stopId))).toEqual(new Set(['O2']));
    expect(await read('/s/12?lang=en')).toMatch(/detour/i);
    expect(await read('/siri-lite/situation-exchange.json')).toMatch(/detour/i);
    await takeBack(page);
    await published('the feed without it', async () => (await feedAsItIs()) === before);
    await context.close();
  });
});
