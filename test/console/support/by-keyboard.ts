/** What somebody does who has a keyboard and no mouse. */
import type { Page } from 'playwright-core';

/** Name of what has the focus, as a screen reader would begin with it. */
const FOCUSED = `(({ activeElement: element }) => [
  element.getAttribute('aria-label'),
  ...(element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent),
  element.labels?.[0]?.textContent,
  element.matches('body, input, select') ? '' : element.textContent,
].filter(Boolean).join(' ').trim())(document)`;

const MOST_TABS = 250;

/** Tabs on to the next control whose name begins so, or is like that; with so many presses at most. */
export async function tabTo(page: Page, name: string | RegExp, most = MOST_TABS): Promise<void> {
  const isIt = (focused: string): boolean =>
    typeof name === 'string' ? focused.startsWith(name) : name.test(focused);
  const seen: string[] = [];
  for (let i = 0; i <= most; i++) {
    const focused = await page.evaluate<string>(FOCUSED);
    if (i > 0 && isIt(focused)) return;
    seen.push(focused.slice(0, 30));
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by Tab: ${String(name)}; there were ${[...new Set(seen)].join(' | ')}`);
}

/** Chooses the first option whose text has this in it, by the arrow keys. */
export async function pick(page: Page, name: string, option: string, most?: number): Promise<void> {
  await tabTo(page, name, most);
  await page.keyboard.press('Home');
  const chosen = 'document.activeElement.selectedOptions[0].textContent.trim()';
  for (let i = 0; i < 60; i++) {
    if ((await page.evaluate<string>(chosen)).includes(option)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no option ${option} of ${name}`);
}

/** Writes into a field, in place of what stands there; `\n` is Enter. */
export async function typeInto(page: Page, name: string, text: string, most?: number): Promise<void> {
  await tabTo(page, name, most);
  await page.keyboard.press('Control+a');
  for (const part of text.split(/(\n)/)) {
    if (part === '\n') await page.keyboard.press('Enter');
    else await page.keyboard.type(part);
  }
}
