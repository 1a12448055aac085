/** Length of an account number by country, where that is fixed and payouts are likely to go there (ISO 13616 registry). */
const LENGTHS: Readonly<Record<string, number>> = { UA: 29, PL: 28, DE: 22, SK: 24, HU: 28, RO: 24 };
const FORM = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

/**
 * An account number as banks write it, without spaces and in capitals. Undefined where it is none: its form, its length,
 * or its check digits are wrong (ISO 13616, ISO 7064 MOD 97-10), so that a slip of the pen pays nobody else.
 */
export function findIban(text: string): string | undefined {
  const iban = text.replaceAll(/\s/g, '').toUpperCase();
  if (!FORM.test(iban) || iban.length !== (LENGTHS[iban.slice(0, 2)] ?? iban.length)) return undefined;
  return remainder(iban.slice(4) + iban.slice(0, 4)) === 1 ? iban : undefined;
}

/** Of the number that the characters are, A being 10 and Z 35, by 97. */
function remainder(characters: string): number {
  let rest = 0;
  for (const character of characters) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
