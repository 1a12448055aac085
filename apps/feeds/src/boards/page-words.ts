/** The words of the pages for passengers. */
import { type Language, pluralUk } from '@rukh/domain/passenger';

export interface PageWords {
  readonly site: string;
  readonly skip: string;
  readonly nearby: string;
  readonly routes: string;
  readonly alerts: string;
  readonly map: string;
  readonly allData: string;
  readonly otherLanguage: string;
  readonly stop: string;
  readonly code: string;
  readonly arrivals: string;
  readonly approaching: string;
  readonly line: string;
  readonly towards: string;
  readonly when: string;
  readonly asOf: (time: string) => string;
  readonly updates: string;
  readonly refresh: string;
  readonly more: string;
  readonly poster: string;
  readonly bigBoard: string;
  readonly asText: string;
  readonly onlyLine: string;
  readonly moreRows: string;
  readonly wholeBoard: string;
  readonly offline: string;
  readonly allLines: string;
  readonly alertCount: (count: number) => string;
  readonly moreAlerts: (count: number) => string;
  readonly noAlerts: string;
  readonly alertsUnknown: string;
  readonly period: (from: string | undefined, until: string | undefined) => string;
  readonly readMore: string;
  readonly findStop: string;
  readonly findHelp: string;
  readonly find: string;
  readonly useLocation: string;
  readonly locationDenied: string;
  readonly nearYou: string;
  readonly found: string;
  readonly nothingFound: string;
  readonly metres: (metres: number) => string;
  readonly routesHere: string;
  readonly directionTo: (headsign: string) => string;
  readonly stopsOfLine: string;
  readonly vehicleAt: string;
  readonly vehicleTo: string;
  readonly elsewhere: string;
  readonly noVehicles: string;
  readonly onMap: string;
  readonly notFound: string;
  readonly nothingThere: string;
  readonly badAddress: string;
  readonly checkAddress: string;
  readonly notYet: string;
  readonly noTimetable: string;
  readonly posterTitle: string;
  readonly posterHelp: string;
  readonly lineHelp: string;
}

const uk: PageWords = {
  site: 'Транспорт наживо',
  skip: 'До змісту',
  nearby: 'Зупинки',
  routes: 'Маршрути',
  alerts: 'Повідомлення',
  map: 'Карта',
  allData: 'Усі дані',
  otherLanguage: 'English',
  stop: 'Зупинка',
  code: 'код',
  arrivals: 'Прибуття на зупинку',
  approaching: 'Також їдуть сюди',
  line: 'Маршрут',
  towards: 'Куди',
  when: 'Коли',
  asOf: (time) => `Станом на ${time}.`,
  updates: 'Список оновлюється сам.',
  refresh: 'Оновити',
  more: 'Інші вигляди',
  poster: 'Плакат із QR-кодом',
  bigBoard: 'Велике табло',
  asText: 'Текстом',
  onlyLine: 'Лише один маршрут',
  moreRows: 'Показати більше рейсів',
  wholeBoard: 'Усе табло',
  offline: 'Немає звʼязку: час у списку може бути застарілим.',
  allLines: 'Усі маршрути',
  alertCount: (count) => pluralUk(count, 'повідомлення', 'повідомлення', 'повідомлень'),
  moreAlerts: (count) => `і ще ${pluralUk(count, 'повідомлення', 'повідомлення', 'повідомлень')}`,
  noAlerts: 'Повідомлень немає.',
  alertsUnknown: 'Дані зараз не надходять: чи є повідомлення, невідомо.',
  period: (from, until) => [from && `з ${from}`, until && `до ${until}`].filter(Boolean).join(' '),
  readMore: 'Докладніше',
  findStop: 'Знайти зупинку',
  findHelp: 'Назва зупинки або код із її знака',
  find: 'Знайти',
  useLocation: 'Зупинки поруч зі мною',
  locationDenied: 'Місце не визначено. Знайдіть зупинку за назвою або кодом.',
  nearYou: 'Зупинки поруч',
  found: 'Знайдені зупинки',
  nothingFound: 'Нічого не знайдено.',
  metres: (metres) => `${metres} м`,
  routesHere: 'Маршрути тут',
  directionTo: (headsign) => `Напрямок «${headsign}»`,
  stopsOfLine: 'Зупинки й транспорт між ними',
  vehicleAt: 'стоїть на цій зупинці',
  vehicleTo: 'прямує до цієї зупинки',
  elsewhere: 'Поза цією лінією',
  noVehicles: 'Зараз на цьому напрямку не видно жодної машини.',
  onMap: 'Маршрут на карті',
  notFound: 'Не знайдено',
  nothingThere: 'За цією адресою нічого немає.',
  badAddress: 'Адреса з помилкою',
  checkAddress: 'Так запитати не можна: перевірте адресу сторінки.',
  notYet: 'Ще не готово',
  noTimetable: 'Розкладу зараз немає. Спробуйте за хвилину.',
  posterTitle: 'Коли прибуде?',
  posterHelp: 'Наведіть камеру телефона на код або відкрийте',
  lineHelp: 'Машину показано перед зупинкою, до якої вона прямує.',
};

const en: PageWords = {
  site: 'Transport live',
  skip: 'Skip to content',
  nearby: 'Stops',
  routes: 'Routes',
  alerts: 'Alerts',
  map: 'Map',
  allData: 'All data',
  otherLanguage: 'Українська',
  stop: 'Stop',
  code: 'code',
  arrivals: 'Arrivals at the stop',
  approaching: 'Also coming',
  line: 'Line',
  towards: 'Towards',
  when: 'When',
  asOf: (time) => `As of ${time}.`,
  updates: 'The list updates by itself.',
  refresh: 'Refresh',
  more: 'Other views',
  poster: 'Poster with QR code',
  bigBoard: 'Large display',
  asText: 'As text',
  onlyLine: 'One line only',
  moreRows: 'Show more trips',
  wholeBoard: 'The whole board',
  offline: 'No connection: times in the list may be out of date.',
  allLines: 'All lines',
  alertCount: (count) => `${count} ${count === 1 ? 'alert' : 'alerts'}`,
  moreAlerts: (count) => `and ${count} more`,
  noAlerts: 'There are no alerts.',
  alertsUnknown: 'No data is coming in now: whether there are alerts is not known.',
  period: (from, until) => [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' '),
  readMore: 'Read more',
  findStop: 'Find a stop',
  findHelp: 'Name of the stop, or the code on its sign',
  find: 'Find',
  useLocation: 'Stops near me',
  locationDenied: 'Your place could not be found. Find the stop by name or code.',
  nearYou: 'Stops nearby',
  found: 'Stops found',
  nothingFound: 'Nothing found.',
  metres: (metres) => `${metres} m`,
  routesHere: 'Lines here',
  directionTo: (headsign) => `Towards ${headsign}`,
  stopsOfLine: 'Stops, and vehicles between them',
  vehicleAt: 'is at this stop',
  vehicleTo: 'is on its way to this stop',
  elsewhere: 'Off this line',
  noVehicles: 'No vehicle is seen in this direction now.',
  onMap: 'The route on the map',
  notFound: 'Not found',
  nothingThere: 'There is nothing at this address.',
  badAddress: 'Wrong address',
  checkAddress: 'This cannot be asked so: check the address of the page.',
  notYet: 'Not ready yet',
  noTimetable: 'There is no timetable now. Try again in a minute.',
  posterTitle: 'When does it come?',
  posterHelp: 'Point your phone’s camera at the code, or open',
  lineHelp: 'A vehicle is shown before the stop it is going to.',
};

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { uk, en };
