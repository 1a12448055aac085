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
import { FeedsModule } from '@rukh/feeds';
import { createApp } from '@rukh/service';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { townTrip } from '../../apps/dispatch/src/live/town-clock.fixture.js';
import { WatchRig } from '../../apps/dispatch/src/live/watch-rig.fixture.js';
import { drive } from '../../apps/dispatch/src/replay/past-rows.fixture.js';
import { pick, tabTo, typeInto } from './support/by-keyboard.js';
import { CHROMIUM, keepPicture, listViolations, startBrowser, until } from './support/browser.js';
import { lookOver } from './support/look-over.js';
import { WholeShift } from './support/whole-shift.js';

const WAIT = { timeout: 30_000 };
const ASTRAY = { phase: 'OFF_ROUTE', offsetMetres: 300 } as const;
const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('orders, given by keyboard alone', () => {
  let rig: WatchRig;
  let browser: Browser;
  let feeds: NestFastifyApplication;
  let folder: string;
  let saying: NodeJS.Timeout | undefined;
  const url = { console: '', feeds: '' };
  const cookies: Record<string, string> = {};
  /** The trip that leaves so many departures from now. */
  const tripAhead = (ahead: number): string => `A${townTrip(Date.now() / 1000) + ahead}`;

  async function open(
    search: string,
    who = 'olena',
    from = browser,
  ): Promise<{ page: Page; context: BrowserContext }> {
    const context = await from.newContext({ viewport: { width: 1440, height: 860 } });
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
  async function give(page: Page, button: string, fill?: () => Promise<void>): Promise<void> {
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', WAIT);
    await fill?.();
    await pick(page, 'Reason', 'accident');
    await until(page, "document.querySelector('dialog.order .primary:not(:disabled)')");
    await tabTo(page, 'Give the order');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });
    await page.locator('.toast', { hasText: 'The order is given' }).last().waitFor(WAIT);
  }

  const takeBack = (page: Page): Promise<void> => page.keyboard.press('Control+z');

  const updateOf = async (tripId: string) =>
    (await entities('trip-updates')).find(({ tripUpdate }) => tripUpdate!.trip.tripId === tripId)?.tripUpdate;
  const relationshipOf = async (tripId: string): Promise<number | undefined> =>
    (await updateOf(tripId))?.trip.scheduleRelationship;
  /** Expected arrivals of a vehicle. */
  const timesOf = async (vehicleId: string): Promise<number[]> =>
    (await entities('trip-updates')).flatMap(({ tripUpdate }) =>
      tripUpdate!.vehicle?.id === vehicleId
        ? (tripUpdate!.stopTimeUpdate ?? []).flatMap(({ arrival }) => arrival?.time ?? [])
        : [],
    );

  /** Without what moves by itself: times, and which trip of the line is under way, one each ten minutes. */
  async function feedAsItIs(): Promise<string> {
    const names = ['trip-updates', 'alerts', 'trip-modifications'] as const;
    const all = await Promise.all(names.map((name) => entities(name)));
    const slot = townTrip(Date.now() / 1000);
    return JSON.stringify(
      all.flat().map(({ id, tripUpdate }) => {
        if (!tripUpdate) return [id];
        const trip = tripUpdate.trip.tripId?.replace(/\d+/, (number) => `${Number(number) - slot}`);
        return [trip, tripUpdate.vehicle?.id, tripUpdate.trip.scheduleRelationship];
      }),
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

  it('cancelled before anybody was heard of: the alert and the trip, on boards and in SIRI, and back', async () => {
    const trip = tripAhead(2);
    const { page, context } = await open(`?lang=en&sel=trip:${trip}`);
    await page.waitForSelector('.order-buttons', WAIT);
    expect(await entities('trip-updates')).toEqual([]);
    await give(page, 'Cancel the trip');
    await published('CANCELED', async () => (await relationshipOf(trip)) === 3);
    const [alert] = await entities('alerts');
    expect(alert!.alert).toMatchObject({ effect: 1, informedEntity: [{ trip: { tripId: trip } }] });
    await published('the board', async () => /cancelled/i.test(await read('/s/10?lang=en')));
    await published('SIRI', async () =>
      /"Cancellation":\s*true/.test(await read('/siri-lite/estimated-timetable.json?LineRef=A')),
    );
    await takeBack(page);
    await published('the feed without it', async () => (await entities('trip-updates')).length === 0);
    await published('the board without it', async () => !/cancelled/i.test(await read('/s/10?lang=en')));
    expect(await entities('alerts')).toEqual([]);

    await give(page, 'Cancel the trip', async () => {
      await tabTo(page, 'Own words for passengers');
      await page.keyboard.press('Enter');
      await typeInto(page, 'Header in English', 'The first tram is replaced by a bus');
    });
    await published('the own words', async () =>
      (await read('/gtfs-rt/alerts.json')).includes('The first tram is replaced by a bus'),
    );
    await takeBack(page);
    await published('the feed without them', async () => (await entities('alerts')).length === 0);
    await context.close();
  });

  it('of a trip: the rest of its block, part of it, some stops, once more, another vehicle', async () => {
    rig.isPredicting = true;
    saying = setInterval(() => rig.say('101', 'A', 1), 1000);
    const trip = tripAhead(1);
    const { page, context } = await open(`?lang=en&sel=trip:${trip}`);
    await page.waitForSelector('.order-buttons', WAIT);
    await published('a vehicle', async () => (await entities('vehicle-positions')).length === 1);
    await published('its trip update', async () => (await entities('trip-updates')).length === 1);
    const before = await feedAsItIs();
    const back = async (): Promise<void> => {
      await takeBack(page);
      await published('the feed as it was', async () => (await feedAsItIs()) === before);
    };
    const skipped = async (): Promise<(string | undefined)[]> =>
      ((await updateOf(trip))?.stopTimeUpdate ?? [])
        .filter((stop) => stop.scheduleRelationship === 1)
        .map(({ stopId }) => stopId);

    await give(page, 'Cancel the rest of the block');
    await published('CANCELED', async () => (await relationshipOf(trip)) === 3);
    await back();

    await give(page, 'Short-turn', () => pick(page, 'Last stop', 'Stop 3'));
    await published('SKIPPED at the end', async () => (await skipped()).join() === 'O4,O5');
    await published('the board', async () => /does not stop|not served/i.test(await read('/s/15?lang=en')));
    await back();

    await give(page, 'Skip stops', async () => {
      await page.waitForSelector('dialog .checks input', WAIT);
      await tabTo(page, /Stop 2/);
      await page.keyboard.press('Space');
      await tabTo(page, /Stop 4/);
      await page.keyboard.press('Space');
    });
    await published('SKIPPED in between', async () => (await skipped()).join() === 'O2,O4');
    await back();

    await give(page, 'Add a trip', async () => {
      await tabTo(page, /Departure of the new trip/);
      await page.keyboard.press('ArrowUp');
    });
    await published('NEW', async () =>
      (await entities('trip-updates')).some(({ tripUpdate }) => tripUpdate!.trip.scheduleRelationship === 8),
    );
    await back();

    await give(page, 'Change the assignment', () => typeInto(page, 'Vehicle (number', 'No 101'));
    await published('the vehicle on it, in both feeds', async () => {
      const [position] = await entities('vehicle-positions');
      return position?.vehicle?.trip?.tripId === trip && (await updateOf(trip))?.vehicle?.id === '101';
    });
    await back();
    await context.close();
  });

  it('of several trips at once: picked in the table, cancelled by one order, and back', async () => {
    const { page, context } = await open('?lang=en&view=trips&route=A&tstate=planned');
    const boxes = page.locator('tbody input[type=checkbox]');
    await boxes.nth(2).waitFor(WAIT);
    const wanted: string[] = [];
    for (let i = 0; i < 3; i++) {
      await boxes.nth(i).check(WAIT);
      const href = await boxes.nth(i).locator('xpath=ancestor::tr').locator('th a').getAttribute('href');
      wanted.push(/trip:([^&]+)/.exec(href!)![1]!);
    }
    expect(await page.textContent('.picked-trips')).toMatch(/^3 trips picked/);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'trips-picked');
    await page.keyboard.press('F6');
    await give(page, 'Cancel the picked trips');
    const states = async (): Promise<string> =>
      (await Promise.all(wanted.map((trip) => relationshipOf(trip)))).join();
    await published('CANCELED of all', async () => (await states()) === '3,3,3');
    expect(await entities('alerts')).toHaveLength(1);
    expect(await page.locator('.picked-trips').count()).toBe(0);
    await takeBack(page);
    await published('the feed without them', async () => (await states()) === ',,');
    await context.close();
  });

  it('of a line: nothing predicted, and as it was', async () => {
    const { page, context } = await open('?lang=en&sel=route:A');
    await page.waitForSelector('.order-buttons', WAIT);
    await published('a prediction', async () => (await timesOf('101')).length > 0);
    await give(page, 'Show no predictions');
    await published('NO_DATA', async () => (await timesOf('101')).length === 0);
    // Whoever comes to the line later sees that it is in force, and where to take it back.
    await page.reload();
    await page.waitForSelector('.in-force button', WAIT);
    expect(await page.textContent('.in-force')).toMatch(/No predictions.*until \d\d:\d\d/);
    expect(await listViolations(page)).toEqual([]);
    await page.click('.in-force button');
    await published('the prediction again', async () => (await timesOf('101')).length > 0);
    await page.waitForSelector('.in-force', { ...WAIT, state: 'detached' });
    await page.goto(page.url().replace('sel=route:A', 'view=journal'));
    await page.waitForSelector('[data-kind=order]', WAIT);
    const [last, before] = await page.locator('[data-kind=order] td:nth-child(3)').allTextContents();
    expect(last).toMatch(/^Order taken back: No predictions.*no longer needed/);
    expect(before).toMatch(/^Order given: No predictions/);
    await context.close();
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
    const onMap = (part: string, count: number): Promise<void> =>
      until(page, `rukhDiagnostics?.ordered?.().${part}.length === ${count}`);
    await onMap('detours', 1);
    await onMap('closed', 1);
    await keepPicture(page, 'live-with-detour');
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
    await onMap('detours', 0);
    await context.close();
  });

  it('a detour in words only has no shape; a stop that the timetable lacks is in the feed and the alert', async () => {
    const { page, context } = await open('?lang=en&sel=route:A');
    await page.waitForSelector('.order-buttons', WAIT);
    await give(page, 'Detour', async () => {
      await pick(page, 'Last stop before', 'Stop 1');
      await pick(page, 'First stop after', 'Stop 4');
    });
    await published('TripModifications', async () => (await entities('trip-modifications')).length > 0);
    expect((await entities('trip-modifications')).filter(({ shape }) => shape)).toEqual([]);
    await takeBack(page);
    await published('nothing', async () => (await entities('trip-modifications')).length === 0);

    await give(page, 'Detour', async () => {
      await pick(page, 'Last stop before', 'Stop 1');
      await pick(page, 'First stop after', 'Stop 4');
      await typeInto(page, 'Add a point', '49.85, 24.02\n');
      await typeInto(page, 'Name in Ukrainian', 'Площа Ринок');
      await typeInto(page, 'Name in English', 'Market Square');
      await tabTo(page, 'Add the temporary stop');
      await page.keyboard.press('Enter');
      await page.locator('.temporary-stop li', { hasText: 'Площа Ринок' }).waitFor(WAIT);
      await until(page, "document.querySelector('dialog.order .preview')");
      expect(await lookOver(page, 'order-detour')).toEqual([]);
      await page.setViewportSize({ width: 1440, height: 860 });
    });
    await published('the stop', async () =>
      (await entities('trip-modifications')).some(
        ({ stop }) =>
          stop && Math.abs(stop.stopLat! - 49.85) < 1e-4 && stop.stopName?.translation?.length === 2,
      ),
    );
    const [alert] = await entities('alerts');
    expect(JSON.stringify(alert)).toMatch(/Calls instead at: Market Square/);
    expect(JSON.stringify(alert)).toMatch(/Натомість зупиняється: Площа Ринок/);
    await takeBack(page);
    await published('nothing again', async () => (await entities('trip-modifications')).length === 0);
    await context.close();
  });

  it('a detour is drawn by clicks where there is no WebGL too', async () => {
    const plain = await startBrowser('--disable-3d-apis');
    try {
      const { page } = await open('?lang=en&sel=route:A', 'olena', plain);
      await page.waitForSelector('.order-buttons', WAIT);
      await tabTo(page, 'Detour');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog.order .place-map canvas', WAIT);
      expect(await page.locator('dialog.order .maplibregl-canvas').count()).toBe(0);
      await pick(page, 'Last stop before', 'Stop 1');
      await pick(page, 'First stop after', 'Stop 4');
      const map = page.locator('dialog.order .place-map .map');
      await map.scrollIntoViewIfNeeded();
      const box = (await map.boundingBox())!;
      const places = page.locator('.detour-places li');
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await places.nth(0).waitFor(WAIT);
      // Between the two stops, which are shown in the middle: 49.84 N, 24.01 to 24.04 E.
      const [, lat, lon] = /(49\.\d+), (24\.\d+)/.exec((await places.nth(0).textContent())!)!;
      expect(Number(lat)).toBeCloseTo(49.84, 2);
      expect(Number(lon)).toBeCloseTo(24.025, 2);
      await page.mouse.move(box.x + 60, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + 160, box.y + 90, { steps: 4 });
      await page.mouse.up();
      expect(await places.count()).toBe(1);
      await page.mouse.click(box.x + box.width / 3, box.y + box.height / 3);
      await places.nth(1).waitFor(WAIT);
      // They are drawn after the list of them.
      await until(page, "document.querySelectorAll('dialog.order .place-place').length === 2");
      await until(page, "document.querySelector('dialog.order .preview')");
      expect(await listViolations(page)).toEqual([]);
      await keepPicture(page, 'order-detour-without-webgl');
    } finally {
      await plain.close();
    }
  });

  it('a supervisor sets from where on something of a line needs somebody; a dispatcher is not offered it', async () => {
    const { page, context } = await open('?lang=en&pane=line&sel=route:A', 'ihor');
    await page.waitForSelector('.line-figures', WAIT);
    await tabTo(page, 'Thresholds');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', WAIT);
    await typeInto(page, 'Gap', '2.5');
    await typeInto(page, 'Late', '1000');
    await page.keyboard.press('Enter');
    await page.locator('dialog [role=alert]', { hasText: 'cannot begin before' }).waitFor(WAIT);
    await typeInto(page, 'Late', '400');
    expect(await lookOver(page, 'thresholds')).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 860 });
    await page.click('dialog .primary');
    await page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });
    const line = await page.evaluate(`fetch('/api/v1/dispatch/lines/A').then((answer) => answer.json())`);
    expect(line).toMatchObject({ thresholds: { gapShare: 2.5, lateSeconds: 400, bunchSeconds: 60 } });
    const theirs = await open('?lang=en&pane=line&sel=route:A');
    await theirs.page.waitForSelector('.line-figures', WAIT);
    expect(await theirs.page.getByRole('button', { name: 'Thresholds' }).count()).toBe(0);
    await theirs.context.close();
    await context.close();
  });

  it('of the city: asked for by one, confirmed to the word by another, over when taken back', async () => {
    const asks = await open('?lang=en&view=orders');
    await tabTo(asks.page, 'City-wide mode');
    await asks.page.keyboard.press('Enter');
    await asks.page.waitForSelector('dialog.order', WAIT);
    await pick(asks.page, 'Mode', 'power cut');
    // What runs on current is offered; here the buses are meant.
    const isTicked = (kind: string): Promise<boolean> =>
      asks.page.getByRole('checkbox', { name: kind, exact: true }).isChecked();
    expect([await isTicked('trams'), await isTicked('buses')]).toEqual([true, false]);
    for (const kind of [/^buses/, /^trams/]) {
      await tabTo(asks.page, kind);
      await asks.page.keyboard.press('Space');
    }
    await pick(asks.page, 'When it ends', 'in 2 hours');
    await pick(asks.page, 'Reason', 'power outage');
    await typeInto(asks.page, 'In words', 'substation 4');
    await typeInto(asks.page, 'To confirm', 'city');
    await until(asks.page, "document.querySelector('dialog.order .primary:not(:disabled)')");
    await tabTo(asks.page, 'Ask for confirmation');
    await asks.page.keyboard.press('Enter');
    await asks.page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });

    const { page, context } = await open('?lang=en&view=orders', 'ihor');
    await page.waitForSelector('text=Look and confirm', WAIT);
    expect(await lookOver(page, 'orders')).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 860 });
    await tabTo(page, 'Look and confirm');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order .preview', WAIT);
    expect(await page.textContent('dialog.order form')).toMatch(/power outage.*substation 4/);
    expect(await page.locator('dialog.order select').count()).toBe(0);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'order-confirm-city');
    await typeInto(page, 'To confirm', 'city');
    await tabTo(page, 'Give the order');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });
    await published('CANCELED for all buses', async () => {
      const updates = (await entities('trip-updates')).map(({ tripUpdate }) => tripUpdate!.trip);
      return updates.length > 5 && updates.every((trip) => trip.scheduleRelationship === 3);
    });
    expect((await entities('alerts'))[0]!.alert).toMatchObject({ informedEntity: [{ routeType: 3 }] });
    await published('the board', async () => /cancelled/i.test(await read('/s/10?lang=en')));
    await takeBack(page);
    await published('buses again', async () => (await timesOf('101')).length > 0);
    expect(await entities('alerts')).toEqual([]);
    await asks.context.close();
    await context.close();
  });

  it('a whole shift: each task by its keys, and none of them far', async () => {
    saying ??= setInterval(() => rig.say('101', 'A', 1), 1000);
    const now = Math.floor(Date.now() / 1000);
    await drive(rig.access.pool, '101', 'A', now - 1800, now - 300);
    const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
    await page.goto(`${url.console}/console?lang=en`);
    const shift = new WholeShift(page);
    await shift.signIn(await rig.access.addPerson(['supervisor', 'admin']));
    rig.say('t9', 'T', 1, ASTRAY, 40);
    const astray = setInterval(() => rig.say('t9', 'T', 1, ASTRAY), 1000);
    await shift.find('101');
    await shift.order('Hold');
    await shift.undo();
    await shift.takeException();
    clearInterval(astray);
    await shift.find(tripAhead(3), 'trip');
    await shift.order('Cancel the trip');
    await published('CANCELED', async () => (await relationshipOf(tripAhead(3))) === 3);
    await shift.undo();
    await shift.find('Alerts');
    await shift.publishAlert('А32', { uk: 'А32: обʼїзд', en: 'A32: detour' });
    await published('the alert', async () => (await entities('alerts')).length === 1);
    await shift.find('Reports');
    expect(await shift.saveReport()).toMatch(/headways.*\.csv$/);
    await shift.find('Journal');
    await shift.writeNote('The lights are out.');
    await shift.find('Journal');
    await shift.giveShift('Mind line 1.');
    for (const [view, heading] of [
      ['Data', 'Data'],
      ['Admin', 'Admin'],
    ] as const) {
      await shift.find(view);
      expect(await page.textContent('#centre h1')).toContain(heading);
    }
    await shift.lookBack();
    await shift.signOut();
    await shift.signIn(await rig.access.addPerson(['dispatcher']));
    await shift.find('Journal');
    await shift.acceptShift();
    await shift.signOut();
    await page.context().close();
  });
});
