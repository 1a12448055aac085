/** The forms in which a day of history is written: CSV, whose cells no spreadsheet takes for formulas, and Parquet. */
import type { HistoryPage, TidesTable } from '@rukh/adapters/postgres';
import { writeParquet } from '@rukh/adapters/parquet';
import { writeCsv } from '@rukh/service';
import { TIDES_COLUMNS, typeOfColumn } from './tides-columns.js';

type Pages = AsyncIterable<HistoryPage['rows']>;

/** The first piece holds the header. */
export async function* writeDayCsv(pages: Pages, table: TidesTable): AsyncGenerator<string, void, undefined> {
  let isFirst = true;
  for await (const rows of pages) {
    const text = writeCsv(rows, TIDES_COLUMNS[table]);
    yield isFirst ? text : text.slice(text.indexOf('\r\n') + 2);
    isFirst = false;
  }
}

export function writeDayParquet(
  pages: Pages,
  table: TidesTable,
): AsyncGenerator<Uint8Array, void, undefined> {
  const columns = TIDES_COLUMNS[table].map((name) => ({ name, type: typeOfColumn(name) }));
  return writeParquet(pages, columns);
}
