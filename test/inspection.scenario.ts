/**
 * An inspector's shift on the phone's page, in a browser with a camera, by the real service on a real database: signs
 * in, begins at a vehicle, looks at cards and tickets, loses the network, fines, ends, signs out.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeTokenRef } from '@rukh/adapters/token-ref';
import { createApp } from '@rukh/service';
import type { Browser, Page } from 'playwright-core';
import { create } from 'qrcode';
import { RIG_TOKEN_KEY, TicketingRig } from '../apps/ticketing/src/context/ticketing-rig.fixture.js';
import { INSPECT_TEXTS } from '../apps/ticketing/src/inspection/inspect-texts.js';
import { FINE_TEXTS } from '../apps/ticketing/src/inspection/fine-texts.js';
import { InspectionModule } from '../apps/ticketing/src/inspection/inspection.module.js';
import { MONEY_REFUSALS } from '../apps/ticketing/src/ledger/refuse-money.js';
import { MediaModule } from '../apps/ticketing/src/media/media.module.js';
import { MoneyModule } from '../apps/ticketing/src/money.module.js';
import { StorageModule } from '../apps/ticketing/src/storage.module.js';
import { ValidatorPageModule } from '../apps/ticketing/src/validator-page/validator-page.module.js';
import { CHROMIUM, keepPicture, listViolations, startBrowser, until } from './console/support/browser.js';

@Module({ imports: [StorageModule, MediaModule, InspectionModule, ValidatorPageModule, MoneyModule] })
class InspectorsApp {}

const ADMIN = 'a-token-of-the-administration';
const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('an inspector’s shift', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rukh-camera-'));
  let rig: TicketingRig;
  let app: NestFastifyApplication;
  let browser: Browser;
  let url: string;
  let ticketId: string;
  let seq = 0;

  const asAdmin = (path: string, body: object): Promise<Response> =>
    fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  /** A tap of a minute ago on the vehicle. */
  const tap = async (token: string): Promise<void> => {
    await rig.query(
      `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
         device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
       VALUES ('V1', $1, '\\x00', $2, 'CLOSED_CARD', 'ENTRY', 'OK_PAYG', 0, now() - interval '1 minute',
         now() - interval '1 minute', 'EXACT', 'ACCEPTED', '7', 'LET')`,
      [(seq += 1), makeTokenRef(RIG_TOKEN_KEY, token)],
    );
  };
  /** The validator of the vehicle says that it keeps nothing. */
  const hear = async (): Promise<void> => {
    await rig.query(
      `INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
         last_seq, queue_length, deny_list_version) VALUES ('V1', clock_timestamp(), 0, 'RTC', 1, 1, $1, 0, 0)
       ON CONFLICT (device_id) DO UPDATE SET heard_at = excluded.heard_at`,
      [seq],
    );
    await rig.query(
      `INSERT INTO ticketing.device_progress (device_id, high_water_mark, last_seq, missing) VALUES ('V1', $1, $1, 0)
       ON CONFLICT (device_id) DO NOTHING`,
      [seq],
    );
  };
  const countLocked = async (): Promise<number> =>
    (await rig.query('SELECT FROM ticketing.locked_devices')).length;
  const says = (page: Page, selector: string, text: string): Promise<void> =>
    until(page, `document.querySelector('${selector}')?.textContent.includes(${JSON.stringify(text)})`);
  const isShown = (page: Page, selector: string): Promise<void> =>
    until(page, `document.querySelector('${selector}').checkVisibility()`);

  beforeAll(async () => {
    rig = await TicketingRig.create();
    Object.assign(
      process.env,
      rig.variables({ RUKH_ADMIN_TOKEN: ADMIN, RUKH_PAYMENTS: 'off', RUKH_PRICING_WORKERS: '0' }),
    );
    app = await createApp(InspectorsApp, { name: 'ticketing' });
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    await asAdmin('inspection/inspectors', { inspectorId: 'oksana', operatorId: 'LET', pin: '123456' });
    const sale = { channel: 'DRIVER', fareProductId: 'single', validSeconds: 3_600, vehicleId: '7' };
    const sold = (await (
      await asAdmin('tickets', { ...sale, priceMinor: 2_000, currency: 'UAH' })
    ).json()) as { ticketId: string; cose: string };
    ({ ticketId } = sold);
    for (const token of ['paid', ticketId]) await tap(token);
    await rig.query(
      "INSERT INTO ticketing.media (token_ref, media_type, state) VALUES ($1, 'CLOSED_CARD', 'LOST')",
      [makeTokenRef(RIG_TOKEN_KEY, 'lost')],
    );
    const film = join(folder, 'ticket.y4m');
    writeFileSync(film, drawFilm(Buffer.from(sold.cose, 'base64url')));
    browser = await startBrowser(
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    );
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    await rig.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['uk', 'en'] as const)('is done on the page, in %s', async (language) => {
    const texts = INSPECT_TEXTS[language];
    const context = await browser.newContext({
      viewport: { width: 360, height: 780 },
      permissions: ['camera'],
    });
    const page = await context.newPage();
    const check = async (code: string): Promise<void> => {
      await page.fill('#code', code);
      await page.press('#code', 'Enter');
    };
    const signIn = async (pin: string, inspector = 'oksana'): Promise<void> => {
      await page.fill('#inspector', inspector);
      await page.fill('#pin', pin);
      await page.press('#pin', 'Enter');
    };
    const begin = async (vehicle: string): Promise<void> => {
      await page.fill('#vehicle', vehicle);
      await page.press('#vehicle', 'Enter');
    };

    await page.goto(`${url}/inspect?lang=${language}`);
    expect(await listViolations(page)).toEqual([]);
    // What is typed wrong is no fault of the connection.
    await signIn('123456', 'oksana p.');
    await says(page, '#trouble', texts.misfit);
    await signIn('000000');
    await says(page, '#trouble', texts.refusals.wrong_pin);
    await signIn('123456');
    await isShown(page, '#begin');
    await begin('nowhere');
    await says(page, '#trouble', texts.refusals.no_such_vehicle);
    await begin('7');
    await isShown(page, '#inspection');
    expect(await countLocked()).toBe(1);
    await check('never');
    await says(page, '#result', texts.results.UNKNOWN_PENDING);
    await hear();

    await check('paid');
    await says(page, '#result', texts.results.VALID);
    expect(await page.isVisible('#fine')).toBe(false);
    await check('lost');
    await says(page, '#result', texts.results.ON_DENY_LIST);
    await check(`queued-${language}`);
    await says(page, '#result', texts.results.NO_VALIDATION);
    await says(page, '#result', `${texts.looked} queued-${language}`);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, `inspect-${language}`);

    await page.click('#fine');
    expect(await page.isVisible('#second')).toBe(false);
    expect(await listViolations(page)).toEqual([]);
    await page.click('#sure [value=no]');
    expect(await rig.query('SELECT FROM ticketing.fines')).toHaveLength(language === 'uk' ? 0 : 1);
    await page.click('#fine');
    await page.click('#sure [value=yes]');
    await says(page, '#result', texts.fineVoids);
    expect(await rig.query('SELECT FROM ticketing.fines')).toHaveLength(language === 'uk' ? 1 : 2);
    await says(page, '#fine-list li', texts.fineStates.ISSUED);
    // Looked at again at the other door: a second fine is asked about, and not issued unawares.
    await check(`queued-${language}`);
    await says(page, '#result', texts.finedAlready);
    await page.click('#fine');
    await isShown(page, '#second');
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, `inspect-second-fine-${language}`);
    await page.click('#sure [value=no]');
    await tap(`queued-${language}`);
    await says(page, '#fine-list li', texts.fineStates.VOIDED);
    expect(await listViolations(page)).toEqual([]);

    await page.click('#scan');
    await says(page, '#result', texts.results.VALID);
    expect(await page.isVisible('#camera')).toBe(false);

    await check('never');
    await says(page, '#result', texts.results.NO_VALIDATION);
    await context.setOffline(true);
    await check('paid');
    await says(page, '#trouble', texts.failed);
    // Who was looked at before cannot be fined for a card that nobody could look up.
    expect([await page.textContent('#result'), await page.isVisible('#fine')]).toEqual(['', false]);
    await context.setOffline(false);
    // A connection that is there and carries nothing holds up no question after this one.
    await page.route('**/checks', () => undefined, { times: 1 });
    await check('paid');
    await until(page, "document.querySelector('#trouble').textContent === ''");
    await says(page, '#trouble', texts.failed);
    await check('paid');
    await says(page, '#result', texts.results.VALID);

    await page.reload();
    await isShown(page, '#inspection');
    await rig.query('UPDATE ticketing.inspection_sessions SET expires_at = clock_timestamp()');
    await check('paid');
    await says(page, '#trouble', texts.refusals.inspection_over);
    await begin('7');
    await isShown(page, '#inspection');
    await page.click('#end');
    await isShown(page, '#begin');
    expect(await countLocked()).toBe(0);

    const token = await page.evaluate<string>('sessionStorage.getItem("inspection-token")');
    await page.click('#sign-out');
    await isShown(page, '#sign-in');
    const late = await fetch(`${url}/api/v1/inspection/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ vehicleId: '7' }),
    });
    expect(late.status).toBe(401);
    await context.close();
  });

  it('the office follows the fines, with the keyboard: books a payment, cancels, and another gives the money back', async () => {
    const signedIn = await (
      await fetch(`${url}/api/v1/inspection/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ inspectorId: 'oksana', pin: '123456' }),
      })
    ).json();
    const ask = async (path: string, body: object): Promise<Record<string, unknown>> =>
      (await (
        await fetch(`${url}/api/v1/inspection/${path}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${(signedIn as { token: string }).token}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify(body),
        })
      ).json()) as Record<string, unknown>;
    const { sessionId } = await ask('sessions', { vehicleId: '7' });
    const { inspectionId } = await ask(`sessions/${String(sessionId)}/checks`, { code: 'nobody' });
    const { fineId } = await ask(`checks/${String(inspectionId)}/fine`, {});
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const { states, acts } = FINE_TEXTS.uk;
    await page.goto(`${url}/finance?lang=uk#fines`);
    await page.fill('[name=token]', ADMIN);
    await page.press('[name=token]', 'Tab');
    await says(page, '#answer tbody tr', states.ISSUED);
    expect(await listViolations(page)).toEqual([]);
    await keepPicture(page, 'fines');
    /** The newest fine is the first row. */
    const act = async (
      who: string,
      name: string,
      said: Record<string, string>,
      shows: string,
    ): Promise<void> => {
      await page.fill('[data-acts] input', who);
      await page.focus(`#answer tbody tr:first-child summary:text-is("${name}")`);
      // What was refused stays open, with what was filled in.
      if ((await page.locator('details[open]').count()) === 0) await page.keyboard.press('Enter');
      for (const [field, value] of Object.entries(said)) {
        await page.fill(`details[open] [name=${field}]`, value);
      }
      await page.focus('details[open] button');
      await page.keyboard.press('Enter');
      await until(
        page,
        `(document.querySelector('#answer tbody')?.textContent + document.querySelector('#failure').textContent).includes(${JSON.stringify(shows)})`,
      );
    };
    await act('Олена', acts.PAYMENT, { reference: 'виписка 17' }, 'виписка 17 (банківський рахунок), Олена');
    await act('Тарас', acts.CANCELLED, { why: 'показав квиток' }, states.TO_REFUND);
    await act('Тарас', acts.REFUND, { reference: 'виписка 18' }, MONEY_REFUSALS.uk.fine_same_person);
    await act('Олена', acts.REFUND, { reference: 'виписка 18' }, states.REFUNDED);
    await page.goto(`${url}/finance?lang=en#fines?state=VOIDED`);
    await says(page, '#answer tbody tr', 'came out of the validator’s queue');
    expect(await page.textContent('#answer')).not.toContain(`виписка`);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(320);
    expect(await listViolations(page)).toEqual([]);
    const entries = await rig.query(
      'SELECT sum(amount_minor)::integer AS minor, count(*)::integer AS n FROM ticketing.ledger_entries WHERE account = $1',
      [`fine:${String(fineId)}`],
    );
    expect(entries).toEqual([{ minor: 0, n: 4 }]);
    await page.close();
  });
});

/** One picture of a QR code, as YUV4MPEG2, which Chromium shows for ever in the place of a camera. */
function drawFilm(bytes: Buffer): Buffer {
  const [width, height] = [640, 480];
  const { modules } = create([{ data: bytes, mode: 'byte' }], { errorCorrectionLevel: 'M' });
  const scale = Math.floor((height - 80) / modules.size);
  const [left, top] = [width, height].map((side) => Math.floor((side - scale * modules.size) / 2));
  const light = Buffer.alloc(width * height, 235);
  for (let y = 0; y < modules.size * scale; y += 1) {
    for (let x = 0; x < modules.size * scale; x += 1) {
      if (modules.get(Math.floor(y / scale), Math.floor(x / scale)) === 1) {
        light[(top! + y) * width + left! + x] = 16;
      }
    }
  }
  const colour = Buffer.alloc((width * height) / 2, 128);
  return Buffer.concat([Buffer.from('YUV4MPEG2 W640 H480 F10:1 Ip C420jpeg\nFRAME\n'), light, colour]);
}
