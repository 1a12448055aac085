import { chooseHours } from './choose-hours.js';

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 10, 24, 12);
/** Hours before noon that are due at so many minutes after it, all others being done. */
const due = (minutes: number, scored: Readonly<Record<number, number>>): number[] => {
  const done = new Map<number, number>();
  for (let hour = 1; hour <= 60; hour++) done.set(NOON - hour * HOUR_MS, NOON + 6 * HOUR_MS);
  for (const [hour, minute] of Object.entries(scored)) {
    const start = NOON - Number(hour) * HOUR_MS;
    if (Number.isNaN(minute)) done.delete(start);
    else done.set(start, NOON + minute * 60_000);
  }
  return chooseHours(NOON + minutes * 60_000, done).map((at) => (NOON - at) / HOUR_MS);
};

describe('hours to be scored', () => {
  it('are those that have ended ten minutes ago', () => {
    expect(due(9, { 1: NaN })).toEqual([]);
    expect(due(10, { 1: NaN })).toEqual([1]);
  });

  it('are those again of which the late rows have come by now', () => {
    expect(due(59, { 1: 12 })).toEqual([]);
    expect(due(89, { 1: 12 })).toEqual([0]);
    expect(due(90, { 0: 75, 1: 12 })).toEqual([1]);
    expect(due(95, { 0: 75, 1: 91 })).toEqual([]);
  });

  it('are those that were missed, six at a time, the latest first, for two days', () => {
    const missed = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i + 1, NaN]));
    expect(due(20, missed)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(due(20, { 48: NaN, 49: NaN })).toEqual([48]);
  });
});
