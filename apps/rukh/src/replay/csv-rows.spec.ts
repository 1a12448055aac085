import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { cutRows } from './csv-rows.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rukh-rows-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function cut(text: string, name = 'rows.csv'): Promise<(readonly string[])[]> {
  const path = join(folder, name);
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
  const cut: string[][] = [];
  for await (const rows of cutRows(path)) {
    while (rows.next()) {
      const fields: string[] = [];
      for (let field = rows.text(0); field !== undefined; field = rows.text(fields.length)) {
        fields.push(field);
      }
      cut.push(fields);
    }
  }
  return cut;
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

  it('reads numbers to the last bit, and what is none as none', async () => {
    const written = fc.oneof(
      fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
      fc.tuple(fc.integer(), fc.nat(999_999)).map(([whole, part]) => `${whole}.${part}`),
      fc.stringMatching(/^[-+. e0-9]{0,9}$/),
      fc.constantFrom(
        '-',
        '.',
        '-.',
        '5.',
        '.5',
        '-0',
        ' 7 ',
        '1e3',
        '0x10',
        'Infinity',
        '1_000',
        '99999999999999999',
      ),
    );
    const texts = fc.sample(written, { seed: 1, numRuns: 4000 });
    const path = join(folder, 'numbers.csv');
    await writeFile(path, texts.map((text) => `${text},.\n`).join(''));
    const numbers: (number | undefined)[] = [];
    for await (const rows of cutRows(path)) while (rows.next()) numbers.push(rows.number(0));
    const expected = texts.map((text) => {
      const value = text.trim() === '' ? NaN : Number(text);
      return Number.isFinite(value) ? value : undefined;
    });
    expect(numbers).toEqual(expected);
  });

  it('knows ids by their bytes, whatever letters they have', async () => {
    const ids = Array.from({ length: 3000 }, (_, i) => [`t${i % 700}`, `вулиця ${i % 700}`]);
    const path = join(folder, 'ids.csv');
    await writeFile(path, ids.map((row) => `${row.join(',')}\n`).join(''));
    const found: (string | undefined)[][] = [];
    for await (const rows of cutRows(path)) {
      while (rows.next()) found.push([rows.id(0), rows.id(1), rows.id(2)]);
    }
    expect(found).toEqual(ids.map((row) => [...row, undefined]));
  });

  it('says what is wrong with a file', async () => {
    await expect(cut(`a,${'x'.repeat(700_000)}`)).rejects.toThrow('a row is longer than 65536 bytes');
    await expect(cut('a,"b\n')).rejects.toThrow(/quote/i);
    await expect(cut('[{"a":1}]\n')).rejects.toThrow(/quote/i);
    // A stream that tells it once more with nobody listening would end the process.
    await new Promise((resolve) => setImmediate(resolve));
    const broken = join(folder, 'broken.csv.gz');
    await writeFile(broken, gzipSync('a,b\n1,2\n').subarray(0, 20));
    await expect(
      (async () => {
        for await (const rows of cutRows(broken)) expect(rows).toBeDefined();
      })(),
    ).rejects.toThrow(/end of file/);
  });
});
