import { type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';
import { ApiProblem } from '../live/api.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { showToast } from '../ui/toasts.js';
import { giveOrder, undoOrder } from './give-order.js';
import type { OrderOffer } from './offer-orders.js';
import { ORDER_TEXTS } from './order-texts.js';
import { PreviewTabs } from './preview-tabs.js';
import { type GivenReason, ReasonFields, readReason } from './reason-fields.js';
import { usePreview } from './use-preview.js';

/**
 * Shows what an order would do, asks why it is given, and gives it. What is shown is looked at again when amount or
 * reason change, for both are in what is published. `now` is when it was opened, epoch seconds.
 */
export function OrderDialog({
  offer,
  now,
  onClose,
}: {
  offer: OrderOffer;
  now: number;
  onClose: () => void;
}) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [amount, setAmount] = useState(String(offer.amount?.first ?? 0));
  const [given, setGiven] = useState<GivenReason>({ code: '', words: '' });
  const [said, setSaid] = useState<string>();
  const [isGiving, setIsGiving] = useState(false);
  const reason = readReason(given);
  const { preview, action, error, look } = usePreview(offer, readAmount(offer, amount), reason, now);
  useEffect(() => {
    const opened = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => opened?.focus();
  }, []);
  const give = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (!reason) setSaid(given.code === '' ? texts.needsReason : texts.needsText);
    if (!reason || !preview || isGiving) return;
    setIsGiving(true);
    try {
      // What is shown is what the key stands for: the same sent twice is one order.
      const { orderId, summary } = await giveOrder(action, reason, preview.fingerprint, preview.fingerprint);
      dialog.current?.close();
      showToast(texts.done(summary[language]), { undo: () => void takeBack(orderId, texts) });
    } catch (problem) {
      setSaid(explain(problem, texts));
      if ((problem as { status?: number }).status === 409) look();
    } finally {
      setIsGiving(false);
    }
  };
  return (
    <dialog ref={dialog} className="order" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{texts.offers[offer.kind]}</h2>
      <form onSubmit={(event) => void give(event)}>
        {offer.amount && (
          <label className="choice">
            <span>{offer.kind === 'hold' ? texts.holdMinutes : texts.closeHours}</span>
            <input
              type="number"
              inputMode="numeric"
              min={1}
              max={offer.amount.most}
              step={1}
              value={amount}
              onChange={({ target }) => setAmount(target.value)}
            />
          </label>
        )}
        <ReasonFields given={given} onChange={setGiven} />
        <div role="status">{!preview && error === undefined && <p>{texts.working}</p>}</div>
        {error !== undefined && (
          <p role="alert">
            {texts.failed}: {error}{' '}
            <button type="button" onClick={look}>
              {texts.again}
            </button>
          </p>
        )}
        {preview && (
          <>
            <p>
              <strong>{preview.summary[language]}</strong>
            </p>
            <PreviewTabs preview={preview} />
            {!preview.canConfirm && <p role="alert">{texts.cannot}</p>}
          </>
        )}
        <p role="alert">{said}</p>
        <div className="order-buttons">
          <button type="submit" className="primary" disabled={preview?.canConfirm !== true || isGiving}>
            {texts.confirm}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {texts.close}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Whole and within its bounds, whatever was typed so far. */
function readAmount({ amount }: OrderOffer, text: string): number {
  const value = Math.round(Number(text));
  if (!amount) return 0;
  return Number.isFinite(value) && value >= 1 ? Math.min(value, amount.most) : amount.first;
}

function explain(problem: unknown, texts: { readonly changed: string; readonly refused: string }): string {
  if (!(problem instanceof ApiProblem)) return (problem as Error).message;
  const errors = Array.isArray(problem.body['errors'])
    ? (problem.body['errors'] as unknown[]).map(String)
    : [];
  const what = problem.status === 409 ? texts.changed : texts.refused;
  return [what, ...(errors.length > 0 ? errors : [problem.message])].join(' ');
}

/** Takes an order back, and says what came of it. */
export async function takeBack(
  orderId: string,
  texts: { readonly undone: string; readonly undoFailed: string },
): Promise<void> {
  try {
    await undoOrder(orderId);
    showToast(texts.undone);
  } catch (error) {
    showToast(`${texts.undoFailed}: ${(error as Error).message}`, { isFailure: true });
  }
}
