import { type ReactNode, type SyntheticEvent, useId, useState } from 'react';
import { useModal } from './use-modal.js';
import { sayProblem } from '../text/say-problem.js';

/** What came of sending: it stays open, or something is wrong before anything was sent. */
export interface Sent {
  readonly isOpen?: boolean;
  readonly fault?: string;
}

/**
 * A form over the page. It closes when what is sent is done; what is refused is said in it. The browser's own dialog
 * keeps the focus in, gives it back, and closes by Escape.
 */
export function FormDialog({
  title,
  className = 'order',
  action,
  isReady = true,
  close,
  onSend,
  explain,
  onClose,
  children,
}: {
  title: string;
  className?: string;
  /** What the button says; without it the form only shows. */
  action?: string | undefined;
  /** Whether it can be sent yet. */
  isReady?: boolean;
  /** What leaving it as it is is called. */
  close: string;
  onSend?: () => Promise<Sent>;
  /** Why it was refused, in words. */
  explain?: (problem: unknown) => string;
  onClose: () => void;
  children: ReactNode;
}) {
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
      setSaid(explain?.(problem) ?? sayProblem(problem));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <dialog ref={dialog} className={className} aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      <form onSubmit={(event) => void send(event)}>
        {children}
        <p role="alert" className="failure">
          {said}
        </p>
        <div className="order-buttons">
          {action !== undefined && (
            <button type="submit" className="primary" disabled={!isReady || isBusy}>
              {action}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            {close}
          </button>
        </div>
      </form>
    </dialog>
  );
}
