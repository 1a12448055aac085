import {
  ServiceDays,
  addDays,
  dayOfWeek,
  findGtfsTime,
  findServiceDate,
  formatGtfsTime,
  getServiceDate,
  serviceDateAt,
} from './index.js';

describe('service days', () => {
  const kyiv = new ServiceDays('Europe/Kyiv');

  it('start at midnight on an ordinary day', () => {
    expect(kyiv.startSeconds(getServiceDate('20261123'))).toBe(Date.UTC(2026, 10, 22, 22) / 1000);
  });

  it('start an hour before midnight when clocks go forward that night', () => {
    // 2026-03-29: 03:00 becomes 04:00 (UTC+2 to UTC+3). Noon is 09:00 UTC, twelve hours before is 21:00 UTC.
    expect(kyiv.startSeconds(getServiceDate('20260329'))).toBe(Date.UTC(2026, 2, 28, 21) / 1000);
  });

  it('start an hour after midnight when clocks go back that night', () => {
    expect(kyiv.startSeconds(getServiceDate('20261025'))).toBe(Date.UTC(2026, 9, 24, 22) / 1000);
  });

  it('know the date of an instant, whatever was asked before', () => {
    const days = new ServiceDays('Europe/Kyiv');
    for (const hour of [0, 1, 12, 21.5, 22, 23, 47, 48.2]) {
      const at = Date.UTC(2026, 2, 27) / 1000 + hour * 3600;
      expect(days.dateAt(at)).toBe(serviceDateAt(at, 'Europe/Kyiv'));
    }
  });

  it('cross months and leap days', () => {
    expect(addDays(getServiceDate('20280228'), 1)).toBe('20280229');
    expect(addDays(getServiceDate('20270101'), -1)).toBe('20261231');
    expect(dayOfWeek(getServiceDate('20261123'))).toBe(1);
  });

  it.each(['20260230', '2026-01-01', '', 'today', '20261301'])('refuse %p', (text) => {
    expect(findServiceDate(text)).toBeUndefined();
  });
});

describe('GTFS times', () => {
  it.each([
    ['08:05:09', 29_109],
    ['8:05:09', 29_109],
    ['25:10:00', 90_600],
    [' 00:00:00 ', 0],
  ])('%p is %d seconds', (text, seconds) => {
    expect(findGtfsTime(text)).toBe(seconds);
  });

  it.each(['', '8:5:9', '08:60:00', 'noon', '-1:00:00'])('%p is none', (text) => {
    expect(findGtfsTime(text)).toBeUndefined();
  });

  it('are written with hours past 24', () => {
    expect(formatGtfsTime(90_600)).toBe('25:10:00');
  });
});
