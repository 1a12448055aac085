/** What holds of every view, in both themes, in both languages, from a telephone to a wall. */
import type { Page } from 'playwright-core';
import { keepPicture, listClippedTexts, listSmallTargets, listViolations, widthTooMuch } from './browser.js';

const SIZES = [
  [320, 860],
  [768, 1024],
  [1440, 860],
  [3840, 2160],
] as const;
const LANGUAGES = ['uk', 'en'] as const;
const THEMES = ['light', 'dark'] as const;

/** @returns what is wrong and where: axe's rules in each, sizes and what is cut off where a theme cannot change it */
export async function lookOver(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const language of LANGUAGES) {
    await speak(page, language);
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await drawn(page);
        const where = `${language} ${width} ${theme}`;
        found.push(...(await listViolations(page)).map((text) => `${where}: ${text}`));
        if (language === 'uk') await keepPicture(page, `${name}-${theme}-${width}`);
      }
      found.push(...(await listMisfits(page)).map((text) => `${language} ${width}: ${text}`));
    }
  }
  return found;
}

async function listMisfits(page: Page): Promise<string[]> {
  const over = await widthTooMuch(page);
  return [
    ...(over > 0 ? [`${over} px too wide`] : []),
    ...(await listSmallTargets(page)).map((text) => `small: ${text}`),
    ...(await listClippedTexts(page)).map((text) => `clipped: ${text}`),
  ];
}

/** By the page's own switch, where it speaks the other language. */
async function speak(page: Page, language: 'uk' | 'en'): Promise<void> {
  await page.evaluate(
    `document.querySelector(':is(.user-menu, .sign-in) button[lang="${language}"]')?.click()`,
  );
  await page.waitForSelector(`html[lang=${language}]`);
}

/** Once what has changed is on the screen. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
