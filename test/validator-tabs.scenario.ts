/** A validator in a browser that somebody opens a second time: by the real service on a real database. */
import 'reflect-metadata';
import { makeTokenRef } from '@rukh/adapters/token-ref';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { IntakeRig } from '../apps/ticketing/src/intake-rig.fixture.js';
import { PAGE_TEXTS } from '../apps/ticketing/src/validator-page/texts.js';
import { CHROMIUM, keepPicture, startBrowser, until } from './console/support/browser.js';

/** The worker keeps the page, and what it loads, after the page is there. */
const IS_KEPT = `(async () => {
  while (!(await caches.match('/validator')) || !(await caches.match('/assets/validator/jsqr.js'))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
})()`;
const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('a validator that is open in two tabs', () => {
  let rig: IntakeRig;
  let url: string;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    rig = await IntakeRig.create();
    await rig.app.listen(0, '127.0.0.1');
    url = (await rig.app.getUrl()).replace('[::1]', '127.0.0.1');
    browser = await startBrowser();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser.close();
    rig.app.getHttpServer().closeAllConnections();
    await rig.close();
  });

  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${url}/validator?lang=uk`);
    return page;
  };
  const isAtWork = (page: Page): Promise<void> => until(page, `!document.getElementById('work').hidden`);
  const hold = async (page: Page, token: string): Promise<void> => {
    await page.fill('#token', token);
    await page.press('#token', 'Enter');
  };
  const untilStored = async (taps: number): Promise<object[]> => {
    for (const deadline = Date.now() + 15_000; ;) {
      const rows = await rig.query<{ seq: number }>(
        `SELECT seq::integer, outcome FROM ticketing.taps WHERE device_id = 'tabs' ORDER BY seq`,
      );
      if (rows.length >= taps || Date.now() > deadline) return rows;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it('works in one of them at a time, so that no number is given twice', async () => {
    const code = await rig.openEnrolment('tabs');
    const first = await open();
    await until(first, `!document.getElementById('enrolment').hidden`);
    await first.fill('[name=device]', 'tabs');
    await first.fill('[name=code]', code);
    await first.press('[name=code]', 'Enter');
    await isAtWork(first);
    await hold(first, 'one');
    await untilStored(1);
    const second = await open();
    await until(second, `document.getElementById('failure').textContent !== ''`);
    await keepPicture(second, 'validator-second-tab');
    expect(await second.textContent('#failure')).toBe(PAGE_TEXTS.uk.script.otherTab);
    expect(await second.isVisible('#work')).toBe(false);
    await hold(first, 'two');
    await untilStored(2);
    await first.close();
    await isAtWork(second);
    expect(await second.textContent('#failure')).toBe('');
    // A page that is loaded anew waits for nobody.
    await second.reload();
    await isAtWork(second);
    await hold(second, 'three');
    expect(await untilStored(3)).toEqual([1, 2, 3].map((seq) => ({ seq, outcome: 'ACCEPTED' })));
  });

  it('starts without a network in a browser that names its language', async () => {
    const ukrainian = await browser.newContext({ locale: 'uk' });
    const page = await ukrainian.newPage();
    await page.goto(`${url}/validator`);
    await page.fill('[name=device]', 'asleep');
    await page.fill('[name=code]', await rig.openEnrolment('asleep'));
    await page.press('[name=code]', 'Enter');
    await isAtWork(page);
    await page.evaluate(IS_KEPT);
    await ukrainian.setOffline(true);
    await page.reload();
    await isAtWork(page);
    // As it stands on the card.
    await hold(page, '0400 1234 56');
    await ukrainian.setOffline(false);
    const device = "device_id = 'asleep' AND outcome = 'ACCEPTED'";
    for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
      if ((await rig.query(`SELECT FROM ticketing.taps WHERE ${device}`)).length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const stored = await rig.query<{ token_ref: Buffer }>(
      `SELECT token_ref FROM ticketing.taps WHERE ${device}`,
    );
    expect(stored).toEqual([
      { token_ref: makeTokenRef(process.env['RUKH_TICKETING_TOKEN_KEY']!, '0400123456') },
    ]);
    await ukrainian.close();
  });
});
