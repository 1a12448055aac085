import { TARIFF_COLUMNS } from './columns.js';
import type { FindingCode, TariffFile, TariffFinding, TariffFolder } from './tariff-files.js';

/** Everything that was found wrong, in the order in which it was found. */
export class Findings {
  readonly list: TariffFinding[] = [];

  constructor(readonly folder: string) {}

  error(code: FindingCode, file: string, line: number, field: string, message: string): void {
    this.list.push({ severity: 'error', code, folder: this.folder, file, line, field, message });
  }

  warn(code: FindingCode, file: string, line: number, field: string, message: string): void {
    this.list.push({ severity: 'warning', code, folder: this.folder, file, line, field, message });
  }
}

/** The files of one tariff by name, with readers of their rows. */
export class Tables {
  readonly #files: ReadonlyMap<string, TariffFile>;

  constructor(
    files: readonly TariffFile[],
    readonly findings: Findings,
    readonly currencyDigits: number,
  ) {
    this.#files = new Map(files.map((file) => [file.name, file]));
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  hasColumn(name: string, column: string): boolean {
    return this.#files.get(name)?.columns.includes(column) === true;
  }

  rows(name: string): readonly Row[] {
    const file = this.#files.get(name);
    if (!file) return [];
    const places = new Map(file.columns.map((column, i) => [column, i]));
    return file.rows.map(({ line, cells }) => new Row(name, line, cells, places, this));
  }
}

/** One row; each reader answers a usable value and notes what is wrong with the field. */
export class Row {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly cells: readonly string[],
    readonly places: ReadonlyMap<string, number>,
    readonly tables: Tables,
  ) {}

  /** Names the row in reasons and adjustments: by its id where its file has one. */
  ruleId(idColumn: string): string {
    const id = this.text(idColumn);
    return `${this.file.slice(0, -4)}:${id === '' ? `line-${this.line}` : id}`;
  }

  text(field: string): string {
    const at = this.places.get(field);
    return at === undefined ? '' : (this.cells[at] ?? '').trim();
  }

  optional(field: string): string | undefined {
    const text = this.text(field);
    return text === '' ? undefined : text;
  }

  required(field: string): string {
    const text = this.text(field);
    if (text === '') this.fail('missing_value', field, 'is empty; a value is required');
    return text;
  }

  /** Ids parted by `|`; undefined where the field is empty. */
  list(field: string): ReadonlySet<string> | undefined {
    const text = this.text(field);
    if (text === '') return undefined;
    return new Set(
      text
        .split('|')
        .map((id) => id.trim())
        .filter((id) => id !== ''),
    );
  }

