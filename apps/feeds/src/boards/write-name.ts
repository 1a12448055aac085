/**
 * Names of places stay in the language of the city on a page in English: a voice that reads it aloud is told so, or it
 * spells Cyrillic letters one by one (WCAG 3.1.2).
 */
import type { Language } from '@rukh/domain/passenger';
import { type Html, html } from './html.js';

export function writeName(name: string, language: Language): Html {
  const isForeign = language !== 'uk' && /\p{Script=Cyrillic}/u.test(name);
  return isForeign ? html`<span lang="uk">${name}</span>` : html`${name}`;
}
