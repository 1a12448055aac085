import type { TerminalTexts } from './terminal-texts.js';

export const UK: TerminalTexts = {
  help: `Введіть номер картки, або:
  c 1234                    картка (те саме, що й просто номер)
  c 1234 +2 companion       картка і ще два квитки для супутників; +1 luggage - за багаж
  b tok_77                  банківська картка (токен платіжного шлюзу, ніколи не її номер)
  c 1234 expired            картка, строк якої минув; torn - забрали зарано
  b tok_77 not-genuine      підробна банківська картка; declined, online-only - відповідь банку
  q ТЕКСТ                   підписаний квиток: текст його коду (їх робить rukh ticket); paper ТЕКСТ - на папері
  staff 17                  службове посвідчення
  zone A                    машина в іншій тарифній зоні (просто zone - у жодній)
  cash                      продаж водія за готівку
  offline, online           вимкнути й увімкнути мережу
  crash                     зникло живлення, пристрій запустився знову
  drift +7m                 годинник пристрою поспішає на 7 хвилин (-30s - відстає)
  sync                      звірити годинник із сервером
  lock, unlock              контролер у салоні
  status, help, quit`,
  connection: (isUp) => (isUp ? 'мережа є' : 'мережі немає'),
  queue: (queued, receipted) => `у черзі ${queued}, з квитанцією ${receipted}`,
  clock: (seconds) =>
    seconds === undefined ? 'годинник не звірено' : `годинник: ${-seconds} с до серверного`,
  list: (version, media, ageSeconds) =>
    `стоп-список: версія ${version}, носіїв ${media}, підтверджено ${ageSeconds} с тому`,
  noList: 'стоп-списку немає',
  zone: (zoneId) => (zoneId === undefined ? 'У жодній зоні' : `У зоні ${zoneId}`),
  askedOnline: 'спитано в сервера',
  decidedAlone: 'вирішено самостійно',
  officeError: (message) => `Від сервера нічого не чути: ${message}`,
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