  number(field: string, byDefault: number, least = 0, most = 1e12): number {
    const text = this.text(field);
    if (text === '') return byDefault;
    const value = Number(text);
    if (/^-?\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value;
    this.fail('bad_value', field, `"${text}" is no number from ${least} to ${most}`);
    return byDefault;
  }

  integer(field: string, byDefault: number, least = 0, most = 1e9): number {
    const text = this.text(field);
    if (text === '') return byDefault;
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
    this.fail('bad_value', field, `"${text}" is no whole number from ${least} to ${most}`);
    return byDefault;
  }

  optionalInteger(field: string, least = 0): number | undefined {
    return this.text(field) === '' ? undefined : this.integer(field, 0, least);
  }

  flag(field: string, byDefault: boolean): boolean {
    const text = this.text(field);
    if (text === '') return byDefault;
    if (text === '0' || text === '1') return text === '1';
    this.fail('bad_value', field, `"${text}" is neither 0 nor 1`);
    return byDefault;
  }

  oneOf<T extends string>(field: string, values: readonly T[], byDefault: T | undefined): T {
    const text = this.text(field);
    const known = values.find((value) => value === text);
    if (known !== undefined) return known;
    if (text === '' && byDefault !== undefined) return byDefault;
    if (text === '') this.fail('missing_value', field, `is empty; expected ${values.join(', ')}`);
    else this.fail('bad_value', field, `"${text}" is none of ${values.join(', ')}`);
    return byDefault ?? values[0]!;
  }

  /** A decimal amount in minor units; 0 where it is wrong. */
  amount(field: string, isNegativeAllowed = false): number {
    const text = this.required(field);
    if (text === '') return 0;
    const { currencyDigits } = this.tables;
    const parts = /^(-?)(\d{1,10})(?:\.(\d+?)0*)?$/.exec(text);
    const fraction = parts?.[3] ?? '';
    if (!parts || (parts[1] === '-' && !isNegativeAllowed)) {
      this.fail('bad_value', field, `"${text}" is no amount such as 12.50`);
      return 0;
    }
    if (fraction.length > currencyDigits && Number(fraction) > 0) {
      this.fail('bad_value', field, `"${text}" has more than the ${currencyDigits} decimals of the currency`);
      return 0;
    }
    const minor = Number(parts[2]! + fraction.padEnd(currencyDigits, '0').slice(0, currencyDigits));
    return parts[1] === '-' && minor !== 0 ? -minor : minor;
  }

  optionalAmount(field: string): number | undefined {
    return this.text(field) === '' ? undefined : this.amount(field);
  }

  /** Hundredths of a percent. */
  percent(field: string, least: number, most: number): number {
    return Math.round(this.number(field, 0, least, most) * 100);
  }

  /** As `percent`; an empty one would be a rule without an effect. */
  requiredPercent(field: string, least: number, most: number): number {
    return this.required(field) === '' ? 0 : this.percent(field, least, most);
  }

  /** Says so where an id is not among those defined. */
  refer(field: string, id: string | undefined, known: { has(id: string): boolean }, where: string): void {
    if (id !== undefined && id !== '' && !known.has(id)) {
      this.fail('unknown_id', field, `"${id}" is not in ${where}`);
    }
  }

  fail(code: FindingCode, field: string, message: string): void {
    this.tables.findings.error(code, this.file, this.line, field, message);
  }

  warn(code: FindingCode, field: string, message: string): void {
    this.tables.findings.warn(code, this.file, this.line, field, message);
  }
}

/** Of a timetable too: they have columns that no price depends on, and a misspelt one of them is found by the timetable's check. */
const OF_TIMETABLES: readonly string[] = ['stops.txt', 'routes.txt'];

/** Files and columns against those that a tariff has. */
export function checkForm(folder: TariffFolder, findings: Findings): void {
  for (const file of folder.files) {
    const known = TARIFF_COLUMNS[file.name];
    if (!known) {
      findings.warn('unknown_file', file.name, 0, '', 'is no file of a tariff and was ignored');
      continue;
    }
    const names = known.map((column) => column.replace('*', ''));
    for (const column of file.columns) {
      if (names.includes(column) || OF_TIMETABLES.includes(file.name)) continue;
      // GTFS names one, an extension file several: whoever mixes them up has a rule that takes every ride.
      const meant = names.includes(`${column}s`) ? `: is ${column}s meant?` : '';
      const message = `is no column of ${file.name} and was ignored${meant}`;
      findings.warn('unknown_column', file.name, 1, column, message);
    }
    const { columns } = file;
    for (const column of columns.filter((name, i) => names.includes(name) && columns.indexOf(name) !== i)) {
      findings.error('duplicate_column', file.name, 1, column, 'is named twice: which of them holds?');
    }
    for (const column of known) {
      const name = column.slice(0, -1);
      if (!column.endsWith('*') || file.columns.includes(name)) continue;
      findings.error('missing_column', file.name, 1, name, 'is missing; the column is required');
    }
    for (const { line, cells } of file.rows) {
      if (cells.length <= file.columns.length) continue;
      const message = `has ${cells.length} values, but the header names ${file.columns.length}: a comma in a value needs quotes`;
      findings.error('bad_row', file.name, line, '', message);
    }
    if (file.rows.length === 0) findings.warn('empty_file', file.name, 0, '', 'has no rows');
  }
}
