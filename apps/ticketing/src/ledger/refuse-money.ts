/** Why money does not move, or clearing is not done, by name: for the API in English, on the page of finance in its language. */
import type {
  CashRefusal,
  CashTopUpRefusal,
  ChargebackRefusal,
  FineRefusal,
  FundingRefusal,
  PayoutRefusal,
} from '@rukh/domain/ledger';
import { Problem } from '@rukh/service';
import type { Language } from './money-requests.js';

export type MoneyRefusal =
  | `payout_${Lowercase<PayoutRefusal>}`
  | `funding_${Lowercase<FundingRefusal>}`
  | `cash_${Lowercase<CashRefusal>}`
  | `top_up_${Lowercase<CashTopUpRefusal>}`
  | `chargeback_${Lowercase<ChargebackRefusal>}`
  | `fine_${Lowercase<FineRefusal>}`
  | 'clearing_early'
  | 'clearing_failed'
  | 'clearing_overlaps'
  | 'clearing_replaced'
  | 'money_sign_in'
  | 'refund_more_than_asked'
  | 'refund_more_than_paid'
  | 'refund_not_requested'
  | 'refund_same_person';

export const MONEY_REFUSALS: Readonly<Record<Language, Readonly<Record<MoneyRefusal, string>>>> = {
  en: {
    cash_differs:
      'This bank document is booked already, with another amount or day. Take that hand-in back first, if it was wrong.',
    cash_in_future: 'The day of the hand-in has not come yet.',
    cash_nothing_booked: 'The carrier took no cash yet, so there is nothing to hand in.',
    cash_on_its_way:
      'A payout that is on its way sets this cash off. Reject it, or confirm what the bank did with it, and book the hand-in then.',
    cash_other_currency: 'The carrier took its cash in another currency.',
    cash_same_person: 'Who booked a hand-in cannot take it back: ask somebody else to.',
    chargeback_differs: 'This dispute is booked already, with another amount or of another payment.',
    chargeback_more_than_taken: 'That is more than was taken and not taken back yet.',
    chargeback_not_taken_back: 'By this dispute nothing was taken back.',
    chargeback_other_currency: 'The payment was in another currency.',
    fine_not_in_force: 'The fine has fallen away already.',
    fine_nothing_to_refund: 'There is no money of this fine that is to go back.',
    fine_nothing_to_take_back: 'There is no such booking, or the money went back already.',
    fine_other_currency:
      'The fine is in another currency than the cash of the carrier. Have it paid by bank, or cancel it.',
    fine_paid_already: 'The fine is paid already, by another document.',
    fine_same_person:
      'Who cancelled a fine, or booked its payment, does not give its money back, nor does who booked something take it back: ask somebody else to.',
    clearing_early:
      'The run was made before its period was over: rides that came later are not in it. Clear the period again, or book it as it is by "early": true.',
    clearing_failed: 'Clearing failed. Ask for it again; if it fails once more, the log says why.',
    clearing_overlaps: 'Clearing of another period that shares days with this one is booked already.',
    clearing_replaced: 'A later run of the same period is booked instead.',
    funding_differs:
      'This bank document is booked already, with another amount or day. Take that payment back first, if it was wrong.',
    funding_in_future: 'The day of the payment has not come yet.',
    funding_nothing_booked:
      'Nothing is booked for the funding body yet, so it is not known in which currency it pays.',
    funding_other_currency: 'The account of the funding body is kept in another currency.',
    funding_same_person: 'Who booked a payment cannot take it back: ask somebody else to.',
    money_sign_in: 'Sign in at the console first, in this browser: money is moved by people who are known.',
    payout_no_account: 'No bank account of the carrier is named.',
    payout_nothing_owed: 'The carrier is owed nothing that is not on its way already.',
    payout_more_than_owed: 'More than the carrier is owed beside what is on its way.',
    payout_same_person: 'Who declared a payout, or named the account that it goes to, cannot approve it.',
    payout_not_declared: 'The payout is decided already.',
    payout_not_exported: 'The bank was not told of the payout, or its answer is known already.',
    refund_more_than_asked: 'More than was asked back.',
    refund_more_than_paid: 'More than was asked for the ride and is not refunded yet.',
    refund_not_requested: 'The refund is decided already.',
    refund_same_person: 'Who asked for a refund cannot grant it.',
    top_up_account_closed: 'The account is closed: its rider was forgotten on his wish. Give the cash back.',
    top_up_differs: 'This receipt is booked already, with another amount or for another account.',
    top_up_other_currency:
      'The account of the rider, or the cash of the seller, is kept in another currency.',
    top_up_same_person: 'Who booked a top-up cannot take it back: ask somebody else to.',
  },
  uk: {
    cash_differs:
      'Цей банківський документ уже проведено, з іншою сумою або днем. Якщо те надходження хибне, спершу скасуйте його.',
    cash_in_future: 'День, коли здано готівку, ще не настав.',
    cash_nothing_booked: 'Перевізник ще не брав готівки, тож здавати нема чого.',
    cash_on_its_way:
      'Цю готівку зараховує виплата, яка в дорозі. Відхиліть її або підтвердьте, що зробив банк, і тоді проведіть здану готівку.',
    cash_other_currency: 'Перевізник брав готівку в іншій валюті.',
    cash_same_person: 'Хто провів здану готівку, не може сам це скасувати: попросіть когось іншого.',
    chargeback_differs: 'Цей спір уже проведено, з іншою сумою або щодо іншого платежу.',
    chargeback_more_than_taken: 'Це більше, ніж узято і ще не забрано.',
    chargeback_not_taken_back: 'За цим спором нічого не забрано.',
    chargeback_other_currency: 'Платіж був в іншій валюті.',
    fine_not_in_force: 'Штраф уже скасовано.',
    fine_nothing_to_refund: 'Грошей за цей штраф, які треба повернути, немає.',
    fine_nothing_to_take_back: 'Такого проведення немає, або гроші вже повернуто.',
    fine_other_currency:
      'Штраф в іншій валюті, ніж готівка перевізника. Хай його сплатять через банк, або скасуйте його.',
    fine_paid_already: 'Штраф уже сплачено, за іншим документом.',
    fine_same_person:
      'Хто скасував штраф або провів його сплату, не повертає за нього гроші, і хто щось провів, не знімає цього сам: попросіть когось іншого.',
    clearing_early:
      'Розподіл зроблено, коли період ще тривав: пізніших поїздок у ньому немає. Розподіліть ще раз або проведіть як є.',
    clearing_failed:
      'Розподілити не вдалося. Спробуйте ще раз; якщо знову не вдасться, причина є в журналі сервісу.',
    clearing_overlaps: 'Уже проведено розподіл іншого періоду, який має спільні дні з цим.',
    clearing_replaced: 'Замість цього проведено пізніший розподіл того самого періоду.',
    funding_differs:
      'Цей банківський документ уже проведено, з іншою сумою або днем. Якщо той платіж хибний, спершу скасуйте його.',
    funding_in_future: 'День платежу ще не настав.',
    funding_nothing_booked: 'За платником пільг ще нічого не проведено, тож валюта його рахунку невідома.',
    funding_other_currency: 'Рахунок платника пільг ведеться в іншій валюті.',
    funding_same_person: 'Хто провів платіж, не може сам його скасувати: попросіть когось іншого.',
    money_sign_in: 'Спершу увійдіть у консоль у цьому браузері: гроші рухають лише ті, хто увійшов.',
    payout_no_account: 'Рахунок перевізника не вказано.',
    payout_nothing_owed: 'Перевізникові належить лише те, що вже в дорозі.',
    payout_more_than_owed: 'Це більше, ніж належить перевізникові, крім того, що вже в дорозі.',
    payout_same_person: 'Хто заявив виплату або вказав її рахунок, не може її затвердити.',
    payout_not_declared: 'Виплату вже вирішено.',
    payout_not_exported: 'Банкові про виплату не сказано, або його відповідь уже відома.',
    refund_more_than_asked: 'Це більше, ніж просять повернути.',
    refund_more_than_paid: 'Це більше, ніж сплачено за поїздку і ще не повернуто.',
    refund_not_requested: 'Прохання вже вирішено.',
    refund_same_person: 'Хто просить повернути гроші, не може сам це дозволити.',
    top_up_account_closed: 'Рахунок закрито: пасажир попросив забути його. Поверніть готівку.',
    top_up_differs: 'Цю квитанцію вже проведено, з іншою сумою або на інший рахунок.',
    top_up_other_currency: 'Рахунок пасажира або готівка продавця ведеться в іншій валюті.',
    top_up_same_person: 'Хто провів поповнення, не може сам його скасувати: попросіть когось іншого.',
  },
};

/** What else the page of finance says of an answer that is none, by its status. */
export const FINANCE_STATUSES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    400: 'Something that was filled in does not fit. A period has 31 days at most to clear, and 92 to see what funding bodies owe.',
    401: 'The token is missing or wrong. Sign in at the console, or type the token.',
    403: 'That is not for your role.',
    404: 'There is no such thing.',
    503: 'The service is not ready. Try again in a minute.',
  },
  uk: {
    400: 'Щось заповнено не так. Період — не більше 31 дня для розподілу і 92 днів для пільг.',
    401: 'Ключ не вказано, або він неправильний. Увійдіть у консоль або впишіть ключ.',
    403: 'Це не для вашої ролі.',
    404: 'Такого немає.',
    503: 'Сервіс ще не готовий. Спробуйте за хвилину.',
  },
};

/** The problem of that name, to be thrown. */
export function refuseMoney(
  of: 'cash' | 'chargeback' | 'fine' | 'funding' | 'payout' | 'refund' | 'top_up',
  refusal: string,
): Problem {
  const name = `${of}_${refusal.toLowerCase()}` as MoneyRefusal;
  return new Problem(409, { type: `urn:rukh:problem:${name}`, detail: MONEY_REFUSALS.en[name] });
}
