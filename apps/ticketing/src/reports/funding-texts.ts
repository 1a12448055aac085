/** Every word of the pages of what funding bodies owe, in each language. */
import type { Language } from '../ledger/money-requests.js';

interface FundingTexts {
  readonly title: (fromDay: string, toDay: string) => string;
  readonly bodyTitle: (name: string, fromDay: string, toDay: string) => string;
  readonly all: string;
  readonly bodies: string;
  readonly lines: string;
  readonly days: string;
  readonly payments: string;
  readonly evidence: (month: string) => string;
  readonly words: Readonly<Record<string, string>>;
}

export const FUNDING_TEXTS: Readonly<Record<Language, FundingTexts>> = {
  en: {
    title: (fromDay, toDay) => `What funding bodies owe, ${fromDay} – ${toDay}`,
    bodyTitle: (name, fromDay, toDay) => `${name} owes for concessions, ${fromDay} – ${toDay}`,
    all: 'All funding bodies',
    bodies: 'For rides of the period',
    lines: 'By carrier and rule',
    days: 'By fare day; a day leads to its rides',
    payments: 'What it has paid',
    evidence: (month) => `Evidence of ${month} (ZIP)`,
    words: {
      body: 'Funding body',
      carrier: 'Carrier',
      category: 'Rider category',
      rule: 'Rule of the tariff',
      tariff: 'Tariff',
      each: 'For one ride',
      nothing: 'free without a concession too: a transfer or a pass',
      rides: 'Rides',
      riders: 'Riders',
      paid: 'Paid by riders',
      funded: 'Owed for the period',
      owed: 'Owed of all time',
      received: 'Has paid',
      outstanding: 'Outstanding',
      paidOn: 'Paid on',
      reference: 'Bank document',
      amount: 'Amount',
      booked: 'Booked',
      state: 'If it was a mistake',
      takenBack: 'taken back',
      takeBack: 'Take back',
      why: 'Why',
      book: 'Book the payment',
      by: 'Your name',
      csv: 'Payments (CSV)',
      allCsv: 'Table (CSV)',
      day: 'Fare day',
      nobody: 'no carrier known',
    },
  },
  uk: {
    title: (fromDay, toDay) => `Скільки винні платники пільг, ${fromDay} – ${toDay}`,
    bodyTitle: (name, fromDay, toDay) => `${name}: борг за пільги, ${fromDay} – ${toDay}`,
    all: 'Усі платники пільг',
    bodies: 'За поїздки періоду',
    lines: 'За перевізником і правилом',
    days: 'За тарифною добою; доба веде до своїх поїздок',
    payments: 'Що сплачено',
    evidence: (month) => `Докази за ${month} (ZIP)`,
    words: {
      body: 'Платник пільг',
      carrier: 'Перевізник',
      category: 'Категорія пасажира',
      rule: 'Правило тарифу',
      tariff: 'Тариф',
      each: 'За одну поїздку',
      nothing: 'безкоштовно й без пільги: пересадка чи абонемент',
      rides: 'Поїздок',
      riders: 'Пасажирів',
      paid: 'Сплатили пасажири',
      funded: 'Винні за період',
      owed: 'Винні за весь час',
      received: 'Сплатили',
      outstanding: 'Лишилося сплатити',
      paidOn: 'День платежу',
      reference: 'Банківський документ',
      amount: 'Сума',
      booked: 'Проведено',
      state: 'Якщо це помилка',
      takenBack: 'скасовано',
      takeBack: 'Скасувати',
      why: 'Чому',
      book: 'Провести платіж',
      by: 'Ваше ім’я',
      csv: 'Платежі (CSV)',
      allCsv: 'Таблиця (CSV)',
      day: 'Тарифна доба',
      nobody: 'перевізник невідомий',
    },
  },
};
