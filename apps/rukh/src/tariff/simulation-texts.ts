/** Words of the report of `rukh tariff simulate`. */
export interface SimulationTexts {
  readonly lang: 'uk' | 'en';
  readonly language: string;
  readonly title: string;
  readonly lead: (first: string, second: string, riders: string, taps: string) => string;
  readonly first: string;
  readonly second: string;
  readonly change: string;
  readonly riders: string;
  readonly cards: {
    readonly first: string;
    readonly second: string;
    readonly change: string;
    readonly more: string;
    readonly less: string;
    readonly funded: string;
  };
  readonly caveat: string;
  readonly key: {
    readonly category: string;
    readonly route: string;
    readonly media: string;
    readonly decile: string;
    readonly disposition: string;
  };
  readonly plots: {
    readonly category: string;
    readonly route: string;
    readonly media: string;
    readonly decile: string;
    readonly disposition: string;
  };
  readonly readings: SimulationTexts['plots'];
  readonly head: readonly [string, string, string, string, string, string];
  readonly table: string;
  readonly unknown: string;
  readonly others: string;
}

export const UKRAINIAN: SimulationTexts = {
  lang: 'uk',
  language: 'Українська',
  title: 'Що заробив би інший тариф',
  lead: (first, second, riders, taps) =>
    `Ті самі валідації, оцінені за двома тарифами: «${first}» і «${second}». Пасажирів ${riders}, валідацій ${taps}.`,
  first: 'Перший тариф',
  second: 'Другий тариф',
  change: 'Зміна',
  riders: 'пасажири',
  cards: {
    first: 'платять пасажири за першим',
    second: 'платять пасажири за другим',
    change: 'зміна доходу від пасажирів',
    more: 'пасажирів платять більше',
    less: 'пасажирів платять менше',
    funded: 'зміна компенсацій за пільги',
  },
  caveat:
    'Розрахунок вважає, що люди їздили б так само. Подорожчання зменшує кількість поїздок, здешевлення збільшує; цього тут немає.',
  key: {
    category: 'Категорія',
    route: 'Маршрут',
    media: 'Носій',
    decile: 'Десята частина',
    disposition: 'Результат',
  },
  plots: {
    category: 'За категорією пасажирів',
    route: 'За маршрутом',
    media: 'За носієм',
    decile: 'За тим, скільки людина платить',
    disposition: 'За результатом оцінки',
  },
  readings: {
    category: 'Скільки платять пасажири кожної категорії за обома тарифами.',
    route: 'Маршрути з найбільшим доходом; решта разом.',
    media: 'Скільки сплачено кожним носієм.',
    decile:
      'Пасажирів поділено на десять рівних частин за тим, скільки вони платять за першим тарифом; перша платить найменше.',
    disposition:
      'Скільки сплачено за поїздки кожного результату: оплачені, пересадки, обмежені, за абонементом, пільгові.',
  },
  head: ['Поїздок', 'Перший', 'Другий', 'Зміна', 'Платять більше', 'Платять менше'],
  table: 'Ті самі числа таблицею',
  unknown: 'невідомо',
  others: 'решта',
};

export const ENGLISH: SimulationTexts = {
  lang: 'en',
  language: 'English',
  title: 'What another tariff would have earned',
  lead: (first, second, riders, taps) =>
    `The same taps, priced by two tariffs: "${first}" and "${second}". ${riders} riders, ${taps} taps.`,
  first: 'First tariff',
  second: 'Second tariff',
  change: 'Change',
  riders: 'riders',
  cards: {
    first: 'riders pay by the first',
    second: 'riders pay by the second',
    change: 'change of what riders pay',
    more: 'riders pay more',
    less: 'riders pay less',
    funded: 'change of what concessions are funded with',
  },
  caveat:
    'This takes it that people would have travelled as they did. Dearer fares make fewer rides, cheaper ones more; that is not in it.',
  key: { category: 'Category', route: 'Route', media: 'Medium', decile: 'Tenth', disposition: 'Outcome' },
  plots: {
    category: 'By rider category',
    route: 'By route',
    media: 'By medium',
    decile: 'By how much a person pays',
    disposition: 'By outcome of pricing',
  },
  readings: {
    category: 'What riders of each category pay by both tariffs.',
    route: 'The routes that earn most; the others together.',
    media: 'What was paid with each medium.',
    decile: 'Riders in ten equal parts by what they pay by the first tariff; the first part pays least.',
    disposition: 'What was paid for rides of each outcome: charged, transfers, capped, by pass, concessions.',
  },
  head: ['Rides', 'First', 'Second', 'Change', 'Pay more', 'Pay less'],
  table: 'The same figures as a table',
  unknown: 'unknown',
  others: 'others',
};
