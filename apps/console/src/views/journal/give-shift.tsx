import type { AlertList, Handover, HandoverRequest, OrderList } from '@rukh/domain/dispatch';
import { type SubmitEvent, useState } from 'react';
import { ask } from '../../live/api.js';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { sayProblem } from '../../text/say-problem.js';
import { useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { usePageState } from '../../url/use-page-state.js';
import { HANDOVER_TEXTS } from './handover-texts.js';
import { JOURNAL_TEXTS } from './journal-texts.js';
import { OpenThings } from './open-things.js';

const LONGEST_NOTES = 8000;

/** The first signature; before it, what will be kept with it. */
export function GiveShift() {
  const texts = useTexts(HANDOVER_TEXTS);
  const { notInPast } = useTexts(JOURNAL_TEXTS);
  const { at } = usePageState();
  const [notes, setNotes] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  if (at !== undefined) return <p>{notInPast}</p>;
  const give = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    const body: HandoverRequest = { notes: notes.trim() };
    try {
      await ask<Handover>('/dispatch/handovers', { method: 'POST', body });
      setNotes('');
      showToast(texts.given);
    } catch (error) {
      showToast(`${texts.notGiven}: ${sayProblem(error)}`, { isFailure: true });
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form className="add-entry no-print" onSubmit={(event) => void give(event)}>
      <h2>{texts.give}</h2>
      <p id="give-hint">{texts.giveHint}</p>
      <label>
        <span>{texts.notes}</span>
        <textarea
          rows={4}
          maxLength={LONGEST_NOTES}
          aria-describedby="give-hint"
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
      </label>
      <button type="submit" className="primary" disabled={isBusy}>
        {texts.sign}
      </button>
      <OpenNow />
    </form>
  );
}

function OpenNow() {
  const texts = useTexts(HANDOVER_TEXTS);
  const { exceptions } = useLive('exceptions');
  const orders = useAsked<OrderList>('/dispatch/orders?state=active', 30, 'orders').value?.orders ?? [];
  const alerts = useAsked<AlertList>('/dispatch/alerts?state=active', 30, 'alerts').value?.alerts ?? [];
  const open = [...exceptions.values()].filter(({ state }) => state !== 'solved');
  return (
    <details>
      <summary>
        {texts.openNow}: {texts.exceptions.toLowerCase()} {open.length}, {texts.orders.toLowerCase()}{' '}
        {orders.length}, {texts.alerts.toLowerCase()} {alerts.length}
      </summary>
      <OpenThings exceptions={open} orders={orders} alerts={alerts} />
    </details>
  );
}
