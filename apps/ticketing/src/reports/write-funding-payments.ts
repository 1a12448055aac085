/** What a funding body owes of all time, what it has paid of that, and where a payment is booked. */
import type { FundingBalance, FundingPayment } from '@rukh/adapters/postgres';
import { type Cell, type Html, figure, html, list, table } from '../ledger/html.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TEXTS, countDigits, formatMoney } from '../ledger/texts.js';
import { FUNDING_TEXTS } from './funding-texts.js';
import { receiptHeads, writeReceipt, writeReceiptFields } from './write-receipts.js';

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
  const { payments: caption } = FUNDING_TEXTS[options.lang];
  const rows = payments.map((payment) => writeReceipt({ id: payment.paymentId, ...payment }, options));
  return table(caption, receiptHeads(options.lang), rows, TEXTS[options.lang].none);
}

/** Only where it is known in what is paid. */
function writeForm(
  { fundingBodyId, currency }: FundingAccountShown,
  { lang }: PageOptions,
): Html | undefined {
  if (currency === undefined) return undefined;
  const { words } = FUNDING_TEXTS[lang];
  return html`<form
    class="actions"
    data-funding="${fundingBodyId}"
    data-receipt="${currency}"
    data-digits="${countDigits(currency)}"
    data-by="${words['by']}"
  >
    ${writeReceiptFields(currency, lang)}
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
