/** Money that a rider puts in: the form, and what became of it each time, which the gateway may say hours later. */
import type { RiderTopUp } from '@rukh/adapters/postgres';
import { NO_CURRENCY } from '@rukh/domain/fares';
import { type Html, html } from '../../ledger/html.js';
import { formatMoney, formatTime } from '../../ledger/texts.js';
import { symbolOf } from './name-top-up.js';
import { type Language, TEXTS } from './rider-texts.js';
import type { RiderView } from './rider-view.js';
import { writeListSection } from './write-list-section.js';

const TEXTS_OF_LIST: Readonly<
  Record<
    Language,
    {
      readonly title: string;
      readonly states: Readonly<Record<RiderTopUp['state'], string>>;
      readonly cash: (receipt: string) => string;
    }
  >
> = {
  uk: {
    title: 'Поповнення за останній 31 день',
    states: {
      PENDING: 'ще не підтверджено; не платіть удруге, відповідь буде тут',
      BOOKED: 'зараховано',
      DECLINED: 'відхилено, нічого не стягнуто',
      TAKEN_BACK:
        'скасовано як помилку; якщо ви справді дали ці гроші, зверніться з квитанцією до служби квитка',
    },
    cash: (receipt) => `готівкою, квитанція ${receipt}`,
  },
  en: {
    title: 'Money put in during the last 31 days',
    states: {
      PENDING: 'not confirmed yet; do not pay again, the answer will be here',
      BOOKED: 'on the account',
      DECLINED: 'declined, nothing was taken',
      TAKEN_BACK: 'taken back as a mistake; if you did pay it, take your receipt to the ticket office',
    },
    cash: (receipt) => `in cash, receipt ${receipt}`,
  },
};

export function writeTopUps(view: RiderView): Html {
  const form = view.isPrepaid && view.currency !== NO_CURRENCY ? writeForm(view) : html``;
  return view.topUps.length === 0 ? form : html`${form} ${writeList(view)}`;
}

function writeForm({ lang, currency, csrf, formRef }: RiderView): Html {
  const texts = TEXTS[lang];
  return html`<section>
    <h2 id="top-up">${texts.topUp}</h2>
    <p id="top-up-lead">${texts.topUpLead}</p>
    <form method="post" action="/rider/top-up" aria-describedby="top-up-lead">
      <input type="hidden" name="csrf" value="${csrf}" />
      <input type="hidden" name="formRef" value="${formRef}" />
      <p>
        <label for="amount">${texts.amount}, ${symbolOf(currency, lang)}</label>
        <input id="amount" name="amount" type="number" min="1" max="5000" step="1" value="100" required />
      </p>
      <button>${texts.pay}</button>
    </form>
  </section>`;
}

function writeList({ topUps, lang, timeZone }: RiderView): Html {
  const { title, states, cash } = TEXTS_OF_LIST[lang];
  const lines = topUps.map(({ begunAt, amountMinor, currency, state, receipt }) => {
    const when = formatTime(begunAt, lang, timeZone);
    const paid = formatMoney(amountMinor, currency, lang) + (receipt === null ? '' : `, ${cash(receipt)}`);
    return html`<li>${when}, ${paid}: ${states[state]}</li>`;
  });
  return writeListSection(title, lines);
}
