/**
 * The timetable in the reader's language: names that translations.txt has in it, the others as they stand. All that is
 * told of a stop or a line is made from a timetable, so the names are changed there and nowhere else.
 */
import type { Schedule, TranslatedNames } from '../gtfs/index.js';
import { type StopCalls, cleanName, signCodeOf } from './index-stops.js';
import type { Language } from './words.js';

const told = new WeakMap<StopCalls, Map<Language, StopCalls>>();

/** The same object where nothing is translated into the language. */
export function tellIn(calls: StopCalls, language: Language): StopCalls {
  const names = calls.schedule.translations[language];
  if (!names) return calls;
  const known = told.get(calls) ?? new Map<Language, StopCalls>();
  told.set(calls, known);
  const inLanguage = known.get(language) ?? {
    ...calls,
    schedule: translate(calls.schedule, names),
    translated: new Set(Object.values(names).flat().filter(Boolean).map(cleanName)),
  };
  known.set(language, inLanguage);
  return inLanguage;
}

function translate(schedule: Schedule, names: TranslatedNames): Schedule {
  return {
    ...schedule,
    agencies: schedule.agencies.map((one, i) => ({ ...one, name: names.agencies[i]! || one.name })),
    routes: schedule.routes.map((one, i) => ({ ...one, longName: names.routes[i]! || one.longName })),
    stops: {
      ...schedule.stops,
      names: schedule.stops.names.map((name, i) => names.stops[i]! || name),
      // A code that only the name has is not in its translation.
      codes: schedule.stops.codes.map((code, i) => code || (signCodeOf(schedule.stops, i) ?? '')),
    },
    trips: {
      ...schedule.trips,
      headsigns: schedule.trips.headsigns.map((headsign, i) => names.headsigns[i]! || headsign),
    },
  };
}
