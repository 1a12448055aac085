import { READERS_LANGUAGES, type ReadersLanguage } from '../schedule.js';
import type { Draft, TranslatedField } from './draft.js';
import type { RowReader } from './row-reader.js';

const FIELDS: ReadonlySet<string> = new Set<TranslatedField>([
  'agency.agency_name',
  'routes.route_long_name',
  'stops.stop_name',
  'trips.trip_headsign',
]);

/** translations.txt: of what is told to readers, and in a language that they read; the rest is none of ours. */
export function collectTranslations(draft: Draft, row: RowReader): () => void {
  const table = row.column('table_name');
  const field = row.column('field_name');
  const language = row.column('language');
  const translation = row.column('translation');
  const recordId = row.column('record_id');
  const fieldValue = row.column('field_value');
  return () => {
    const named = `${row.text(table)}.${row.text(field)}`;
    const spoken = findReadersLanguage(row.text(language));
    const text = row.text(translation);
    if (!isTranslated(named) || spoken === undefined || text === '') return;
    draft.translations.push({
      field: named,
      language: spoken,
      recordId: row.text(recordId),
      fieldValue: row.text(fieldValue),
      text,
      line: row.line,
    });
  };
}

function isTranslated(named: string): named is TranslatedField {
  return FIELDS.has(named);
}

/** `en` of `en-GB`; none of `uk-Latn`: who reads Ukrainian reads it in its own letters. */
function findReadersLanguage(text: string): ReadersLanguage | undefined {
  try {
    const { language, script } = new Intl.Locale(text);
    const found = READERS_LANGUAGES.find((one) => one === language);
    const isOwnScript = script === undefined || script === new Intl.Locale(language).maximize().script;
    return isOwnScript ? found : undefined;
  } catch {
    return undefined;
  }
}
