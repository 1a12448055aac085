/** What may be put in at once, and how its currency is written: whole units, since nobody types kopiyky there. */
import { NO_CURRENCY } from '@rukh/domain/fares';
import { LOCALES, countDigits } from '../../ledger/texts.js';
import type { Language } from './rider-texts.js';

const MOST_UNITS = 5_000;

/** @returns minor units; undefined where it is no amount that may be put in */
export function readTopUp(typed: string, currency: string): number | undefined {
  const units = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (units < 1 || units > MOST_UNITS || currency === NO_CURRENCY) return undefined;
  return units * 10 ** countDigits(currency);
}

/** E.g. ₴. */
export function symbolOf(currency: string, lang: Language): string {
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const parts = new Intl.NumberFormat(LOCALES[lang], style).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}
