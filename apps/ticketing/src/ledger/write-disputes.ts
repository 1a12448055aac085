/** Where finance books what the bank of a card took back of a payment by letter, or returned: beside the payment, on the ride's page. */
import type { TracedSettlement, TracedWindow } from '@rukh/adapters/postgres';
import { writeAmountField } from './amount-field.js';
import { type Html, html } from './html.js';
import type { Language } from './money-requests.js';

const DISPUTE_TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    take: 'The bank took it back (chargeback)',
    return: 'The bank returned it',
    dispute: 'Number of the dispute',
    amount: 'Amount',
    reason: 'What the bank says',
    book: 'Book',
    by: 'Your name',
  },
  uk: {
    take: 'Банк забрав платіж (chargeback)',
    return: 'Банк повернув платіж',
    dispute: 'Номер спору',
    amount: 'Сума',
    reason: 'Що каже банк',
    book: 'Провести',
    by: 'Ваше ім’я',
  },
};

/** The key of the ledger of what a bank took back: of which payment, and by which dispute. */
const TAKEN = /^chargeback:((?:settle|top-up):\d+):([^:]+)$/;

/** Undefined where there is nothing to book of a settlement. */
export function writeDispute(
  { settlementId, kind, status, amountMinor, key }: TracedSettlement,
  { settlements, currency }: TracedWindow,
  lang: Language,
): Html | undefined {
  if (status !== 'SETTLED' || amountMinor === null || key === null) return undefined;
  if (kind === 'DEBIT') {
    const payment = `settle:${settlementId}`;
    const leftMinor = amountMinor - sumTaken(settlements, payment);
    return leftMinor > 0 ? writeTaking({ payment, currency }, leftMinor, lang) : undefined;
  }
  const [, payment, disputeRef] = TAKEN.exec(key) ?? [];
  const isReturned = settlements.some((other) => other.key === `${key}:returned`);
  if (payment === undefined || isReturned) return undefined;
  const body = { payment, disputeRef, amountMinor, currency, isReturned: true };
  return writeForm('return', body, [], lang);
}

/** What banks took back of a payment, and did not return. */
function sumTaken(settlements: readonly TracedSettlement[], payment: string): number {
  return settlements
    .filter(({ key }) => key?.startsWith(`chargeback:${payment}:`))
    .reduce((sum, { key, amountMinor }) => sum + (TAKEN.test(key!) ? amountMinor! : -amountMinor!), 0);
}

function writeTaking(
  { payment, currency }: { readonly payment: string; readonly currency: string },
  leftMinor: number,
  lang: Language,
): Html {
  const texts = DISPUTE_TEXTS[lang];
  const fields = [
    html`<label
      >${texts['dispute']}
      <input name="disputeRef" pattern="[A-Za-z0-9_.\\-]{1,64}" required autocomplete="off"
    /></label>`,
    writeAmountField(texts['amount'], leftMinor, currency),
  ];
  return writeForm('take', { payment, currency, isReturned: false }, fields, lang);
}

function writeForm(act: 'take' | 'return', body: object, fields: readonly Html[], lang: Language): Html {
  const texts = DISPUTE_TEXTS[lang];
  return html`<details>
    <summary>${texts[act]}</summary>
    ${fields}
    <label>${texts['reason']} <input name="reason" maxlength="200" required /></label>
    <button type="button" data-post="chargebacks" data-body="${JSON.stringify(body)}">
      ${texts['book']}
    </button>
  </details>`;
}

export function nameOfBooker(lang: Language): string {
  return DISPUTE_TEXTS[lang]['by']!;
}
