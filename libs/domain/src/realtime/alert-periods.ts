/** When an alert is told: the one place that says so, for the feed, for lists of alerts and for reminders. */
import type { TimeRange } from './feed-message.js';
import type { ServiceAlert } from './service-alert.js';

type Periods = Pick<ServiceAlert, 'communicationPeriods' | 'impactPeriods'>;

/** The periods of communication, with those of impact that none of them contains (rule S026); empty: told at once. */
export function listToldPeriods({
  communicationPeriods = [],
  impactPeriods = [],
}: Periods): readonly TimeRange[] {
  if (communicationPeriods.length === 0) return [];
  const outside = impactPeriods.filter(
    (impact) => !communicationPeriods.some((told) => contains(told, impact)),
  );
  return [...communicationPeriods, ...outside];
}

/** Whether an alert is told at an instant, epoch seconds. */
export function judgeAlertTime(alert: Periods, at: number): 'told' | 'alert_not_yet' | 'alert_over' {
  if (findAlertEnd(alert) <= at) return 'alert_over';
  const told = listToldPeriods(alert);
  // Without a time to be told, an alert is told as soon as it is known.
  if (told.length === 0) return 'told';
  return told.some(({ start = 0, end = Infinity }) => start <= at && at < end) ? 'told' : 'alert_not_yet';
}

/** When an alert is told for the last time, epoch seconds; Infinity where it is told until somebody takes it back. */
export function findAlertEnd(alert: Periods): number {
  const told = listToldPeriods(alert);
  const periods = told.length > 0 ? told : (alert.impactPeriods ?? []);
  if (periods.length === 0) return Infinity;
  return Math.max(...periods.map(({ end = Infinity }) => end));
}

/** When an alert is told next, from an instant on: that instant itself where it is told then; undefined where it is over. */
export function findNextTold(alert: Periods, at: number): number | undefined {
  const judged = judgeAlertTime(alert, at);
  if (judged !== 'alert_not_yet') return judged === 'told' ? at : undefined;
  const starts = listToldPeriods(alert).flatMap(({ start = 0 }) => (start > at ? [start] : []));
  return Math.min(...starts);
}

function contains(outer: TimeRange, inner: TimeRange): boolean {
  return (outer.start ?? 0) <= (inner.start ?? 0) && (outer.end ?? Infinity) >= (inner.end ?? Infinity);
}
