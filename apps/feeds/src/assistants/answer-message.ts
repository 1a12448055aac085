/** A bot that tells arrivals: a stop code, a name or a place comes in, text goes out. It knows nothing of who carries it. */
import {
  type Language,
  PASSENGER_WORDS,
  findStopsByCode,
  listNearbyStops,
  makeBoard,
  sayBoard,
  searchStops,
  codeOf,
  nameOf,
  tellWays,
} from '@rukh/domain/passenger';
import type { City } from '../city/read-city.service.js';

export interface BotMessage {
  readonly language: Language;
  readonly text?: string;
  readonly location?: { readonly lat: number; readonly lon: number };
}

const ARRIVALS = 8;
const LISTED = 8;
const NEARBY_METRES = 1000;

const TEXTS: Readonly<Record<Language, { help: string; several: string; none: string; nowhere: string }>> = {
  uk: {
    help: 'Надішліть код зупинки з її знака, її назву або своє місце — і я скажу, що прибуває.',
    several: 'Надішліть код однієї з цих зупинок:',
    none: 'Такої зупинки немає. Надішліть код зі знака зупинки, її назву або своє місце.',
    nowhere: 'Поруч немає зупинок.',
  },
  en: {
    help: 'Send the code on the sign of a stop, its name, or your location, and I will tell what arrives.',
    several: 'Send the code of one of these stops:',
    none: 'There is no such stop. Send the code on its sign, its name, or your location.',
    nowhere: 'There are no stops nearby.',
  },
};

/** The answer to a message. `now` is epoch seconds. */
export function answerMessage(
  city: City,
  { language, text = '', location }: BotMessage,
  now: number,
): string {
  const texts = TEXTS[language];
  if (location) {
    const near = listNearbyStops(city.calls, location, NEARBY_METRES, LISTED).map(({ stop }) => stop);
    return near.length === 0 ? texts.nowhere : listed(city, near, language);
  }
  const query = text.trim().slice(0, 100);
  if (query === '' || query.startsWith('/')) return texts.help;
  const byCode = findStopsByCode(city.calls, query);
  if (byCode.length > 0) return board(city, byCode, language, now);
  const named = searchStops(city.calls, query, LISTED);
  const found = named.length > 0 ? named : findCodeWithin(city, query);
  if (found.length === 1) return board(city, found, language, now);
  return found.length === 0 ? texts.none : listed(city, found, language);
}

/** Of a code among words: `зупинка 63`, `№ 63`. */
function findCodeWithin({ calls }: City, query: string): readonly number[] {
  const [code, ...others] = query.match(/(?<![\p{L}\d])\d[\p{L}\d-]*/gu) ?? [];
  return code === undefined || others.length > 0 ? [] : findStopsByCode(calls, code);
}

function board(city: City, stops: readonly number[], language: Language, now: number): string {
  const asked = { stops, now, limit: ARRIVALS, horizonSeconds: 7200, language };
  const saying = { language, now, timeZone: city.calls.schedule.timeZone };
  return sayBoard(makeBoard(city.calls, city, asked), saying).trimEnd();
}

function listed({ calls }: City, stops: readonly number[], language: Language): string {
  const { schedule, routesAt } = calls;
  const lines = stops.map((stop) => {
    const routes = (routesAt.get(stop) ?? []).map((route) => schedule.routes[route]!.shortName).sort();
    const ways = tellWays(calls, stop);
    const way = ways.length === 0 ? '' : `, ${PASSENGER_WORDS[language].ways(ways)}`;
    return `${codeOf(schedule, stop)} — ${nameOf(schedule, stop)}${way}: ${routes.join(', ')}`;
  });
  return [TEXTS[language].several, ...lines].join('\n');
}
