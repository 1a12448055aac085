/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet would take for a formula is given an apostrophe.
 * @param columns in this order; those of the first row where not given
 */
export function writeCsv(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): string {
  const lines = rows.map((row) => columns.map((column) => writeCell(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/** A long table page after page, in whose first piece is the header; a table without rows is one piece too. */
export async function* writeCsvPages(
  pages: AsyncIterable<readonly Readonly<Record<string, unknown>>[]>,
  columns?: readonly string[],
): AsyncGenerator<string, void, undefined> {
  let isFirst = true;
  for await (const rows of pages) {
    const text = writeCsv(rows, columns);
    yield isFirst ? text : text.slice(text.indexOf('\r\n') + 2);
    isFirst = false;
  }
  if (isFirst) yield writeCsv([], columns);
}

function writeCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (typeof value !== 'string') return JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
