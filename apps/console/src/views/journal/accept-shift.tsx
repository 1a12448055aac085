import type { Handover } from '@rukh/domain/dispatch';
import { type SubmitEvent, useState } from 'react';
import { ask } from '../../live/api.js';
import { useMay, useSession } from '../../session/session.js';
import { sayProblem } from '../../text/say-problem.js';
import { useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { usePageState } from '../../url/use-page-state.js';
import { HANDOVER_TEXTS } from './handover-texts.js';
import { JOURNAL_TEXTS } from './journal-texts.js';

/** The second signature, which is another person's. */
export function AcceptShift({ handover: { handoverId, givenBy } }: { handover: Handover }) {
  const texts = useTexts(HANDOVER_TEXTS);
  const { notInPast } = useTexts(JOURNAL_TEXTS);
  const { user } = useSession();
  const { at } = usePageState();
  const maySign = useMay('shifts.sign');
  const [note, setNote] = useState('');
  if (!maySign) return null;
  if (user.userId === givenBy.userId) return <p>{texts.own}</p>;
  if (at !== undefined) return <p>{notInPast}</p>;
  const accept = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const body = note.trim() === '' ? {} : { note: note.trim() };
    try {
      await ask<Handover>(`/dispatch/handovers/${handoverId}/accept`, { method: 'POST', body });
      showToast(texts.accepted);
    } catch (error) {
      showToast(`${texts.notAccepted}: ${sayProblem(error)}`, { isFailure: true });
    }
  };
  return (
    <form className="add-entry no-print" onSubmit={(event) => void accept(event)}>
      <h3>{texts.accept}</h3>
      <label>
        <span>{texts.acceptNote}</span>
        <textarea rows={2} maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <button type="submit" className="primary">
        {texts.signAccept}
      </button>
    </form>
  );
}
