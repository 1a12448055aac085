/**
 * How each line is dispatched: to the timetable or to even headways, and from where on something needs somebody. A
 * line keeps what a supervisor set for it; others go by their kind. Buses go by headway: where their timetable is not
 * to be relied on, a list of lateness would be of buses only.
 */
import type { LineMode, LineThresholds } from './line-view.js';

export interface LineSetting {
  readonly mode: LineMode;
  readonly thresholds?: Partial<LineThresholds>;
}

export interface LineRule {
  readonly mode: LineMode;
  readonly isChosen: boolean;
  readonly thresholds: LineThresholds;
}

const THRESHOLDS: LineThresholds = {
  earlySeconds: 60,
  lateSeconds: 360,
  veryLateSeconds: 900,
  gapShare: 1.5,
  bunchShare: 0.25,
  bunchSeconds: 60,
  offRouteMetres: 60,
  notStartedSeconds: 300,
};

/** Rails are not left, and their lines are kept closer to the timetable. */
const RAIL: LineThresholds = { ...THRESHOLDS, lateSeconds: 240, veryLateSeconds: 600 };

/** GTFS route_type, also of the extended list. */
function isRail(type: number): boolean {
  return (
    (type >= 0 && type <= 2) || (type >= 100 && type < 200) || (type >= 400 && type < 500) || isTram(type)
  );
}

function isTram(type: number): boolean {
  return type >= 900 && type < 1000;
}

function isBus(type: number): boolean {
  return type === 3 || (type >= 200 && type < 300) || (type >= 700 && type < 800);
}

/** `toldByHeadway`: tracking tells headways of the line's vehicles, because its timetable is not kept or has no times. */
export function ruleOf(type: number, toldByHeadway: boolean, setting: LineSetting | undefined): LineRule {
  const usual = isRail(type) ? RAIL : THRESHOLDS;
  const mode = setting?.mode ?? (toldByHeadway || isBus(type) ? 'headway' : 'schedule');
  return {
    mode,
    isChosen: setting !== undefined,
    thresholds: setting?.thresholds ? { ...usual, ...setting.thresholds } : usual,
  };
}

/** From this planned headway on riders come without looking at the timetable, whatever the line goes by. */
export const FREQUENT_SECONDS = 600;
