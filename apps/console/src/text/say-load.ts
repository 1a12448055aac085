import type { CITY_TEXTS } from './city-texts.js';

/** How full a vehicle is: the word that riders read, and about how many people where that is known. */
export function sayLoad(
  status: number,
  persons: number | null | undefined,
  words: (typeof CITY_TEXTS)['uk'],
): string {
  const word = words.occupancy[status] ?? '';
  return persons == null ? word : `${word}, ${words.persons(persons)}`;
}
