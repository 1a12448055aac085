/** The forms in which a day of history is written: CSV, whose cells no spreadsheet takes for formulas, and Parquet. */
import type { HistoryPage, TidesTable } from '@rukh/adapters/postgres';
import { writeParquet } from '@rukh/adapters/parquet';
import { writeCsvPages } from '@rukh/service';
import { TIDES_COLUMNS, typeOfColumn } from './tides-columns.js';

type Pages = AsyncIterable<HistoryPage['rows']>;

export function writeDayCsv(pages: Pages, table: TidesTable): AsyncGenerator<string, void, undefined> {
  return writeCsvPages(pages, TIDES_COLUMNS[table]);
}

export function writeDayParquet(
  pages: Pages,
  table: TidesTable,
): AsyncGenerator<Uint8Array, void, undefined> {
  const columns = TIDES_COLUMNS[table].map((name) => ({ name, type: typeOfColumn(name) }));
  return writeParquet(pages, columns);
}
