import type { Language } from './money-requests.js';
import type { Texts } from './texts-shape.js';

/** What became of rides, and why it was changed since. */
export const CHARGE_TEXTS: Readonly<Record<Language, Pick<Texts, 'dispositions' | 'faults' | 'causeNames'>>> =
  {
    uk: {
      dispositions: {
        CHARGED: 'Сплачується',
        FREE_TRANSFER: 'Безкоштовна пересадка',
        CAPPED: 'Досягнуто межі',
        COVERED_BY_PASS: 'Діє абонемент',
        CONCESSION_FREE: 'Пільга, безкоштовно',
        PAIRED_OFF: 'Вихід, яким скінчилася поїздка',
        INCOMPLETE_ON: 'Вхід без виходу',
        UNPAIRED_OFF: 'Вихід без входу',
        CANCELLED: 'Скасовано',
        PASSBACK_IGNORED: 'Повторне прикладання, не сплачується',
        LOST_MEDIUM: 'На втраченому носії, збиток системи',
        VOID: 'Такої поїздки вже немає',
      },
      faults: {
        SCHEME_RISK: 'валідатор ще не мав такого списку',
        DEVICE_FAULT: 'валідатор впустив, хоча носій був у його списку',
      },
      causeNames: {
        TAP: 'валідація',
        LATE_TAP: 'валідація, що надійшла пізно',
        CONTEXT: 'уточнено рейс або зупинку',
        CORRECTION: 'виправлено час',
        ENTITLEMENT: 'змінилася пільга',
        PRODUCT: 'змінився абонемент',
        TARIFF: 'оприлюднено тариф',
        CLOCK: 'виправлено час',
        PASS: 'змінився абонемент',
        LOSS: 'носій заявлено втраченим або знайдено',
        MERGE: 'носії одного пасажира об’єднано',
        MEDIA: 'змінився носій',
        STRUCK: 'валідації викраденого валідатора викреслено',
      },
    },
    en: {
      dispositions: {
        CHARGED: 'Charged',
        FREE_TRANSFER: 'Free transfer',
        CAPPED: 'Cap reached',
        COVERED_BY_PASS: 'Covered by a pass',
        CONCESSION_FREE: 'Free by concession',
        PAIRED_OFF: 'Exit that ended the ride',
        INCOMPLETE_ON: 'Entry without exit',
        UNPAIRED_OFF: 'Exit without entry',
        CANCELLED: 'Cancelled',
        PASSBACK_IGNORED: 'Held twice, not charged again',
        LOST_MEDIUM: 'On a medium reported lost, the scheme’s loss',
        VOID: 'No such ride any more',
      },
      faults: {
        SCHEME_RISK: 'the device had not the list yet',
        DEVICE_FAULT: 'the device let it in though its list named it',
      },
      causeNames: {
        TAP: 'a tap',
        LATE_TAP: 'a tap that came late',
        CONTEXT: 'its trip or stop became known',
        CORRECTION: 'its time was corrected',
        ENTITLEMENT: 'a concession changed',
        PRODUCT: 'a pass changed',
        TARIFF: 'a tariff was published',
        CLOCK: 'its time was corrected',
        PASS: 'a pass changed',
        LOSS: 'a medium was reported lost, or found again',
        MERGE: 'media of one rider were joined',
        MEDIA: 'a medium changed',
        STRUCK: 'taps of a stolen validator were struck out',
      },
    },
  };
