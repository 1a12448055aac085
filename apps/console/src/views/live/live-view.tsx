import { Suspense } from 'react';
import { FRAME_TEXTS } from '../../frame/frame-texts.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { ErrorBoundary } from '../../ui/error-boundary.js';
import { goTo, usePageState } from '../../url/use-page-state.js';
import { PANES } from '../pane-list.js';

/** The middle of the live view: one of the panes. */
export default function LiveView() {
  const language = useLanguage();
  const texts = useTexts(FRAME_TEXTS);
  const { pane } = usePageState();
  const shown = PANES.find(({ id }) => id === pane) ?? PANES[0]!;
  return (
    <div className="live-view">
      <h1 className="unseen">{shown.title[language]}</h1>
      {PANES.length > 1 && (
        <div className="pane-tabs" role="group" aria-label={texts.panes}>
          {PANES.map(({ id, title }) => (
            <button key={id} type="button" aria-pressed={id === shown.id} onClick={() => goTo({ pane: id })}>
              {title[language]}
            </button>
          ))}
        </div>
      )}
      <ErrorBoundary key={shown.id} message={texts.partFailed} again={texts.again}>
        <Suspense fallback={<p className="centred">{texts.loading}</p>}>
          <shown.Pane />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
