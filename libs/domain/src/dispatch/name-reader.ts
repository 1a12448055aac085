/**
 * What a reader of the feeds is called: the program's own word for itself, the product of its User-Agent, without version,
 * system or whatever else it says. Of who reads nothing is kept, neither address nor person.
 */

/** A page in a browser, and who does not say what it is. */
export const BROWSER = 'browser';
export const UNNAMED = 'unnamed';

const PRODUCT = '[A-Za-z0-9][A-Za-z0-9._+-]{0,39}';
/** Programs that pass for a browser say so: Mozilla/5.0 (compatible; name/1.0). */
const COMPATIBLE = new RegExp(`^Mozilla/[^ ]+ \\(compatible; (${PRODUCT})(?=[/; )])`);
const FIRST = new RegExp(`^(${PRODUCT})(?=[/ (;]|$)`);

export function nameReader(userAgent: string | undefined): string {
  const text = userAgent ?? '';
  const product = (COMPATIBLE.exec(text) ?? FIRST.exec(text))?.[1];
  if (product === undefined) return UNNAMED;
  return product === 'Mozilla' ? BROWSER : product;
}
