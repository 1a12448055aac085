/** Refunds that riders and offices ask for, on one page; the finance page makes its buttons work. */
import type { Refund } from '@rukh/adapters/postgres';
import { amountPattern, amountText } from './amount-field.js';
import { type Cell, type Html, figure, html, link, page, table } from './html.js';
import type { Language } from './money-requests.js';
import { RIDER } from '../payments/refund.js';
import { TEXTS, countDigits, formatMoney, formatTime } from './texts.js';

export const REFUND_TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    title: 'Refunds asked for',
    heads: 'Number|Ride|Amount|Why|Asked by|State|Decided|To do',
    rider: 'the rider',
    approve: 'Give back',
    reject: 'Refuse',
    by: 'Your name',
    amount: 'Amount',
    note: 'What the rider reads',
    asked: 'asked for:',
  },
  uk: {
    title: 'Прохання повернути гроші',
    heads: 'Номер|Поїздка|Сума|Причина|Хто просить|Стан|Вирішено|Що зробити',
    rider: 'пасажир',
    approve: 'Повернути',
    reject: 'Відмовити',
    by: 'Ваше ім’я',
    amount: 'Сума',
    note: 'Що прочитає пасажир',
    asked: 'просять:',
  },
};

export function writeRefundsPage(refunds: readonly Refund[], lang: Language, timeZone: string): string {
  const texts = REFUND_TEXTS[lang];
  const rows = refunds.map((refund): Cell[] => [
    refund.refundId,
    link(`rides/${refund.rideRef}`, refund.rideRef),
    figure(writeAmounts(refund, lang)),
    refund.reason,
    `${nameAsker(refund, lang)}, ${formatTime(refund.requestedAt, lang, timeZone)}`,
    TEXTS[lang].states[refund.state] ?? refund.state,
    refund.decidedBy && tellDecision(refund, lang, timeZone),
    refund.state === 'REQUESTED' ? writeDecision(refund, lang) : undefined,
  ]);
  const content = html`<section>
      ${table(texts['title']!, texts['heads']!.split('|'), rows, TEXTS[lang].none)}
    </section>
    <p class="actions" data-refunds data-by="${texts['by']}"></p>`;
  return page(lang, texts['title']!, content);
}

export function nameAsker({ requestedBy }: Pick<Refund, 'requestedBy'>, lang: Language): string {
  return requestedBy === RIDER ? REFUND_TEXTS[lang]['rider']! : requestedBy;
}

/** What is given back, and what was asked for where that is more. */
export function writeAmounts(
  refund: Pick<Refund, 'amountMinor' | 'askedMinor' | 'currency'>,
  lang: Language,
): string {
  const { amountMinor, askedMinor, currency } = refund;
  const asked = askedMinor && ` (${REFUND_TEXTS[lang]['asked']} ${formatMoney(askedMinor, currency, lang)})`;
  return `${formatMoney(amountMinor, currency, lang)}${asked || ''}`;
}

export function tellDecision(
  { decidedBy, decidedAt, decisionNote }: Pick<Refund, 'decidedBy' | 'decidedAt' | 'decisionNote'>,
  lang: Language,
  timeZone: string,
): string {
  const who = `${decidedBy}, ${formatTime(decidedAt!, lang, timeZone)}`;
  return decisionNote ? `${who}: ${decisionNote}` : who;
}

function writeDecision({ refundId, amountMinor, currency }: Refund, lang: Language): Html {
  const texts = REFUND_TEXTS[lang];
  return html`<label
      >${texts['amount']}, ${currency}
      <input
        data-amount="${refundId}"
        data-digits="${countDigits(currency)}"
        inputmode="decimal"
        pattern="${amountPattern(currency)}"
        value="${amountText(amountMinor, currency)}"
        required
        autocomplete="off"
    /></label>
    <label>${texts['note']} <input data-note="${refundId}" maxlength="300" required /></label>
    ${['approve', 'reject'].map(
      (act) => html`<button type="button" data-refund="${refundId}" data-act="${act}">${texts[act]}</button>`,
    )}`;
}
