/** What is said to who writes an alert, by what is wrong with it. */
import type { BothLanguages } from '../order-view.js';

export type AlertFault =
  | 'header_missing'
  | 'description_missing'
  | 'image_without_text'
  | 'alert_over'
  | 'alert_informs_nobody'
  | 'some_unknown'
  | 'gap_left';

export const ALERT_FAULT_WORDS: Readonly<
  Record<AlertFault | 'pushes_notification' | 'ends_never' | 'ends_soon', BothLanguages>
> = {
  header_missing: {
    uk: 'Заголовок потрібен обома мовами, українською та англійською.',
    en: 'The header is needed in both languages, Ukrainian and English.',
  },
  description_missing: {
    uk: 'Опис потрібен обома мовами, українською та англійською.',
    en: 'The description is needed in both languages, Ukrainian and English.',
  },
  image_without_text: {
    uk: 'До зображення потрібен опис обома мовами, для тих, хто його не бачить.',
    en: 'An image needs words in both languages, for those who do not see it.',
  },
  alert_over: {
    uk: 'Час повідомлення вже минув: його ніхто не побачить. Змініть, до якого часу воно діє.',
    en: 'The time of the alert is over: nobody would see it. Change until when it is told.',
  },
  alert_informs_nobody: {
    uk: 'Не сказано, чого це стосується, або нічого з того немає в чинному розкладі.',
    en: 'It is not said what it is about, or nothing of that is in the timetable in force.',
  },
  some_unknown: {
    uk: 'Частини того, чого це стосується, немає в чинному розкладі: її пропущено.',
    en: 'A part of what it is about is not in the timetable in force, and is left out.',
  },
  gap_left: {
    uk: 'У тексті лишилося місце для заповнення у фігурних дужках.',
    en: 'A place to be filled in, in braces, is left in a text.',
  },
  pushes_notification: {
    uk: 'Застосунки можуть надіслати сповіщення на телефони.',
    en: 'Apps may send a notification to phones.',
  },
  ends_never: {
    uk: 'Показується, доки не відкличуть: про кінець ніхто не нагадає.',
    en: 'Told until somebody takes it back: nothing will remind of an end.',
  },
  ends_soon: {
    uk: 'Закінчується за дві хвилини або раніше.',
    en: 'It ends within two minutes.',
  },
};

/** Rules of docs/feed-rules.md that an alert written by hand can break; of others the rule's own sentence is shown. */
export const RULE_WORDS: Readonly<Record<string, BothLanguages>> = {
  S029: {
    uk: 'Опис слово в слово повторює заголовок: додайте в опис подробиць.',
    en: 'The description repeats the header word for word: tell more in the description.',
  },
  P012: {
    uk: 'Названо кожну зупинку лінії: назвіть саму лінію.',
    en: 'Every stop of a line is named: name the line instead.',
  },
};
