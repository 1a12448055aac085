import { type SyntheticEvent, useId, useState } from 'react';
import type { OrderView } from '@rukh/domain/dispatch';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { showToast } from '../ui/toasts.js';
import { explainRefusal } from './explain-refusal.js';
import { refuseAsked } from './give-order.js';
import { ORDER_TEXTS } from './order-texts.js';
import { type GivenReason, ReasonFields, readReason } from './reason-fields.js';
import { useModal } from '../ui/use-modal.js';

/** Refuses what somebody else asked for, and says why: the journal keeps it. */
export function RefuseDialog({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const dialog = useModal();
  const titleId = useId();
  const [given, setGiven] = useState<GivenReason>({ code: '', words: '' });
  const [said, setSaid] = useState<string>();
  const refuse = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const reason = readReason(given);
    if (!reason) {
      setSaid(given.code === '' ? texts.needsReason : texts.needsText);
      return;
    }
    try {
      await refuseAsked(order.orderId, reason);
      showToast(texts.refusedRequest);
      dialog.current?.close();
    } catch (problem) {
      setSaid(explainRefusal(problem, language));
    }
  };
  return (
    <dialog ref={dialog} className="order" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{texts.refuse}</h2>
      <form onSubmit={(event) => void refuse(event)}>
        <p>
          <strong>{order.summary[language]}</strong> {order.createdBy.name}
        </p>
        <ReasonFields given={given} onChange={setGiven} />
        <p role="alert">{said}</p>
        <div className="order-buttons">
          <button type="submit" className="primary">
            {texts.refuse}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {texts.leave}
          </button>
        </div>
      </form>
    </dialog>
  );
}
