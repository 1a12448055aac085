import type { ReportView } from '@rukh/domain/dispatch';
import { useTexts } from '../../text/use-texts.js';
import { COLUMN_TEXTS } from './column-texts.js';
import { nameRoundly } from './name-row.js';
import { REPORT_TEXTS } from './report-texts.js';
import { useNamer } from './use-report.js';

/** All rows as one, on top. */
export function ReportFigures({ report: { columns, total } }: { report: ReportView }) {
  const texts = useTexts(REPORT_TEXTS);
  const names = useTexts(COLUMN_TEXTS);
  const namer = useNamer();
  if (!total) return null;
  return (
    <section aria-labelledby="report-whole">
      <h2 id="report-whole">{texts.whole}</h2>
      <dl className="figures">
        {columns
          .filter(({ name }) => name in total)
          .map((column) => (
            <div key={column.name}>
              <dt>{names[column.name] ?? column.name}</dt>
              <dd data-unknown={total[column.name] === null ? '' : undefined}>
                {nameRoundly(total[column.name], column, namer)}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
