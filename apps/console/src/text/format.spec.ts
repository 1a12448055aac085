import {
  clockMinutes,
  clockOrDay,
  dateAndTime,
  duration,
  metres,
  primeMinutes,
  signedMinutes,
} from './format.js';

const NBSP = '\u00a0';

describe('figures', () => {
  it('of deviation are signed minutes, with a true minus', () => {
    expect([420, -110, 20, -20].map(signedMinutes)).toEqual(['+7', '\u22122', '0', '0']);
  });

  it('of intervals have a prime', () => {
    expect([1320, 20].map(primeMinutes)).toEqual(['22\u2032', '<1\u2032']);
  });

  it('of time take the unit that fits', () => {
    expect([48, 240, 7500].map((s) => duration('uk', s))).toEqual([
      `48${NBSP}с`,
      `4${NBSP}хв`,
      `2${NBSP}год 05${NBSP}хв`,
    ]);
  });

  it('of distance are metres, then kilometres', () => {
    expect([70, 1240].map((m) => metres('uk', m))).toEqual([`70${NBSP}м`, `1,2${NBSP}км`]);
  });

  it('of the clock are the city\u2019s', () => {
    expect(clockMinutes('uk', Date.UTC(2026, 10, 28, 22, 5) / 1000, 'Europe/Kyiv')).toBe('00:05');
  });

  it('of the clock are none until it is known which the city\u2019s is', () => {
    expect(clockMinutes('uk', 1_796_000_000, undefined)).toBe('…');
  });

  it('of the clock are said as Ukrainian says eleven', () => {
    const write = (hour: number): string =>
      dateAndTime('uk', Date.UTC(2026, 10, 30, hour - 2, 52) / 1000, 'Europe/Kyiv');
    expect([11, 12].map(write)).toEqual(['30 листопада 2026 р. об 11:52', '30 листопада 2026 р. о 12:52']);
  });

  it('of another day have the day', () => {
    const now = Date.UTC(2026, 10, 28, 18, 0) / 1000;
    const write = (at: number): string => clockOrDay('uk', at, now, 'Europe/Kyiv');
    expect(write(now + 3600)).toBe('21:00');
    expect(write(now + 5 * 3600)).toBe('29.11, 01:00');
  });
});
