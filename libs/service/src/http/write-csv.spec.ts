import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { writeCsv } from './write-csv.js';

describe('rows as CSV', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+380', "'+380"],
    ['-12', "'-12"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['plain', 'plain'],
    ['two, three', '"two, three"'],
  ])('keeps the text %j from being a formula', (text, cell) => {
    expect(writeCsv([{ id: text }], ['id'])).toBe(`id\r\n${cell}\r\n`);
  });

  it('leaves numbers below zero as they are', () => {
    expect(writeCsv([{ n: -30, e: null }], ['n', 'e'])).toBe('n,e\r\n-30,\r\n');
  });

  it('writes any text so that it is read as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.integer()), { minLength: 1 }), (pairs) => {
        const csv = writeCsv(
          pairs.map(([s, n]) => ({ s, n })),
          ['s', 'n'],
        );
        const records = parse<{ s: string; n: string }>(csv, { columns: true, record_delimiter: '\r\n' });
        const plain = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
        const expected = pairs.map(([s, n]) => [plain(s), String(n)]);
        expect(records.map(({ s, n }) => [plain(s), n])).toEqual(expected);
      }),
    );
  });
});
