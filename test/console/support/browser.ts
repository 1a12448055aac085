/** One browser for the tests of the console, and what they ask of a page again and again. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type Page, chromium } from 'playwright-core';

/** Of Debian's chromium in a container: no GPU, nothing but the page asked for. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const CHROMIUM = process.env['RUKH_CHROMIUM'];

export function startBrowser(...more: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM!, args: [...FLAGS, ...more] });
}

/** Where RUKH_SCREENSHOTS names a folder, the page is kept there as a picture. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['RUKH_SCREENSHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Violations, one line each: the rule and where. */
export async function listViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(AXE);
  return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(AXE_TAGS)} }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      id + ' ' + target.join(' ') + ' ' + failureSummary.replaceAll('\\n', ' '))))`);
}

/** Waits until an expression is true in the page. Not by `waitForFunction`, which the page's own policy forbids. */
export async function until(page: Page, expression: string, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await page.evaluate<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${expression}`);
    await page.waitForTimeout(50);
  }
}

/** Whether the page as a whole can be scrolled sideways. */
export function widthTooMuch(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Controls smaller than 24 px either way; links within a sentence are not asked. */
export function listSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, select, input, a[href], summary, [role=option]')]
    .filter((element) => element.checkVisibility() && !element.closest('p, .unseen') && !element.matches('.skip'))
    .flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isSmall = width > 0 && (width < 23.9 || height < 23.9);
      return isSmall ? [element.outerHTML.slice(0, 80) + ' ' + width.toFixed(1) + '×' + height.toFixed(1)] : [];
    })`);
}

/** Controls and headings whose text is cut off, and names of a ladder or a diagram that stand beyond it. */
export function listClippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, .views a, h1, h2, h3, .row-main, .banner')]
    .filter((element) => element.checkVisibility() && !element.closest('.unseen'))
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .concat([...document.querySelectorAll(':is(.rail, .diagram) text')].filter((text) => {
      const [own, frame] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
      return own.left < frame.left - 1 || own.right > frame.right + 1;
    }))
    .map((element) => element.textContent.slice(0, 60))`);
}

/** Words of buttons that go on in another line; one may break behind its hyphen. */
export function listBrokenWords(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('button, summary')]
    .filter((element) => element.checkVisibility() && !element.closest('.unseen'))
    .flatMap((element) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const broken = [];
      while (texts.nextNode()) {
        const { currentNode: node } = texts;
        for (const { 0: word, index } of node.data.matchAll(/[^\\s-]+/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
        }
      }
      return broken;
    })`);
}
