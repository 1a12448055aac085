import { atTimeUk } from '@rukh/domain/time';
import { defineTexts } from '../../text/define-texts.js';
import { plural } from '../../text/plural.js';

export const MAP_TEXTS = defineTexts(
  {
    label: 'Карта міста. Усе, що на ній, є також у списках: у «Потребує уваги» і в розділі «Машини».',
    zoomIn: 'Наблизити',
    zoomOut: 'Віддалити',
    whole: 'Усе місто',
    follow: 'Стежити за вибраною машиною',
    stack: 'Кілька машин тут',
    count: (n: number) => plural('uk', n, { one: 'машина', few: 'машини', many: 'машин', other: 'машини' }),
    wasHere: (label: string, time: string) => `${label} була тут ${atTimeUk(time)}`,
    showThen: 'Показати цей момент',
    close: 'Закрити',
    ordered: {
      detour: 'обʼїзд за наказом',
      closed: 'зупинку не обслуговують',
      instead: 'зупиняються натомість',
    },
    waiting: 'Чекаємо на дані…',
    plain: 'Проста карта: браузер не має WebGL.',
  },
  {
    label:
      'Map of the city. All that is on it is in lists too: in “Needs attention” and in the view “Vehicles”.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    whole: 'Whole city',
    follow: 'Follow the chosen vehicle',
    stack: 'Several vehicles here',
    count: (n: number) => plural('en', n, { one: 'vehicle', other: 'vehicles' }),
    wasHere: (label: string, time: string) => `${label} was here at ${time}`,
    showThen: 'Show this moment',
    close: 'Close',
    ordered: {
      detour: 'detour by an order',
      closed: 'stop not served',
      instead: 'served instead',
    },
    waiting: 'Waiting for data…',
    plain: 'A plain map: the browser has no WebGL.',
  },
);
