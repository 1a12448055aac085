import type { LedgerDay } from './chain-day.js';

/** What a day comes to, as its seal says or as it is found again. */
export type DayContent = Pick<LedgerDay, 'hash' | 'transactions' | 'entries' | 'debitMinor'>;

/** The figures of a seal, those that people can read first. */
export const SEALED_FIGURES = ['transactions', 'entries', 'debitMinor'] as const;

/** What of a day is not as it was sealed; undefined where all is. */
export function findDifference(
  sealed: DayContent,
  found: DayContent,
): (typeof SEALED_FIGURES)[number] | 'hash' | undefined {
  const figure = SEALED_FIGURES.find((name) => sealed[name] !== found[name]);
  if (figure) return figure;
  return sealed.hash.every((byte, i) => byte === found.hash[i]) ? undefined : 'hash';
}
