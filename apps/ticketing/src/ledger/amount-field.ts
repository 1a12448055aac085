/** A field into which an amount is typed, as people write amounts: with a comma or a point, and with spaces. */
import { type Html, html } from './html.js';
import { countDigits } from './texts.js';

/** @returns what its text must look like, for the attribute `pattern` */
export function amountPattern(currency: string): string {
  const digits = countDigits(currency);
  const part = digits === 0 ? '' : String.raw`([.,]\d{1,${digits}})?`;
  return String.raw`\s*\d[\d\s]*${part}\s*`;
}

/** What stands in it before anybody types. */
export function amountText(minor: number, currency: string): string {
  const digits = countDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

/** The field of a form that is sent in minor units, as `amountMinor`. */
export function writeAmountField(label: string | undefined, minor: number, currency: string): Html {
  return html`<label
    >${label}, ${currency}
    <input
      name="amountMinor"
      data-digits="${countDigits(currency)}"
      inputmode="decimal"
      pattern="${amountPattern(currency)}"
      value="${amountText(minor, currency)}"
      required
      autocomplete="off"
  /></label>`;
}
