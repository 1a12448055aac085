/**
 * Which service day somebody means who names none. A day's last trips run after midnight, and who looks at them then does
 * not mean the day that has only begun by the calendar.
 */
import type { ServiceDate } from '../time/index.js';
import type { Timetable } from '../tracking/index.js';

/** The day that most trips of this moment belong to; where none runs, the day that a trip begins next of; else the calendar's. */
export function findDayUnderWay(timetable: Timetable, now: number): ServiceDate {
  const [yesterday, today] = timetable.days.around(now) as [ServiceDate, ServiceDate];
  const before = look(timetable, yesterday, now);
  const after = look(timetable, today, now);
  if (before.running !== after.running) return before.running > after.running ? yesterday : today;
  return before.nextStart < after.nextStart ? yesterday : today;
}

interface Look {
  readonly running: number;
  /** Epoch seconds; infinite where none is to come. */
  readonly nextStart: number;
}

function look(timetable: Timetable, date: ServiceDate, now: number): Look {
  let running = 0;
  let nextStart = Infinity;
  for (const { startSeconds, endSeconds } of timetable.dayRuns(date).runs.flatMap(({ trips }) => trips)) {
    if (startSeconds > now) nextStart = Math.min(nextStart, startSeconds);
    else if (endSeconds > now) running++;
  }
  return { running, nextStart };
}
