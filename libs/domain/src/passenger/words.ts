/** The words in which arrivals are told, in the languages of the city. */
import { READERS_LANGUAGES, type ReadersLanguage } from '../gtfs/index.js';
import { atTimeUk } from '../time/index.js';
import type { ArrivalState, Mode } from './arrival.js';

export const LANGUAGES = READERS_LANGUAGES;
export type Language = ReadersLanguage;

export interface PassengerWords {
  readonly modes: Readonly<Record<Mode, string>>;
  readonly states: Readonly<Record<ArrivalState, string>>;
  /** Instead of `live`, of a trip whose vehicle is not on it yet. */
  readonly expected: string;
  /** Instead of either, of a trip whose vehicle is not heard of any more. */
  readonly noSignal: string;
  /** By GTFS-realtime OccupancyStatus; empty where it says nothing. */
  readonly occupancy: readonly string[];
  readonly lowFloor: string;
  readonly notLowFloor: string;
  readonly added: string;
  readonly last: string;
  readonly noPickup: string;
  /** Of a trip that ends before the end of its line. */
  readonly onlyTo: (stop: string) => string;
  readonly arriving: string;
  readonly inMinutes: (minutes: number) => string;
  readonly minutesShort: (minutes: number) => string;
  readonly atTime: (time: string) => string;
  readonly towards: (headsign: string) => string;
  /** Of a stop, that one goes from there to these. */
  readonly ways: (ends: readonly string[]) => string;
  readonly platform: (platform: string) => string;
  readonly stopsAway: (stops: number) => string;
  /** Of a vehicle that comes on a trip that cannot be told. */
  readonly onItsWay: string;
  readonly late: (minutes: number) => string;
  readonly early: (minutes: number) => string;
  readonly silent: (minutes: number) => string;
  readonly stop: (name: string, code: string, time: string) => string;
  readonly none: string;
  /** The same, where something is due within hours. */
  readonly noneYet: string;
  readonly noneForDays: string;
  /** Before what comes next, days on. */
  readonly next: string;
  readonly today: string;
  readonly tomorrow: string;
  readonly noLive: string;
  readonly oldLive: (minutes: number) => string;
  readonly alert: string;
  readonly noStop: (code: string) => string;
}

/** Ukrainian counts by the last digits: 1, 21 ... / 2 to 4, 22 to 24 ... / all else. */
export function pluralUk(count: number, one: string, few: string, many: string): string {
  const last = count % 10;
  const isTeen = count % 100 >= 11 && count % 100 <= 14;
  if (!isTeen && last === 1) return `${count} ${one}`;
  return !isTeen && last >= 2 && last <= 4 ? `${count} ${few}` : `${count} ${many}`;
}

const pluralEn = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const minutesUk = (count: number): string => pluralUk(count, 'хвилину', 'хвилини', 'хвилин');
const minutesEn = (count: number): string => pluralEn(count, 'minute', 'minutes');

