import type { LocalClock } from '../../time/index.js';
import { readSpan } from './read-info.js';
import { SCOPE_COLUMNS, TARIFF_COLUMNS } from './columns.js';
import type { Row, Tables } from './table.js';
import type { TariffFile, TariffRow } from './tariff-files.js';

const FILE = 'tariff_overlays.txt';

/** One row of tariff_overlays.txt: for a time, rows of a file do not hold, or say something else. */
export interface Overlay {
  readonly id: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly file: string;
  /** Column and value that the rows must have. */
  readonly match: readonly (readonly [string, string])[];
  readonly action: 'suspend' | 'set';
  readonly field: string;
  readonly value: string;
  /** Categories that the suspension does not reach. */
  readonly exempt: ReadonlySet<string> | undefined;
  readonly row: Row;
}

export function readOverlays(tables: Tables, clock: LocalClock): readonly Overlay[] {
  return tables.rows(FILE).map((row) => {
    const action = row.oneOf('action', ['suspend', 'set'], undefined);
    const overlay = {
      ...{ id: row.required('overlay_id'), ...readSpan(row, clock), action, row },
      ...{
        file: row.required('file'),
        match: readMatch(row),
        field: row.text('field'),
        value: row.text('value'),
      },
      exempt: row.list('except_rider_category_ids'),
    };
    check(overlay);
    return overlay;
  });
}

/** Rows of files as overlays leave them. */
export function applyOverlays(
  files: readonly TariffFile[],
  overlays: readonly Overlay[],
): readonly TariffFile[] {
  return overlays.reduce<readonly TariffFile[]>(
    (before, overlay) =>
      before.map((file) => (file.name === overlay.file ? applyOverlay(file, overlay) : file)),
    files,
  );
}

/** Whether an overlay finds a row to change. */
export function changesSomething(files: readonly TariffFile[], overlay: Overlay): boolean {
  const file = files.find(({ name }) => name === overlay.file);
  return file?.rows.some((row) => matches(file, row, overlay)) === true;
}

function applyOverlay(file: TariffFile, overlay: Overlay): TariffFile {
  const column = overlay.action === 'set' ? overlay.field : 'rider_category_ids';
  const columns = file.columns.includes(column) ? file.columns : [...file.columns, column];
  const at = columns.indexOf(column);
  const rows = file.rows.flatMap((row) => {
    if (!matches(file, row, overlay)) return [row];
    if (overlay.action === 'set') return [withCell(row, at, overlay.value)];
    if (!overlay.exempt) return [];
    const before = row.cells[at] ?? '';
    const kept = before === '' ? overlay.exempt : overlay.exempt.intersection(new Set(before.split('|')));
    return kept.size === 0 ? [] : [withCell(row, at, [...kept].join('|'))];
  });
  return { ...file, columns, rows };
}

function withCell(row: TariffRow, at: number, value: string): TariffRow {
  const cells = [...row.cells];
  while (cells.length <= at) cells.push('');
  cells[at] = value;
  return { ...row, cells };
}

function matches(file: TariffFile, row: TariffRow, { match }: Overlay): boolean {
  return match.every(([column, value]) => (row.cells[file.columns.indexOf(column)] ?? '').trim() === value);
}

function readMatch(row: Row): readonly (readonly [string, string])[] {
  return row
    .required('match')
    .split('|')
    .map((part) => {
      const at = part.indexOf('=');
      if (at <= 0) row.fail('bad_value', 'match', `"${part}" is not of the form column=value`);
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
    });
}

function check({ file, match, action, field, exempt, row }: Overlay): void {
  const columns = TARIFF_COLUMNS[file]?.map((column) => column.replace('*', ''));
  if (!columns || file === FILE || file === 'tariff_info.txt') {
    row.fail('bad_value', 'file', `"${file}" is no file that an overlay can change`);
    return;
  }
  for (const [column] of match) {
    if (!columns.includes(column)) row.fail('bad_value', 'match', `${file} has no column "${column}"`);
  }
  if (action === 'set' && !columns.includes(field)) {
    row.fail('bad_value', 'field', `${file} has no column "${field}"`);
  }
  const isScoped = SCOPE_COLUMNS.every((column) => columns.includes(column));
  if (exempt && (action !== 'suspend' || !isScoped)) {
    row.fail(
      'bad_value',
      'except_rider_category_ids',
      'is for suspending rows of files that have scope columns',
    );
  }
}
