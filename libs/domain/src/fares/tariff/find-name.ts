import type { Tariff } from './tariff.js';

/** Files of a tariff whose rows have names that people read. */
export const NAMED_TABLES = [
  'tariff_info',
  'fare_products',
  'rider_categories',
  'fare_media',
  'fare_extras',
] as const;
export type NamedTable = (typeof NAMED_TABLES)[number];

/**
 * What a thing of a tariff is called in a language: by translations.txt, of the row or of its name wherever that stands,
 * else as its own file calls it; by its id where the tariff does not know it.
 */
export function findName(
  tariff: Tariff | undefined,
  table: NamedTable,
  id: string,
  language: string,
): string {
  if (!tariff) return id;
  const own = ownName(tariff, table, id);
  const { translations } = tariff;
  return (
    translations.get(translationKey(language, table, { recordId: id })) ??
    translations.get(translationKey(language, table, { value: own })) ??
    own
  );
}

/** By a row's id, or by what stands in it, as GTFS has both. */
export function translationKey(
  language: string,
  table: string,
  of: { readonly recordId: string } | { readonly value: string },
): string {
  return JSON.stringify([language, table, 'recordId' in of ? 'id' : 'value', ...Object.values(of)]);
}

function ownName(tariff: Tariff, table: NamedTable, id: string): string {
  switch (table) {
    case 'tariff_info':
      return tariff.name;
    case 'fare_products':
      return tariff.products.get(id)?.name ?? id;
    case 'rider_categories':
      return tariff.categories.get(id) ?? id;
    case 'fare_media':
      return tariff.media.get(id) ?? id;
    case 'fare_extras':
      return id;
  }
}