const uk: PassengerWords = {
  modes: {
    tram: 'трамвай',
    metro: 'метро',
    train: 'поїзд',
    bus: 'автобус',
    ferry: 'пором',
    cable_tram: 'канатний трамвай',
    gondola: 'канатна дорога',
    funicular: 'фунікулер',
    trolleybus: 'тролейбус',
    monorail: 'монорейка',
  },
  states: {
    live: 'наживо',
    scheduled: 'за розкладом',
    no_data: 'за розкладом, прогнозу немає',
    skipped: 'тут не зупиниться',
    cancelled: 'скасовано',
  },
  expected: 'очікується',
  noSignal: 'немає сигналу',
  occupancy: [
    'порожньо',
    'багато вільних місць',
    'є вільні місця',
    'лише стоячі місця',
    'дуже тісно',
    'переповнено',
    'пасажирів не бере',
    '',
    'без посадки',
  ],
  lowFloor: 'низька підлога',
  notLowFloor: 'без низької підлоги',
  added: 'додатковий рейс',
  last: 'кінцева, без посадки',
  noPickup: 'без посадки',
  onlyTo: (stop) => `лише до зупинки «${stop}»`,
  arriving: 'прибуває',
  inMinutes: (minutes) => `через ${minutesUk(minutes)}`,
  minutesShort: (minutes) => `${minutes} хв`,
  atTime: atTimeUk,
  towards: (headsign) => `напрямок «${headsign}»`,
  ways: (ends) => `у бік: ${ends.join(', ')}`,
  platform: (platform) => `платформа ${platform}`,
  stopsAway: (stops) =>
    stops === 1 ? 'прямує до цієї зупинки' : `за ${pluralUk(stops, 'зупинку', 'зупинки', 'зупинок')} звідси`,
  onItsWay: 'у дорозі, час прибуття невідомий',
  late: (minutes) => `запізнюється на ${minutesUk(minutes)}`,
  early: (minutes) => `раніше на ${minutesUk(minutes)}`,
  silent: (minutes) => `востаннє чути ${minutesUk(minutes)} тому`,
  stop: (name, code, time) => `Зупинка ${name} (${code}), станом на ${time}.`,
  none: 'Найближчими годинами нічого не прибуває.',
  noneYet: 'Найближчим часом нічого не прибуває.',
  noneForDays: 'За розкладом тут нічого немає й найближчими днями.',
  next: 'Найближчий рейс',
  today: 'сьогодні',
  tomorrow: 'завтра',
  noLive: 'Дані наживо зараз не надходять: час за розкладом.',
  oldLive: (minutes) => `Дані наживо не надходять уже ${minutesUk(minutes)}: час за розкладом.`,
  alert: 'Увага',
  noStop: (code) => `Зупинки з кодом ${code} немає. Код написано на знаку зупинки.`,
};

const en: PassengerWords = {
  modes: {
    tram: 'tram',
    metro: 'metro',
    train: 'train',
    bus: 'bus',
    ferry: 'ferry',
    cable_tram: 'cable tram',
    gondola: 'cable car',
    funicular: 'funicular',
    trolleybus: 'trolleybus',
    monorail: 'monorail',
  },
  states: {
    live: 'live',
    scheduled: 'scheduled',
    no_data: 'scheduled, no prediction',
    skipped: 'does not stop here',
    cancelled: 'cancelled',
  },
  expected: 'expected',
  noSignal: 'no signal',
  occupancy: [
    'empty',
    'many seats free',
    'a few seats free',
    'standing room only',
    'very crowded',
    'full',
    'takes no passengers',
    '',
    'no boarding',
  ],
  lowFloor: 'low floor',
  notLowFloor: 'no low floor',
  added: 'extra trip',
  last: 'ends here, no boarding',
  noPickup: 'no boarding',
  onlyTo: (stop) => `only as far as ${stop}`,
  arriving: 'arriving now',
  inMinutes: (minutes) => `in ${minutesEn(minutes)}`,
  minutesShort: (minutes) => `${minutes} min`,
  atTime: (time) => `at ${time}`,
  towards: (headsign) => `towards ${headsign}`,
  ways: (ends) => `towards ${ends.join(', ')}`,
  platform: (platform) => `platform ${platform}`,
  stopsAway: (stops) => (stops === 1 ? 'this stop is its next' : `${pluralEn(stops, 'stop', 'stops')} away`),
  onItsWay: 'on its way, time not known',
  late: (minutes) => `${minutesEn(minutes)} late`,
  early: (minutes) => `${minutesEn(minutes)} early`,
  silent: (minutes) => `last heard ${minutesEn(minutes)} ago`,
  stop: (name, code, time) => `Stop ${name} (${code}), as of ${time}.`,
  none: 'Nothing is due in the next hours.',
  noneYet: 'Nothing is due yet.',
  noneForDays: 'The timetable has nothing here in the next days either.',
  next: 'The next trip',
  today: 'today',
  tomorrow: 'tomorrow',
  noLive: 'Live data is not coming in now: times are from the timetable.',
  oldLive: (minutes) => `Live data has not come in for ${minutesEn(minutes)}: times are from the timetable.`,
  alert: 'Alert',
  noStop: (code) => `There is no stop ${code}. The code is on the sign of the stop.`,
};

export const PASSENGER_WORDS: Readonly<Record<Language, PassengerWords>> = { uk, en };
