import { REPORT_NAMES, type ReportView } from '@rukh/domain/dispatch';
import { useEffect, useState } from 'react';
import '../../styles/office.css';
import { ApiProblem } from '../../live/api.js';
import { sayProblem } from '../../text/say-problem.js';
import { useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { ReportChart } from './report-chart.js';
import { ReportFigures } from './report-figures.js';
import { ReportFilters } from './report-filters.js';
import { ReportMeanings } from './report-meanings.js';
import { ReportTable } from './report-table.js';
import { ReportTools } from './report-tools.js';
import { REPORT_TEXTS } from './report-texts.js';
import type { ReportWish } from './read-wish.js';
import { isTooLong, useReport, useWish } from './use-report.js';

/** Enough reports are being made: after so long it is asked again. */
const BUSY_MS = 3000;

/** The eight reports on one page: what is asked for stands in the address. */
export default function ReportsView() {
  const texts = useTexts(REPORT_TEXTS);
  const wish = useWish();
  const [round, setRound] = useState(0);
  if (!wish) return <p className="centred">{texts.working}</p>;
  return (
    <article className="page wide" aria-labelledby="reports-title">
      <h1 id="reports-title">
        {texts.title}: {texts.names[wish.name]}
      </h1>
      <div className="report-head">
        <ReportNames chosen={wish} />
        <ReportTools wish={wish} />
      </div>
      <ReportFilters wish={wish} />
      <p>{texts.means[wish.name]}</p>
      <Answer key={round} wish={wish} again={() => setRound(round + 1)} />
    </article>
  );
}

/** From one report to another the days, the line and the carrier stay; what only the one has goes. */
function ReportNames({ chosen }: { chosen: ReportWish }) {
  const texts = useTexts(REPORT_TEXTS);
  const { filters } = usePageState();
  const kept = Object.entries(filters).filter(([name]) => !['by', 'figure', 'chart'].includes(name));
  return (
    <nav className="views report-names" aria-label={texts.report}>
      {REPORT_NAMES.map((name) => (
        <AddressLink
          key={name}
          to={{ filters: { ...Object.fromEntries(kept), report: name } }}
          aria-current={name === chosen.name ? 'page' : undefined}
        >
          {texts.names[name]}
        </AddressLink>
      ))}
    </nav>
  );
}

function Answer({ wish, again }: { wish: ReportWish; again: () => void }) {
  const texts = useTexts(REPORT_TEXTS);
  const { value, error } = useReport(wish);
  if (isTooLong(wish)) return <p className="warning">{texts.tooLong}</p>;
  if (error !== undefined) return <Failure error={error} again={again} />;
  if (!value) return <p role="status">{texts.working}</p>;
  if (value.rows.length === 0) return <p role="status">{texts.none}</p>;
  return <Report report={value} wish={wish} />;
}

function Report({ report, wish }: { report: ReportView; wish: ReportWish }) {
  return (
    <>
      <ReportFigures report={report} />
      <ReportChart report={report} />
      <ReportTable report={report} wish={wish} />
      <ReportMeanings report={report} />
    </>
  );
}

function Failure({ error, again }: { error: unknown; again: () => void }) {
  const texts = useTexts(REPORT_TEXTS);
  const isBusy = error instanceof ApiProblem && error.status === 503;
  useEffect(() => {
    if (!isBusy) return;
    const timer = setTimeout(again, BUSY_MS);
    return () => clearTimeout(timer);
  });
  if (isBusy) return <p role="status">{texts.busy}</p>;
  return (
    <div role="alert">
      <p className="failure">
        {texts.failed}: {sayProblem(error)}
      </p>
      <button type="button" onClick={again}>
        {texts.again}
      </button>
    </div>
  );
}
