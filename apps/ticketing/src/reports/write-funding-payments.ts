/** What a funding body owes of all time, what it has paid of that, and where a payment is booked. */
import type { FundingBalance, FundingPayment } from '@rukh/adapters/postgres';
import { type Cell, type Html, figure, html, list, table } from '../ledger/html.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TEXTS, countDigits, formatMoney, formatTime } from '../ledger/texts.js';
import { FUNDING_TEXTS } from './funding-texts.js';

export interface FundingAccountShown {
  readonly fundingBodyId: string;
  /** Of its account; undefined where nothing was booked there yet. */
  readonly currency: string | undefined;
  readonly due: FundingBalance | undefined;
  readonly payments: readonly FundingPayment[];
}

export function writeFundingAccount(account: FundingAccountShown, options: PageOptions): Html {
  return html`${writeBalance(account, options)} ${writePayments(account, options)}
  ${writeForm(account, options)}`;
}

function writeBalance({ due, currency }: FundingAccountShown, { lang }: PageOptions): Html | undefined {
  if (due === undefined || currency === undefined) return undefined;
  const { words } = FUNDING_TEXTS[lang];
  const money = (minor: number): Cell => figure(formatMoney(minor, currency, lang));
  return list([
    [words['owed']!, money(due.owedMinor)],
    [words['received']!, money(due.receivedMinor)],
    [words['outstanding']!, money(due.outstandingMinor)],
  ]);
}

function writePayments({ payments }: FundingAccountShown, options: PageOptions): Html {
  const { words, payments: caption } = FUNDING_TEXTS[options.lang];
  const rows = payments.map((payment): Cell[] => [
    payment.paidOn,
    payment.reference,
    figure(formatMoney(payment.amountMinor, payment.currency, options.lang)),
    write(payment.bookedBy, payment.bookedAt, options),
    writeState(payment, options),
  ]);
  const heads = ['paidOn', 'reference', 'amount', 'booked', 'state'].map((head) => words[head]!);
  return table(caption, heads, rows, TEXTS[options.lang].none);
}

function writeState(payment: FundingPayment, options: PageOptions): Cell {
  const { words } = FUNDING_TEXTS[options.lang];
  const { paymentId, takenBackBy, takenBackAt, takenBackWhy } = payment;
  if (takenBackBy !== null && takenBackAt !== null) {
    return `${words['takenBack']}: ${takenBackWhy}. ${write(takenBackBy, takenBackAt, options)}`;
  }
  return html`<details>
    <summary>${words['takeBack']}</summary>
    <label>${words['why']} <input maxlength="200" required data-why="${paymentId}" /></label>
    <button type="button" data-take-back="${paymentId}">${words['takeBack']}</button>
  </details>`;
}

/** Only where it is known in what is paid. */
function writeForm(
  { fundingBodyId, currency }: FundingAccountShown,
  { lang }: PageOptions,
): Html | undefined {
  if (currency === undefined) return undefined;
  const { words } = FUNDING_TEXTS[lang];
  const digits = countDigits(currency);
  const part = digits === 0 ? '' : String.raw`([.,]\d{1,${digits}})?`;
  const pattern = String.raw`\s*\d[\d\s]*${part}\s*`;
  return html`<form
    class="actions"
    data-funding="${fundingBodyId}"
    data-currency="${currency}"
    data-digits="${digits}"
    data-by="${words['by']}"
  >
    <label
      >${words['amount']}, ${currency}
      <input name="amount" inputmode="decimal" pattern="${pattern}" required autocomplete="off"
    /></label>
    <label>${words['paidOn']} <input type="date" name="paidOn" required /></label>
    <label
      >${words['reference']} <input name="reference" maxlength="140" required autocomplete="off"
    /></label>
    <button type="button">${words['book']}</button>
    <button
      type="button"
      data-save="funding-payments?format=csv&fundingBodyId=${fundingBodyId}&lang=${lang}"
      data-as="payments-${fundingBodyId}.csv"
    >
      ${words['csv']}
    </button>
  </form>`;
}

function write(by: string, at: Date, { lang, timeZone }: PageOptions): string {
  return `${by}, ${formatTime(at, lang, timeZone)}`;
}
