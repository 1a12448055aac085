import type { DisplayTexts } from './display-texts.js';

export const DISPLAY_UK: DisplayTexts = {
  signals: { GO: 'МОЖНА', GO_CONCESSION: 'МОЖНА, ПІЛЬГА', STOP: 'НЕ МОЖНА', HOLD_AGAIN: 'ПРИКЛАДІТЬ ЩЕ РАЗ' },
  reasons: {
    OK_PASS: 'проїзний або квиток дійсний',
    OK_PAYG: 'оплата за поїздку',
    OK_CONCESSION: 'пільгова поїздка, покажіть посвідчення',
    OK_TRANSFER_HINT: 'пересадка',
    OK_OFFLINE_RISK: 'картку перевіримо згодом',
    OK_DEGRADED: 'список застарів, їдьте',
    DENY_LIST: 'картка в стоп-списку: поповніть її або сплатіть борг',
    EMV_ODA_FAIL: 'картка не підтвердила, що вона справжня',
    EMV_DECLINE: 'банк відмовив',
    EMV_ONLINE_REQUESTED: 'без мережі банківську картку не прийняти',
    CARD_EXPIRED: 'строк картки минув',
    TICKET_BAD_SIGNATURE: 'квиток не справжній',
    TICKET_EXPIRED: 'квиток уже не діє',
    TICKET_NOT_YET_VALID: 'квиток ще не діє',
    TICKET_STALE_DYNAMIC: 'оновіть код у застосунку',
    TICKET_WRONG_ZONE: 'квиток не для цієї зони',
    PASSBACK: 'цю картку щойно прикладали, їдьте; за супутника просіть окремо',
    NOT_ON_ALLOW_LIST: 'цього носія немає серед тих, які можна прийняти',
    INSPECTION_LOCK: 'триває перевірка квитків',
    READ_ERROR: 'не прочитано',
  },
  alarms: {
    QUEUE_FULL: 'Черга повна: нічого не записується, пасажири їдуть',
    CONFLICT: 'На сервері під нашим номером інше прикладання: є копія пристрою?',
    RECEIPT_AHEAD:
      'На сервері під нашою назвою є прикладання, яких тут не було: якщо пристрій втратив журнал, зітріть його і введіть у роботу знову',
    RECEIPT_BEHIND: 'Сервер загубив прикладання, на які давав квитанції',
    TAP_REFUSED: 'Сервер не зміг прочитати прикладання',
  },
  outOfService: 'НЕ ПРАЦЮЄ',
  transferLeft: (minutes) => `пересадка ще ${minutes} хв`,
};
