/** What exceptions are called, in the list of the console and in the journal. */
import type { DispatchException, ExceptionKind } from './exception.js';
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

const SHORTFALL_OF_CITY: BothLanguages = { uk: 'Багато випусків не видно', en: 'Many runs are not seen' };
const SHORTFALL_OF_LINE: BothLanguages = { uk: 'На лінії бракує машин', en: 'Short of vehicles' };

/** Whether it is of vehicles that are missing from a line, or from the city, rather than of one trip. */
export function findShortfall(
  exception: Pick<DispatchException, 'kind' | 'routeId' | 'tripId' | 'blockId'>,
): 'line' | 'city' | undefined {
  const { kind, routeId, tripId, blockId } = exception;
  if (kind !== 'not_started' || tripId !== undefined || blockId !== undefined) return undefined;
  return routeId === undefined ? 'city' : 'line';
}

export function nameException(exception: DispatchException): BothLanguages {
  const shortfall = findShortfall(exception);
  if (!shortfall) return EXCEPTION_NAMES[exception.kind];
  return shortfall === 'line' ? SHORTFALL_OF_LINE : SHORTFALL_OF_CITY;
}
