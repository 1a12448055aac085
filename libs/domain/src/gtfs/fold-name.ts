/**
 * How a name that somebody typed meets the names of the timetable: Cyrillic or Latin letters that look alike, a name
 * of a stop spelled with Latin letters, capitals and apostrophes or none.
 */

/** Letters that look the same in both scripts: nobody knows which of them is on the sign "А32". */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  і: 'i',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
};

/** Ukrainian names in Latin letters, as passports, maps and road signs have them (resolution 55 of 2010). */
const ROMAN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'iu',
  я: 'ia',
};
/** At the beginning of a word. */
const ROMAN_FIRST: Readonly<Record<string, string>> = { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' };

/** Letters and digits only, in small letters; both apostrophes of Ukrainian are none. */
export function foldName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’ʼ`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A folded name in Latin letters: "площа ринок" is "ploshcha rynok". */
export function romanizeName(folded: string): string {
  return folded
    .replaceAll('зг', 'zgh')
    .replace(/(?<!\p{L})[єїйюя]/gu, (letter) => ROMAN_FIRST[letter]!)
    .replace(/\p{L}/gu, (letter) => ROMAN[letter] ?? letter);
}

/** The same for names that look the same, whatever script they are typed in. */
export function simplifyName(text: string): string {
  return Array.from(text.toLowerCase(), (letter) => LOOKALIKES[letter] ?? letter)
    .join('')
    .replaceAll(/[\s'’ʼ-]+/g, '');
}

/** Whether somebody who typed `query` can have meant exactly this name: "T04" is tram Т04, "Tr07" trolleybus Тр07. */
export function isNamed(name: string, query: string): boolean {
  const folded = romanizeName(foldName(query));
  // Dashes and blanks name nothing, least of all what has no name.
  if (folded === '') return false;
  return simplifyName(name) === simplifyName(query) || romanizeName(foldName(name)) === folded;
}
