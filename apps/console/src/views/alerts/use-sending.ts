import { useState } from 'react';
import type { AlertRequest, AlertView } from '@rukh/domain/dispatch';
import { explainRefusal } from '../../orders/explain-refusal.js';
import { useLanguage } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { goTo } from '../../url/use-page-state.js';
import { requestOf } from './alert-draft.js';
import { keepDraft } from './keep-draft.js';
import { type Attempt, useAttempt, useSendingTexts } from './use-attempt.js';
import { archiveAlert, restoreAlert, writeAlert } from './write-alert.js';

export interface Sending extends Omit<Attempt, 'run' | 'forgetConflict'> {
  readonly send: (request: AlertRequest) => Promise<void>;
  readonly withdraw: () => Promise<void>;
  readonly restore: () => Promise<void>;
  /** The next try is over what somebody else wrote. */
  readonly keepMine: () => void;
}

interface Of {
  readonly id: string;
  readonly view: AlertView | undefined;
  readonly key: string;
  readonly onAgain: () => void;
}

/** What becomes of an alert by a button, each with its way back. */
export function useSending({ id, view, key, onAgain }: Of): Sending {
  const texts = useSendingTexts();
  const { run, forgetConflict, ...attempt } = useAttempt(view?.alertId);
  const [revision, setRevision] = useState(view?.revision ?? 0);
  const withUndo = useUndoToast();
  const write = async (request: AlertRequest): Promise<void> => {
    const done = await writeAlert(view ? { alertId: view.alertId, revision } : { key }, request);
    keepDraft(id, undefined);
    if (request.publish) {
      goTo({ filters: {} });
      withUndo(texts.published, done, () => takeBack(view, done));
      return;
    }
    showToast(texts.saved);
    if (view) onAgain();
    else goTo({ filters: { alert: done.alertId } }, 'replace');
  };
  const withdraw = async ({ alertId }: AlertView): Promise<void> => {
    const done = await archiveAlert({ alertId, revision });
    keepDraft(id, undefined);
    goTo({ filters: {} });
    withUndo(texts.withdrawn, done, () => restoreAlert(done));
  };
  const restore = async ({ alertId }: AlertView): Promise<void> => {
    await restoreAlert({ alertId, revision });
    showToast(texts.restored);
    goTo({ filters: {} });
  };
  return {
    ...attempt,
    send: (request) => run(() => write(request)),
    withdraw: () => run(async () => view && withdraw(view)),
    restore: () => run(async () => view && restore(view)),
    keepMine: () => {
      setRevision(attempt.conflict?.revision ?? revision);
      forgetConflict();
    },
  };
}

/** What was done, and a button that brings back what was before. */
function useUndoToast() {
  const texts = useSendingTexts();
  const language = useLanguage();
  return (say: (header: string) => string, { alert }: AlertView, back: () => Promise<unknown>): void => {
    const undo = (): void => {
      back().then(
        () => void showToast(texts.undone),
        (error: unknown) =>
          void showToast(`${texts.undoFailed}: ${explainRefusal(error, language, texts)}`, {
            isFailure: true,
          }),
      );
    };
    showToast(say(alert.header[language] ?? ''), { undo });
  };
}

/** What was new goes into the archive; what was another before is that again. */
function takeBack(before: AlertView | undefined, done: AlertView): Promise<unknown> {
  if (!before || before.state === 'archived') return archiveAlert(done);
  return writeAlert(done, requestOf(before.alert, before.isPublished));
}
