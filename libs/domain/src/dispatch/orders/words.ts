/** Words of the texts that riders and dispatchers read: lines, stops, reasons, numbers with their nouns. */
import type { Schedule, StopIndex } from '../../gtfs/index.js';
import { formatGtfsTime, localClock } from '../../time/index.js';
import type { ReplacementStop } from '../../realtime/index.js';
import type { BothLanguages, OrderReasonCode } from '../order-view.js';

const MODES: Readonly<Record<number, BothLanguages>> = {
  0: { uk: 'Трамвай', en: 'Tram' },
  3: { uk: 'Автобус', en: 'Bus' },
  11: { uk: 'Тролейбус', en: 'Trolleybus' },
  800: { uk: 'Тролейбус', en: 'Trolleybus' },
  900: { uk: 'Трамвай', en: 'Tram' },
};
const ANY: BothLanguages = { uk: 'Маршрут', en: 'Route' };

/** ` Причина: дорогу перекрито.`, or nothing where riders are not told why. */
const REASONS: Readonly<Partial<Record<OrderReasonCode, BothLanguages>>> = {
  breakdown: { uk: 'несправність', en: 'a breakdown' },
  no_vehicle: { uk: 'бракує транспорту', en: 'a shortage of vehicles' },
  accident: { uk: 'дорожня пригода', en: 'an accident' },
  road_closed: { uk: 'дорогу перекрито', en: 'a closed road' },
  traffic: { uk: 'затор', en: 'traffic' },
  weather: { uk: 'погода', en: 'the weather' },
  event: { uk: 'міський захід', en: 'an event' },
  demonstration: { uk: 'масова акція', en: 'a demonstration' },
  power_outage: { uk: 'немає струму', en: 'a power cut' },
  air_raid: { uk: 'повітряна тривога', en: 'an air-raid alarm' },
  police: { uk: 'дії поліції', en: 'police activity' },
  medical: { uk: 'невідкладна допомога', en: 'a medical emergency' },
};

export function reasonWords(reason: OrderReasonCode | undefined): BothLanguages {
  const words = reason && REASONS[reason];
  return words ? { uk: ` Причина: ${words.uk}.`, en: ` Reason: ${words.en}.` } : { uk: '', en: '' };
}

/** Lines by their mode and number; by number alone where there are several modes. */
export function nameRoutes({ routes, routeIndexOf }: Schedule, routeIds: readonly string[]): BothLanguages {
  const found = routeIds.flatMap((routeId) => routes[routeIndexOf.get(routeId) ?? -1] ?? []);
  if (found.length === 0) return { uk: 'Рейс', en: 'Service' };
  const types = new Set(found.map(({ type }) => type));
  const mode = types.size === 1 ? (MODES[found[0]!.type] ?? ANY) : ANY;
  const names = found.map(({ shortName, longName }) => shortName || longName);
  const list = names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '');
  return { uk: `${mode.uk} ${list}`, en: `${mode.en} ${list}` };
}

export function nameStops(schedule: Schedule, stopIds: readonly string[]): BothLanguages {
  return listNames(stopIds.map((stopId) => nameStopById(schedule, stopId)));
}

/** Each language by its own name of the stop, where the timetable has one. */
export function nameStop({ stops, translations: { uk, en } }: Schedule, stop: StopIndex): BothLanguages {
  const name = stops.names[stop] ?? '';
  return { uk: uk?.stops[stop] || name, en: en?.stops[stop] || name };
}

function nameStopById(schedule: Schedule, stopId: string): BothLanguages {
  const stop = schedule.stops.indexOf.get(stopId);
  return stop === undefined ? { uk: stopId, en: stopId } : nameStop(schedule, stop);
}

/** More are no sentence. */
const MOST_NAMES = 12;

/** `a, b і c`, each name once. */
export function listNames(names: readonly BothLanguages[]): BothLanguages {
  const list = (language: 'uk' | 'en'): string => {
    const distinct = [...new Set(names.map((name) => name[language]))];
    return listWords(distinct.slice(0, MOST_NAMES))[language];
  };
  return { uk: list('uk'), en: list('en') };
}

/** Stops served instead, temporary ones by their own names; undefined where there are none. */
export function nameReplacements(
  schedule: Schedule,
  replacements: readonly ReplacementStop[],
): BothLanguages | undefined {
  if (replacements.length === 0) return undefined;
  return listNames(
    replacements.map(({ stopId, temporary }) => {
      const { uk, en } = nameStopById(schedule, stopId);
      return { uk: temporary?.name.uk ?? uk, en: temporary?.name.en ?? en };
    }),
  );
}

/** `8:05` of an instant, on the city's clock. */
export function clockWords(epochSeconds: number, timeZone: string): string {
  return timeWords(formatGtfsTime(localClock(timeZone).secondOfDay(epochSeconds * 1000)));
}

/** `8:05`, past midnight as the next day's clock has it. */
export function timeWords(gtfsTime: string): string {
  const [hours = '0', minutes = '00'] = gtfsTime.split(':');
  return `${Number(hours) % 24}:${minutes}`;
}

/** `a, b і c`. */
export function listWords(words: readonly string[]): BothLanguages {
  const last = words.at(-1) ?? '';
  if (words.length < 2) return { uk: last, en: last };
  const first = words.slice(0, -1).join(', ');
  return { uk: `${first} і ${last}`, en: `${first} and ${last}` };
}

const UKRAINIAN = new Intl.PluralRules('uk');

/** A number with its noun: one, few, many. */
export function plural(count: number, forms: readonly [string, string, string]): string {
  const rule = UKRAINIAN.select(count);
  return `${count} ${rule === 'one' ? forms[0] : rule === 'few' ? forms[1] : forms[2]}`;
}

export function countRuns(count: number): BothLanguages {
  return { uk: plural(count, ['рейс', 'рейси', 'рейсів']), en: `${count} ${count === 1 ? 'trip' : 'trips'}` };
}
