import { isUtf8 } from 'node:buffer';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TariffFile, type TariffFolder, TARIFF_COLUMNS } from '@rukh/domain/fares';
import { type CsvError, parse } from 'csv-parse/sync';

/** A tariff comes from outside, so what is read of it has bounds; these hold a country's fares. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_RECORD_BYTES = 64 * 1024;
/** Files of GTFS that say nothing of fares: a tariff may lie in the folder of a whole feed. */
const OTHER_GTFS = new Set([
  ...['agency.txt', 'trips.txt', 'stop_times.txt', 'shapes.txt', 'frequencies.txt', 'transfers.txt'],
  ...['pathways.txt', 'levels.txt', 'feed_info.txt', 'attributions.txt'],
  ...['location_groups.txt', 'location_group_stops.txt', 'booking_rules.txt'],
]);

/** A folder that cannot be read at all; the message is a sentence for whoever named it. */
export class TariffFolderError extends Error {
  override readonly name = 'TariffFolderError';
}

/** The files of a tariff's folder, as they stand there; one that is no CSV says so. Throws a TariffFolderError where the folder cannot be read. */
export async function readTariffFolder(path: string): Promise<TariffFolder> {
  const names = await listFiles(path);
  const files: TariffFile[] = [];
  for (const name of names) {
    if (OTHER_GTFS.has(name)) continue;
    if (TARIFF_COLUMNS[name] === undefined) files.push({ name, columns: [], rows: [] });
    else files.push(await readTable(join(path, name), name));
  }
  return { name: path, files };
}

/** Whether a folder holds a tariff: told by tariff_info.txt. */
export async function isTariffFolder(path: string): Promise<boolean> {
  try {
    return (await stat(join(path, 'tariff_info.txt'))).isFile();
  } catch {
    return false;
  }
}

/** The folders of tariffs that lie in a folder, or the folder itself where it is one; by name. */
export async function listTariffFolders(path: string): Promise<readonly string[]> {
  if (await isTariffFolder(path)) return [path];
  const found: string[] = [];
  for (const entry of await listEntries(path)) {
    if (entry.isDirectory() && (await isTariffFolder(join(path, entry.name)))) {
      found.push(join(path, entry.name));
    }
  }
  return found.sort();
}

async function listFiles(path: string): Promise<readonly string[]> {
  const entries = await listEntries(path);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.txt'))
    .map(({ name }) => name)
    .sort();
}

async function listEntries(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw new TariffFolderError(`${path} cannot be read as a folder: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function readTable(path: string, name: string): Promise<TariffFile> {
  if ((await stat(path)).size > MOST_BYTES) return fail(name, 0, `is larger than ${MOST_BYTES} bytes`);
  const bytes = await readFile(path);
  if (isUtf8(bytes)) return parseTable(bytes.toString('utf8'), name);
  const before = bytes.toString('utf8').split('\uFFFD', 1)[0]!;
  return fail(
    name,
    before.split('\n').length,
    'is not UTF-8; riders would read other letters than were written',
  );
}

interface Numbered {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseTable(text: string, name: string): TariffFile {
  const records: Numbered[] = [];
  try {
    parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MOST_RECORD_BYTES,
      on_record: (record: unknown) => void records.push(record as Numbered),
    });
  } catch (error) {
    return fail(name, findNextLine(text, records.at(-1)?.info.lines ?? 0), describe(error as CsvError));
  }
  const [head, ...rows] = records;
  return {
    name,
    columns: (head?.record ?? []).map((column) => column.trim()),
    rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })),
  };
}

function fail(name: string, line: number, message: string): TariffFile {
  return { name, columns: [], rows: [], fault: { line, message } };
}

/** Where the row begins that cannot be read; a quote that is not closed swallows the rest, and shows only at the end. */
function findNextLine(text: string, afterLine: number): number {
  const lines = text.split(/\r\n|\n|\r/);
  const at = lines.findIndex((line, i) => i >= afterLine && line.trim() !== '');
  return at === -1 ? lines.length : at + 1;
}

function describe({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened in this row and closed nowhere';
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return `this row is longer than ${MOST_RECORD_BYTES} bytes: a quote that is not closed?`;
  }
  return `this row is no CSV: ${message}`;
}
