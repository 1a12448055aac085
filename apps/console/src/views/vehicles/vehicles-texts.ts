import { defineTexts } from '../../text/define-texts.js';
import { plural } from '../../text/plural.js';

export const VEHICLES_TEXTS = defineTexts(
  {
    title: 'Машини',
    count: (n: number) => plural('uk', n, { one: 'машина', few: 'машини', many: 'машин', other: 'машини' }),
    find: 'Номер або знак',
    state: 'Стан',
    all: 'усі',
    columns: {
      label: 'Машина',
      plate: 'Знак',
      line: 'Лінія',
      state: 'Стан',
      deviation: 'Відхилення, хв',
      headway: 'Інтервал',
      block: 'Випуск',
      carrier: 'Перевізник',
      occupancy: 'Наповнення',
      fix: 'Дані, вік',
      charge: 'Заряд, пальне',
      validators: 'Валідатори',
      software: 'Програма валідаторів',
    },
    validators: (count: number, quiet: number, unsent: number) =>
      [
        quiet === 0 ? String(count) : `${count}, мовчать: ${quiet}`,
        ...(unsent > 0 ? [`не надіслано: ${unsent}`] : []),
      ].join('; '),
  },
  {
    title: 'Vehicles',
    count: (n: number) => plural('en', n, { one: 'vehicle', other: 'vehicles' }),
    find: 'Number or plate',
    state: 'State',
    all: 'all',
    columns: {
      label: 'Vehicle',
      plate: 'Plate',
      line: 'Line',
      state: 'State',
      deviation: 'Deviation, min',
      headway: 'Headway',
      block: 'Block',
      carrier: 'Carrier',
      occupancy: 'Occupancy',
      fix: 'Data, age',
      charge: 'Charge, fuel',
      validators: 'Validators',
      software: 'Validator software',
    },
    validators: (count: number, quiet: number, unsent: number) =>
      [
        quiet === 0 ? String(count) : `${count}, silent: ${quiet}`,
        ...(unsent > 0 ? [`unsent: ${unsent}`] : []),
      ].join('; '),
  },
);
