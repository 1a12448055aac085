import fc from 'fast-check';
import {
  CLOSING_NOTICE_MS,
  type FareDayClosing,
  type FareDayRules,
  allCompleteUntil,
  findClosedUntil,
  listClosings,
} from './index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RULES: FareDayRules = {
  timeZone: 'Europe/Kyiv',
  startMinutes: 180,
  closesAfterMinutes: 360,
  lateDays: 35,
};
/** The end of the fare day of 23 November: three in the morning in Kyiv. */
const END = Date.parse('2026-11-24T01:00:00Z');

const list = (afterMs: number, completeUntilMs: number, lastClosed?: string): FareDayClosing[] =>
  listClosings({ nowMs: END + afterMs, completeUntilMs, lastClosed }, RULES);

describe('a fare day', () => {
  it('closes as soon as all that every validator took in it is here, announced before it takes effect', () => {
    expect(list(5 * MINUTE, END, '2026-11-22')).toEqual([
      {
        fareDate: '2026-11-23',
        endsAtMs: END,
        closesAtMs: END + 5 * MINUTE + CLOSING_NOTICE_MS,
        reason: 'COMPLETE',
      },
    ]);
  });

  it('is open while one validator still keeps something, or may', () => {
    const all = { hasGap: false, queueLength: 0, heardMs: END + MINUTE };
    const keeps = { ...all, queueLength: 3, markMs: END - 1 };
    const silent = { ...all, heardMs: END - 1 };
    for (const other of [keeps, silent, { ...all, hasGap: true }]) {
      expect(list(5 * MINUTE, allCompleteUntil([all, other]), '2026-11-22')).toEqual([]);
    }
    expect(list(5 * MINUTE, allCompleteUntil([all, { ...keeps, markMs: END }]), '2026-11-22')).toHaveLength(
      1,
    );
  });

  it('closes when the wait is over all the same, at that very moment, whenever it is written down', () => {
    const timeout = { fareDate: '2026-11-23', endsAtMs: END, closesAtMs: END + 6 * HOUR, reason: 'TIMEOUT' };
    expect(list(6 * HOUR - 1, -Infinity, '2026-11-22')).toEqual([]);
    expect(list(6 * HOUR, -Infinity, '2026-11-22')).toEqual([timeout]);
    expect(list(20 * HOUR, -Infinity, '2026-11-22')).toEqual([timeout]);
    // Complete at last, but it closes by the wait before the announcement would be over.
    expect(list(6 * HOUR - MINUTE / 4, END, '2026-11-22')).toEqual([]);
  });

  it('closes at its very end where there is no wait', () => {
    const facts = { nowMs: END, completeUntilMs: -Infinity, lastClosed: '2026-11-22' };
    const [closing] = listClosings(facts, { ...RULES, closesAfterMinutes: 0 });
    expect(closing).toMatchObject({ reason: 'TIMEOUT', endsAtMs: END, closesAtMs: END });
  });

  it('closes by the clock where it waits for longer than late taps are taken', () => {
    const rules = { ...RULES, closesAfterMinutes: 7 * 24 * 60, lateDays: 1 };
    const facts = { nowMs: END + 7 * 24 * HOUR, completeUntilMs: -Infinity, lastClosed: '2026-11-22' };
    expect(listClosings(facts, rules).map(({ fareDate }) => fareDate)).toEqual(['2026-11-23']);
  });

  it('that is not over is not closed, however much is known of it', () => {
    expect(list(-1, Infinity, '2026-11-22')).toEqual([]);
  });

  it('is closed once: days that nobody wrote down are made up for, and none again', () => {
    const days = (lastClosed?: string): string[] =>
      list(7 * HOUR, -Infinity, lastClosed).map(({ fareDate }) => fareDate);
    expect(days('2026-11-20')).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
    expect(days('2026-11-23')).toEqual([]);
    expect(days()).toEqual(['2026-11-23']);
    expect(days('2020-01-01')).toHaveLength(RULES.lateDays);
  });

  it('of the night in which clocks change has its own length', () => {
    const facts = { nowMs: Date.parse('2026-03-29T01:01:00Z'), lastClosed: '2026-03-27' };
    const [closing] = listClosings({ ...facts, completeUntilMs: facts.nowMs }, RULES);
    expect(closing?.endsAtMs).toBe(Date.parse('2026-03-29T01:00:00Z'));
  });
});

describe('whether a tap is late', () => {
  it('follows from when it came and what was written down, whatever becomes known afterwards', () => {
    const step = fc.record({ afterMs: fc.nat(3 * 24 * HOUR), behindMs: fc.nat(30 * HOUR) });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 20 }),
        fc.nat(3 * 24 * HOUR),
        (steps, seenAtMs) => {
          const inTime = [...steps].sort((a, b) => a.afterMs - b.afterMs);
          let closings: FareDayClosing[] = [];
          let seenThen: number | undefined;
          for (const { afterMs, behindMs } of inTime) {
            const nowMs = END + afterMs;
            if (nowMs > END + seenAtMs) seenThen ??= findClosedUntil(closings, END + seenAtMs);
            const facts = { nowMs, completeUntilMs: nowMs - behindMs, lastClosed: closings.at(-1)?.fareDate };
            const more = listClosings(facts, RULES);
            // Nothing is announced for a moment that is over, but what the clock alone had said for it.
            for (const { closesAtMs, reason } of more) {
              expect(reason === 'TIMEOUT' || closesAtMs > nowMs).toBe(true);
            }
            closings = [...closings, ...more];
          }
          if (seenThen !== undefined) {
            const byClock = closings.filter(({ reason }) => reason === 'TIMEOUT');
            const now = findClosedUntil(closings, END + seenAtMs);
            expect(now).toBe(Math.max(seenThen, findClosedUntil(byClock, END + seenAtMs)));
          }
          expect(new Set(closings.map(({ fareDate }) => fareDate)).size).toBe(closings.length);
        },
      ),
    );
  });
});
