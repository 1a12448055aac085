import type { NameParty } from '../operators/name-parties.js';
import type { Language } from './money-requests.js';
import { EN } from './texts-en.js';
import { UK } from './texts-uk.js';
import type { Texts } from './texts-shape.js';

/** Every word of the money's pages, in each language. */
export const TEXTS: Readonly<Record<Language, Texts>> = { uk: UK, en: EN };

/** An account of the ledger in words, with whose it is, and with its own name. */
export function nameAccount(account: string, lang: Language, nameParty: NameParty): string {
  const { accounts } = TEXTS[lang];
  const [kind, owner] = account.split(':') as [string, string?];
  const words = accounts[account] ?? accounts[kind];
  const party = owner === undefined || kind === 'rider' ? owner : nameParty(owner);
  const whose = party === owner ? '' : `: ${party!}`;
  return words === undefined ? account : `${words}${whose} (${account})`;
}

/** By which numbers and dates are written: English of Europe, whose days come before months and whose clock has 24 hours. */
export const LOCALES = { uk: 'uk', en: 'en-GB' } as const satisfies Record<Language, string>;

/** In the currency's own digits, e.g. 17,00 ₴. */
export function formatMoney(minor: number, currency: string, lang: Language): string {
  const format = new Intl.NumberFormat(LOCALES[lang], { style: 'currency', currency });
  return format.format(minor / 10 ** countDigits(currency));
}

/** Of the minor unit: 2 where a hryvnia has 100 kopiyky. */
export function countDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** To the tenth. */
export function formatKilometres(metres: number, lang: Language): string {
  return new Intl.NumberFormat(LOCALES[lang], { maximumFractionDigits: 1 }).format(metres / 1000);
}

export function formatTime(time: Date, lang: Language, timeZone: string): string {
  const dateStyle = lang === 'uk' ? 'short' : 'medium';
  return new Intl.DateTimeFormat(LOCALES[lang], { dateStyle, timeStyle: 'medium', timeZone }).format(time);
}
