/** What transactions of the ledger, and what is asked of the gateway, are called in each language. */
import type { TransactionKind } from '@rukh/domain/ledger';
import type { Language } from './money-requests.js';

type Kinds = Readonly<Record<TransactionKind, string>> & Readonly<Record<string, string>>;

export const KIND_TEXTS: Readonly<Record<Language, Kinds>> = {
  en: {
    CHARGE: 'charge of a ride',
    TOP_UP: 'top-up',
    SALE: 'sale',
    SETTLEMENT_DEBIT: 'taken from the card',
    SETTLEMENT_CREDIT: 'given back to the card',
    CHARGEBACK: 'payment taken back by the card’s bank (chargeback)',
    CHARGEBACK_RETURNED: 'chargeback returned by the bank',
    REFUND: 'refund',
    RISK_LOSS: 'risk loss',
    WRITE_OFF: 'debt written off',
    CLEARING: 'revenue divided',
    PAYOUT: 'payout',
    FUNDING_PAYMENT: 'payment of a funding body',
    CASH_SET_OFF: 'cash of a carrier, set off against its share',
    CASH_HAND_IN: 'cash handed in by a carrier',
    CARD_CHECK: 'card check',
    AUTHORISATION: 'authorisation',
    DEBT_RECOVERY: 'debt recovery',
    DEBIT: 'debit',
    CREDIT: 'credit',
  },
  uk: {
    CHARGE: 'плата за поїздку',
    TOP_UP: 'поповнення',
    SALE: 'продаж',
    SETTLEMENT_DEBIT: 'списання з картки',
    SETTLEMENT_CREDIT: 'повернення на картку',
    CHARGEBACK: 'платіж, який забрав банк картки (chargeback)',
    CHARGEBACK_RETURNED: 'платіж, який банк картки повернув',
    REFUND: 'повернення',
    RISK_LOSS: 'втрата за ризиком',
    WRITE_OFF: 'списання боргу',
    CLEARING: 'розподіл виручки',
    PAYOUT: 'виплата',
    FUNDING_PAYMENT: 'платіж платника пільг',
    CASH_SET_OFF: 'готівка перевізника, зарахована в його частку',
    CASH_HAND_IN: 'готівка, яку здав перевізник',
    CARD_CHECK: 'перевірка картки',
    AUTHORISATION: 'авторизація',
    DEBT_RECOVERY: 'стягнення боргу',
    DEBIT: 'списання',
    CREDIT: 'повернення',
  },
};
