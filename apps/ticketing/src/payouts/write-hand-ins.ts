/** Cash that carriers have handed in, and where finance books it: a form for each currency in which cash was taken. */
import type { CarrierClaim, CashHandIn } from '@rukh/adapters/postgres';
import { type Html, html, table } from '../ledger/html.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TEXTS, countDigits } from '../ledger/texts.js';
import { receiptHeads, writeReceipt, writeReceiptFields } from '../reports/write-receipts.js';
import { PAYOUT_TEXTS } from './payout-texts.js';

interface HandInsShown {
  readonly claims: readonly CarrierClaim[];
  readonly handIns: readonly CashHandIn[];
}

export function writeHandIns({ claims, handIns }: HandInsShown, options: PageOptions): Html {
  const { words, handIns: caption } = PAYOUT_TEXTS[options.lang];
  const rows = handIns.map((handIn) => [
    options.nameParty(handIn.operatorId),
    ...writeReceipt({ id: handIn.handInId, ...handIn }, options),
  ]);
  // Who handed in all that he took may still have it taken back and booked anew.
  const owing = claims.filter(({ operatorId, cashMinor }) => cashMinor !== 0 || isAmong(handIns, operatorId));
  const currencies = [...new Set(owing.map(({ currency }) => currency))];
  const forms = currencies.map((currency) =>
    writeForm(
      currency,
      owing.filter((claim) => claim.currency === currency),
      options,
    ),
  );
  const heads = [words['party']!, ...receiptHeads(options.lang)];
  return html`${table(caption, heads, rows, TEXTS[options.lang].none)} ${forms}`;
}

function isAmong(handIns: readonly CashHandIn[], operatorId: string): boolean {
  return handIns.some((handIn) => handIn.operatorId === operatorId);
}

function writeForm(currency: string, owing: readonly CarrierClaim[], options: PageOptions): Html {
  const { lang, nameParty } = options;
  const { words } = PAYOUT_TEXTS[lang];
  const choices = owing.map(
    ({ operatorId }) => html`<option value="${operatorId}">${nameParty(operatorId)}</option>`,
  );
  return html`<form class="actions" data-receipt="${currency}" data-digits="${countDigits(currency)}">
    <label
      >${words['party']}
      <select name="carrier" required>
        ${choices}
      </select></label
    >
    ${writeReceiptFields(currency, lang)}
    <button type="button">${words['handIn']}</button>
    <button type="button" data-save="cash-hand-ins?format=csv&lang=${lang}" data-as="cash-hand-ins.csv">
      ${words['handInsCsv']}
    </button>
  </form>`;
}
