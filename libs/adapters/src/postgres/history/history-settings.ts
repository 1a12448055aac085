/**
 * How long history is kept and how it is packed. The numbers are the operator's; here are the defaults and the
 * one thing that must not be got wrong: an aggregate is made again over its refresh window, so the rows it is
 * made of must live longer than that, or making it again would empty it.
 */
export type HistoryTable = 'vehicle_locations' | 'stop_visits' | 'trips_performed' | 'prediction_samples';

export interface HistoryTableSettings {
  /** Rows older than this are dropped; 0 = never. */
  readonly keepDays: number;
  /** TimescaleDB: length of a chunk. */
  readonly chunkHours: number;
  /** TimescaleDB: chunks older than this are compressed; 0 = never. */
  readonly compressAfterDays: number;
}

export interface HistoryAggregateSettings {
  /** TimescaleDB: how often the aggregates are brought up to date. */
  readonly refreshMinutes: number;
  /** TimescaleDB: the last minutes are not stored but computed when asked for, since rows still come. */
  readonly refreshLagMinutes: number;
  /** TimescaleDB: how far back rows that came late are still counted. */
  readonly refreshWindowDays: number;
  /** TimescaleDB: aggregates older than this are dropped; 0 = never. */
  readonly keepDays: number;
}

export interface HistorySettings {
  readonly tables: Readonly<Record<HistoryTable, HistoryTableSettings>>;
  readonly aggregates: HistoryAggregateSettings;
}

export const DEFAULT_HISTORY_SETTINGS: HistorySettings = {
  tables: {
    vehicle_locations: { keepDays: 30, chunkHours: 24, compressAfterDays: 3 },
    stop_visits: { keepDays: 1_095, chunkHours: 7 * 24, compressAfterDays: 14 },
    trips_performed: { keepDays: 1_095, chunkHours: 30 * 24, compressAfterDays: 60 },
    prediction_samples: { keepDays: 14, chunkHours: 24, compressAfterDays: 3 },
  },
  aggregates: { refreshMinutes: 15, refreshLagMinutes: 60, refreshWindowDays: 4, keepDays: 0 },
};

/** A bucket of a day needs three days: the policy must see two whole ones at any hour. */
const LEAST_REFRESH_WINDOW_DAYS = 3;

/** What is wrong with the settings, one sentence each; empty where nothing is. */
export function findSettingsProblems({ tables, aggregates }: HistorySettings): string[] {
  const problems: string[] = [];
  if (aggregates.refreshWindowDays < LEAST_REFRESH_WINDOW_DAYS) {
    problems.push(`The refresh window must be at least ${LEAST_REFRESH_WINDOW_DAYS} days.`);
  }
  for (const [table, { keepDays, compressAfterDays }] of Object.entries(tables)) {
    if (keepDays === 0) continue;
    if (keepDays <= aggregates.refreshWindowDays && table !== 'prediction_samples') {
      problems.push(
        `${table} must be kept longer than the refresh window of ${aggregates.refreshWindowDays} days.`,
      );
    }
    if (compressAfterDays >= keepDays) {
      problems.push(`${table} would be dropped after ${keepDays} days, before it is compressed.`);
    }
  }
  return problems;
}
