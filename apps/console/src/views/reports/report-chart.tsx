import type { ReportColumn, ReportView } from '@rukh/domain/dispatch';
import { useRef } from 'react';
import { useTexts } from '../../text/use-texts.js';
import { Choice } from '../../ui/choice.js';
import { usePageState } from '../../url/use-page-state.js';
import { BarsChart } from './bars-chart.js';
import { summariseFigure } from './chart-words.js';
import { COLUMN_TEXTS } from './column-texts.js';
import { FIGURE_MEANINGS } from './figure-meanings.js';
import { layOutBars } from './lay-out-chart.js';
import { LinesChart } from './lines-chart.js';
import { nameRow } from './name-row.js';
import { REPORT_TEXTS } from './report-texts.js';
import { chartsOf, firstFigure, pickChart, pickFigure } from './read-wish.js';
import { SaveChart } from './save-chart.js';
import { SpreadChart } from './spread-chart.js';
import { useNamer } from './use-report.js';

/** One figure of all rows, drawn; the table below has the same values. */
export function ReportChart({ report }: { report: ReportView }) {
  const texts = useTexts(REPORT_TEXTS);
  const names = useTexts(COLUMN_TEXTS);
  const meanings = useTexts(FIGURE_MEANINGS);
  const { filters } = usePageState();
  const figure = pickFigure(report, filters['figure']);
  const column = report.columns.find(({ name }) => name === figure)!;
  const kinds = chartsOf(report.by);
  return (
    <section aria-labelledby="report-chart" className="report-chart">
      <h2 id="report-chart">{names[figure] ?? figure}</h2>
      <div className="filters">
        <Choice
          name="figure"
          label={texts.figure}
          options={report.columns
            .filter(({ unit }) => unit !== 'text')
            .map(({ name }) => [name === firstFigure(report.name) ? '' : name, names[name] ?? name] as const)}
        />
        <Choice
          name="chart"
          label={texts.chart}
          options={kinds.map((kind, i) => [i === 0 ? '' : kind, texts.charts[kind]] as const)}
        />
      </div>
      {meanings[figure] !== undefined && <p>{meanings[figure]}</p>}
      <Chart report={report} column={column} />
    </section>
  );
}

function Chart({ report, column }: { report: ReportView; column: ReportColumn }) {
  const texts = useTexts(REPORT_TEXTS);
  const names = useTexts(COLUMN_TEXTS);
  const { filters } = usePageState();
  const namer = useNamer();
  const box = useRef<HTMLDivElement>(null);
  const { rows, columns } = report;
  const bars = layOutBars(rows, column.name, (row) => nameRow(row, columns, namer));
  if (bars.known === 0) return <p role="status">{texts.noValues}</p>;
  const summary = summariseFigure(report, column, namer, texts);
  const title = `${texts.names[report.name]}: ${names[column.name] ?? column.name}`;
  const props = { report, column, namer, title, summary };
  const kind = pickChart(report.by, filters['chart']);
  const days = report.from === report.to ? report.from : `${report.from} – ${report.to}`;
  return (
    <div ref={box}>
      {kind === 'bars' && <BarsChart {...props} bars={bars} />}
      {kind === 'lines' && <LinesChart {...props} />}
      {kind === 'spread' && <SpreadChart {...props} />}
      <SaveChart
        box={box}
        headings={[title, days]}
        name={`${report.name}-${column.name}-${report.from}-${report.to}`}
      />
    </div>
  );
}
