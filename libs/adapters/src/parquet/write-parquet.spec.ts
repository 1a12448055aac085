/** Read back by the reader of the same house; that another one reads it too is said in docs/archive.md. */
import { Readable } from 'node:stream';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { type ParquetColumn, writeParquet } from './write-parquet.js';

const COLUMNS: readonly ParquetColumn[] = [
  { name: 'day', type: 'date' },
  { name: 'at', type: 'datetime' },
  { name: 'stop', type: 'text' },
  { name: 'place', type: 'integer' },
  { name: 'metres', type: 'number' },
  { name: 'timepoint', type: 'boolean' },
  { name: 'never', type: 'integer' },
];
const AT = new Date('2026-11-23T06:05:30.250Z');
const rowOf = (place: number): Record<string, unknown> => ({
  day: '2026-11-23',
  at: AT,
  stop: place % 2 === 0 ? 'пл. Ринок' : null,
  place,
  metres: place / 4,
  timepoint: place === 1,
  never: null,
});

type Pages = readonly (readonly Record<string, unknown>[])[];
const inPages = (...pages: Pages): AsyncIterable<Pages[number]> => Readable.from(pages);

async function write(...pages: Pages): Promise<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeParquet(inPages(...pages), COLUMNS)) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces)).buffer;
}

describe('a file of Parquet', () => {
  it('has each row of each page, of its type, and what is not known as null', async () => {
    const file = await write([rowOf(0), rowOf(1)], [], [rowOf(2)]);
    const rows = await parquetReadObjects({ file });
    expect(rows).toEqual([
      {
        day: new Date('2026-11-23'),
        at: AT,
        stop: 'пл. Ринок',
        place: 0,
        metres: 0,
        timepoint: false,
        never: null,
      },
      {
        day: new Date('2026-11-23'),
        at: AT,
        stop: null,
        place: 1,
        metres: 0.25,
        timepoint: true,
        never: null,
      },
      {
        day: new Date('2026-11-23'),
        at: AT,
        stop: 'пл. Ринок',
        place: 2,
        metres: 0.5,
        timepoint: false,
        never: null,
      },
    ]);
  });

  it('has a group of rows for four pages, and leaves group by group', async () => {
    const pages = Array.from({ length: 9 }, (_, p) =>
      Array.from({ length: 10 }, (__, i) => rowOf(10 * p + i)),
    );
    let asked = 0;
    const counted = async function* (): AsyncGenerator<Pages[number], void, undefined> {
      for await (const page of inPages(...pages)) {
        asked++;
        yield page;
      }
    };
    const first = (await writeParquet(counted(), COLUMNS).next()).value!;
    expect(Buffer.from(first.subarray(0, 4)).toString()).toBe('PAR1');
    expect(asked).toBe(4);
    const file = await write(...pages);
    const { row_groups: groups, num_rows: count } = parquetMetadata(file);
    expect([groups.map((group) => Number(group.num_rows)), Number(count)]).toEqual([[40, 40, 10], 90]);
    const rows = await parquetReadObjects({ file });
    expect(rows.map((row): unknown => row['place'])).toEqual(Array.from({ length: 90 }, (_, place) => place));
  });

  it('has the same columns where there is nothing to write', async () => {
    const file = await write([]);
    const { schema, num_rows: count } = parquetMetadata(file);
    expect(Number(count)).toBe(0);
    expect(schema.slice(1).map(({ name }) => name)).toEqual(COLUMNS.map(({ name }) => name));
    expect(schema.slice(1)).toEqual(parquetMetadata(await write([rowOf(1)])).schema.slice(1));
  });

  it('says that it has groups of rows, and none, where there is nothing to write: readers in Rust want to know of what', async () => {
    const file = Buffer.from(await write([]));
    const numRowsAndGroups = Buffer.from([0x16, 0, 0x19, 0x0c]);
    expect(file.indexOf(numRowsAndGroups)).toBe(file.lastIndexOf(numRowsAndGroups));
    expect(file.includes(numRowsAndGroups)).toBe(true);
    expect(parquetMetadata(Uint8Array.from(file).buffer).row_groups).toEqual([]);
  });
});
