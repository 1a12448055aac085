/**
 * What the console shows besides, on real servers and in Chromium: sets of lines that are shared, what a vehicle's
 * tracker and validators say, layers of the map (../shared/design/console.md 3.3, 3.4, 3.6).
 */
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { type MqttBroker, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { AskedMessages, type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import type { Role } from '@rukh/domain/dispatch';
import { type MqttClient, connectAsync } from 'mqtt';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { townDate } from '../../apps/dispatch/src/live/town-clock.fixture.js';
import { WatchRig } from '../../apps/dispatch/src/live/watch-rig.fixture.js';
import { pick, tabTo, typeInto } from './support/by-keyboard.js';
import { CHROMIUM, keepPicture, listViolations, startBrowser, until } from './support/browser.js';
import { lookOver } from './support/look-over.js';

const WAIT = { timeout: 30_000 };
const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('details of the console', () => {
  let rig: WatchRig;
  let browser: Browser;
  let redis: Redis;
  let broker: MqttBroker;
  let display: MqttClient;
  let saying: NodeJS.Timeout;
  let url: string;
  const cookies: Partial<Record<Role, string>> = {};

  async function open(search: string, who: Role): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([{ name: 'rukh_session', value: cookies[who]!, url }]);
    const page = await context.newPage();
    await page.goto(`${url}/console${search}`);
    await page.waitForSelector('.top-bar .clock', WAIT);
    return { page, context };
  }
  const rowsOf = (page: Page): Promise<string[]> =>
    page.evaluate(`[...document.querySelectorAll('tbody tr:not(.spacer) td:first-child, tbody tr:not(.spacer) th')]
      .map((cell) => cell.textContent).filter((text) => /^No /.test(text))`);

  beforeAll(async () => {
    broker = await startMqttBroker();
    process.env['MQTT_URL'] = broker.url;
    display = await connectAsync(broker.url);
    [rig, browser] = await Promise.all([WatchRig.create(), startBrowser()]);
    redis = connectRedis(rig.access.redis.url, { name: 'scenario' });
    await untilRedisReady(redis, 60_000);
    for (const role of ['dispatcher', 'supervisor', 'inspector'] as const) {
      const cookie = await rig.access.signIn(await rig.access.addPerson([role]));
      cookies[role] = cookie.replace('rukh_session=', '');
    }
    rig.tripsAt = Date.now() / 1000;
    const say = (): void => {
      rig.position = { chargePercent: 64, driverId: '20417', wheelchairAccessible: 2 };
      rig.say('a1', 'A', 0, {}, 0, [300, 200]);
      rig.position = {};
      rig.say('t1', 'T', 0, {}, 0, [400, 100]);
    };
    say();
    saying = setInterval(say, 1000);
    await rig.access.app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(rig.access.app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    clearInterval(saying);
    await browser.close();
    redis.disconnect();
    await rig.close();
    await display.endAsync(true);
    await broker.stop();
  });

  it('a set of lines is made by keys alone, shared, and narrows a colleague’s table without a reload', async () => {
    const theirs = await open('?lang=en&view=vehicles', 'dispatcher');
    await until(theirs.page, "document.querySelectorAll('tbody tr:not(.spacer)').length === 2");
    const { page, context } = await open('?lang=en&view=vehicles', 'supervisor');
    await tabTo(page, 'Sets…');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', WAIT);
    await typeInto(page, 'Name', 'Trams');
    await tabTo(page, 'Т1');
    await page.keyboard.press('Space');
    await tabTo(page, 'Shared with everybody');
    await page.keyboard.press('Space');
    expect(await lookOver(page, 'line-groups')).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await tabTo(page, 'Save and show');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });
    await until(page, "document.querySelectorAll('tbody tr:not(.spacer)').length === 1");
    expect(await rowsOf(page)).toEqual(['No t1']);

    await until(theirs.page, "[...document.querySelectorAll('option')].some((one) => one.text === 'Trams')");
    await pick(theirs.page, 'Lines', 'Trams');
    await until(theirs.page, "document.querySelectorAll('tbody tr:not(.spacer)').length === 1");
    expect(await rowsOf(theirs.page)).toEqual(['No t1']);
    const address = new URL(theirs.page.url()).searchParams;
    // The address is the same for both: what one sends the other sees.
    expect(address.get('lines')).toBe(new URL(page.url()).searchParams.get('lines'));
    await tabTo(theirs.page, 'Sets…');
    await theirs.page.keyboard.press('Enter');
    await theirs.page.waitForSelector('dialog .line-groups li', WAIT);
    expect(await theirs.page.textContent('dialog')).not.toMatch(/Remove|Shared with everybody/);
    await theirs.context.close();

    await tabTo(page, 'Sets…');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Remove “Trams”');
    await page.keyboard.press('Enter');
    await until(page, "document.querySelector('dialog').textContent.includes('There are no sets yet')");
    await page.keyboard.press('Escape');
    await until(page, "document.querySelectorAll('tbody tr:not(.spacer)').length === 2");
    expect(await page.locator('option', { hasText: 'no such set' }).count()).toBe(1);
    await context.close();
  });

  it('a trip and a block of another day are told as of that day, with its date', async () => {
    const [date, year, month, day] = /^(....)(..)(..)$/.exec(townDate(Date.now() / 1000 - 86_400))!;
    const ofDay = (selected: string): string =>
      `?lang=en&view=trips&day=${[year, month, day].join('-')}&sel=${selected}`;
    const { page, context } = await open(ofDay('trip:A140'), 'dispatcher');
    await page.waitForSelector('.details-title', WAIT);
    expect(await page.textContent('.facts')).toContain(`${day}/${month}, 23:20–23:45`);
    const alert = page.getByRole('link', { name: 'Tell the riders…' });
    expect(decodeURIComponent((await alert.getAttribute('href'))!)).toContain(`A140@${date}`);
    await page.goto(`${url}/console${ofDay('block:BA140')}`);
    await page.waitForSelector('.details-title', WAIT);
    // Nobody was seen on it, and the day is over; today's is yet to come.
    expect(await page.locator('.details').textContent()).toMatch(/not observed/);
    await context.close();
  });

  it('the inspector says charge and driver, its validators, and what is unknown of them', async () => {
    const put = (text: string): Promise<unknown> => rig.access.pool.query(text);
    await put(`INSERT INTO ticketing.operators (operator_id, name) VALUES ('O', 'O') ON CONFLICT DO NOTHING`);
    await put(
      `INSERT INTO ticketing.devices (device_id, operator_id, state) VALUES ('V-1', 'O', 'ACTIVE'), ('V-2', 'O', 'ACTIVE')`,
    );
    await put(`INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from)
      VALUES ('V-1', 'a1', 'O', now() - interval '1 day'), ('V-2', 'a1', 'O', now() - interval '1 day')`);
    await put(`INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
        last_seq, queue_length, deny_list_version)
      VALUES ('V-1', now() - interval '2 hours', -312000, 'RTC', 1, 1, 7, 37, 0)`);
    const { page, context } = await open('?lang=en&sel=vehicle:a1', 'dispatcher');
    await page.waitForSelector('.validators dl', WAIT);
    const facts = await page.textContent('.vehicle-detail > .facts');
    expect(facts).toMatch(/Driver20417/);
    expect(facts).toMatch(/Charge or fuel64/);
    expect(facts).toMatch(/Low flooryes/);
    const validators = (await page.textContent('.validators'))!;
    expect(validators).toMatch(/V-1Heard of2\sh \d\d\smin agoNot sent yet37 taps/);
    expect(validators).toMatch(/Deny list0, the newest is 1Clock5\smin behindLast tapunknown/);
    expect(validators).toMatch(/V-2Heard ofnever yetNot sent yetunknownDeny listunknownClockunknown/);
    // Raw messages are for supervisors.
    expect(await page.locator('.tracker-messages').count()).toBe(0);
    await page.goto(`${url}/console?lang=en&sel=vehicle:t1`);
    await until(
      page,
      "document.querySelector('.validators')?.textContent.includes('No validators are on record')",
    );
    expect(await page.textContent('.vehicle-detail > .facts')).toMatch(
      /Driverunknown.*Charge or fuelunknown/,
    );
    await page.goto(`${url}/console?lang=en&sel=vehicle:t1&t=${Math.floor(Date.now() / 1000) - 600}`);
    await page.waitForSelector('.banner[data-kind=replay]', WAIT);
    expect(await page.locator('.validators').count()).toBe(0);
    await context.close();
    const other = await open('?lang=en&sel=vehicle:a1', 'inspector');
    await other.page.waitForSelector('.validators dl', WAIT);
    expect(await other.page.textContent('.vehicle-detail > .facts')).not.toMatch(/Driver/);
    await other.context.close();
  });

  it('a supervisor reads what the tracker sent as it came, and why something of it was not taken', async () => {
    const { page, context } = await open('?lang=en&sel=vehicle:a1', 'supervisor');
    await page.waitForSelector('.tracker-messages button', WAIT);
    await page.locator('.tracker-messages button').focus();
    await page.keyboard.press('Enter');
    await page.locator('text=Asking those who take messages in').waitFor(WAIT);
    const messages = new AskedMessages(redis, 'town');
    await rig.until('the question', async () =>
      (await messages.listAsked(Date.now() / 1000)).includes('a1') ? true : undefined,
    );
    const topic = 'rukh/v1/town/vehicle/a1/position';
    await messages.answer('a1', 'ingest', [
      {
        at: Date.now() / 1000,
        adapter: 'rukh',
        topic,
        text: '{"latitude":1}',
        bytes: 14,
        outcome: 'teleport',
      },
      {
        at: Date.now() / 1000 - 5,
        adapter: 'rukh',
        topic,
        text: '{"latitude":0}',
        bytes: 14,
        outcome: 'accepted',
      },
    ]);
    await until(page, "document.querySelectorAll('.messages li').length === 2");
    expect(await page.textContent('.messages')).toMatch(
      /impossible leap.*rukh, 14 B.*\{"latitude":1\}.*accepted.*\{"latitude":0\}/s,
    );
    await page.waitForSelector('.validators dl', WAIT);
    expect(await lookOver(page, 'equipment')).toEqual([]);
    await context.close();
  });

  it('the preview of an order has the words that then stand before the driver, and the inspector too', async () => {
    const shown: string[] = [];
    display.on('message', (_, payload) => shown.push(payload.toString()));
    await display.subscribeAsync('rukh/v1/town/vehicle/a1/orders', { qos: 1 });
    const { page, context } = await open('?lang=en&sel=vehicle:a1', 'dispatcher');
    await page.waitForSelector('.order-buttons', WAIT);
    await tabTo(page, 'Cancel the trip');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.order', WAIT);
    await pick(page, 'Reason', 'accident');
    await tabTo(page, 'Consequences');
    await page.keyboard.press('Enter');
    const told = page.locator('.preview-panel li', { hasText: /^No a1: The \d+:\d\d trip is cancelled\./ });
    await told.waitFor(WAIT);
    const words = (await told.textContent())!.replace('No a1: ', '');
    expect(await page.textContent('.preview-panel')).toContain('Drivers (1)');
    await until(page, "document.querySelector('dialog.order .primary:not(:disabled)')");
    await page.click('dialog.order .primary');
    await page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });
    await rig.until('the words on the display', () =>
      (shown.at(-1) ?? '').includes(words) ? true : undefined,
    );
    await page.locator('.vehicle-detail li', { hasText: words }).waitFor(WAIT);
    await page.keyboard.press('Control+z');
    await rig.until('an empty display', () => (shown.at(-1) === '' ? true : undefined));
    await context.close();
  });

  it('a click on the past of the diagram asks whether to show that moment; a line tells of its alerts', async () => {
    const { page, context } = await open('?lang=en&pane=diagram&sel=route:A', 'dispatcher');
    await page.waitForSelector('.diagram-now-label', WAIT);
    const box = (await page.locator('.diagram').boundingBox())!;
    const nowX = (await page.locator('.diagram-now-label').boundingBox())!.x;
    await page.mouse.click((nowX + box.x + box.width) / 2, box.y + box.height - 30);
    expect(await page.locator('.diagram-moment').count()).toBe(0);
    // Between the names and now, below all trips.
    await page.mouse.click(nowX - 60, box.y + box.height - 30);
    const show = page.locator('.diagram-moment button').first();
    await show.waitFor(WAIT);
    expect(await listViolations(page)).toEqual([]);
    expect(await show.textContent()).toMatch(/^Show how it was at \d\d:\d\d$/);
    await show.click();
    await until(page, '/[?&]t=\\d+/.test(location.search)');
    const at = Number(new URL(page.url()).searchParams.get('t'));
    expect(Date.now() / 1000 - at).toBeGreaterThan(60);
    await page.goto(`${url}/console?lang=en&pane=line&sel=route:A`);
    await page.waitForSelector('.line-figures', WAIT);
    expect(await page.locator('.line-alerts').count()).toBe(0);
    const texts = { uk: 'Концерт', en: 'A concert' };
    const alert = {
      header: texts,
      description: texts,
      cause: 7,
      effect: 6,
      informedEntities: [{ routeId: 'A' }],
      publish: true,
    };
    const { status } = await rig.access.send('POST', '/dispatch/alerts', alert, {
      'sec-fetch-site': 'same-origin',
      cookie: `rukh_session=${cookies.supervisor!}`,
    });
    expect(status).toBe(201);
    await page.waitForSelector('.line-alerts a', WAIT);
    expect(await page.textContent('.line-alerts')).toBe('Alerts for riders1');
    await context.close();
  });

  it('layers of the map are switched on by keys, drawn, and told in words', async () => {
    const at = Date.now() / 1000 - 600;
    for (let seq = 1; seq <= 12; seq++) {
      await rig.access.pool.query(
        `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
           deny_list_version, device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
         VALUES ('D', $1, '\\x00', '\\x00', 'CLOSED_CARD', 'ENTRY', 'OK_PAYG', 0, to_timestamp($2), to_timestamp($2), 'EXACT',
           'ACCEPTED', 'a1', 'O')`,
        [seq, at],
      );
      await rig.access.pool.query(
        `INSERT INTO ticketing.tap_contexts (device_id, seq, revision, route_id, stop_id, source, confidence, vehicle_id)
         VALUES ('D', $1, 1, 'A', 'O1', 'AVL', 1, 'a1')`,
        [seq],
      );
    }
    const { page, context } = await open('?lang=en', 'dispatcher');
    await until(page, 'globalThis.rukhDiagnostics?.vehicles === 2');
    await tabTo(page, 'Layers');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Speed, the last 30 minutes');
    await page.keyboard.press('Space');
    await until(page, 'globalThis.rukhDiagnostics?.layers().sections.length === 1');
    await tabTo(page, 'Taps, the last hour');
    await page.keyboard.press('Space');
    await until(page, 'globalThis.rukhDiagnostics?.layers().taps.length === 1');
    const { sections, taps } = await page.evaluate<{
      sections: { pace: string }[];
      taps: { count: number }[];
    }>('rukhDiagnostics.layers()');
    // 2 x 0.7 km in 400 s; twelve people as ten.
    expect(sections).toMatchObject([{ pace: 'middling' }]);
    expect(taps).toMatchObject([{ count: 10 }]);
    expect(new URL(page.url()).searchParams.get('layers')).toBe('speed,taps');
    expect((await page.textContent('.layers'))!).toMatch(/Stop 0Stop 1139?2/);
    expect(await page.textContent('.layers')).toMatch(/Stops where most get in \(1 of 1\).*Stop 110/);
    // What riders are told of: the line of the alert that was written above, as a band and by name.
    await tabTo(page, 'Alerts for riders');
    await page.keyboard.press('Space');
    await until(page, 'globalThis.rukhDiagnostics?.layers().alerted.lines.length > 0');
    expect(await page.textContent('.alert-places')).toMatch(/А32|Т/);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'layers');
    await context.close();
    // Who may not count riders is not offered to.
    const inspector = await open('?lang=en&layers=taps', 'inspector');
    await until(inspector.page, 'globalThis.rukhDiagnostics?.vehicles === 2');
    await tabTo(inspector.page, 'Layers');
    await inspector.page.keyboard.press('Enter');
    await inspector.page.locator('.layers label').first().waitFor(WAIT);
    expect(await inspector.page.locator('.layers label').allTextContents()).toEqual([
      ' Speed, the last 30 minutes',
      ' Alerts for riders',
    ]);
    await inspector.context.close();
  });
});
