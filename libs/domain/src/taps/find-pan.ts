import type { MediaType } from './tap.js';

/**
 * Bank card numbers (PAN, ISO/IEC 7812) in texts where none may be: 13 to 19 digits, perhaps with blanks or dashes
 * between them, whose last is the check digit of the others.
 */
const CANDIDATE = /\d(?:[ -]?\d){12,}/g;
/** However somebody writes it, once signs that look alike are made the same (NFKC): in fours, or as American Express does. */
const STANDING =
  /(?<!\d)(?:\d{13,19}|\d{4}([\s._/-])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([\s._/-])\d{6}\2\d{5})(?!\d)/g;
const SEPARATORS = /[\s._/-]/g;
const MIN_DIGITS = 13;
const MAX_DIGITS = 19;

/**
 * Whether a text may be the number of a bank card, where a medium of that type is read: closed cards have numbers of their own,
 * often with the same check digit, and are taken for bank cards only where they begin as the cards of a network do.
 */
export function mayBePan(text: string, mediaType?: MediaType): boolean {
  if (mediaType === 'BANK_CARD') return findPan(text) !== undefined || holdsPan(text);
  return isIssued(text.normalize('NFKC').replaceAll(SEPARATORS, ''));
}

/**
 * Whether a bank card's number stands in a text where other numbers may, such as those of trips, or of what somebody writes:
 * one by itself, in the groups in which it is embossed or in none, of a network.
 */
export function holdsPan(text: string): boolean {
  return blankPans(text) !== text;
}

/** The text without the numbers of bank cards in it. */
export function blankPans(text: string): string {
  const plain = text.normalize('NFKC');
  const blanked = plain.replaceAll(STANDING, (run) =>
    isIssued(run.replaceAll(SEPARATORS, '')) ? '****' : run,
  );
  return blanked === plain ? text : blanked;
}

function isIssued(digits: string): boolean {
  return looksIssued(digits) && hasCheckDigit(digits);
}

/** The digits of the first card number in `text`; undefined where there is none. */
export function findPan(text: string): string | undefined {
  if (text.length < MIN_DIGITS) return undefined;
  for (const [run] of text.matchAll(CANDIDATE)) {
    const pan = findInRun(run.replaceAll(/[ -]/g, ''));
    if (pan !== undefined) return pan;
  }
  return undefined;
}

/** A longer run of digits may hold one, too: `00` and then the number. */
function findInRun(digits: string): string | undefined {
  for (let from = 0; from + MIN_DIGITS <= digits.length; from++) {
    for (let length = MIN_DIGITS; length <= MAX_DIGITS && from + length <= digits.length; length++) {
      const isWhole = from === 0 && length === digits.length;
      const candidate = digits.slice(from, from + length);
      // Of parts of a run one in ten would pass by chance: only those that begin as the cards of a network do.
      if (hasCheckDigit(candidate) && (isWhole || looksIssued(candidate))) return candidate;
    }
  }
  return undefined;
}

/**
 * Mir, Visa, Mastercard, American Express, UnionPay, Discover, JCB, by first digits and length; and networks of one country, 9 and its
 * number by ISO 3166: ArCa (9051), Belkart, Elcart, Napas, Korti Milli, Troy, Prostir (9804), Humo. Other numbers with a 9 are a carrier's own.
 */
function looksIssued(digits: string): boolean {
  return /^(?:220[0-4]\d{12}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|62\d{14,17}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|9(?:051|112|417|704|762|792|804|860)\d{12})$/.test(
    digits,
  );
}

/** Luhn's formula. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
