/** What holds of every view, in both themes, in both languages, from a telephone to a wall. */
import type { Page } from 'playwright-core';
import {
  keepPicture,
  listBrokenWords,
  listClippedTexts,
  listSmallTargets,
  listViolations,
  widthTooMuch,
} from './browser.js';

type Language = 'uk' | 'en';
type Theme = 'light' | 'dark';
type Look = readonly [language: Language, theme: Theme, width: number];

const HEIGHTS: Readonly<Record<number, number>> = { 320: 860, 768: 1024, 1440: 860, 3840: 2160 };
/** Ends, as `SOME` does, in English: what is done to the page after it is done in its words. */
const WHOLE: readonly Look[] = Object.keys(HEIGHTS).flatMap((width) =>
  (['uk', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme): Look => [language, theme, Number(width)]),
  ),
);
/** Each width, each theme and each language, and the two themes at the two sizes that people have. */
const SOME: readonly Look[] = [
  ['uk', 'light', 320],
  ['en', 'dark', 320],
  ['en', 'light', 768],
  ['uk', 'light', 1440],
  ['uk', 'dark', 1440],
  ['en', 'dark', 3840],
];

/**
 * What is wrong, and where: axe's rules, small targets, what is cut off or broken, what scrolls sideways. Some of the sixteen
 * looks of a view are looked at in each run of the tests, all of them by `npm run looks`.
 */
export async function lookOver(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const [language, theme, width] of process.env['RUKH_LOOKS'] === 'all' ? WHOLE : SOME) {
    await speak(page, language);
    await page.setViewportSize({ width, height: HEIGHTS[width]! });
    await page.emulateMedia({ colorScheme: theme });
    await drawn(page);
    const wrong = [...(await listViolations(page)), ...(await listMisfits(page))];
    found.push(...wrong.map((text) => `${language} ${theme} ${width}: ${text}`));
    await keepPicture(page, `${name}-${language}-${theme}-${width}`);
  }
  return found;
}

async function listMisfits(page: Page): Promise<string[]> {
  const over = await widthTooMuch(page);
  const isAway = await page.evaluate("document.querySelector('dialog[open]:not(:modal)') !== null");
  return [
    ...(isAway ? ['a dialog that lies over nothing'] : []),
    ...(over > 0 ? [`${over} px too wide`] : []),
    ...(await listSmallTargets(page)).map((text) => `small: ${text}`),
    ...(await listClippedTexts(page)).map((text) => `clipped: ${text}`),
    ...(await listBrokenWords(page)).map((word) => `broken: ${word}`),
  ];
}

/** By the page's own switch, where it speaks the other language. */
async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate(
    `document.querySelector(':is(.user-menu, .sign-in) button[lang="${language}"]')?.click()`,
  );
  await page.waitForSelector(`html[lang=${language}]`);
}

/** Once what has changed is on the screen. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
