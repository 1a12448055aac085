import { REPORT_NAMES } from '@rukh/domain/dispatch';
import { useEffect } from 'react';
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
import { type Answered, isTooLong, useReport, useWish } from './use-report.js';

/** Enough reports are being made: after so long it is asked again. */
const BUSY_MS = 3000;

/** The eight reports on one page: what is asked for stands in the address. */
export default function ReportsView() {
  const texts = useTexts(REPORT_TEXTS);
  const wish = useWish();
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
      <Answer wish={wish} />
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

function Answer({ wish }: { wish: ReportWish }) {
  const texts = useTexts(REPORT_TEXTS);
  const { value, error, again, shown } = useReport(wish);
  const isBusy = error instanceof ApiProblem && error.status === 503;
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(again, BUSY_MS);
    return () => clearInterval(timer);
  }, [isBusy, again]);
  if (isTooLong(wish)) return <p className="warning">{texts.tooLong}</p>;
  if (error !== undefined && !isBusy) return <Failure error={error} again={again} />;
  const isRenewed = shown !== undefined && shown.report !== value;
  return (
    <>
      {/* Its line is kept free, so that nothing moves when it has something to say. */}
      <p role="status" className="report-status">
        {isBusy ? texts.busy : isRenewed ? texts.renewing : !value && texts.working}
      </p>
      {shown && (
        <div className="report" aria-busy={isRenewed}>
          <Report {...shown} />
        </div>
      )}
    </>
  );
}

function Report({ report, wish }: Answered) {
  const texts = useTexts(REPORT_TEXTS);
  if (report.rows.length === 0) return <p>{texts.none}</p>;
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
