/**
 * The console in a browser without a GPU: what drawing a frame costs with 600 vehicles and with 2,000, and whether its
 * memory grows over a shift: the events of five hours are sent as fast as the page takes them. After a build:
 *
 *     npm run bench -- console
 *     node test/bench/console.bench.ts [--seconds 20] [--hours 5] [--small]
 *
 * Chromium is that of RUKH_CHROMIUM, else /usr/bin/chromium.
 */
import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { transformSync } from '@swc/core';
import type { CDPSession, Page } from 'playwright-core';
import type { ScriptedCity as City } from '../console/support/scripted-city.ts';
import { Figures } from './figures.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    hours: { type: 'string', default: '5' },
    small: { type: 'boolean', default: false },
  },
});
const SECONDS = values.small ? 5 : Number(values.seconds);
const EVENTS = values.small ? 600 : Math.round(Number(values.hours) * 3600);
/** Of the fleet, in each event of a second: a report each five seconds. */
const CHANGED_SHARE = 0.2;
const EVENTS_AT_ONCE = 20;
const figures = new Figures('console');

process.env['RUKH_CHROMIUM'] ??= '/usr/bin/chromium';
process.env['RUKH_LOG_LEVEL'] ??= 'fatal';

/** The scripted city is a part of the tests, which are written for a transpiler. */
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = /^\.{1,2}\/.*\.js$/.test(specifier) && /\/test\/.*\.ts$/.test(context.parentURL ?? '');
    const source = isOurs && new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return source && existsSync(source) ? next(source.href, context) : next(specifier, context);
  },
  load(url, context, next) {
    if (!/\/test\/console\/.*\.ts$/.test(url)) return next(url, context);
    const file = fileURLToPath(url);
    const { code } = transformSync(readFileSync(file, 'utf8'), {
      filename: file,
      jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2024' },
      module: { type: 'es6' },
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
const { ScriptedCity } = await import('../console/support/scripted-city.ts');
const { startBrowser, until } = await import('../console/support/browser.ts');

interface State {
  readonly scriptSeconds: number;
  readonly frames: number;
  readonly drawMs: number;
}

async function readState(page: Page, session: CDPSession): Promise<State> {
  const { metrics } = await session.send('Performance.getMetrics');
  const scriptSeconds = metrics.find(({ name }) => name === 'ScriptDuration')!.value;
  const { frames, drawMs } = await page.evaluate<{ frames: number; drawMs: number }>(
    '({...rukhDiagnostics})',
  );
  return { scriptSeconds, frames, drawMs };
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

async function measure(vehicles: number): Promise<void> {
  const subject = `${vehicles} vehicles`;
  const [city, browser] = await Promise.all([ScriptedCity.start(vehicles), startBrowser()]);
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
    await context.addCookies([{ name: 'rukh_session', value: 'olena', url: city.url }]);
    const page = await context.newPage();
    const startedAt = performance.now();
    await page.goto(`${city.url}/console?lang=uk`);
    await until(page, `(globalThis.rukhDiagnostics?.vehicles ?? 0) >= ${vehicles * 0.9}`);
    figures.add(subject, 'from the address to all vehicles drawn', performance.now() - startedAt, 'ms');
    await page.waitForTimeout(6000);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await readState(page, session);
    await page.waitForTimeout(SECONDS * 1000);
    const after = await readState(page, session);
    const frames = after.frames - before.frames;
    figures.add(subject, 'drawing a frame, mean', (after.drawMs - before.drawMs) / frames, 'ms', 2);
    const script = ((after.scriptSeconds - before.scriptSeconds) * 1000) / frames;
    figures.add(subject, 'all script of a frame, mean CPU time', script, 'ms', 2);
    figures.add(subject, 'frames a second', frames / SECONDS, '', 1);
    const least = await heapMegabytes(session);
    figures.add(subject, 'memory of the page', least, 'MB', 1);
    await sendShift(city, page, vehicles);
    figures.add(subject, 'memory after the events of the shift', await heapMegabytes(session), 'MB', 1);
  } finally {
    await browser.close();
    await city.stop();
  }
}

/** Reports of a fifth of the fleet in each event, and each ten events an exception that comes and goes. */
async function sendShift(city: City, page: Page, vehicles: number): Promise<void> {
  const changed = Math.round(vehicles * CHANGED_SHARE);
  const sample = [...city.exceptions.values()][0]!;
  for (let i = 0; i < EVENTS; i++) {
    const at = Date.now() / 1000;
    const rows = city.fleet.rowsAt(at);
    const from = (i * changed) % rows.length;
    city.emit('vehicles', { at, changed: rows.slice(from, from + changed), gone: [] });
    if (i % 10 === 0) {
      const exception = { ...sample, exceptionId: `shift-${i}`, raisedAt: at };
      city.raise(exception);
      city.raise({ ...exception, state: 'solved', solved: { at, how: 'cleared' } });
    }
    // The page takes them in before more are sent, or the server would hold what the page has not.
    if (i % EVENTS_AT_ONCE === 0) await page.evaluate('new Promise(requestAnimationFrame)');
  }
  await page.waitForTimeout(5000);
}

for (const vehicles of [600, 2000]) await measure(vehicles);
process.exit(0);
