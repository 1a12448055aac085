import type { ReportView } from '@rukh/domain/dispatch';
import { useTexts } from '../../text/use-texts.js';
import { COLUMN_TEXTS } from './column-texts.js';
import { FIGURE_MEANINGS } from './figure-meanings.js';
import { REPORT_TEXTS } from './report-texts.js';

/** Each figure in a sentence. */
export function ReportMeanings({ report: { columns } }: { report: ReportView }) {
  const texts = useTexts(REPORT_TEXTS);
  const names = useTexts(COLUMN_TEXTS);
  const meanings = useTexts(FIGURE_MEANINGS);
  const told = columns.filter(({ name }) => meanings[name] !== undefined);
  return (
    <section aria-labelledby="report-meanings">
      <h2 id="report-meanings">{texts.meanings}</h2>
      <dl className="meanings">
        {told.map(({ name }) => (
          <div key={name}>
            <dt>{names[name] ?? name}</dt>
            <dd>{meanings[name]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
