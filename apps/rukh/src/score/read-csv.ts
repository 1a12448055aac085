import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { renameColumns } from './tides-names.js';

/**
 * CSV by whole pieces of rows, plain or gzipped. A day of a city has tens of millions of predictions, and a general
 * parser spends most of its time on quotes that such files do not have: a line without a quote is split at its commas
 * (eight times as fast: 0.44 s a million rows), one with quotes is read with care. Memory is bounded by a piece.
 */
const PIECE_BYTES = 1 << 18;
/** No row of these tables is near this; a file without line ends must not fill the memory. */
const LONGEST_LINE = 65_536;

/** One file of CSV whose header has been read; columns of TIDES go by our names. */
export class CsvTable {
  private constructor(
    readonly path: string,
    readonly columns: readonly string[],
    private readonly pieces: AsyncGenerator<string[][]>,
    private readonly first: readonly string[][],
  ) {}

  /** Throws an Error that names the file where it cannot be read or is empty. */
  static async open(path: string): Promise<CsvTable> {
    const pieces = readPieces(path);
    for (;;) {
      const piece = await pieces.next();
      if (piece.done === true) throw new Error(`${path} cannot be read: it is empty`);
      const [header, ...rows] = piece.value;
      if (header) return new CsvTable(path, renameColumns(header), pieces, rows);
    }
  }

  /** Index of a column; -1 where the file has none of that name. */
  indexOf(column: string): number {
    return this.columns.indexOf(column);
  }

  /** Whether it has all of these columns. */
  has(columns: readonly string[]): boolean {
    return columns.every((column) => this.columns.includes(column));
  }

  /** Can be read once. Throws an Error that names the file where it breaks off. */
  async *read(): AsyncGenerator<readonly (readonly string[])[]> {
    yield this.first;
    yield* this.pieces;
  }

  /** Lets go of the file where it is not read to its end. */
  async close(): Promise<void> {
    await this.pieces.return(undefined);
  }
}

async function* readPieces(path: string): AsyncGenerator<string[][]> {
  const file = createReadStream(path, { highWaterMark: PIECE_BYTES });
  let text: Readable = file;
  if (path.endsWith('.gz')) {
    const unzip = createGunzip({ chunkSize: PIECE_BYTES });
    file.on('error', (error) => unzip.destroy(error));
    text = file.pipe(unzip);
  }
  text.setEncoding('utf8');
  const lines = new CsvLines();
  try {
    for await (const piece of text as AsyncIterable<string>) yield lines.take(piece);
    yield lines.end();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`There is no file ${path}.`, { cause: error });
    throw new Error(`${path} cannot be read: ${message}`, { cause: error });
  } finally {
    file.destroy();
  }
}

/** Cuts text into rows, wherever its pieces end. */
export class CsvLines {
  #rest = '';
  #isFirst = true;

  /** Rows that are whole with this piece. Throws where a line has no end. */
  take(piece: string): string[][] {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop()!;
    const rows: string[][] = [];
    let open = '';
    for (const line of lines) {
      const whole = open === '' ? line : `${open}\n${line}`;
      if (whole.length > LONGEST_LINE) throw new Error(`a line has more than ${LONGEST_LINE} characters`);
      // A quoted field goes on over the end of the line.
      if (whole.includes('"') && hasOpenQuote(whole)) {
        open = whole;
        continue;
      }
      open = '';
      this.#push(rows, whole);
    }
    if (open !== '') this.#rest = `${open}\n${this.#rest}`;
    if (this.#rest.length > LONGEST_LINE) throw new Error(`a line has more than ${LONGEST_LINE} characters`);
    return rows;
  }

  /** The last row, where the file does not end with a line end. */
  end(): string[][] {
    const rows: string[][] = [];
    this.#push(rows, this.#rest);
    this.#rest = '';
    return rows;
  }

  #push(rows: string[][], line: string): void {
    let row = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (this.#isFirst) {
      this.#isFirst = false;
      if (row.startsWith('\uFEFF')) row = row.slice(1);
    }
    if (row !== '') rows.push(row.includes('"') ? splitQuoted(row) : row.split(','));
  }
}

function hasOpenQuote(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

/** Fields of a row in which some are quoted; two quotes within quotes are one (RFC 4180). */
function splitQuoted(row: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= row.length;) {
    if (row[at] !== '"') {
      const comma = row.indexOf(',', at);
      const end = comma < 0 ? row.length : comma;
      fields.push(row.slice(at, end));
      at = end + 1;
      continue;
    }
    let end = at + 1;
    while (end < row.length && (row[end] !== '"' || row[end + 1] === '"')) end += row[end] === '"' ? 2 : 1;
    fields.push(row.slice(at + 1, end).replaceAll('""', '"'));
    at = end + 2;
  }
  return fields;
}

/** A field as a number; undefined where it is empty, not there, or none. */
export function findNumber(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  // Blanks are nought to JavaScript.
  if (value === 0 && text.trim() === '') return undefined;
  return Number.isFinite(value) ? value : undefined;
}
