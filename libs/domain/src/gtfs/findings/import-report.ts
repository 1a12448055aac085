import type { Finding } from './findings.js';
import type { GtfsRuleName } from './rules.js';

/** What became of a GTFS: plain data, kept with the version and shown to whoever imported it. */
export interface ImportReport {
  /** False where errors refused the import. */
  readonly accepted: boolean;
  readonly feedVersion: string;
  /** Bounded: the first of each rule, errors first. */
  readonly findings: readonly Finding[];
  /** How often each rule was broken, findings left out of the list included. */
  readonly counts: Readonly<Partial<Record<GtfsRuleName, number>>>;
  /** Rows read of each file, the header not counted. */
  readonly rows: Readonly<Record<string, number>>;
  readonly summary?: ScheduleSummary;
}

/** The size of a schedule, for people. */
export interface ScheduleSummary {
  readonly timeZone: string;
  readonly agencies: number;
  readonly routes: number;
  readonly stops: number;
  readonly trips: number;
  readonly stopTimes: number;
  readonly patterns: number;
  readonly blocks: number;
  readonly frequencies: number;
  /** First and last day on which any service runs, YYYYMMDD; empty where none does. */
  readonly firstDate: string;
  readonly lastDate: string;
}
