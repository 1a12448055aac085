/** The disk of a validator in a browser, where two tabs of one browser use it at once. */
import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeptOnDevice } from '@rukh/domain/validator';
import type { Browser, Page } from 'playwright-core';
import { CHROMIUM, startBrowser } from './console/support/browser.js';

const STORE = readFileSync(new URL('../apps/ticketing/public/validator/store.js', import.meta.url));
const whereThereIsABrowser = CHROMIUM === undefined ? describe.skip : describe;

whereThereIsABrowser('the disk of a validator in a browser', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      const isStore = url === '/store.js';
      response.setHeader('content-type', isStore ? 'text/javascript' : 'text/html');
      response.end(isStore ? STORE : '<title>disk</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await startBrowser();
  });
  beforeEach(async () => {
    // Each context has a disk of its own.
    page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** What is on the disk after steps with two stores on it, as two tabs have them. */
  const after = (steps: string): Promise<KeptOnDevice> =>
    page.evaluate<KeptOnDevice>(`(async () => {
      const { BrowserStore } = await import('/store.js');
      const [one, other] = [await BrowserStore.open(), await BrowserStore.open()];
      ${steps}
      return one.read();
    })()`);

  it('goes on after the numbers that were given before, where it has none', async () => {
    expect(await after(`await one.begin('V1', { lastSeq: 41, lastBootId: 3 });`)).toEqual({
      ...{ taps: [], answeredTaps: [], usedTickets: [], boots: 3, highWaterMark: 41, begunAfter: 41 },
    });
  });

  it('begins with nothing where none were given', async () => {
    expect(await after(`await one.begin('V1', { lastSeq: 0, lastBootId: 0 });`)).toMatchObject({
      ...{ boots: 0, highWaterMark: 0, begunAfter: 0 },
    });
  });

  it('goes on by its own taps, or its own mark, where it has them', async () => {
    const kept = await after(
      `await one.putTap({ seq: 1 }); await one.begin('V1', { lastSeq: 41, lastBootId: 3 });`,
    );
    expect(kept).toMatchObject({ taps: [{ seq: 1 }], highWaterMark: 0, begunAfter: 0 });
    const sent = await after(`await one.forget(7); await one.begin('V1', { lastSeq: 41, lastBootId: 3 });`);
    expect(sent).toMatchObject({ taps: [], highWaterMark: 7, begunAfter: 0 });
  });

  it('remembers who rode a moment ago when their taps have a receipt, and forgets who rode before or by a clock far ahead', async () => {
    const kept = await after(`
      const times = [100, 900, 90_000, 950];
      for (const [i, deviceTimeMs] of times.entries()) await one.putTap({ seq: i + 1, deviceTimeMs });
      await one.forget(3, 1_000, 500);`);
    expect(kept).toMatchObject({ taps: [{ seq: 4 }], answeredTaps: [{ seq: 2 }] });
  });

  it('gives no number again that another tab gave while this one began', async () => {
    const kept = await after(`
      const begun = one.begin('V1', { lastSeq: 41, lastBootId: 3 });
      await Promise.all([begun, other.putTap({ seq: 42 }), other.forget(43)]);`);
    expect(kept.highWaterMark).toBe(43);
  });

  it('enrolled in two tabs at once begins once', async () => {
    const kept = await after(`await Promise.all([
      one.begin('V1', { lastSeq: 41, lastBootId: 3 }), other.begin('V1', { lastSeq: 50, lastBootId: 4 }) ]);`);
    expect(kept).toMatchObject({ boots: 3, highWaterMark: 41, begunAfter: 41 });
  });
});
