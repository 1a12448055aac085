/** Every word of the money's pages, in each language; another language is another object of this shape. */
import type { NameParty } from '../operators/name-parties.js';
import type { Language } from './money-requests.js';
import { EN } from './texts-en.js';
import { UK } from './texts-uk.js';

export interface Texts {
  readonly title: string;
  readonly rideTitle: (ref: string) => string;
  readonly ridesTitle: (day: string) => string;
  readonly dayTitle: (date: string) => string;
  readonly language: string;
  readonly otherLanguage: string;
  readonly steps: {
    readonly tap: string;
    readonly context: string;
    readonly price: string;
    readonly booked: string;
    readonly window: string;
    readonly settlement: string;
    readonly shares: string;
    readonly refunds: string;
  };
  readonly columns: Readonly<Record<string, string>>;
  readonly dispositions: Readonly<Record<string, string>>;
  readonly causeNames: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<string, string>>;
  /** What devices, taps and contexts say in codes. */
  readonly codes: Readonly<Record<string, string>>;
  /** Accounts of the ledger by what stands before the colon. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly allRides: string;
  readonly next: string;
  readonly none: string;
  readonly voided: string;
  readonly tooLate: (money: string) => string;
  readonly revised: (causes: string) => string;
  readonly revision: (n: number, isCurrent: boolean) => string;
  readonly atRisk: string;
  readonly sealed: string;
  readonly notSealed: string;
  /** Why a fare day was closed. */
  readonly closings: Readonly<Record<'COMPLETE' | 'TIMEOUT', string>>;
  readonly notClosed: string;
  readonly sum: string;
  readonly day: Readonly<Record<string, string>>;
  readonly clearing: {
    readonly title: (fromDay: string, toDay: string) => string;
    readonly chart: (currency: string) => string;
    readonly dues: string;
    readonly sales: string;
    readonly ruleTitle: string;
    readonly booked: (at: string) => string;
    readonly notBooked: string;
    readonly superseded: (runId: number) => string;
    readonly early: string;
    readonly nobody: string;
    readonly rules: Readonly<Record<string, string>>;
    readonly pools: Readonly<Record<string, string>>;
    readonly words: Readonly<Record<string, string>>;
  };
  readonly shares: {
    readonly journey: string;
    readonly notCleared: string;
    readonly sold: (product: string, carrier: string) => string;
    readonly soldOver: (money: string, rides: number) => string;
  };
  readonly form: Readonly<Record<string, string>>;
}

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
