import { findRecordedTime } from './recorded-time.js';

describe('a recorded time', () => {
  it('is epoch seconds, milliseconds, or ISO 8601 with its offset', () => {
    const same = ['1771257482', '1771257482000', '2026-02-16T15:58:02Z', '2026-02-16 10:58:02-05:00'];
    expect(same.map(findRecordedTime)).toEqual(same.map(() => 1771257482));
    expect(findRecordedTime('2026-02-16T17:58:02.250+02:00')).toBe(1771257482.25);
  });

  it('is none without an offset, or where nothing is said', () => {
    const none = ['', ' ', 'noon', '2026-02-16 10:58:02', '2026-02-16', '2026-02-31T99:00:00Z', undefined];
    expect(none.map(findRecordedTime)).toEqual(none.map(() => undefined));
  });
});
