import type { TerminalTexts } from './terminal-texts.js';

export const UK: TerminalTexts = {
  help: `Введіть номер картки, або:
  c 1234                    картка (те саме, що й просто номер)
  c 1234 +2 companion       картка і ще два квитки для супутників; +1 luggage - за багаж
  b tok_77                  банківська картка (токен платіжного шлюзу, ніколи не її номер)
  q ТЕКСТ                   квиток із QR-кодом
  cash                      продаж водія за готівку
  offline, online           вимкнути й увімкнути мережу
  crash                     зникло живлення, пристрій запустився знову
  drift +7m                 годинник пристрою поспішає на 7 хвилин (-30s - відстає)
  sync                      звірити годинник із сервером
  lock, unlock              контролер у салоні
  status, help, quit`,
  signals: { GO: 'МОЖНА', GO_CONCESSION: 'МОЖНА, ПІЛЬГА', STOP: 'НЕ МОЖНА', HOLD_AGAIN: 'ПРИКЛАДІТЬ ЩЕ РАЗ' },
  reasons: {
    OK_PASS: 'діє проїзний',
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
    NOT_ON_ALLOW_LIST: 'список застарів, цей носій не прийняти',
    INSPECTION_LOCK: 'триває перевірка квитків',
    READ_ERROR: 'не прочитано',
  },
  alarms: {
    QUEUE_FULL: 'Черга повна: нічого не записується, пасажири їдуть',
    CONFLICT: 'На сервері під нашим номером інше прикладання: є копія пристрою?',
    RECEIPT_AHEAD: 'Сервер має квитанції за прикладання, яких тут не було',
    RECEIPT_BEHIND: 'Сервер загубив прикладання, на які давав квитанції',
    TAP_REFUSED: 'Сервер не зміг прочитати прикладання',
  },
  outOfService: 'НЕ ПРАЦЮЄ',
  transferLeft: (minutes) => `пересадка ще ${minutes} хв`,
  connection: (isUp) => (isUp ? 'мережа є' : 'мережі немає'),
  queue: (queued, receipted) => `у черзі ${queued}, з квитанцією ${receipted}`,
  clock: (seconds) =>
    seconds === undefined ? 'годинник не звірено' : `годинник: ${-seconds} с до серверного`,
  list: (version) => (version === 0 ? 'стоп-списку немає' : `стоп-список ${version}`),
  refused: (reason) => `сервер не приймає: ${reason}`,
  crashed: (boot, queued) =>
    `Живлення зникло і повернулося. Запуск ${boot}; з диска прочитано чергу: ${queued}`,
  damaged: (lines) => `Диск псується: ${lines} зіпсованих рядків у журналі`,
  drifted: (minutes) => `Годинник пристрою тепер відхилений на ${minutes} хв`,
  synced: 'Годинник звірено',
  notUnderstood: 'Не зрозуміло; help покаже, що можна',
  locked: (isLocked) => (isLocked ? 'Контролер у салоні: валідатор заблоковано' : 'Валідатор розблоковано'),
  enrolled: (deviceId) => `Сервер прийняв ключ пристрою ${deviceId}`,
  notEnrolled: (deviceId, keyId) =>
    `Ключ ${keyId} ще не на сервері: запустіть із --code КОД, який дасть адміністратор пристрою ${deviceId}`,
  bye: (queued) =>
    queued === 0 ? 'До побачення' : `До побачення. ${queued} без квитанції лишилися на диску`,
};
