/**
 * Apache Parquet out of pages of rows, each a row group of its own that leaves as it is made: a day of eight million rows
 * never lies in memory. Types are told, not guessed, so that days with nothing in a column have the same schema as the rest.
 */
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

export type ParquetType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime';

export interface ParquetColumn {
  readonly name: string;
  readonly type: ParquetType;
}

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

/** The pieces of the file, one after another; the first comes with the first page. */
export async function* writeParquet(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly ParquetColumn[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'Rukh' });
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    const columnData = columns.map((column) => toSource(column, rows));
    await file.write({ columnData, rowGroupSize: rows.length });
    yield takeBytes(writer);
  }
  await file.finish();
  yield takeBytes(writer);
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
