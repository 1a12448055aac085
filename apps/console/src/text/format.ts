/** Numbers and times as a dispatcher reads them: always signed where they may be either, minutes, the city's clock. */
import type { Language } from './define-texts.js';

const MINUS = '\u2212';

/** Seconds as signed whole minutes: `+7`, `−2`, `0`. */
export function signedMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return '0';
  return minutes > 0 ? `+${minutes}` : `${MINUS}${-minutes}`;
}

/** Seconds as minutes with a prime, as intervals are written: `22′`; below one minute `<1′`. */
export function primeMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? '<1\u2032' : `${minutes}\u2032`;
}

const UNITS = {
  uk: { s: 'с', min: 'хв', h: 'год', m: 'м', km: 'км', kmh: 'км/год' },
  en: { s: 's', min: 'min', h: 'h', m: 'm', km: 'km', kmh: 'km/h' },
} as const;

/** A duration in its largest fitting units: `48 с`, `4 хв`, `2 год 05 хв`. */
export function duration(language: Language, seconds: number): string {
  const unit = UNITS[language];
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}\u00a0${unit.s}`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}\u00a0${unit.min}`;
  const rest = String(minutes % 60).padStart(2, '0');
  return `${Math.floor(minutes / 60)}\u00a0${unit.h} ${rest}\u00a0${unit.min}`;
}

export function metres(language: Language, value: number): string {
  const unit = UNITS[language];
  if (value < 1000) return `${Math.round(value)}\u00a0${unit.m}`;
  return `${number(language, value / 1000, 1)}\u00a0${unit.km}`;
}

export function speed(language: Language, metresPerSecond: number): string {
  return `${Math.round(metresPerSecond * 3.6)}\u00a0${UNITS[language].kmh}`;
}

export function number(language: Language, value: number, digits = 0): string {
  const options = { maximumFractionDigits: digits, minimumFractionDigits: digits };
  // A hyphen before a figure is read as a dash.
  return new Intl.NumberFormat(language, options).format(value).replace('-', '−');
}

/** A number with the digits that it has, three after the point at most. */
export function plainNumber(language: Language, value: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value).replace('-', MINUS);
}

export function percent(language: Language, share: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** What decides on the order of days, months and hours. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : 'uk-UA';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Of the city; undefined until it is known. */
export type Zone = string | undefined;
/** Of a zone that is not known yet there is no time: none is better than that of another place. */
const UNKNOWN = { format: () => '…' };

function format(
  key: string,
  language: Language,
  timeZone: Zone,
  options: Intl.DateTimeFormatOptions,
): Pick<Intl.DateTimeFormat, 'format'> {
  if (timeZone === undefined) return UNKNOWN;
  const id = `${key} ${language} ${timeZone}`;
  let known = formats.get(id);
  if (!known) {
    known = new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone });
    formats.set(id, known);
  }
  return known;
}

/** `14:32` on the city's clock. */
export function clockMinutes(language: Language, at: number, timeZone: Zone): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return format('minutes', language, timeZone, options).format(at * 1000);
}

/** As `clockMinutes`, with the day where that is not today's. */
export function clockOrDay(language: Language, at: number, now: number, timeZone: Zone): string {
  const dayOf = (time: number): string =>
    format('day', language, timeZone, { dateStyle: 'short' }).format(time * 1000);
  const write = dayOf(at) === dayOf(now) ? clockMinutes : dayAndMinutes;
  return write(language, at, timeZone);
}

/** `14:32:07` on the city's clock. */
export function clockSeconds(language: Language, at: number, timeZone: Zone): string {
  const options = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const;
  return format('seconds', language, timeZone, options).format(at * 1000);
}

/** `28 листопада 2026 р. о 14:32` on the city's clock. Of eleven, which begins with a vowel, it is said otherwise. */
export function dateAndTime(language: Language, at: number, timeZone: Zone): string {
  const options = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' } as const;
  const text = format('date and time', language, timeZone, options).format(at * 1000);
  return text.replace(' о 11:', ' об 11:');
}

/** `29.11, 14:32` on the city's clock: for tables. */
export function dayAndMinutes(language: Language, at: number, timeZone: Zone): string {
  const options = {
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  return format('day and minutes', language, timeZone, options).format(at * 1000);
}
