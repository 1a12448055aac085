/** Fines that were issued for the rider's cards: nobody else tells him that one fell away, and that he need not pay it. */
import type { RiderFine } from '@rukh/adapters/postgres';
import type { FineState } from '@rukh/domain/ledger';
import { type Html, html } from '../../ledger/html.js';
import { formatMoney, formatTime } from '../../ledger/texts.js';
import type { RiderView } from './rider-view.js';
import type { Language } from './rider-texts.js';
import { writeListSection } from './write-list-section.js';

const FINE_TEXTS: Readonly<
  Record<Language, { readonly title: string; readonly states: Readonly<Record<FineState, string>> }>
> = {
  uk: {
    title: 'Штрафи',
    states: {
      ISSUED: 'до сплати',
      PAID: 'сплачено',
      VOIDED: 'скасовано, платити не треба',
      TO_REFUND: 'скасовано, сплачене вам повернуть',
      REFUNDED: 'скасовано, сплачене повернуто',
    },
  },
  en: {
    title: 'Fines',
    states: {
      ISSUED: 'to be paid',
      PAID: 'paid',
      VOIDED: 'fell away, you need not pay it',
      TO_REFUND: 'fell away, what was paid will be given back',
      REFUNDED: 'fell away, what was paid was given back',
    },
  },
};

/** Nothing where there are none, as for nearly everybody. */
export function writeRiderFines({ fines, lang, timeZone }: RiderView): Html {
  if (fines.length === 0) return html``;
  const { title, states } = FINE_TEXTS[lang];
  const lines = fines.map(
    ({ fineId, issuedAt, amountMinor, currency, state }: RiderFine) =>
      html`<li>
        № ${String(fineId)}, ${formatTime(issuedAt, lang, timeZone)},
        ${formatMoney(amountMinor, currency, lang)}:
        <strong>${states[state]}</strong>
      </li>`,
  );
  return writeListSection(title, lines);
}
