import type { Findings } from '../findings/index.js';
import { READERS_LANGUAGES, type TranslatedNames, type Translations } from '../schedule.js';
import type { Draft, TranslatedField, TranslationDraft } from './draft.js';
import type { SelectedTrips } from './select-trips.js';

/** The names of the tables in each language that there are translations into: a record's own before those of its words. */
export function translateNames(draft: Draft, selected: SelectedTrips, findings: Findings): Translations {
  reportUnknown(draft, findings);
  const byLanguage = Map.groupBy(draft.translations, ({ language }) => language);
  return Object.fromEntries(
    READERS_LANGUAGES.flatMap((language) => {
      const rows = byLanguage.get(language);
      return rows ? [[language, nameTables(draft, selected, rows)]] : [];
    }),
  );
}

function nameTables(
  { agencies, routes, stops, trips }: Draft,
  selected: SelectedTrips,
  rows: readonly TranslationDraft[],
): TranslatedNames {
  const find = indexTranslations(rows);
  return {
    agencies: agencies.map(({ agencyId, name }) => find('agency.agency_name', agencyId, name)),
    routes: routes.map(({ routeId, longName }) => find('routes.route_long_name', routeId, longName)),
    stops: stops.ids.map((stopId, i) => find('stops.stop_name', stopId, stops.names[i]!)),
    headsigns: Array.from(selected.trips, (trip) =>
      find('trips.trip_headsign', trips.ids[trip]!, trips.headsigns[trip]!),
    ),
  };
}

type FindTranslation = (field: TranslatedField, recordId: string, value: string) => string;

/** Of two translations of one name the first holds. */
function indexTranslations(rows: readonly TranslationDraft[]): FindTranslation {
  const ofRecord = new Map<string, string>();
  const ofValue = new Map<string, string>();
  const put = (texts: Map<string, string>, key: string, text: string): void => {
    if (!texts.has(key)) texts.set(key, text);
  };
  for (const { field, recordId, fieldValue, text } of rows) {
    if (recordId !== '') put(ofRecord, `${field}\n${recordId}`, text);
    else if (fieldValue !== '') put(ofValue, `${field}\n${fieldValue}`, text);
  }
  return (field, recordId, value) =>
    ofRecord.get(`${field}\n${recordId}`) ?? ofValue.get(`${field}\n${value}`) ?? '';
}

function reportUnknown(draft: Draft, findings: Findings): void {
  const known: Readonly<Record<string, ReadonlyMap<string, number>>> = {
    agency: draft.agencyIndexOf,
    routes: draft.routeIndexOf,
    stops: draft.stops.indexOf,
    trips: draft.trips.indexOf,
  };
  for (const { field, recordId, fieldValue, line } of draft.translations) {
    const [table = ''] = field.split('.');
    const isNamed = recordId === '' ? fieldValue !== '' : known[table]!.has(recordId);
    if (isNamed) continue;
    const message =
      recordId === '' ? 'names neither a record nor a value' : `record_id "${recordId}" is not there`;
    findings.add('translation_of_nothing', 'translations.txt', line, `${field}: ${message}`);
  }
}
