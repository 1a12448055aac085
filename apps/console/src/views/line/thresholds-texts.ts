import { defineTexts } from '../../text/define-texts.js';

/** From where on something of a line needs somebody; the names are those of the domain's LineThresholds. */
export const THRESHOLDS_TEXTS = defineTexts(
  {
    open: 'Пороги…',
    title: (line: string) => `Пороги лінії ${line}`,
    why: 'Що переходить поріг, стає подією у «Потребує уваги». Для всіх диспетчерів, одразу.',
    save: 'Зберегти',
    close: 'Лишити, як є',
    saved: (line: string) => `Пороги лінії ${line} змінено.`,
    order: '«Дуже пізно» не може наставати раніше, ніж «пізно».',
    fields: {
      earlySeconds: 'Випередження, секунд',
      lateSeconds: 'Запізнення, секунд',
      veryLateSeconds: 'Велике запізнення, секунд',
      gapShare: 'Розрив: скільки разів по плановому інтервалу',
      bunchShare: 'Скупчення: менше за таку частку планового інтервалу',
      bunchSeconds: 'Скупчення: менше, ніж секунд',
      offRouteMetres: 'Поза маршрутом: далі, ніж метрів',
      notStartedSeconds: 'Невихід: через скільки секунд після відправлення',
    },
  },
  {
    open: 'Thresholds…',
    title: (line: string) => `Thresholds of line ${line}`,
    why: 'What crosses a threshold is an event in “Needs attention”. For all dispatchers, at once.',
    save: 'Save',
    close: 'Leave it as it is',
    saved: (line: string) => `The thresholds of line ${line} are changed.`,
    order: '“Very late” cannot begin before “late”.',
    fields: {
      earlySeconds: 'Early, seconds',
      lateSeconds: 'Late, seconds',
      veryLateSeconds: 'Very late, seconds',
      gapShare: 'Gap: times the planned headway',
      bunchShare: 'Bunch: below this share of the planned headway',
      bunchSeconds: 'Bunch: below so many seconds',
      offRouteMetres: 'Off route: farther than so many metres',
      notStartedSeconds: 'Not started: so many seconds after its departure',
    },
  },
);
