/**
 * Where the office asks for what is to be given back of a ride, on the ride's page: for riders who have no page of their own, as who
 * pays by a bank card has none.
 */
import type { RideTrace } from '@rukh/adapters/postgres';
import { writeAmountField } from './amount-field.js';
import { type Html, html } from './html.js';
import type { Language } from './money-requests.js';

const FORM_TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    ask: 'Give back of this ride',
    hint: 'A small amount is given back at once; a larger one waits for another person, under "Refunds asked for".',
    amount: 'Amount',
    reason: 'Why',
    button: 'Ask for the refund',
  },
  uk: {
    ask: 'Повернути за цю поїздку',
    hint: 'Мала сума повертається одразу; більша чекає рішення іншої людини в «Проханнях повернути гроші».',
    amount: 'Сума',
    reason: 'Чому',
    button: 'Просити повернення',
  },
};

/** Undefined where nothing is left that could be given back, or whose it is is not told: who only reads gives nothing back. */
export function writeRefundForm({ revisions, refunds }: RideTrace, lang: Language): Html | undefined {
  const charge = revisions.find(({ isCurrent }) => isCurrent);
  if (charge === undefined || charge.accountId === '') return undefined;
  const asked = refunds.filter(({ state }) => state !== 'REJECTED');
  const leftMinor = charge.billedMinor - asked.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (leftMinor <= 0) return undefined;
  const texts = FORM_TEXTS[lang];
  const { currency, chargeId } = charge;
  return html`<details>
    <summary>${texts['ask']}</summary>
    <p>${texts['hint']}</p>
    ${writeAmountField(texts['amount'], leftMinor, currency)}
    <label>${texts['reason']} <input name="reason" maxlength="500" required /></label>
    <button
      type="button"
      data-post="refunds"
      data-who="requestedBy"
      data-body="${JSON.stringify({ chargeId })}"
    >
      ${texts['button']}
    </button>
  </details>`;
}
