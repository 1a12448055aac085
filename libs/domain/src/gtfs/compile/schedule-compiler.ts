import { Findings, type ImportReport } from '../findings/index.js';
import type { Schedule } from '../schedule.js';
import { buildSchedule } from './build-schedule.js';
import { collectAgencies, collectFeedInfo } from './collect-agencies.js';
import { collectCalendar, collectCalendarDates } from './collect-calendars.js';
import { collectFrequencies } from './collect-frequencies.js';
import { collectRoutes } from './collect-routes.js';
import { collectShapes } from './collect-shapes.js';
import { collectStopTimes } from './collect-stop-times.js';
import { collectStops } from './collect-stops.js';
import { collectTrips } from './collect-trips.js';
import { collectTranslations } from './collect-translations.js';
import { type Draft, createDraft } from './draft.js';
import { RowReader } from './row-reader.js';
import { summariseSchedule } from './summarise-schedule.js';
import { REQUIRED_FILES, findTable } from './tables.js';

/** The outcome of an import: a schedule, unless errors refused it. */
export interface CompiledGtfs {
  readonly schedule?: Schedule;
  readonly report: ImportReport;
}

type RowSink = (fields: readonly string[], line: number) => void;

const COLLECTORS: Readonly<Record<string, (draft: Draft, row: RowReader) => () => void>> = {
  'agency.txt': collectAgencies,
  'feed_info.txt': collectFeedInfo,
  'calendar.txt': collectCalendar,
  'calendar_dates.txt': collectCalendarDates,
  'routes.txt': collectRoutes,
  'stops.txt': collectStops,
  'shapes.txt': collectShapes,
  'trips.txt': collectTrips,
  'stop_times.txt': collectStopTimes,
  'frequencies.txt': collectFrequencies,
  'translations.txt': collectTranslations,
};

/**
 * Compiles a GTFS from the rows of its files, given one after another so that no file need be held whole. The
 * files must come in the order of `listFilesToRead`, each once; where the rows come from is no concern of this.
 */
export class ScheduleCompiler {
  readonly findings = new Findings();
  readonly #draft = createDraft();
  readonly #readers = new Map<string, RowReader>();
  /** Required files that have not even a header. */
  readonly #blank = new Set<string>();

  /** Begins a file by its header; rows go to the function returned, which keeps nothing of `fields`. */
  openFile(file: string, header: readonly string[]): RowSink {
    const table = findTable(file);
    const collector = COLLECTORS[file];
    if (!table || !collector) throw new Error(`${file} is not read`);
    const row = new RowReader(table, this.findings, header);
    this.#readers.set(file, row);
    const collect = collector(this.#draft, row);
    return (fields, line) => {
      row.next(fields, line);
      collect();
    };
  }

  /** A file that is there and has not even a header; one that need not be there is as good as absent. */
  noteBlank(file: string): void {
    if (REQUIRED_FILES.includes(file)) this.#blank.add(file);
  }

  /**
   * Ends the import. `fallbackVersion` names the version of a feed that does not name it itself: the first 12
   * hex digits of the SHA-256 of its files.
   */
  finish(fallbackVersion: string): CompiledGtfs {
    this.reportMissing([...this.#readers.keys(), ...this.#blank]);
    this.#reportEmpty();
    if (this.#draft.feedVersion === '') this.#draft.feedVersion = fallbackVersion;
    // After errors in the files the tables may not fit together; what they have told is enough to refuse.
    if (this.findings.errorCount > 0) return { report: this.#report() };
    const schedule = buildSchedule(this.#draft, this.findings);
    if (this.findings.errorCount > 0) return { report: this.#report() };
    return { schedule, report: this.#report(schedule) };
  }

  /** Ends an import that cannot be read on, with what was found so far. */
  refuse(): CompiledGtfs {
    return { report: this.#report() };
  }

  /**
   * Reports required files that are not among `files`; true where there are any. To be asked before reading:
   * without trips.txt every row of stop_times.txt would be called wrong.
   */
  reportMissing(files: readonly string[]): boolean {
    const missing = REQUIRED_FILES.filter((file) => !files.includes(file));
    for (const file of missing) this.findings.add('missing_file', file, 0, `${file} is missing`);
    if (files.includes('calendar.txt') || files.includes('calendar_dates.txt')) return missing.length > 0;
    const message = 'there is neither calendar.txt nor calendar_dates.txt';
    this.findings.add('missing_file', 'calendar.txt', 0, message);
    return true;
  }

  #reportEmpty(): void {
    for (const file of REQUIRED_FILES) {
      if (this.#blank.has(file)) this.findings.add('empty_file', file, 0, `${file} is empty`);
      if (this.#readers.get(file)?.rows === 0) {
        this.findings.add('empty_file', file, 0, `${file} has no rows`);
      }
    }
  }

  #report(schedule?: Schedule): ImportReport {
    return {
      accepted: schedule !== undefined,
      feedVersion: this.#draft.feedVersion,
      findings: this.findings.list(),
      counts: this.findings.counts,
      rows: Object.fromEntries([...this.#readers].map(([file, { rows }]) => [file, rows])),
      ...(schedule ? { summary: summariseSchedule(schedule) } : {}),
    };
  }
}
