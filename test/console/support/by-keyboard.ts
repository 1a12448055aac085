/** What somebody does who has a keyboard and no mouse. */
import type { Page } from 'playwright-core';

/** Name of what has the focus, as a screen reader would begin with it. */
const FOCUSED = `(({ activeElement: element }) => [
  element.getAttribute('aria-label'),
  element.labels?.[0]?.textContent,
  element.matches('input, select') ? '' : element.textContent,
].filter(Boolean).join(' ').trim())(document)`;

const MOST_TABS = 250;

/** Tabs on to the next control whose name begins so. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i < MOST_TABS; i++) {
    const focused = await page.evaluate<string>(FOCUSED);
    if (i > 0 && focused.startsWith(name)) return;
    seen.push(focused.slice(0, 30));
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by Tab: ${name}; there were ${[...new Set(seen)].join(' | ')}`);
}

/** Chooses the option whose text begins so, by the arrow keys. */
export async function pick(page: Page, name: string, option: string): Promise<void> {
  await tabTo(page, name);
  const chosen = 'document.activeElement.selectedOptions[0].textContent.trim()';
  for (let i = 0; i < 60; i++) {
    if ((await page.evaluate<string>(chosen)).startsWith(option)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no option ${option} of ${name}`);
}

/** Writes into a field, in place of what stands there; `\n` is Enter. */
export async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Control+a');
  for (const part of text.split(/(\n)/)) {
    if (part === '\n') await page.keyboard.press('Enter');
    else await page.keyboard.type(part);
  }
}
