import { type ReactNode, type SyntheticEvent, useId, useState } from 'react';
import { explainRefusal } from '../../orders/explain-refusal.js';
import { useModal } from '../../ui/use-modal.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { ADMIN_TEXTS } from './admin-texts.js';

/** What came of sending: it stays open, or something is wrong before anything was sent. */
export interface Sent {
  readonly isOpen?: boolean;
  readonly fault?: string;
}

/** A form over the page. It closes when what is sent is done; what is refused is said in it. */
export function FormDialog({
  title,
  action,
  onSend,
  onClose,
  children,
}: {
  title: string;
  /** What the button says; without it the form only shows. */
  action?: string | undefined;
  onSend?: () => Promise<Sent>;
  onClose: () => void;
  children: ReactNode;
}) {
  const texts = useTexts(ADMIN_TEXTS);
  const language = useLanguage();
  const dialog = useModal();
  const titleId = useId();
  const [said, setSaid] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const send = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy || !onSend) return;
    setIsBusy(true);
    setSaid('');
    try {
      const { isOpen = false, fault } = await onSend();
      if (fault !== undefined) setSaid(fault);
      else if (!isOpen) dialog.current?.close();
    } catch (problem) {
      setSaid(explainRefusal(problem, language, texts));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <dialog ref={dialog} className="order" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      <form onSubmit={(event) => void send(event)}>
        {children}
        <p role="alert" className="failure">
          {said}
        </p>
        <div className="order-buttons">
          {action !== undefined && (
            <button type="submit" className="primary" disabled={isBusy}>
              {action}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            {texts.close}
          </button>
        </div>
      </form>
    </dialog>
  );
}
