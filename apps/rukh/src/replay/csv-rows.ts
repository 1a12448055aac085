/**
 * Cuts CSV text into rows of fields. Recordings hold numbers and ids, so nearly all of them have no quote in them: such
 * text is cut at line ends and commas. From the first quote on the rest of the file goes through the parser.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { ByteRows, toNumber } from './byte-rows.js';

/** Rows one after another; the fields are those of the row at hand, undefined where it has none at that place. */
export interface CsvRows {
  /** Goes to the next row; false after the last one. */
  next(): boolean;
  text(place: number): string | undefined;
  /** The same; equal ids are one and the same string where that is cheap. */
  id(place: number): string | undefined;
  /** Undefined also where the field is no finite number. */
  number(place: number): number | undefined;
}

/**
 * Where columns are in the rows of a file, by its header, whose names may be of any case; -1 where it has none of that name.
 * `aliases` are other names of columns.
 *
 * @throws Error that names the columns that are needed and missing
 */
export function findColumns<Column extends string>(
  header: CsvRows,
  columns: readonly Column[],
  needed: readonly Column[] = columns,
  aliases: Readonly<Record<string, Column>> = {},
): Readonly<Record<Column, number>> {
  const names: string[] = [];
  for (let name = header.text(0); name !== undefined; name = header.text(names.length)) names.push(name);
  const known = names.map((name) => name.trim().toLowerCase());
  const placeOf = (column: Column): number =>
    known.includes(column) ? known.indexOf(column) : known.findIndex((name) => aliases[name] === column);
  const missing = needed.filter((column) => placeOf(column) < 0);
  if (missing.length > 0) {
    const begins = names
      .join(',')
      .slice(0, SHOWN_CHARACTERS)
      .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
    throw new Error(`no column ${missing.join(', ')} in the header, which begins "${begins}"`);
  }
  return Object.fromEntries(columns.map((column) => [column, placeOf(column)])) as Record<Column, number>;
}

/** So much of a header is enough to know the file by. */
const SHOWN_CHARACTERS = 80;

const CHUNK_BYTES = 1 << 18;
const MAX_ROW_BYTES = 65_536;
const QUOTE = 34;
const NEWLINE = 10;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/**
 * Rows in batches, the header first; empty lines are left out. A batch holds until the next one is asked for. Throws where
 * the file cannot be read or is no CSV.
 */
export async function* cutRows(path: string): AsyncGenerator<CsvRows> {
  const rows = new ByteRows();
  let rest = Buffer.alloc(0);
  const chunks = openBytes(path);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (bytes.includes(QUOTE)) {
      yield* parseRows(prepend(bytes, chunks));
      return;
    }
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    rest = bytes.subarray(end);
    if (rest.length > MAX_ROW_BYTES) throw new Error(`a row is longer than ${MAX_ROW_BYTES} bytes`);
    yield rows.take(bytes.subarray(0, end));
  }
  yield rows.take(rest);
}

/** The bytes of a file, unpacked, without a byte order mark. */
async function* openBytes(path: string): AsyncGenerator<Buffer<ArrayBuffer>> {
  if ((await stat(path)).isDirectory()) throw new Error('this is a folder, and no CSV');
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  file.on('error', (error) => bytes.destroy(error));
  let isFirst = true;
  for await (const chunk of bytes as AsyncIterable<Buffer<ArrayBuffer>>) {
    const isMarked = isFirst && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    yield isMarked ? chunk.subarray(BYTE_ORDER_MARK.length) : chunk;
    isFirst = false;
  }
}

async function* prepend(bytes: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield bytes;
  yield* chunks;
}

/** Rows that the parser cut. */
class ParsedRows implements CsvRows {
  #at = -1;

  constructor(private readonly rows: readonly (readonly string[])[]) {}

  next(): boolean {
    return ++this.#at < this.rows.length;
  }

  text(place: number): string | undefined {
    return this.rows[this.#at]![place];
  }

  id(place: number): string | undefined {
    return this.text(place);
  }

  number(place: number): number | undefined {
    return toNumber(this.text(place));
  }
}

async function* parseRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<CsvRows> {
  let rows: string[][] = [];
  const parser = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    on_record: (record: string[]) => {
      rows.push(record);
      return undefined;
    },
  });
  // What is wrong is told to whoever writes; a stream tells it once more, and ends the process where nobody listens.
  parser.on('error', () => undefined);
  try {
    for await (const chunk of chunks) {
      await written(parser, (done) => parser.write(chunk, done));
      yield new ParsedRows(rows);
      rows = [];
    }
    await written(parser, (done) => parser.end(done));
    yield new ParsedRows(rows);
  } finally {
    parser.destroy();
  }
}

/** Resolves when the parser has taken what `hand` gives it, and rejects with what it finds wrong. */
async function written(
  parser: NodeJS.EventEmitter,
  hand: (done: (error?: Error | null) => void) => unknown,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    parser.once('error', reject);
    hand((error) => {
      parser.removeListener('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}
