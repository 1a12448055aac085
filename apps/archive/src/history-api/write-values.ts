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
