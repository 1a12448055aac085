import type { ReportColumn, ReportRow, ReportView } from '@rukh/domain/dispatch';
import { useTexts } from '../../text/use-texts.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { COLUMN_TEXTS } from './column-texts.js';
import { nameFigure, nameText } from './name-row.js';
import { REPORT_TEXTS } from './report-texts.js';
import { type ReportWish, pathOfWish } from './read-wish.js';
import { useNamer } from './use-report.js';

/** The values that the chart is of, all of them: the same rows as the CSV. */
export function ReportTable({ report: { columns, rows }, wish }: { report: ReportView; wish: ReportWish }) {
  const texts = useTexts(REPORT_TEXTS);
  const shown = useColumns(columns);
  const keys = columns.filter(({ unit }) => unit === 'text').map(({ name }) => name);
  const keyOf = (row: ReportRow): string => JSON.stringify(keys.map((name) => row[name]));
  return (
    <section aria-labelledby="report-rows" className="report-rows">
      <h2 id="report-rows">
        {texts.table} <span className="quiet">({texts.rows(rows.length)})</span>
      </h2>
      {/* Another table is sorted anew, and scrolled to its top. */}
      <LongTable
        key={pathOfWish(wish, 'json')}
        label={texts.table}
        columns={shown}
        rows={rows}
        keyOf={keyOf}
        isChosen={() => false}
      />
    </section>
  );
}

function useColumns(columns: readonly ReportColumn[]): Column<ReportRow>[] {
  const names = useTexts(COLUMN_TEXTS);
  const namer = useNamer();
  return columns.map((column): Column<ReportRow> => {
    const { name, unit } = column;
    const title = names[name] ?? name;
    if (unit === 'text') {
      const cell = (row: ReportRow): string => nameText(row, name, namer);
      return { id: name, title, cell, order: cell };
    }
    return {
      id: name,
      title,
      isNumber: true,
      cell: (row) => nameFigure(row[name], column, namer),
      // What is unknown stands together, below everything.
      order: (row) => (typeof row[name] === 'number' ? row[name] : -1e15),
    };
  });
}
