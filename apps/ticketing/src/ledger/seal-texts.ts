/** Every word of the page that holds a day against its seal, in each language. */
import type { Language } from './money-requests.js';

interface SealTexts {
  readonly title: (date: string) => string;
  /** The link to it. */
  readonly ask: string;
  readonly holds: string;
  readonly broken: string;
  readonly chainBroken: string;
  readonly content: string;
  readonly what: string;
  readonly sealed: string;
  readonly found: string;
  readonly transactions: string;
  readonly entries: string;
  readonly debitMinor: string;
  readonly hash: string;
  readonly chain: string;
  readonly follows: string;
  readonly doesNotFollow: string;
  readonly byYourself: string;
}

export const SEAL_TEXTS: Readonly<Record<Language, SealTexts>> = {
  en: {
    title: (date) => `Seal of ${date}`,
    ask: 'Hold the day against its seal',
    holds: 'Holds: the day is as it was sealed.',
    broken: 'BROKEN: the day is not what was sealed. Somebody changed the ledger past its own door.',
    chainBroken:
      'BROKEN BEFORE: this day is as it was sealed, but the seal of the day before is another. Look at that one.',
    content: 'What was sealed, and what is there now',
    what: 'What',
    sealed: 'As sealed',
    found: 'Now',
    transactions: 'Transactions',
    entries: 'Entries',
    debitMinor: 'Debits, in minor units',
    hash: 'Hash (SHA-256)',
    chain: 'Chain',
    follows: 'begins with the seal of the day before',
    doesNotFollow: 'does not begin with the seal of the day before',
    byYourself:
      'Keep the hash outside of this system: who has it can prove all that lies before it. “rukh ledger verify” holds every day against its seal.',
  },
  uk: {
    title: (date) => `Печатка за ${date}`,
    ask: 'Звірити день із печаткою',
    holds: 'Сходиться: день такий, яким його запечатано.',
    broken: 'НЕ СХОДИТЬСЯ: день не такий, яким його запечатано. Хтось змінив книгу в обхід системи.',
    chainBroken:
      'НЕ СХОДИТЬСЯ ПОПЕРЕДНІЙ: сам день такий, яким його запечатано, але печатка попереднього дня інша. Перевірте його.',
    content: 'Що запечатано і що є тепер',
    what: 'Що',
    sealed: 'Запечатано',
    found: 'Тепер',
    transactions: 'Проведень',
    entries: 'Записів',
    debitMinor: 'Дебет, у найменших одиницях',
    hash: 'Хеш (SHA-256)',
    chain: 'Ланцюг',
    follows: 'починається з печатки попереднього дня',
    doesNotFollow: 'не починається з печатки попереднього дня',
    byYourself:
      'Зберігайте хеш поза цією системою: з ним можна довести все, що було до нього. «rukh ledger verify» звіряє з печатками всі дні.',
  },
};
