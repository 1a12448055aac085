import fc from 'fast-check';
import {
  LocalClock,
  findDay,
  firstDayOfMonth,
  firstDayOfWeek,
  formatDay,
  monthOfDay,
  weekOfDay,
  weekdayOfDay,
} from './index.js';

const ZONES = ['Europe/Kyiv', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
const day = fc.integer({ min: -3000, max: 40_000 });

describe('a local clock', () => {
  it.each(ZONES)('says what Temporal says, in %s', (zone) => {
    const clock = new LocalClock(zone);
    fc.assert(
      fc.property(fc.integer({ min: -2e11, max: 3e12 }), (ms) => {
        const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
        expect(formatDay(clock.dayAt(ms))).toBe(time.toPlainDate().toString());
        expect(clock.secondOfDay(ms)).toBe(time.hour * 3600 + time.minute * 60 + time.second);
      }),
    );
  });

  it.each(ZONES)(
    'finds the instant of a wall-clock time, also where it comes twice or never, in %s',
    (zone) => {
      const clock = new LocalClock(zone);
      fc.assert(
        fc.property(
          fc.integer({ min: 10_000, max: 30_000 }),
          fc.integer({ min: 0, max: 287 }),
          (date, fives) => {
            const plain = Temporal.PlainDate.from(formatDay(date))
              .toPlainDateTime()
              .add({ minutes: fives * 5 });
            expect(clock.instantOf(date, fives * 300)).toBe(plain.toZonedDateTime(zone).epochMilliseconds);
          },
        ),
        { numRuns: 1000 },
      );
      for (const [month, date] of [
        [3, 29],
        [10, 25],
        [3, 8],
        [11, 1],
        [4, 5],
        [10, 4],
      ] as const) {
        for (let minutes = 0; minutes < 1440; minutes += 10) {
          const plain = Temporal.PlainDateTime.from({ year: 2026, month, day: date }).add({ minutes });
          const days = findDay(plain.toPlainDate().toString())!;
          expect(clock.instantOf(days, minutes * 60)).toBe(plain.toZonedDateTime(zone).epochMilliseconds);
        }
      }
    },
  );
});

describe('calendar periods of days', () => {
  it('hold the days that they should, whatever day a week begins on', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 7 }), (date, weekStart) => {
        const first = firstDayOfWeek(weekOfDay(date, weekStart), weekStart);
        expect(weekdayOfDay(first)).toBe(weekStart);
        expect(date - first).toBeGreaterThanOrEqual(0);
        expect(date - first).toBeLessThan(7);
        const month = firstDayOfMonth(monthOfDay(date));
        expect(formatDay(month)).toBe(`${formatDay(date).slice(0, -2)}01`);
      }),
    );
  });

  it('know real days from others', () => {
    expect(findDay('2028-02-29')).toBe(findDay('20280229'));
    for (const none of ['2026-02-29', '2026-13-01', '2026-1-1', '']) expect(findDay(none)).toBeUndefined();
  });
});
