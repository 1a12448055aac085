import { useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { addressOf, usePageState } from '../../url/use-page-state.js';
import { type ReportWish, pathOfWish } from './read-wish.js';
import { REPORT_TEXTS } from './report-texts.js';

/** The report to take along: before its filters, which are many keys long. */
export function ReportTools({ wish }: { wish: ReportWish }) {
  const texts = useTexts(REPORT_TEXTS);
  return (
    <div className="report-tools">
      <a className="button" href={`/api/v1${pathOfWish(wish, 'csv')}`} download>
        {texts.csv}
      </a>
      <CopyLink wish={wish} />
    </div>
  );
}

/** The link names its days: opened tomorrow it shows the same. */
function CopyLink({ wish: { name, from, to } }: { wish: ReportWish }) {
  const texts = useTexts(REPORT_TEXTS);
  const { filters } = usePageState();
  const copy = async (): Promise<void> => {
    const link = location.origin + addressOf({ filters: { ...filters, report: name, from, to } });
    try {
      await navigator.clipboard.writeText(link);
      showToast(texts.copied);
    } catch {
      showToast(texts.notCopied, { isFailure: true });
    }
  };
  return (
    <button type="button" onClick={() => void copy()}>
      {texts.link}
    </button>
  );
}
