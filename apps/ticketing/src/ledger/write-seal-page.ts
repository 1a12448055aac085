/** A day held against its seal: what was sealed beside what is there now. */
import type { SealCheck } from '@rukh/adapters/postgres';
import { SEALED_FIGURES } from '@rukh/domain/ledger';
import { type Cell, html, link, list, page, table } from './html.js';
import type { PageOptions } from './page-options.js';
import { SEAL_TEXTS } from './seal-texts.js';
import { TEXTS } from './texts.js';

export function writeSealPage(check: SealCheck, { lang }: PageOptions): string {
  const { date, holds, isAsSealed, followsDayBefore, previousHash, sealed, found } = check;
  const words = SEAL_TEXTS[lang];
  const { day } = TEXTS[lang];
  const rows = ([...SEALED_FIGURES, 'hash'] as const).map((key): Cell[] => [
    words[key],
    String(sealed[key]),
    String(found[key]),
  ]);
  const content = html`<section>
    <p>${link(`ledger/days/${date}`, `← ${date}`)}</p>
    <p><strong>${holds ? words.holds : isAsSealed ? words.chainBroken : words.broken}</strong></p>
    ${table(words.content, [words.what, words.sealed, words.found], rows, '')}
    ${list([
      [day['previousHash']!, previousHash],
      [words.chain, followsDayBefore ? words.follows : words.doesNotFollow],
    ])}
    <p>${words.byYourself}</p>
  </section>`;
  return page(lang, words.title(date), content);
}
