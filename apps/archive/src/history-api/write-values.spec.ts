import fc from 'fast-check';
import { findCursor, writeCursor } from './page-cursor.js';
import { toJsonRow, writeInstant } from './write-values.js';

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
