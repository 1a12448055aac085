/**
 * Names of places stay in the language of the city on a page in another one: a voice that reads it aloud is told so, or it
 * spells foreign letters one by one (WCAG 3.1.2).
 */
import type { Language } from '@rukh/domain/passenger';
import { type Html, html } from './html.js';

export type WriteName = (name: string) => Html;

/** What names of a feed that does not say its language are in, by the letters that they are written with. */
const BY_LETTERS = 'uk';

/**
 * Writes names on a page in one language. `spoken` is what the feed says that its names are in, BCP 47, but for those that
 * were translated. A name in Latin letters within a feed of others is a brand, and read as the page is.
 */
export function nameWriter(
  page: Language,
  spoken: string | undefined,
  translated: ReadonlySet<string> = new Set(),
): WriteName {
  const isLatin = spoken !== undefined && new Intl.Locale(spoken).maximize().script === 'Latn';
  const isOfPage = spoken !== undefined && new Intl.Locale(spoken).language === page;
  const isForeign = (name: string): boolean => {
    if (translated.has(name)) return false;
    if (spoken === undefined) return page !== BY_LETTERS && /\p{Script=Cyrillic}/u.test(name);
    return !isOfPage && (isLatin || /[^\P{L}\p{Script=Latin}]/u.test(name));
  };
  return (name) =>
    isForeign(name) ? html`<span lang="${spoken ?? BY_LETTERS}">${name}</span>` : html`${name}`;
}

/** A sentence with names in it, in the order in which it has them. */
export function writeNamesWithin(
  sentence: string,
  names: readonly (string | undefined)[],
  writeName: WriteName,
): Html {
  const parts: Html[] = [];
  let rest = sentence;
  for (const name of names) {
    const at = name === undefined || name === '' ? -1 : rest.indexOf(name);
    if (name === undefined || at < 0) continue;
    parts.push(html`${rest.slice(0, at)}${writeName(name)}`);
    rest = rest.slice(at + name.length);
  }
  return html`${parts}${rest}`;
}
