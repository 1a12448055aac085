import { useState } from 'react';
import { ORDER_REASONS, type OrderView } from '@rukh/domain/dispatch';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { FormDialog, type Sent } from '../ui/form-dialog.js';
import { showToast } from '../ui/toasts.js';
import { explainRefusal } from './explain-refusal.js';
import { refuseAsked } from './give-order.js';
import { ORDER_TEXTS } from './order-texts.js';
import { type GivenReason, ReasonFields, readReason } from './reason-fields.js';

/** Refuses what somebody else asked for, and says why: the journal keeps it. */
export function RefuseDialog({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const [given, setGiven] = useState<GivenReason>({ code: '', words: '' });
  const refuse = async (): Promise<Sent> => {
    const reason = readReason(given);
    if (!reason) return { fault: given.code === '' ? texts.needsReason : texts.needsText };
    await refuseAsked(order.orderId, reason);
    showToast(texts.refusedRequest);
    return {};
  };
  return (
    <FormDialog
      title={texts.refuse}
      action={texts.refuse}
      close={texts.leave}
      onSend={refuse}
      explain={(problem) => explainRefusal(problem, language)}
      onClose={onClose}
    >
      <p>
        <strong>{order.summary[language]}</strong> {order.createdBy.name}
      </p>
      <ReasonFields given={given} onChange={setGiven} codes={ORDER_REASONS} />
    </FormDialog>
  );
}
