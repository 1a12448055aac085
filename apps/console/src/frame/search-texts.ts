import { defineTexts } from '../text/define-texts.js';

export const SEARCH_TEXTS = defineTexts(
  {
    title: 'Пошук',
    label: 'Машина, лінія, зупинка, рейс, випуск, наказ або розділ',
    kinds: {
      vehicle: 'машина',
      route: 'лінія',
      stop: 'зупинка',
      trip: 'рейс',
      block: 'випуск',
      order: 'наказ',
      command: 'розділ',
    },
    none: 'Нічого не знайдено.',
    failed: 'Пошук не відповідає.',
    loading: 'Завантаження…',
    close: 'Закрити',
  },
  {
    title: 'Search',
    label: 'Vehicle, line, stop, trip, block, order or page',
    kinds: {
      vehicle: 'vehicle',
      route: 'line',
      stop: 'stop',
      trip: 'trip',
      block: 'block',
      order: 'order',
      command: 'page',
    },
    none: 'Nothing was found.',
    failed: 'The search does not answer.',
    loading: 'Loading…',
    close: 'Close',
  },
);
