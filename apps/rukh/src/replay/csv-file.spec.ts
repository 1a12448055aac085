import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CsvFile } from './csv-file.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rukh-csv-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeRows(columns: readonly string[], write: (file: CsvFile) => void): Promise<string> {
  const path = join(folder, 'rows.csv');
  const file = new CsvFile(path, columns);
  write(file);
  await file.close();
  return readFile(path, 'utf8');
}

describe('a CSV file', () => {
  it('has the header, then numbers as they are written by hand', async () => {
    const text = await writeRows(['a', 'b', 'c'], (file) => {
      for (const row of [
        [0, 0, 0],
        [-7, 0.9996, 10],
        [1_795_560_376, -0.05, 99_999],
      ] as const) {
        file.integer(row[0]);
        file.decimal(row[1], 3);
        file.integer(row[2]);
        file.endRow();
      }
    });
    expect(text).toBe('a,b,c\n0,0.000,0\n-7,1.000,10\n1795560376,-0.050,99999\n');
  });

  it('is read back by a parser as it was, whatever the texts and however large', async () => {
    const texts = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 100_000 }), async (rows, repeat) => {
        const all = [...rows, ['long', 'слово '.repeat(repeat)]];
        const text = await writeRows(['x', 'y'], (file) => {
          for (const row of all) {
            for (const value of row) file.text(value);
            file.endRow();
          }
        });
        expect(parse(text, { from: 2, relax_column_count: true })).toEqual(all);
      }),
      { numRuns: 20 },
    );
  });
});
