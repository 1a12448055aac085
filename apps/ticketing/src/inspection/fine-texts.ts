/** Every word of the office's page of fines, in each language. */
import type { FineState, FineStep, FineTill } from '@rukh/domain/ledger';
import type { Language } from '../ledger/money-requests.js';

type OfficeStep = Exclude<FineStep, 'ISSUED' | 'SURFACED'>;

interface FineTexts {
  readonly title: string;
  readonly heads: readonly string[];
  readonly states: Readonly<Record<FineState, string>>;
  readonly steps: Readonly<Record<FineStep, string>>;
  /** What its button says. */
  readonly acts: Readonly<Record<OfficeStep, string>>;
  readonly tills: Readonly<Record<FineTill, string>>;
  readonly words: Readonly<Record<string, string>>;
}

export const FINE_TEXTS: Readonly<Record<Language, FineTexts>> = {
  en: {
    title: 'Fines',
    heads: ['Number', 'Inspector', 'Vehicle', 'Found', 'Amount', 'State', 'What became of it'],
    states: {
      ISSUED: 'to be paid',
      PAID: 'paid',
      VOIDED: 'fell away',
      TO_REFUND: 'fell away, the money is to go back',
      REFUNDED: 'fell away, the money went back',
    },
    steps: {
      ISSUED: 'issued',
      SURFACED: 'fell away: the validation came out of the validator’s queue',
      CANCELLED: 'cancelled',
      PAYMENT: 'paid',
      PAYMENT_TAKEN_BACK: 'payment taken back, booked by mistake',
      REFUND: 'given back',
      REFUND_TAKEN_BACK: 'giving back taken back, booked by mistake',
    },
    acts: {
      CANCELLED: 'Cancel the fine',
      PAYMENT: 'Book the payment',
      PAYMENT_TAKEN_BACK: 'Take the payment back',
      REFUND: 'Book that it went back',
      REFUND_TAKEN_BACK: 'Undo the giving back',
    },
    tills: { BANK: 'bank account', CASH: 'cash, with the inspector’s carrier' },
    words: {
      all: 'All',
      todo: 'To do',
      reference: 'Document or receipt',
      till: 'Where',
      why: 'Why',
      by: 'Your name',
      tap: 'tap',
      day: 'Fines issued on this day, by what became of them',
    },
  },
  uk: {
    title: 'Штрафи',
    heads: ['Номер', 'Контролер', 'Транспорт', 'Виявлено', 'Сума', 'Стан', 'Що з ним було'],
    states: {
      ISSUED: 'до сплати',
      PAID: 'сплачено',
      VOIDED: 'скасовано',
      TO_REFUND: 'скасовано, гроші треба повернути',
      REFUNDED: 'скасовано, гроші повернуто',
    },
    steps: {
      ISSUED: 'виписано',
      SURFACED: 'скасовано: валідація надійшла з черги валідатора',
      CANCELLED: 'скасовано',
      PAYMENT: 'сплачено',
      PAYMENT_TAKEN_BACK: 'сплату знято, проведено помилково',
      REFUND: 'повернуто',
      REFUND_TAKEN_BACK: 'повернення знято, проведено помилково',
    },
    acts: {
      CANCELLED: 'Скасувати штраф',
      PAYMENT: 'Провести сплату',
      PAYMENT_TAKEN_BACK: 'Зняти сплату',
      REFUND: 'Провести повернення',
      REFUND_TAKEN_BACK: 'Зняти повернення',
    },
    tills: { BANK: 'банківський рахунок', CASH: 'готівка в перевізника контролера' },
    words: {
      all: 'Усі',
      todo: 'Що зробити',
      reference: 'Документ або квитанція',
      till: 'Куди чи звідки',
      why: 'Чому',
      by: 'Ваше ім’я',
      tap: 'валідація',
      day: 'Штрафи, виписані цього дня, за тим, що з ними стало',
    },
  },
};
