import { Suspense, useEffect, useState } from 'react';
import { Attention } from '../views/attention/attention.js';
import { LineGroupsProvider } from '../lines/line-groups.js';
import { Inspector } from '../views/inspector/inspector.js';
import { VIEWS, mayOpen } from '../views/view-list.js';
import { useSession } from '../session/session.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { ErrorBoundary } from '../ui/error-boundary.js';
import { useNarrow } from '../ui/use-narrow.js';
import { usePageState } from '../url/use-page-state.js';
import { Banner } from './banner.js';
import { CityBanner } from './city-banner.js';
import { FRAME_TEXTS } from './frame-texts.js';
import { useFrameKeys } from './frame-keys.js';
import { ReplayBar } from './replay-bar.js';
import { SearchDialog, loadSearch } from './search-dialog.js';
import { Toasts } from './toast-list.js';
import { TopBar } from './top-bar.js';

/** What all views stand in: the bar, the list, the centre, the inspector; F6 goes round them. */
export function Frame({ onSignOut }: { onSignOut: () => void }) {
  const texts = useTexts(FRAME_TEXTS);
  const language = useLanguage();
  const { permissions } = useSession();
  const { view: id, at, selection } = usePageState();
  const [isSearching, setSearching] = useState(false);
  const search = (): void => setSearching(true);
  useFrameKeys(search);
  useEffect(() => {
    // Whoever works by keys may search at once; it is there by then.
    const load = (): void => void loadSearch();
    addEventListener('keydown', load, { once: true });
    return () => removeEventListener('keydown', load);
  }, []);
  const view = VIEWS.find((known) => known.id === id && mayOpen(known, permissions));
  const title = view?.title[language] ?? texts.product;
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title, texts]);
  const isLive = view?.isLive === true;
  // Pages that select nothing have the whole width until something is selected.
  const hasDetails = view?.selects === true || selection !== undefined;
  const isNarrow = useNarrow();
  const attention = isLive && (
    <section
      key="attention"
      id="attention"
      className="region attention"
      data-region
      tabIndex={-1}
      aria-labelledby="attention-title"
    >
      <ErrorBoundary message={texts.partFailed} again={texts.again}>
        <Attention />
      </ErrorBoundary>
    </section>
  );
  const centre = (
    <main key="centre" id="centre" className="region centre" data-region tabIndex={-1} aria-label={title}>
      <ErrorBoundary key={id} message={texts.partFailed} again={texts.again}>
        <Suspense fallback={<p className="centred">{texts.loading}</p>}>
          {view ? <view.View /> : <h1 className="centred">{texts.noView}</h1>}
        </Suspense>
      </ErrorBoundary>
    </main>
  );
  const details = hasDetails && (
    <aside
      key="details"
      id="inspector"
      className="region inspector"
      data-region
      tabIndex={-1}
      aria-label={texts.inspector}
    >
      <ErrorBoundary message={texts.partFailed} again={texts.again}>
        <Inspector />
      </ErrorBoundary>
    </aside>
  );

  return (
    <div
      className="frame"
      data-replay={at === undefined ? undefined : ''}
      data-live={isLive ? '' : undefined}
      data-details={hasDetails ? '' : undefined}
    >
      <a className="skip" href={isLive ? '#attention' : '#centre'}>
        {isLive ? texts.skip : texts.skipToView}
      </a>
      <TopBar onSearch={search} onSignOut={onSignOut} />
      <Banner />
      <CityBanner />
      <LineGroupsProvider>
        <div className="regions">
          {isNarrow ? [centre, details, attention] : [attention, centre, details]}
        </div>
      </LineGroupsProvider>
      <ReplayBar />
      <Toasts />
      {isSearching && <SearchDialog onClose={() => setSearching(false)} />}
      <div id="announcements" className="unseen" role="status" aria-live="polite" />
    </div>
  );
}
