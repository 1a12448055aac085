import type { JournalEntry, NoteRequest } from '@rukh/domain/dispatch';
import { type SubmitEvent, useState } from 'react';
import { ask } from '../../live/api.js';
import { useLive } from '../../live/use-live.js';
import { sayProblem } from '../../text/say-problem.js';
import { useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { usePageState } from '../../url/use-page-state.js';
import { JOURNAL_TEXTS } from './journal-texts.js';

const LONGEST_NOTE = 4000;

/** A note, about what is selected where that is a thing that notes may be about. */
export function AddEntry() {
  const texts = useTexts(JOURNAL_TEXTS);
  const { at } = usePageState();
  const [text, setText] = useState('');
  const [isAbout, setIsAbout] = useState(true);
  const [isBusy, setIsBusy] = useState(false);
  const about = useAbout();
  const write = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '' || isBusy) return;
    setIsBusy(true);
    const body: NoteRequest = { text: text.trim(), ...(isAbout && about?.of) };
    try {
      await ask<JournalEntry>('/dispatch/journal', { method: 'POST', body });
      setText('');
      showToast(texts.written);
    } catch (error) {
      showToast(`${texts.notWritten}: ${sayProblem(error)}`, { isFailure: true });
    } finally {
      setIsBusy(false);
    }
  };
  if (at !== undefined) return <p>{texts.notInPast}</p>;
  return (
    <form className="add-entry" onSubmit={(event) => void write(event)}>
      <h2>{texts.add}</h2>
      <label>
        <span>{texts.note}</span>
        <textarea
          rows={3}
          maxLength={LONGEST_NOTE}
          value={text}
          aria-describedby="note-hint"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p id="note-hint" className="quiet">
        {texts.noteHint}
      </p>
      {about && (
        <label className="check">
          <input type="checkbox" checked={isAbout} onChange={(event) => setIsAbout(event.target.checked)} />{' '}
          {texts.aboutSelection(about.name)}
        </label>
      )}
      <button type="submit" className="primary" disabled={text.trim() === '' || isBusy}>
        {texts.write}
      </button>
    </form>
  );
}

function useAbout(): { name: string; of: Omit<NoteRequest, 'text'> } | undefined {
  const texts = useTexts(JOURNAL_TEXTS);
  const { selection } = usePageState();
  const { city, vehicles } = useLive('network');
  if (!selection) return undefined;
  const { kind, id } = selection;
  if (kind === 'vehicle') {
    return { name: `${texts.vehicle} ${vehicles.get(id)?.label ?? id}`, of: { vehicleId: id } };
  }
  if (kind === 'route') return { name: `${texts.line} ${city?.routeName(id) ?? id}`, of: { routeId: id } };
  if (kind === 'order') return { name: texts.order, of: { orderId: id } };
  if (kind === 'exception') return { name: texts.exception, of: { exceptionId: id } };
  return undefined;
}
