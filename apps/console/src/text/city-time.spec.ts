import { readCityTime, writeCityTime } from './city-time.js';

describe('times of the city', () => {
  it.each([
    ['2026-11-28T14:30', '2026-11-28T12:30:00Z'],
    ['2026-07-01T00:05', '2026-06-30T21:05:00Z'],
    // The hours beside the change to winter time, 2026-10-25 04:00.
    ['2026-10-25T02:59', '2026-10-24T23:59:00Z'],
    ['2026-10-25T04:00', '2026-10-25T02:00:00Z'],
    ['2026-03-29T04:00', '2026-03-29T01:00:00Z'],
  ])('%s in Kyiv is %s', (text, instant) => {
    const at = Date.parse(instant) / 1000;
    expect(readCityTime(text, 'Europe/Kyiv')).toBe(at);
    expect(writeCityTime(at, 'Europe/Kyiv')).toBe(text);
  });

  it('are none where the text is none', () => {
    expect(readCityTime('soon', 'Europe/Kyiv')).toBeUndefined();
    expect(readCityTime('', 'Europe/Kyiv')).toBeUndefined();
  });
});
