/** An arrival in words: one sentence, to be read out or sent, that needs no table and no colour to be understood. */
import { formatDay, localClock } from '../time/index.js';
import { type Arrival, SILENT_SECONDS } from './arrival.js';
import type { ApproachingVehicle } from './list-approaching.js';
import { type Language, PASSENGER_WORDS, type PassengerWords } from './words.js';

/** When the words are said, and where: epoch seconds, IANA name. */
export interface Saying {
  readonly language: Language;
  readonly now: number;
  readonly timeZone: string;
}

/** Beyond this minutes are hard to reckon with, and predictions little better than the timetable. */
const MAX_MINUTES = 60;
/** Smaller differences from the timetable are not worth a word. */
const MIN_DEVIATION_SECONDS = 120;

/** `Трамвай 4, напрямок «Вокзал»: через 5 хвилин, наживо, низька підлога.` */
export function sayArrival(arrival: Arrival, saying: Saying): string {
  const words = PASSENGER_WORDS[saying.language];
  const details = sayDetails(arrival, saying);
  return `${capital(sayLine(arrival, words))}: ${[sayWhen(arrival, saying), sayState(arrival, saying), ...details].join(', ')}.`;
}

/** `Трамвай 4, напрямок «Вокзал»: у дорозі, час прибуття невідомий, за 3 зупинки звідси.` */
export function sayApproaching(vehicle: ApproachingVehicle, language: Language): string {
  const words = PASSENGER_WORDS[language];
  const line = capital(sayLine(vehicle, words));
  return `${line}: ${words.onItsWay}, ${words.stopsAway(vehicle.stopsAway)}.`;
}

/** `трамвай 4, напрямок «Вокзал»`. */
function sayLine(
  { mode, routeName, headsign }: Pick<Arrival, 'mode' | 'routeName' | 'headsign'>,
  words: PassengerWords,
): string {
  const towards = headsign === '' ? '' : `, ${words.towards(headsign)}`;
  return `${words.modes[mode]} ${routeName}${towards}`;
}

/** `Найближчий рейс: трамвай 4, напрямок «Вокзал», завтра о 05:40.` */
export function sayNext(arrival: Arrival, saying: Saying): string {
  const words = PASSENGER_WORDS[saying.language];
  const { at } = arrival;
  const time = words.atTime(clockTime(at, saying.timeZone));
  return `${words.next}: ${sayLine(arrival, words)}, ${[sayDay(at, saying), time].join(' ')}.`;
}

/** `сьогодні`, `завтра`, `пн, 30 листопада`. */
function sayDay(at: number, { language, now, timeZone }: Saying): string {
  const { today, tomorrow } = PASSENGER_WORDS[language];
  const clock = localClock(timeZone);
  const days = clock.dayAt(at * 1000) - clock.dayAt(now * 1000);
  if (days <= 1) return days < 1 ? today : tomorrow;
  return new Intl.DateTimeFormat(language === 'uk' ? 'uk' : 'en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
  }).format(at * 1000);
}

/** `наживо` of what is on its way, `очікується` of what is predicted from the trip before, `немає сигналу` of who is silent. */
export function sayState({ state, isVehicleElsewhere, isSilent }: Arrival, { language }: Saying): string {
  const words = PASSENGER_WORDS[language];
  return isSilent ? words.noSignal : isVehicleElsewhere ? words.expected : words.states[state];
}

/** Whether minutes can be told: of what is seen to come, and soon. */
function isCounted(arrival: Arrival, now: number): boolean {
  return arrival.state === 'live' && !arrival.isSilent && minutesTo(arrival, now) <= MAX_MINUTES;
}

/** `через 5 хвилин` of what is seen to come, `о 14:35` of what is not. */
export function sayWhen(arrival: Arrival, saying: Saying): string {
  const words = PASSENGER_WORDS[saying.language];
  if (!isCounted(arrival, saying.now)) return words.atTime(clockTime(arrival.at, saying.timeZone));
  const minutes = minutesTo(arrival, saying.now);
  return minutes === 0 ? words.arriving : words.inMinutes(minutes);
}

/** The same for a narrow column: `5 хв`, `14:35`. */
export function sayWhenShort(arrival: Arrival, saying: Saying): string {
  const words = PASSENGER_WORDS[saying.language];
  if (!isCounted(arrival, saying.now)) return clockTime(arrival.at, saying.timeZone);
  const minutes = minutesTo(arrival, saying.now);
  return minutes === 0 ? words.arriving : words.minutesShort(minutes);
}

/** What else is known: place, lateness, floor, load, each a phrase. */
export function sayDetails(arrival: Arrival, { language, now }: Saying): string[] {
  const words = PASSENGER_WORDS[language];
  const {
    platform,
    isAdded,
    isLast,
    isNoPickup,
    endsAt,
    stopsAway,
    delaySeconds,
    isLowFloor,
    occupancyStatus,
    vehicle,
  } = arrival;
  const silent = vehicle?.ageSeconds ?? 0;
  const minutes = Math.round(Math.abs(delaySeconds ?? 0) / 60);
  const isDeviating = Math.abs(delaySeconds ?? 0) >= MIN_DEVIATION_SECONDS;
  const isSoon = minutesTo(arrival, now) <= MAX_MINUTES;
  return [
    platform === undefined ? '' : words.platform(platform),
    isAdded ? words.added : '',
    isLast ? words.last : isNoPickup ? words.noPickup : '',
    endsAt === undefined ? '' : words.onlyTo(endsAt),
    stopsAway === undefined || !isSoon ? '' : words.stopsAway(stopsAway),
    isDeviating ? (delaySeconds! > 0 ? words.late(minutes) : words.early(minutes)) : '',
    isLowFloor === undefined ? '' : isLowFloor ? words.lowFloor : words.notLowFloor,
    words.occupancy[occupancyStatus ?? -1] ?? '',
    silent >= SILENT_SECONDS ? words.silent(Math.floor(silent / 60)) : '',
  ].filter((phrase) => phrase !== '');
}

/** Whole minutes until it comes: rounded down, so that nobody comes a minute late. */
export function minutesTo({ at }: Arrival, now: number): number {
  return Math.max(0, Math.floor((at - now) / 60));
}

/** `HH:MM` on the clocks of the city. */
export function clockTime(epochSeconds: number, timeZone: string): string {
  const seconds = localClock(timeZone).secondOfDay(epochSeconds * 1000);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `DD.MM.YYYY HH:MM` on the clocks of the city. */
export function localDateTime(epochSeconds: number, timeZone: string): string {
  const [year, month, day] = formatDay(localClock(timeZone).dayAt(epochSeconds * 1000)).split('-');
  return `${day}.${month}.${year} ${clockTime(epochSeconds, timeZone)}`;
}
