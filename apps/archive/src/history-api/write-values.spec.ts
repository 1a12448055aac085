import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { findCursor, writeCursor } from './page-cursor.js';
import { toJsonRow, writeCsv, writeInstant } from './write-values.js';

describe('history as text', () => {
  it('writes instants in UTC, with a fraction only where there is one', () => {
    expect(writeInstant(new Date(Date.UTC(2026, 10, 23, 6)))).toBe('2026-11-23T06:00:00Z');
    expect(writeInstant(new Date(Date.UTC(2026, 10, 23, 6, 0, 0, 250)))).toBe('2026-11-23T06:00:00.250Z');
  });

  it('leaves out of JSON what is not known', () => {
    expect(toJsonRow({ a: 1, b: null, c: false, d: new Date(0) })).toEqual({
      a: 1,
      c: false,
      d: '1970-01-01T00:00:00Z',
    });
  });

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+380', "'+380"],
    ['-12', "'-12"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['plain', 'plain'],
    ['two, three', '"two, three"'],
  ])('keeps the text %j from being a formula', (text, cell) => {
    expect(writeCsv(['id'], [{ id: text }])).toBe(`id\r\n${cell}\r\n`);
  });

  it('leaves numbers below zero as they are', () => {
    expect(writeCsv(['n', 'e'], [{ n: -30, e: null }])).toBe('n,e\r\n-30,\r\n');
  });

  it('writes any text so that it is read as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.integer()), { minLength: 1 }), (pairs) => {
        const csv = writeCsv(
          ['s', 'n'],
          pairs.map(([s, n]) => ({ s, n })),
        );
        const records = parse<{ s: string; n: string }>(csv, { columns: true, record_delimiter: '\r\n' });
        const plain = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);
        const expected = pairs.map(([s, n]) => [plain(s), String(n)]);
        expect(records.map(({ s, n }) => [plain(s), n])).toEqual(expected);
      }),
    );
  });
});

describe('the cursor of a page', () => {
  it('is read as it was written', () => {
    const key = { atMs: 1_795_000_000_250, rest: ['T1/Львів', '7'] };
    expect(findCursor(writeCursor(key), 2)).toEqual(key);
  });

  it('is refused where it is of another page or of nobody', () => {
    const key = { atMs: 1, rest: ['a'] };
    expect(findCursor(writeCursor(key), 2)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = findCursor(text, 1);
        expect(found === undefined || Number.isInteger(found.atMs)).toBe(true);
      }),
    );
  });
});
