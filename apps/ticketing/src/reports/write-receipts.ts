/** Money that came to the bank account, of funding bodies and of carriers: how it is shown, and the fields by which it is booked. */
import type { BankReceipt } from '@rukh/domain/ledger';
import { amountPattern } from '../ledger/amount-field.js';
import { type Cell, type Html, figure, html } from '../ledger/html.js';
import type { Language } from '../ledger/money-requests.js';
import type { PageOptions } from '../ledger/page-options.js';
import { formatMoney, formatTime } from '../ledger/texts.js';
import { FUNDING_TEXTS } from './funding-texts.js';

interface ShownReceipt extends BankReceipt {
  readonly id: string;
  readonly bookedBy: string;
  readonly bookedAt: Date;
  readonly takenBackBy: string | null;
  readonly takenBackAt: Date | null;
  readonly takenBackWhy: string | null;
}

/** By their names in the texts of funding. */
const COLUMNS = ['paidOn', 'reference', 'amount', 'booked', 'state'] as const;

export function receiptHeads(lang: Language): string[] {
  return COLUMNS.map((column) => FUNDING_TEXTS[lang].words[column]!);
}

export function writeReceipt(receipt: ShownReceipt, options: PageOptions): Cell[] {
  return [
    receipt.paidOn,
    receipt.reference,
    figure(formatMoney(receipt.amountMinor, receipt.currency, options.lang)),
    write(receipt.bookedBy, receipt.bookedAt, options),
    writeState(receipt, options),
  ];
}

function writeState(receipt: ShownReceipt, options: PageOptions): Cell {
  const { words } = FUNDING_TEXTS[options.lang];
  const { id, takenBackBy, takenBackAt, takenBackWhy } = receipt;
  if (takenBackBy !== null && takenBackAt !== null) {
    return `${words['takenBack']}: ${takenBackWhy}. ${write(takenBackBy, takenBackAt, options)}`;
  }
  return html`<details>
    <summary>${words['takeBack']}</summary>
    <label>${words['why']} <input maxlength="200" required data-why="${id}" /></label>
    <button type="button" data-take-back="${id}">${words['takeBack']}</button>
  </details>`;
}

export function writeReceiptFields(currency: string, lang: Language): Html {
  const { words } = FUNDING_TEXTS[lang];
  return html`<label
      >${words['amount']}, ${currency}
      <input
        name="amount"
        inputmode="decimal"
        pattern="${amountPattern(currency)}"
        required
        autocomplete="off"
    /></label>
    <label>${words['paidOn']} <input type="date" name="paidOn" required /></label>
    <label
      >${words['reference']} <input name="reference" maxlength="140" required autocomplete="off"
    /></label>`;
}

function write(by: string, at: Date, { lang, timeZone }: PageOptions): string {
  return `${by}, ${formatTime(at, lang, timeZone)}`;
}
