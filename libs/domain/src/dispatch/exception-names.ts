/** What exceptions are called, in the list of the console and in the journal. */
import type { ExceptionKind } from './exception.js';
import type { BothLanguages } from './order-view.js';

/** As a title; within a sentence it begins with a small letter. */
export const EXCEPTION_NAMES: Readonly<Record<ExceptionKind, BothLanguages>> = {
  driver_alarm: { uk: 'Тривога водія', en: 'Driver alarm' },
  not_started: { uk: 'Не вийшов', en: 'Not started' },
  off_route: { uk: 'Поза маршрутом', en: 'Off route' },
  gap: { uk: 'Розрив', en: 'Gap' },
  bunch: { uk: 'Скупчення', en: 'Bunch' },
  very_late: { uk: 'Дуже запізнюється', en: 'Very late' },
  no_signal: { uk: 'Немає сигналу', en: 'No signal' },
  unassigned: { uk: 'Їде без рейсу', en: 'Moves without a trip' },
  early: { uk: 'Поспішає', en: 'Early' },
  expiring: { uk: 'Скоро скінчиться', en: 'Expires soon' },
  feed_fault: { uk: 'Збій даних', en: 'Data fault' },
};
