import { findGtfsTime, findServiceDate } from '../../time/index.js';
import type { Findings } from '../findings/index.js';
import { type GtfsTable } from './tables.js';

/**
 * Reads the values of one file's rows: knows which column stands where, and reports each wrong value with its
 * file, line and rule. One row is current at a time, because a row object for each of millions of rows would
 * cost more than reading them.
 */
export class RowReader {
  readonly #positions = new Map<string, number>();
  readonly #width: number;
  #fields: readonly string[] = [];
  line = 1;
  rows = 0;

  constructor(
    readonly table: GtfsTable,
    readonly findings: Findings,
    header: readonly string[],
  ) {
    const known = new Set([...table.required, ...table.optional]);
    this.#width = header.length;
    for (const [position, raw] of header.entries()) {
      const name = raw.trim();
      if (name === '') continue;
      if (this.#positions.has(name)) this.report('duplicate_column', `column ${name} is there twice`);
      else if (known.has(name)) this.#positions.set(name, position);
      else this.report('unknown_column', `column ${name} is not of GTFS and was ignored`);
    }
    for (const name of table.required) {
      if (!this.#positions.has(name)) this.report('missing_column', `column ${name} is missing`);
    }
  }

  /** Position of a column for `text` and the others, -1 where the file lacks it. */
  column(name: string): number {
    return this.#positions.get(name) ?? -1;
  }

  /** Makes a row current. `fields` may be reused by the caller afterwards. */
  next(fields: readonly string[], line: number): void {
    this.#fields = fields;
    this.line = line;
    this.rows++;
    if (fields.length !== this.#width) {
      this.report('wrong_field_count', `${fields.length} fields where the header has ${this.#width}`);
    }
  }

  report(rule: Parameters<Findings['add']>[0], message: string): void {
    this.findings.add(rule, this.table.file, this.line, message);
  }

  /** The value without surrounding spaces; empty where the column or the value is missing. */
  text(column: number): string {
    const value = this.#fields[column];
    if (value === undefined || value === '') return '';
    const edges = value.charCodeAt(0) <= 32 || value.charCodeAt(value.length - 1) <= 32;
    return edges ? value.trim() : value;
  }

  /** A value that must be there; undefined and a finding where it is not. */
  required(column: number, name: string): string | undefined {
    const value = this.text(column);
    if (value !== '') return value;
    this.report('missing_value', `${name} is empty`);
    return undefined;
  }

  /** Seconds since the service day's start, undefined where the value is empty or, with a finding, no time. */
  time(column: number, name: string): number | undefined {
    const value = this.text(column);
    if (value === '') return undefined;
    const seconds = quickTime(value) ?? findGtfsTime(value);
    if (seconds === undefined) this.report('bad_time', `${name} "${value}" is not HH:MM:SS`);
    return seconds;
  }

  /** A day YYYYMMDD; undefined and a finding where it is none. */
  date(column: number, name: string): string | undefined {
    const value = this.required(column, name);
    if (value === undefined) return undefined;
    const date = findServiceDate(value);
    if (date === undefined) this.report('bad_date', `${name} "${value}" is not a day of the form YYYYMMDD`);
    return date;
  }

  /** A whole number from `low` to `high` that must be there. */
  integer(column: number, name: string, low: number, high: number): number | undefined {
    const value = this.required(column, name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number >= low && number <= high) return number;
    this.report('bad_value', `${name} "${value}" is not a whole number from ${low} to ${high}`);
    return undefined;
  }

  /** A whole number from 0 to `high` that may be absent or wrong: then `otherwise`. */
  choice(column: number, name: string, high: number, otherwise: number): number {
    const value = this.text(column);
    if (value === '') return otherwise;
    const number = Number(value);
    if (Number.isInteger(number) && number >= 0 && number <= high) return number;
    this.report('bad_optional_value', `${name} "${value}" is not a whole number from 0 to ${high}`);
    return otherwise;
  }

  /** Degrees; NaN where the value is empty or no number. */
  degrees(column: number): number {
    const value = this.text(column);
    return value === '' ? NaN : Number(value);
  }

  /** A distance of any unit, not negative; NaN where it is absent or, with a finding, wrong. */
  distance(column: number, name: string): number {
    const value = this.text(column);
    if (value === '') return NaN;
    const number = Number(value);
    if (Number.isFinite(number) && number >= 0) return number;
    this.report('bad_optional_value', `${name} "${value}" is not a distance`);
    return NaN;
  }
}

/** `HH:MM:SS` without a regular expression: nearly all of the millions of times of a city are written so. */
function quickTime(text: string): number | undefined {
  if (text.length !== 8 || text.charCodeAt(2) !== 58 || text.charCodeAt(5) !== 58) return undefined;
  const hours = twoDigits(text, 0);
  const minutes = twoDigits(text, 3);
  const seconds = twoDigits(text, 6);
  if (hours < 0 || minutes < 0 || seconds < 0 || minutes > 59 || seconds > 59) return undefined;
  return hours * 3600 + minutes * 60 + seconds;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
