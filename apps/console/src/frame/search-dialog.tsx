import { Suspense, lazy } from 'react';
import { useTexts } from '../text/use-texts.js';
import { useModal } from '../ui/use-modal.js';
import { SEARCH_TEXTS } from './search-texts.js';

/** Fetched when somebody begins to search: the first sight of the city does not wait for it. */
export const loadSearch = () => import('./search-panel.js');
const SearchPanel = lazy(loadSearch);

export function SearchDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(SEARCH_TEXTS);
  const dialog = useModal();
  return (
    <dialog ref={dialog} className="search" aria-label={texts.title} onClose={onClose}>
      <Suspense fallback={<p>{texts.loading}</p>}>
        <SearchPanel onDone={() => dialog.current?.close()} />
      </Suspense>
      <button type="button" onClick={() => dialog.current?.close()}>
        {texts.close}
      </button>
    </dialog>
  );
}
