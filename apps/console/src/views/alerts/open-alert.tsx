import { useEffect, useState } from 'react';
import type { AlertView } from '@rukh/domain/dispatch';
import { ApiProblem } from '../../live/api.js';
import { useLive } from '../../live/use-live.js';
import { useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { AlertEditor } from './alert-editor.js';
import { type AlertDraft, EMPTY_DRAFT, draftOf } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';
import { findKeptDraft } from './keep-draft.js';
import { readAbout } from './read-about.js';
import { getAlert } from './write-alert.js';

/** One alert in the form. What changes it elsewhere does not change the form: its author is told when sending. */
export function OpenAlert({ id, about }: { id: string; about: string | undefined }) {
  const texts = useTexts(ALERT_TEXTS);
  const { city } = useLive('network');
  const { view, isGone, read } = useAlert(id);
  const [turn, setTurn] = useState(0);
  const isNew = id === 'new';
  const isReady = city !== undefined && (isNew || view !== undefined);
  return (
    <div className="alert-view">
      <p>
        <AddressLink to={{ filters: {} }}>← {texts.back}</AddressLink>
      </p>
      <h1>{isNew ? texts.newTitle : texts.changeTitle}</h1>
      {isGone && <p role="alert">{texts.gone}</p>}
      {!isReady && !isGone && <p role="status">{texts.loading}</p>}
      {isReady && (
        <AlertEditor
          key={turn}
          id={id}
          view={view}
          timeZone={city.timeZone}
          first={firstDraft(view, city.timeZone, about)}
          kept={findKeptDraft(id)}
          onAgain={() => {
            void read().finally(() => setTurn((before) => before + 1));
          }}
        />
      )}
    </div>
  );
}

function firstDraft(view: AlertView | undefined, timeZone: string, about: string | undefined): AlertDraft {
  if (view) return draftOf(view.alert, timeZone);
  return { ...EMPTY_DRAFT, entities: readAbout(about) };
}

function useAlert(id: string): {
  view: AlertView | undefined;
  isGone: boolean;
  read: () => Promise<void>;
} {
  const [view, setView] = useState<AlertView>();
  const [isGone, setIsGone] = useState(false);
  const read = async (): Promise<void> => {
    if (id === 'new') return;
    try {
      setView(await getAlert(id));
    } catch (error) {
      if (error instanceof ApiProblem) setIsGone(true);
      else setTimeout(() => void read(), 3000);
    }
  };
  useEffect(() => {
    void read();
    // Once: another alert is another component.
  }, [id]);
  return { view, isGone, read };
}
