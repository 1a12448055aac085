/**
 * What an entry of the journal says. Its text names the order or the alert; whether that was given, or taken back, or
 * is over, is its event, without which both entries of one order read the same.
 */
import type { JournalEntry } from '@rukh/domain/dispatch';
import { type Language, defineTexts } from './define-texts.js';

const EVENTS = defineTexts(
  {
    'order.asked': 'Попрошено про наказ',
    'order.confirmed': 'Наказ віддано',
    'order.undone': 'Наказ скасовано',
    'order.expired': 'Наказ більше не діє, його час минув',
    'order.withdrawn': 'Прохання про наказ відкликано',
    'order.refused': 'У наказі відмовлено',
    'alert.written': 'Нове повідомлення пасажирам',
    'alert.changed': 'Змінено повідомлення пасажирам',
    'alert.archived': 'Відкликано повідомлення пасажирам',
    'alert.restored': 'Повернено повідомлення пасажирам',
  },
  {
    'order.asked': 'Order asked for',
    'order.confirmed': 'Order given',
    'order.undone': 'Order taken back',
    'order.expired': 'Order no longer in force, its time is over',
    'order.withdrawn': 'Request for an order withdrawn',
    'order.refused': 'Order refused',
    'alert.written': 'New alert for riders',
    'alert.changed': 'Alert for riders changed',
    'alert.archived': 'Alert for riders withdrawn',
    'alert.restored': 'Alert for riders brought back',
  },
);

/** What happened and to what: "Order taken back: No predictions: Tram T04". */
export function sayEntry(language: Language, { event, text }: Pick<JournalEntry, 'event' | 'text'>): string {
  return [(EVENTS[language] as Readonly<Record<string, string>>)[event], text[language]]
    .filter(Boolean)
    .join(': ');
}
