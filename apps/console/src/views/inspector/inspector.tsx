import { useEffect, useRef } from 'react';
import { useTexts } from '../../text/use-texts.js';
import type { Selection } from '../../url/page-state.js';
import { select, usePageState } from '../../url/use-page-state.js';
import { announceNow } from '../../ui/announce.js';
import { INSPECTOR_DETAILS } from './inspector-details.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';

/** What is selected, whatever view it was selected in. */
export function Inspector() {
  const texts = useTexts(INSPECTOR_TEXTS);
  const { selection } = usePageState();
  useKeptFocus(selection?.id);
  useBroughtIntoView(selection?.id);
  if (!selection) return <p className="quiet">{texts.none}</p>;
  const Detail = INSPECTOR_DETAILS[selection.kind];
  return (
    <div
      className="details"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !isInDialog(event.target)) leave(selection);
      }}
    >
      <div className="details-tools">
        <span className="quiet">{texts.kinds[selection.kind]}</span>
        <button type="button" onClick={() => copyLink(texts.copied)}>
          {texts.copy}
        </button>
        <button type="button" onClick={() => leave(selection)} aria-label={texts.close}>
          ×
        </button>
      </div>
      {Detail ? <Detail key={selection.id} id={selection.id} /> : <p>{texts.gone}</p>}
    </div>
  );
}

/** Where the focus went with what was selected before, it is on what is selected now. */
function useKeptFocus(id: string | undefined): void {
  const before = useRef(id);
  useEffect(() => {
    if (before.current === id) return;
    before.current = id;
    if (document.activeElement === document.body) document.getElementById('inspector')?.focus();
  }, [id]);
}

/**
 * On a narrow screen the details stand under the centre: who touched a row or the map is brought to them. By keyboard
 * the row stays where it is, and a second Enter goes on to the details.
 */
function useBroughtIntoView(id: string | undefined): void {
  const before = useRef(id);
  useEffect(() => {
    if (before.current === id) return;
    before.current = id;
    const details = document.getElementById('inspector');
    if (id === undefined || !details || document.activeElement?.matches(':focus-visible') === true) return;
    const { top } = details.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) details.scrollIntoView();
  }, [id]);
}

/** Escape closes a dialog, and not what it was opened for. */
function isInDialog(target: EventTarget): boolean {
  return target instanceof Element && target.closest('dialog') !== null;
}

/** Back to where it was selected, where that is a row of the list. */
function leave({ kind, id }: Selection): void {
  select(undefined);
  const row =
    kind === 'exception' ? document.querySelector<HTMLElement>(`[data-exception="${CSS.escape(id)}"]`) : null;
  (row ?? document.getElementById('centre'))?.focus();
}

function copyLink(said: string): void {
  void navigator.clipboard.writeText(location.href).then(() => announceNow(said));
}
