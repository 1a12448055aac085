/** What made prices lower or higher than the full one, in each language. */
import type { Language } from './money-requests.js';

export const STEP_TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    title: 'From the full price to what is to be paid',
    CONCESSION: 'concessions that a body owes for',
    CONCESSION_UNFUNDED: 'concessions that nobody owes for, such as on free transfers',
    TRANSFER: 'transfers',
    CAP: 'limits',
    PASS: 'passes and tickets',
    BEST_VALUE: 'cheaper tickets',
    DISCOUNT: 'discounts',
    SURCHARGE: 'surcharges',
    CANCELLED: 'rides not made',
    MAXIMUM_FARE: 'up to the maximum fare',
    PASSBACK: 'second taps of one ride',
    RETURNED: 'taken off because of a later ride',
  },
  uk: {
    title: 'Від повної ціни до сплати',
    CONCESSION: 'пільги, які хтось відшкодовує',
    CONCESSION_UNFUNDED: 'пільги, яких ніхто не відшкодовує, як-от у безкоштовних пересадках',
    TRANSFER: 'пересадки',
    CAP: 'межі витрат',
    PASS: 'проїзні та квитки',
    BEST_VALUE: 'дешевші квитки',
    DISCOUNT: 'знижки',
    SURCHARGE: 'доплати',
    CANCELLED: 'поїздки, яких не було',
    MAXIMUM_FARE: 'до максимальної ціни',
    PASSBACK: 'повторні прикладання в одній поїздці',
    RETURNED: 'знято через пізнішу поїздку',
  },
};
