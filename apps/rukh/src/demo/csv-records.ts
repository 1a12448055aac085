import type { Readable } from 'node:stream';

/**
 * Records of a CSV file as text, and their fields. The bundled GTFS has no quotes where it is long, so a record
 * without any is cut at its commas; the others are read by the rules of RFC 4180.
 */

/** The records of a file in batches, as they come; line ends and a byte order mark are taken off. */
export async function* readRecords(stream: Readable): AsyncGenerator<string[]> {
  stream.setEncoding('utf8');
  let rest = '';
  let first = true;
  for await (const chunk of stream as AsyncIterable<string>) {
    const text = rest + (first ? chunk.replace(/^\uFEFF/, '') : chunk);
    first = false;
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    const records = joinQuoted(lines);
    rest = records.open + rest;
    if (records.whole.length > 0) yield records.whole;
  }
  if (rest.trim() !== '') yield [rest.replace(/\r$/, '')];
}

/** The fields of a record. */
export function splitRecord(record: string): string[] {
  if (!record.includes('"')) return record.split(',');
  const fields: string[] = [];
  // Each field ends in a comma once one is added behind the last, so none of the matches is empty.
  for (const [, quoted, plain] of `${record},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)) {
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  }
  return fields;
}

/** A record of fields, quoted where they need it. */
export function joinFields(fields: readonly string[]): string {
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}

/** Joins lines that a quoted line end had cut; what is still open at the end is given back. */
function joinQuoted(lines: readonly string[]): { whole: string[]; open: string } {
  const whole: string[] = [];
  let open = '';
  for (const line of lines) {
    const record = open + line.replace(/\r$/, '');
    if (record.includes('"') && (record.split('"').length & 1) === 0) {
      open = `${record}\n`;
      continue;
    }
    open = '';
    if (record !== '') whole.push(record);
  }
  return { whole, open };
}
