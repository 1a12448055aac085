import { NAMED_TABLES, type NamedTable, translationKey } from '../tariff/find-name.js';
import type { Known } from './known.js';
import type { Row, Tables } from './table.js';

/** The field that holds the name, by file. */
const NAME_FIELDS: Readonly<Record<NamedTable, string>> = {
  tariff_info: 'tariff_name',
  fare_products: 'fare_product_name',
  rider_categories: 'rider_category_name',
  fare_media: 'fare_media_name',
  fare_extras: 'extra_kind',
};
const FILE = 'translations.txt';

/** translations.txt of GTFS, as far as it is of a tariff: what belongs to a timetable is passed over. */
export function readTranslations(tables: Tables, known: Known): Map<string, string> {
  const translations = new Map<string, string>();
  for (const row of tables.rows(FILE)) {
    const table = NAMED_TABLES.find((one) => one === row.text('table_name'));
    if (!table || !isOfName(row, table)) continue;
    const [recordId, value] = [row.text('record_id'), row.text('field_value')];
    if ((recordId === '') === (value === '')) {
      row.fail('bad_value', 'record_id', 'either record_id or field_value says what is translated');
      continue;
    }
    const of = tellNamed(known, table);
    if (of && recordId !== '') row.refer('record_id', recordId, of, `${table}.txt`);
    const key = translationKey(row.required('language'), table, recordId === '' ? { value } : { recordId });
    if (translations.has(key)) row.fail('duplicate_id', 'record_id', 'is translated before');
    translations.set(key, row.required('translation'));
  }
  return translations;
}

function tellNamed({ names, products }: Known, table: NamedTable): { has(id: string): boolean } | undefined {
  if (table === 'fare_products') return products;
  if (table === 'rider_categories') return names.categories;
  return table === 'fare_media' ? names.media : undefined;
}

function isOfName(row: Row, table: NamedTable): boolean {
  if (row.text('field_name') === NAME_FIELDS[table]) return true;
  row.fail('bad_value', 'field_name', `"${row.text('field_name')}" is not ${NAME_FIELDS[table]}`);
  return false;
}
