/**
 * Apache Parquet out of pages of rows, some of them a row group that leaves as it is made: a day of eight million rows
 * never lies in memory. Types are told, not guessed, so that days with nothing in a column have the same schema as the rest.
 */
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

export type ParquetType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime';

export interface ParquetColumn {
  readonly name: string;
  readonly type: ParquetType;
}

/**
 * Readers look at each group by itself, and all that is said of groups stands at the end: few are read faster. More pages
 * would keep the process from all else for a second and more while they are written, and take hundreds of megabytes.
 */
const PAGES_IN_GROUP = 4;

type Row = Readonly<Record<string, unknown>>;

/** In the words of the format; instants are UTC to the millisecond. All may be null. */
const ELEMENTS: Readonly<Record<ParquetType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  datetime: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** The pieces of the file, a group of rows each, one after another. */
export async function* writeParquet(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly ParquetColumn[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'Rukh' });
  let isEmpty = true;
  for await (const rows of inGroups(pages)) {
    const columnData = columns.map((column) => toSource(column, rows));
    await file.write({ columnData, rowGroupSize: rows.length });
    yield takeBytes(writer);
    isEmpty = false;
  }
  await file.finish();
  const end = takeBytes(writer);
  yield isEmpty ? nameNoGroups(end) : end;
}

/** `num_rows` 0 and `row_groups`, a list of none, in Thrift's compact form; the type of what is in the list is its last byte. */
const NO_GROUPS = [0x16, 0x00, 0x19, 0x00];
const STRUCT = 0x0c;

/** The library leaves unsaid what a list of no groups would hold; readers of Arrow in Rust then refuse the file. Throws an Error where it says so itself one day. */
function nameNoGroups(end: Uint8Array): Uint8Array {
  const bytes = Buffer.from(end);
  const at = bytes.lastIndexOf(Uint8Array.from(NO_GROUPS));
  if (at === -1) throw new Error('The end of an empty Parquet file is not as the library wrote it.');
  bytes[at + NO_GROUPS.length - 1] = STRUCT;
  return bytes;
}

async function* inGroups(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Row[], void, undefined> {
  let gathered: (readonly Row[])[] = [];
  for await (const rows of pages) {
    if (rows.length > 0) gathered.push(rows);
    if (gathered.length < PAGES_IN_GROUP) continue;
    yield gathered.flat();
    gathered = [];
  }
  if (gathered.length > 0) yield gathered.flat();
}

function schemaOf(columns: readonly ParquetColumn[]): SchemaElement[] {
  const leaves = columns.map(({ name, type }): SchemaElement => ({
    name,
    repetition_type: 'OPTIONAL',
    ...ELEMENTS[type],
  }));
  return [{ name: 'root', num_children: columns.length }, ...leaves];
}

function toSource({ name, type }: ParquetColumn, rows: readonly Row[]): ColumnSource {
  const values = rows.map((row) => row[name] ?? null);
  return { name, data: type === 'date' ? values.map(toDay) : values };
}

/** A day as YYYY-MM-DD is the library's as an instant of UTC. */
function toDay(value: unknown): Date | null {
  return value === null ? null : new Date(value as string);
}

/** What was written since last time; places in the file are counted on. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
