import { type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';
import { ORDER_REASONS, type OrderPreview, type OrderReasonCode } from '@rukh/domain/dispatch';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { showToast } from '../ui/toasts.js';
import { giveOrder, previewOrder, undoOrder } from './give-order.js';
import type { OrderOffer } from './offer-orders.js';
import { ORDER_TEXTS } from './order-texts.js';
import { PreviewTabs } from './preview-tabs.js';

/** Shows what an order would do, asks why it is given, and gives it. `now` is when it was opened, epoch seconds. */
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
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [amount, setAmount] = useState(offer.amount?.first ?? 0);
  const { preview, error, look } = usePreview(offer, amount, now);
  useEffect(() => {
    const opened = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => opened?.focus();
  }, []);
  return (
    <dialog ref={dialog} className="order" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{texts.offers[offer.kind]}</h2>
      {offer.amount && (
        <label className="choice">
          <span>{offer.kind === 'hold' ? texts.holdMinutes : texts.closeHours}</span>
          <input
            type="number"
            min={1}
            max={offer.amount.most}
            value={amount}
            onChange={({ target }) =>
              setAmount(Math.min(offer.amount!.most, Math.max(1, Number(target.value))))
            }
          />
        </label>
      )}
      <div role="status">{!preview && !error && <p>{texts.working}</p>}</div>
      {error !== undefined && (
        <p role="alert">
          {texts.failed}: {error}{' '}
          <button type="button" onClick={look}>
            {texts.again}
          </button>
        </p>
      )}
      {preview && (
        <Confirmation
          key={preview.fingerprint}
          preview={preview}
          action={offer.action(amount, now)}
          onDone={() => dialog.current?.close()}
          onStale={look}
        />
      )}
      <p>
        <button type="button" onClick={() => dialog.current?.close()}>
          {texts.close}
        </button>
      </p>
    </dialog>
  );
}

function usePreview(
  offer: OrderOffer,
  amount: number,
  now: number,
): { preview: OrderPreview | undefined; error: string | undefined; look: () => void } {
  const [answer, setAnswer] = useState<{ preview?: OrderPreview; error?: string }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setAnswer({});
    previewOrder(offer.action(amount, now), abort.signal).then(
      (preview) => setAnswer({ preview }),
      (error: unknown) => {
        if (!abort.signal.aborted) setAnswer({ error: (error as Error).message });
      },
    );
    return () => abort.abort();
  }, [offer, amount, now, turn]);
  return { preview: answer.preview, error: answer.error, look: () => setTurn((before) => before + 1) };
}

function Confirmation({
  preview,
  action,
  onDone,
  onStale,
}: {
  preview: OrderPreview;
  action: ReturnType<OrderOffer['action']>;
  onDone: () => void;
  onStale: () => void;
}) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const [key] = useState(() => crypto.randomUUID());
  const [code, setCode] = useState<OrderReasonCode | ''>('');
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState<string>();
  const give = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (code === '' || (code === 'other' && words.trim() === '')) {
      setMissing(code === '' ? texts.needsReason : texts.needsText);
      return;
    }
    const reason = { code, ...(words.trim() !== '' && { text: words.trim() }) };
    try {
      const { orderId, summary } = await giveOrder(action, reason, preview.fingerprint, key);
      onDone();
      showToast(texts.done(summary[language]), { undo: () => void takeBack(orderId, texts) });
    } catch (error) {
      setMissing((error as Error).message);
      if ((error as { status?: number }).status === 409) onStale();
    }
  };
  return (
    <form onSubmit={(event) => void give(event)}>
      <p>
        <strong>{preview.summary[language]}</strong>
      </p>
      <PreviewTabs preview={preview} />
      {!preview.canConfirm && <p role="alert">{texts.cannot}</p>}
      <label className="choice">
        <span>{texts.reason}</span>
        <select value={code} onChange={({ target }) => setCode(target.value as OrderReasonCode | '')}>
          <option value="">{texts.chooseReason}</option>
          {ORDER_REASONS.map((one) => (
            <option key={one} value={one}>
              {texts.reasons[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        <span>{texts.reasonText}</span>
        <input type="text" maxLength={300} value={words} onChange={({ target }) => setWords(target.value)} />
      </label>
      <p role="alert">{missing}</p>
      <button type="submit" className="primary" disabled={!preview.canConfirm}>
        {texts.confirm}
      </button>
    </form>
  );
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
