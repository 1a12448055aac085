import type { FeedName } from '@rukh/domain/realtime';
/** The words of the pages, in the languages they are in. */
import type { Language } from '@rukh/domain/passenger';

export interface Words {
  readonly title: string;
  readonly lead: string;
  readonly feeds: string;
  readonly feed: string;
  readonly addresses: string;
  readonly entities: string;
  readonly age: string;
  readonly ageSeconds: (seconds: number) => string;
  readonly notNow: string;
  readonly live: string;
  readonly map: string;
  readonly forPassengers: string;
  readonly stops: string;
  readonly routes: string;
  readonly alerts: string;
  readonly forStaff: string;
  /** What is at an address of the people who run the service. */
  readonly staffPages: Readonly<Record<'console' | 'rider' | 'inspect' | 'validator' | 'finance', string>>;
  readonly openData: string;
  readonly openPages: Readonly<Record<string, string>>;
  readonly vehiclesGeoJson: string;
  readonly events: string;
  readonly shapes: string;
  readonly data: string;
  readonly timetable: string;
  readonly otherLanguage: string;
  readonly names: Readonly<Record<FeedName, string>>;
  readonly mapTitle: string;
  readonly mapHelp: string;
  /** Buttons beside the map: the key that does the same, its sign, its name. */
  readonly steer: readonly (readonly [key: string, sign: string, name: string])[];
  readonly mapLost: string;
  readonly mapNone: string;
  readonly mapNeedsScript: string;
  readonly back: string;
  readonly vehiclesOnMap: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  uk: {
    title: 'Рух — транспорт міста наживо',
    lead: 'Відкриті дані про рух громадського транспорту у форматі GTFS-realtime: для планувальників поїздок, табло й дослідників.',
    feeds: 'Стрічки GTFS-realtime',
    feed: 'Стрічка',
    addresses: 'Адреси',
    entities: 'Записів',
    age: 'Вік',
    ageSeconds: (seconds) => `${seconds} с`,
    notNow: 'зараз немає',
    live: 'Наживо',
    map: 'Карта',
    forPassengers: 'Пасажирам',
    stops: 'Зупинки: коли прибуде',
    routes: 'Маршрути',
    alerts: 'Повідомлення',
    forStaff: 'Диспетчерам, пасажирам із квитком, контролерам',
    staffPages: {
      console: 'Консоль диспетчера',
      rider: 'Мої поїздки та баланс',
      inspect: 'Контроль квитків',
      validator: 'Валідатор на сторінці',
      finance: 'Гроші: від поїздки до розрахунку',
    },
    openData: 'Відкриті дані',
    openPages: {
      '/gtfs/static.zip': 'Чинний розклад, GTFS',
      '/gtfs/versions.json': 'Усі версії розкладу',
      '/siri-lite/estimated-timetable.json': 'SIRI Lite',
      '/feeds.json': 'Перелік усіх потоків, JSON',
      '/catalog.jsonld': 'Каталог даних, DCAT-AP',
      '/openapi.json': 'Опис програмного інтерфейсу, OpenAPI',
      '/llms.txt': 'Опис для мовних моделей',
    },
    vehiclesGeoJson: 'Транспорт на лінії, GeoJSON',
    events: 'Потік змін, server-sent events',
    shapes: 'Лінії маршрутів, GeoJSON',
    data: 'Про дані',
    timetable: 'Версія розкладу',
    otherLanguage: 'English',
    names: {
      'vehicle-positions': 'Де є транспорт',
      'trip-updates': 'Коли прибуде',
      alerts: 'Повідомлення',
      'trip-modifications': 'Обʼїзди',
      all: 'Усе разом',
    },
    mapTitle: 'Карта транспорту наживо',
    mapHelp: 'Два пальці, коліщатко або + і − змінюють масштаб, перетягування і стрілки рухають карту.',
    steer: [
      ['+', '+', 'Ближче'],
      ['-', '−', 'Далі'],
      ['ArrowLeft', '←', 'Ліворуч'],
      ['ArrowUp', '↑', 'Вгору'],
      ['ArrowDown', '↓', 'Вниз'],
      ['ArrowRight', '→', 'Праворуч'],
    ],
    mapLost: 'Звʼязок утрачено: транспорт показано там, де його бачили востаннє.',
    mapNone: 'Даних про рух зараз немає. Карта запитає про них знову.',
    mapNeedsScript: 'Карта потребує скриптів. Зупинки й маршрути показують те саме без них.',
    back: 'До всіх адрес',
    vehiclesOnMap: 'Транспорту на карті:',
  },
  en: {
    title: 'Rukh — the city’s transport live',
    lead: 'Open data on public transport on the move, as GTFS-realtime: for trip planners, displays and research.',
    feeds: 'GTFS-realtime feeds',
    feed: 'Feed',
    addresses: 'Addresses',
    entities: 'Entities',
    age: 'Age',
    ageSeconds: (seconds) => `${seconds} s`,
    notNow: 'not now',
    live: 'Live',
    map: 'Map',
    forPassengers: 'For passengers',
    stops: 'Stops: when it comes',
    routes: 'Routes',
    alerts: 'Alerts',
    forStaff: 'For dispatchers, ticket holders and inspectors',
    staffPages: {
      console: 'Dispatch console',
      rider: 'My rides and balance',
      inspect: 'Ticket inspection',
      validator: 'A validator in a page',
      finance: 'Money: from a ride to its settlement',
    },
    openData: 'Open data',
    openPages: {
      '/gtfs/static.zip': 'Timetable in force, GTFS',
      '/gtfs/versions.json': 'All versions of the timetable',
      '/siri-lite/estimated-timetable.json': 'SIRI Lite',
      '/feeds.json': 'List of all feeds, JSON',
      '/catalog.jsonld': 'Data catalogue, DCAT-AP',
      '/openapi.json': 'Description of the API, OpenAPI',
      '/llms.txt': 'For language models',
    },
    vehiclesGeoJson: 'Vehicles, GeoJSON',
    events: 'Changes as server-sent events',
    shapes: 'Lines of the routes, GeoJSON',
    data: 'About the data',
    timetable: 'Version of the timetable',
    otherLanguage: 'Українська',
    names: {
      'vehicle-positions': 'Where vehicles are',
      'trip-updates': 'When they arrive',
      alerts: 'Alerts',
      'trip-modifications': 'Detours',
      all: 'Everything in one',
    },
    mapTitle: 'Live map of vehicles',
    mapHelp: 'Two fingers, the wheel or + and − zoom, dragging and the arrow keys move the map.',
    steer: [
      ['+', '+', 'Zoom in'],
      ['-', '−', 'Zoom out'],
      ['ArrowLeft', '←', 'Left'],
      ['ArrowUp', '↑', 'Up'],
      ['ArrowDown', '↓', 'Down'],
      ['ArrowRight', '→', 'Right'],
    ],
    mapLost: 'The connection is lost: vehicles are shown where they were seen last.',
    mapNone: 'There is no live data now. The map will ask for it again.',
    mapNeedsScript: 'The map needs scripts. Stops and routes tell the same without.',
    back: 'To all addresses',
    vehiclesOnMap: 'Vehicles on the map:',
  },
};
