import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { cutRows } from './cut-rows.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rukh-rows-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function cut(text: string, name = 'rows.csv'): Promise<(readonly string[])[]> {
  const path = join(folder, name);
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
  const rows: (readonly string[])[] = [];
  for await (const batch of cutRows(path)) rows.push(...batch);
  return rows;
}

describe('cutting rows', () => {
  it('cuts what a parser cuts, with quotes and without', async () => {
    const field = fc.oneof(
      fc.stringMatching(/^[a-z0-9 .:-]{0,8}$/),
      fc.constantFrom('"a,b"', '"say ""so"""', '"x\ny"'),
    );
    const row = fc.array(field, { minLength: 2, maxLength: 5 }).filter((fields) => fields.join(',') !== '');
    const ends = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), ends, async (rows, end) => {
        const text = rows.map((fields) => fields.join(',')).join(end) + end;
        const expected: string[][] = parse(text, { relax_column_count: true, skip_empty_lines: true });
        expect(await cut(text)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('reads over the ends of chunks, a byte order mark, letters of two bytes, and gzip', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => [String(i), 'вулиця', String(i * 7)]);
    const text = `\uFEFF${rows.map((fields) => fields.join(',')).join('\n')}`;
    expect(await cut(text)).toEqual(rows);
    expect(await cut(text, 'rows.csv.gz')).toEqual(rows);
    const quoted = `${text}\n1,"a, b",2\n`;
    expect((await cut(quoted)).at(-1)).toEqual(['1', 'a, b', '2']);
  });

  it('says what is wrong with a file', async () => {
    await expect(cut(`a,${'x'.repeat(700_000)}`)).rejects.toThrow('a row is longer than 65536 bytes');
    await expect(cut('a,"b\n')).rejects.toThrow(/quote/i);
    const broken = join(folder, 'broken.csv.gz');
    await writeFile(broken, gzipSync('a,b\n1,2\n').subarray(0, 20));
    await expect(
      (async () => {
        for await (const rows of cutRows(broken)) expect(rows).toBeDefined();
      })(),
    ).rejects.toThrow(/end of file/);
  });
});
