/**
 * Values of history as text. Instants are UTC, with a fraction only where there is one. A text that a spreadsheet
 * would take for a formula is given an apostrophe in CSV: ids come from trackers and timetables of strangers.
 */
export type HistoryValue = string | number | boolean | Date | null;

/** ISO 8601, e.g. 2026-11-23T06:00:00Z. */
export function writeInstant(instant: Date): string {
  return instant.toISOString().replace('.000Z', 'Z');
}

/** A row for JSON, without what is not known. */
export function toJsonRow(row: Readonly<Record<string, unknown>>): Record<string, string | number | boolean> {
  const known: Record<string, string | number | boolean> = {};
  for (const [column, value] of Object.entries(row) as [string, HistoryValue][]) {
    if (value !== null) known[column] = value instanceof Date ? writeInstant(value) : value;
  }
  return known;
}

/** RFC 4180: a header and a line a row, CRLF at each end. */
export function writeCsv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => writeCell(row[column] as HistoryValue)).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

function writeCell(value: HistoryValue): string {
  if (value === null) return '';
  if (value instanceof Date) return writeInstant(value);
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
