/** Refunds that riders and offices ask for, on one page; the finance page makes its buttons work. */
import type { Refund } from '@rukh/adapters/postgres';
import { type Cell, type Html, figure, html, link, page, table } from './html.js';
import type { Language } from './money-requests.js';
import { RIDER } from '../payments/refund.js';
import { TEXTS, formatMoney, formatTime } from './texts.js';

export const REFUND_TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    title: 'Refunds asked for',
    heads: 'Number|Ride|Amount|Why|Asked by|State|Decided|To do',
    rider: 'the rider',
    approve: 'Give back',
    reject: 'Refuse',
    by: 'Your name',
  },
  uk: {
    title: 'Прохання повернути гроші',
    heads: 'Номер|Поїздка|Сума|Причина|Хто просить|Стан|Вирішено|Що зробити',
    rider: 'пасажир',
    approve: 'Повернути',
    reject: 'Відмовити',
    by: 'Ваше ім’я',
  },
};

export function writeRefundsPage(refunds: readonly Refund[], lang: Language, timeZone: string): string {
  const texts = REFUND_TEXTS[lang];
  const rows = refunds.map((refund): Cell[] => [
    refund.refundId,
    link(`rides/${refund.rideRef}`, refund.rideRef),
    figure(formatMoney(refund.amountMinor, refund.currency, lang)),
    refund.reason,
    `${refund.requestedBy === RIDER ? texts['rider'] : refund.requestedBy}, ${formatTime(refund.requestedAt, lang, timeZone)}`,
    TEXTS[lang].states[refund.state] ?? refund.state,
    refund.decidedBy && `${refund.decidedBy}, ${formatTime(refund.decidedAt!, lang, timeZone)}`,
    refund.state === 'REQUESTED' ? writeButtons(refund.refundId, lang) : undefined,
  ]);
  const content = html`<section>
      ${table(texts['title']!, texts['heads']!.split('|'), rows, TEXTS[lang].none)}
    </section>
    <p class="actions" data-refunds data-by="${texts['by']}"></p>`;
  return page(lang, texts['title']!, content);
}

function writeButtons(refundId: string, lang: Language): Html {
  return html`${['approve', 'reject'].map(
    (act) =>
      html`<button type="button" data-refund="${refundId}" data-act="${act}">
        ${REFUND_TEXTS[lang][act]}
      </button>`,
  )}`;
}
