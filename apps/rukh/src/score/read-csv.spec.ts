import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CsvLines, CsvTable, findNumber } from './read-csv.js';

/** Rows of a text that comes in pieces of so many characters. */
function readInPieces(text: string, size: number): string[][] {
  const lines = new CsvLines();
  const rows: string[][] = [];
  for (let at = 0; at < text.length; at += size) rows.push(...lines.take(text.slice(at, at + size)));
  return [...rows, ...lines.end()];
}

const quote = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

describe('CSV', () => {
  it('is read as a general parser reads it, wherever its pieces end', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'Ї', ' ', '"', ',', '\n', '7'), maxLength: 6 });
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (table, size) => {
        const text = table.map((row) => row.map(quote).join(',')).join('\n') + '\n';
        expect(readInPieces(text, size)).toEqual(parse(text, { relax_column_count: true }));
      }),
    );
  });

  it('may have a byte order mark, carriage returns, empty lines, and no end to its last line', () => {
    expect(readInPieces('\uFEFFa,b\r\n\r\n1,2\r\n3,4', 5)).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('is refused where a line never ends', () => {
    expect(() => readInPieces('x'.repeat(70_000), 1000)).toThrow('a line has more than 65536 characters');
    expect(() => readInPieces(`"${'x\n'.repeat(40_000)}`, 1000)).toThrow('a line has more than');
  });

  it('has numbers, or none', () => {
    expect(['12', ' -1.5 ', '0', '', ' ', 'soon', 'Infinity', undefined].map(findNumber)).toEqual([
      12,
      -1.5,
      0,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rukh-csv-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('that is empty or is no gzip names its file', async () => {
    const empty = join(folder, 'empty.csv');
    writeFileSync(empty, '');
    await expect(CsvTable.open(empty)).rejects.toThrow(`${empty} cannot be read: it is empty`);
    const broken = join(folder, 'broken.csv.gz');
    writeFileSync(broken, 'a,b\n1,2\n');
    await expect(CsvTable.open(broken)).rejects.toThrow(`${broken} cannot be read: incorrect header check`);
  });
});
