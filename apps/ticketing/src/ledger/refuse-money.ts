/** Why a payout or a refund is not done, by name: for the API in English, on the page of finance in its language. */
import type { PayoutRefusal } from '@rukh/domain/ledger';
import { Problem } from '@rukh/service';
import type { Language } from './money-requests.js';

export type MoneyRefusal =
  | `payout_${Lowercase<PayoutRefusal>}`
  | 'refund_more_than_paid'
  | 'refund_not_requested'
  | 'refund_same_person';

export const MONEY_REFUSALS: Readonly<Record<Language, Readonly<Record<MoneyRefusal, string>>>> = {
  en: {
    payout_no_account: 'No bank account of the carrier is named.',
    payout_nothing_owed: 'The carrier is owed nothing that is not on its way already.',
    payout_more_than_owed: 'More than the carrier is owed beside what is on its way.',
    payout_same_person: 'Who declared a payout, or named the account that it goes to, cannot approve it.',
    payout_not_declared: 'The payout is decided already.',
    payout_not_exported: 'The bank was not told of the payout, or its answer is known already.',
    refund_more_than_paid: 'More than was asked for the ride and is not refunded yet.',
    refund_not_requested: 'The refund is decided already.',
    refund_same_person: 'Who asked for a refund cannot grant it.',
  },
  uk: {
    payout_no_account: 'Рахунок перевізника не вказано.',
    payout_nothing_owed: 'Перевізникові належить лише те, що вже в дорозі.',
    payout_more_than_owed: 'Це більше, ніж належить перевізникові, крім того, що вже в дорозі.',
    payout_same_person: 'Хто заявив виплату або вказав її рахунок, не може її затвердити.',
    payout_not_declared: 'Виплату вже вирішено.',
    payout_not_exported: 'Банкові про виплату не сказано, або його відповідь уже відома.',
    refund_more_than_paid: 'Це більше, ніж сплачено за поїздку і ще не повернуто.',
    refund_not_requested: 'Прохання вже вирішено.',
    refund_same_person: 'Хто просить повернути гроші, не може сам це дозволити.',
  },
};

/** The problem of that name, to be thrown. */
export function refuseMoney(of: 'payout' | 'refund', refusal: string): Problem {
  const name = `${of}_${refusal.toLowerCase()}` as MoneyRefusal;
  return new Problem(409, { type: `urn:rukh:problem:${name}`, detail: MONEY_REFUSALS.en[name] });
}
