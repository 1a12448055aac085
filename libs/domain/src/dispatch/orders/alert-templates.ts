import type { AlertTemplate } from '../order-view.js';

/** Texts to begin an alert with. Numbers are GTFS-realtime's causes, effects and severities. */
export const ALERT_TEMPLATES: readonly AlertTemplate[] = [
  {
    templateId: 'works',
    name: { uk: 'Ремонт', en: 'Works' },
    header: { uk: '{route}: змінено рух через ремонт', en: '{route}: changed because of works' },
    description: {
      uk: 'Через ремонт транспорт не їде між зупинками {from} і {to}.',
      en: 'Because of works there is no service between {from} and {to}.',
    },
    cause: 10,
    effect: 6,
    severityLevel: 3,
  },
  {
    templateId: 'delays',
    name: { uk: 'Затримки', en: 'Delays' },
    header: { uk: '{route}: значні затримки', en: '{route}: significant delays' },
    description: {
      uk: 'Транспорт запізнюється. Перевіряйте час прибуття на зупинці.',
      en: 'Vehicles are late. Please look at the arrivals of your stop.',
    },
    cause: 2,
    effect: 3,
    severityLevel: 2,
  },
  {
    templateId: 'stop_moved',
    name: { uk: 'Зупинку перенесено', en: 'Stop moved' },
    header: { uk: 'Зупинку {stop} перенесено', en: 'Stop {stop} has moved' },
    description: { uk: 'Тимчасова зупинка: {to}.', en: 'Temporary stop: {to}.' },
    cause: 10,
    effect: 9,
    severityLevel: 2,
  },
  {
    templateId: 'event',
    name: { uk: 'Міський захід', en: 'Event' },
    header: { uk: 'Зміни руху під час міського заходу', en: 'Changes during an event' },
    description: { uk: 'Рух змінено на маршрутах {route}.', en: 'Service changes on {route}.' },
    cause: 7,
    effect: 6,
    severityLevel: 2,
  },
  {
    templateId: 'accessibility',
    name: { uk: 'Доступність', en: 'Accessibility' },
    header: { uk: 'Зупинка {stop}: обмежена доступність', en: 'Stop {stop}: limited accessibility' },
    description: {
      uk: 'Посадка з кріслом колісним тимчасово неможлива.',
      en: 'Boarding with a wheelchair is not possible for the time being.',
    },
    cause: 9,
    effect: 11,
    severityLevel: 2,
  },
];
