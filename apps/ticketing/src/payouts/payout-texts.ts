/** Every word of the page of payouts, in each language. */
import type { PayoutState } from '@rukh/domain/ledger';
import type { Language } from '../ledger/money-requests.js';

interface PayoutTexts {
  readonly title: string;
  readonly claims: string;
  readonly made: string;
  readonly states: Readonly<Record<PayoutState, string>>;
  readonly words: Readonly<Record<string, string>>;
}

export const PAYOUT_TEXTS: Readonly<Record<Language, PayoutTexts>> = {
  en: {
    title: 'Payouts to carriers',
    claims: 'What carriers are owed',
    made: 'Payouts',
    states: {
      DECLARED: 'waits for a second person',
      APPROVED: 'approved, for the bank',
      REJECTED: 'rejected',
      PAID: 'paid',
      FAILED: 'failed at the bank, owed as before',
    },
    words: {
      carrier: 'Carrier',
      account: 'Account',
      noAccount: 'none named',
      name: 'Name an account',
      iban: 'Account number (IBAN)',
      save: 'Save',
      badIban: 'this is no account number: its length or its check digits are wrong.',
      owed: 'Owed by the ledger',
      open: 'On its way',
      free: 'Can be paid out',
      cash: 'Cash it took and has',
      number: 'Number',
      amount: 'Amount',
      state: 'State',
      declared: 'Declared',
      decided: 'Decided',
      exported: 'In a file for the bank',
      confirmed: 'Confirmed',
      note: 'What the bank said',
      actions: 'To do',
      declare: 'Declare a payout',
      approve: 'Approve',
      reject: 'Reject',
      paid: 'The bank has paid',
      failed: 'The bank has not paid',
      file: 'File for the bank (CSV)',
      by: 'Your name',
    },
  },
  uk: {
    title: 'Виплати перевізникам',
    claims: 'Що належить перевізникам',
    made: 'Виплати',
    states: {
      DECLARED: 'чекає на другу особу',
      APPROVED: 'затверджено, до банку',
      REJECTED: 'відхилено',
      PAID: 'виплачено',
      FAILED: 'банк не виплатив, борг лишається',
    },
    words: {
      carrier: 'Перевізник',
      account: 'Рахунок',
      noAccount: 'не вказано',
      name: 'Вказати рахунок',
      iban: 'Номер рахунку (IBAN)',
      save: 'Зберегти',
      badIban: 'це не номер рахунку: хибна довжина або контрольні цифри.',
      owed: 'Належить за книгою',
      open: 'У дорозі',
      free: 'Можна виплатити',
      cash: 'Готівка, яку взяв і має',
      number: 'Номер',
      amount: 'Сума',
      state: 'Стан',
      declared: 'Заявлено',
      decided: 'Вирішено',
      exported: 'У файлі для банку',
      confirmed: 'Підтверджено',
      note: 'Що сказав банк',
      actions: 'Що зробити',
      declare: 'Заявити виплату',
      approve: 'Затвердити',
      reject: 'Відхилити',
      paid: 'Банк виплатив',
      failed: 'Банк не виплатив',
      file: 'Файл для банку (CSV)',
      by: 'Ваше ім’я',
    },
  },
};
