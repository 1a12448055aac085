/**
 * What a report is: rows under named columns, each with its unit, the same as JSON and as CSV. Values are numbers as
 * they are, unrounded but for what is said of a column; a value that has no meaning (a share of nothing) is null.
 */
export const REPORT_NAMES = [
  'punctuality',
  'headways',
  'trips',
  'presence',
  'off_route',
  'ridership',
  'predictions',
  'quality',
] as const;
export type ReportName = (typeof REPORT_NAMES)[number];

export type ReportUnit = 'text' | 'count' | 'percent' | 'seconds' | 'kilometres' | 'hours' | 'ratio';

export interface ReportColumn {
  readonly name: string;
  readonly unit: ReportUnit;
}

export type ReportRow = Readonly<Record<string, string | number | null>>;

export interface ReportView {
  readonly name: ReportName;
  /** Service days, YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  /** GTFS by which the plan was read. */
  readonly feedVersion: string;
  readonly by: ReportBy;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  /** All rows as one, where that has a meaning. */
  readonly total?: ReportRow;
}

/** What a row of a report is of. */
export const REPORT_GROUPINGS = ['route', 'hour', 'run', 'stop', 'carrier', 'vehicle'] as const;
export type ReportBy = (typeof REPORT_GROUPINGS)[number];

/** What rows may be of, the usual first. */
export const REPORT_ROWS_BY: Readonly<Record<ReportName, readonly ReportBy[]>> = {
  punctuality: ['route', 'hour', 'stop', 'carrier'],
  headways: ['route', 'hour', 'stop'],
  trips: ['route', 'run', 'hour', 'carrier'],
  presence: ['route', 'run', 'hour', 'carrier'],
  off_route: ['carrier', 'route', 'vehicle'],
  ridership: ['route', 'hour', 'stop', 'carrier', 'vehicle'],
  predictions: ['route'],
  quality: ['carrier', 'vehicle'],
};

/** So many service days may be asked for at once: of the whole city, and of one line. */
export const REPORT_LONGEST_DAYS = { city: 7, line: 31 } as const;

/** Days from one to another, YYYY-MM-DD, both included; below one where the second is before the first. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** From when on a departure is early, late, and too far off to be the same trip; seconds. */
export interface PunctualityLimits {
  readonly earlySeconds: number;
  readonly lateSeconds: number;
  /** Farther off than this it is no longer late but unmatched: the vehicle most likely ran another trip. */
  readonly unmatchedSeconds: number;
}

/** Skate's bounds of on time (-1 to +6 minutes), and what Lviv's own study leaves out as unmatched (half an hour). */
export const PUNCTUALITY_LIMITS: PunctualityLimits = {
  earlySeconds: 60,
  lateSeconds: 360,
  unmatchedSeconds: 1800,
};

/** 100 a/b with one more digit than Lviv's tables print; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1e5) / 1e3;
}
