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
