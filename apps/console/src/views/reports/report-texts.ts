import { defineTexts } from '../../text/define-texts.js';
import { plural } from '../../text/plural.js';

/** Names of reports and what each counts, in a sentence or two; the formulas are in docs/reports.md. */
export const REPORT_TEXTS = defineTexts(
  {
    title: 'Звіти',
    report: 'Звіт',
    from: 'Від',
    to: 'До',
    line: 'Лінія',
    by: 'Рядки за',
    figure: 'Показник',
    chart: 'Діаграма',
    all: 'усі',
    csv: 'Завантажити CSV',
    link: 'Скопіювати посилання',
    copied: 'Посилання скопійовано.',
    unknown: 'невідомо',
    working: 'Рахуємо…',
    failed: 'Звіт не склався',
    again: 'Ще раз',
    none: 'За ці дні нічого немає: рахуються лише рейси, що закінчилися.',
    whole: 'Разом',
    best: 'Найменше',
    worst: 'Найбільше',
    table: 'Таблиця звіту',
    rows: (n: number) => plural('uk', n, { one: 'рядок', few: 'рядки', many: 'рядків', other: 'рядка' }),
    shownRows: (n: number, total: number) => `Показано ${n} із ${total}: з найбільшими значеннями.`,
    unknownRows: (n: number) => `Без значення (невідомо): ${n}.`,
    bins: 'Скільки рядків мають таке значення',
    series: (n: number, total: number) => `Показано ${n} із ${total}; виберіть лінію, щоб бачити її саму.`,
    charts: { bars: 'стовпчики', lines: 'за годинами', spread: 'розподіл' },
    groups: {
      route: 'лінією',
      hour: 'годиною',
      run: 'випуском',
      stop: 'зупинкою',
      carrier: 'перевізником',
      vehicle: 'машиною',
    },
    names: {
      presence: 'Присутність і виконання',
      trips: 'Виконані рейси',
      punctuality: 'Точність',
      headways: 'Рівність інтервалів',
      off_route: 'Поза маршрутом',
      ridership: 'Пасажири',
      predictions: 'Точність прогнозів',
      quality: 'Якість даних',
    },
    means: {
      presence:
        'Три показники Львова. Присутність: години випусків, у які бачили машину, від запланованих. Виконання: рейси виконані від запланованих. Дотримання: зупинки за графіком або в особливому режимі від запланованих.',
      trips:
        'За планом = виконано + частково + скасовано + не спостерігали. Виконано: машину бачили щонайменше на чотирьох пʼятих зупинок. Не спостерігали: чи рейс був, невідомо.',
      punctuality:
        'Різниця між відправленням і розкладом. Рано: понад 1 хвилину раніше; пізно: понад 6 хвилин; понад 30 хвилин — не зіставлено і до частки не входить.',
      headways:
        'Зайве чекання (EWT): наскільки довше чекає той, хто прийшов будь-коли, ніж за рівних планових інтервалів. Мінливість: відхилення інтервалів, поділене на середній. Скупчення і розриви: не більше половини і не менше півтора планового інтервалу.',
      off_route: 'Години й кілометри на службі, і скільки з них не на своїй лінії.',
      ridership:
        'Прийняті валідації і пасажири за ними. Хто де вийшов, валідації не кажуть: «найбільше за рейс» лише обмежує наповнення.',
      predictions:
        'Прогнози, показані пасажирам, порівняно з тим, що сталося. Рядок без лінії — уся мережа. Зсув більший за нуль: казали пізніше, ніж приїхало.',
      quality:
        'Як часто і як швидко приходять позиції машин, яка частка має рейс, скільки разів машина мовчала.',
    },
  },
  {
    title: 'Reports',
    report: 'Report',
    from: 'From',
    to: 'To',
    line: 'Line',
    by: 'Rows by',
    figure: 'Figure',
    chart: 'Chart',
    all: 'all',
    csv: 'Download CSV',
    link: 'Copy link',
    copied: 'The link is copied.',
    unknown: 'unknown',
    working: 'Counting…',
    failed: 'The report did not come about',
    again: 'Again',
    none: 'There is nothing of these days: only trips that are over are counted.',
    whole: 'In all',
    best: 'Least',
    worst: 'Most',
    table: 'Table of the report',
    rows: (n: number) => plural('en', n, { one: 'row', other: 'rows' }),
    shownRows: (n: number, total: number) => `${n} of ${total} shown: those with the largest values.`,
    unknownRows: (n: number) => `Without a value (unknown): ${n}.`,
    bins: 'How many rows have such a value',
    series: (n: number, total: number) => `${n} of ${total} shown; choose a line to see it alone.`,
    charts: { bars: 'bars', lines: 'by hour', spread: 'distribution' },
    groups: {
      route: 'line',
      hour: 'hour',
      run: 'run',
      stop: 'stop',
      carrier: 'carrier',
      vehicle: 'vehicle',
    },
    names: {
      presence: 'Presence and performance',
      trips: 'Trips delivered',
      punctuality: 'Punctuality',
      headways: 'Headway regularity',
      off_route: 'Off the route',
      ridership: 'Ridership',
      predictions: 'Prediction accuracy',
      quality: 'Data quality',
    },
    means: {
      presence:
        'Lviv’s three figures. Presence: hours of runs in which a vehicle was seen, of those planned. Performance: trips performed of those planned. Adherence: stops on schedule or in special mode of those planned.',
      trips:
        'Planned = operated + partly + cancelled + not observed. Operated: a vehicle was seen at four fifths of the stops or more. Not observed: whether the trip ran is unknown.',
      punctuality:
        'Departure minus timetable. Early: more than 1 minute before; late: more than 6 minutes; more than 30 minutes is unmatched and left out of the share.',
      headways:
        'Excess wait (EWT): how much longer somebody who comes at any time waits than with even, planned headways. Variation: deviation of headways over their mean. Bunched and gaps: at most half, and at least one and a half, of the planned headway.',
      off_route: 'Hours and kilometres in service, and how many of them were not on the line.',
      ridership:
        'Accepted taps and the passengers of them. Who got off where, taps do not tell: “most on one trip” only bounds how full it was.',
      predictions:
        'Predictions that passengers were shown, against what happened. The row without a line is the whole network. A bias above zero: told later than it came.',
      quality:
        'How often and how fast positions of vehicles arrive, which share has a trip, how often a vehicle was silent.',
    },
  },
);
