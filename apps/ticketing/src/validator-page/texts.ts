/** What the page of a validator says beside the validator's display, whose words are the domain's. */
export interface PageTexts {
  readonly title: string;
  readonly intro: string;
  readonly otherLanguage: string;
  readonly noScript: string;
  readonly enrolment: string;
  readonly device: string;
  readonly code: string;
  readonly enrol: string;
  readonly token: string;
  readonly media: string;
  readonly kinds: Readonly<Record<'CLOSED_CARD' | 'STATIC_QR' | 'BANK_CARD' | 'STAFF' | 'CASH', string>>;
  readonly companions: string;
  readonly luggage: string;
  readonly tap: string;
  readonly waiting: string;
  readonly network: string;
  readonly queued: string;
  readonly receipted: string;
  readonly clock: string;
  readonly list: string;
  readonly place: string;
  readonly vehicle: string;
  readonly zone: string;
  readonly save: string;
  /** What the script says. */
  readonly script: Readonly<
    Record<
      | 'camera'
      | 'cameraOff'
      | 'noCamera'
      | 'noKey'
      | 'otherTab'
      | 'notEnrolled'
      | 'diskFull'
      | 'online'
      | 'offline'
      | 'refused'
      | 'asked'
      | 'alone'
      | 'noList',
      string
    >
  >;
}

const UK: PageTexts = {
  title: 'Валідатор',
  intro:
    'Цей пристрій приймає картки й квитки, зокрема без мережі: усе лишається тут, доки сервер не дасть квитанцію.',
  otherLanguage: 'English',
  noScript: 'Валідатору потрібен JavaScript: ключ і черга живуть у браузері.',
  enrolment: 'Введення в роботу',
  device: 'Назва пристрою',
  code: 'Код від адміністратора',
  enrol: 'Ввести в роботу',
  token: 'Номер картки або текст квитка',
  media: 'Що прикладено',
  kinds: {
    CLOSED_CARD: 'картка',
    STATIC_QR: 'квиток із кодом',
    BANK_CARD: 'токен банківської картки',
    STAFF: 'службове посвідчення',
    CASH: 'готівка водієві: номер паперового квитка',
  },
  companions: 'Супутники',
  luggage: 'Багаж',
  tap: 'Прикласти',
  waiting: 'Прикладіть картку',
  network: 'Мережа',
  queued: 'У черзі',
  receipted: 'Із квитанцією',
  clock: 'Годинник поспішає, с',
  list: 'Стоп-список (носіїв), підтверджено',
  place: 'Де пристрій',
  vehicle: 'Машина',
  zone: 'Тарифна зона',
  save: 'Зберегти',
  script: {
    camera: 'Увімкнути камеру',
    cameraOff: 'Вимкнути камеру',
    noCamera: 'Камера недоступна: введіть текст квитка.',
    noKey: 'Цей браузер не вміє підписів Ed25519: оновіть його.',
    otherTab: 'Валідатор уже працює в іншій вкладці. Тут він запрацює, щойно ту закриють.',
    notEnrolled: 'Не вдалося ввести в роботу:',
    diskFull: 'не записано: у пристрої немає місця',
    online: 'є',
    offline: 'немає',
    refused: 'Сервер не приймає:',
    asked: 'Спитано в сервера',
    alone: 'Вирішено самостійно, без сервера',
    noList: 'ще немає',
  },
};

const EN: PageTexts = {
  title: 'Validator',
  intro:
    'This device takes cards and tickets, without a network too: all of it stays here until the server gives a receipt.',
  otherLanguage: 'Українською',
  noScript: 'The validator needs JavaScript: its key and its queue live in the browser.',
  enrolment: 'Put into use',
  device: 'Name of the device',
  code: 'Code from the administration',
  enrol: 'Put into use',
  token: 'Card number or text of a ticket',
  media: 'What is held to it',
  kinds: {
    CLOSED_CARD: 'card',
    STATIC_QR: 'ticket with a code',
    BANK_CARD: 'token of a bank card',
    STAFF: 'badge of the staff',
    CASH: 'cash to the driver: number of the paper ticket',
  },
  companions: 'Companions',
  luggage: 'Luggage',
  tap: 'Tap',
  waiting: 'Hold a card to it',
  network: 'Network',
  queued: 'Queued',
  receipted: 'With a receipt',
  clock: 'Clock is fast, s',
  list: 'Stop list (media), confirmed',
  place: 'Where the device is',
  vehicle: 'Vehicle',
  zone: 'Fare zone',
  save: 'Save',
  script: {
    camera: 'Turn the camera on',
    cameraOff: 'Turn the camera off',
    noCamera: 'There is no camera: type the text of the ticket.',
    noKey: 'This browser knows no Ed25519 signatures: a newer one does.',
    otherTab: 'The validator works in another tab already. It goes on here once that one is closed.',
    notEnrolled: 'It could not be put into use:',
    diskFull: 'not recorded: there is no room on this device',
    online: 'yes',
    offline: 'no',
    refused: 'The server refuses:',
    asked: 'The server was asked',
    alone: 'Decided alone, without the server',
    noList: 'none yet',
  },
};

export const PAGE_TEXTS = { uk: UK, en: EN } as const;
export type PageLanguage = keyof typeof PAGE_TEXTS;
