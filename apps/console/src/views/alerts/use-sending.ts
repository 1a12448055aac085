import { useState } from 'react';
import type { AlertRequest, AlertView } from '@rukh/domain/dispatch';
import { ApiProblem } from '../../live/api.js';
import { explainRefusal } from '../../orders/explain-refusal.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { goTo } from '../../url/use-page-state.js';
import { requestOf } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';
import { keepDraft } from './keep-draft.js';
import { archiveAlert, getAlert, restoreAlert, writeAlert } from './write-alert.js';

export interface Sending {
  readonly isBusy: boolean;
  /** Why the last try was refused; empty where it was not. */
  readonly said: readonly string[];
  /** The alert as somebody else left it, where that is why. */
  readonly conflict: AlertView | undefined;
  readonly say: (lines: readonly string[]) => void;
  readonly send: (request: AlertRequest) => Promise<void>;
  readonly withdraw: () => Promise<void>;
  readonly restore: () => Promise<void>;
  /** The next try is over what somebody else wrote. */
  readonly keepMine: () => void;
}

/** What becomes of an alert by a button, each with its way back, and what is said where it is refused. */
export function useSending({
  id,
  view,
  key,
  onAgain,
}: {
  readonly id: string;
  readonly view: AlertView | undefined;
  readonly key: string;
  readonly onAgain: () => void;
}): Sending {
  const allTexts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState<readonly string[]>([]);
  const [conflict, setConflict] = useState<AlertView>();
  const [revision, setRevision] = useState(view?.revision ?? 0);
  const texts = { ...allTexts, changed: allTexts.refusals.stale_revision };
  const target = view ? { alertId: view.alertId, revision } : { key };

  const run = async (work: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setIsBusy(true);
    setSaid([]);
    setConflict(undefined);
    try {
      await work();
    } catch (problem) {
      if (view && problem instanceof ApiProblem && isStale(problem))
        setConflict(await getAlert(view.alertId));
      else setSaid([explainRefusal(problem, language, texts)]);
    } finally {
      setIsBusy(false);
    }
  };
  const undo = (work: () => Promise<unknown>) => () => {
    work().then(
      () => showToast(texts.undone),
      (error: unknown) =>
        showToast(`${texts.undoFailed}: ${explainRefusal(error, language, texts)}`, { isFailure: true }),
    );
  };
  const headerOf = ({ alert }: AlertView): string => alert.header[language] ?? '';

  return {
    isBusy,
    said,
    conflict,
    say: setSaid,
    send: (request) =>
      run(async () => {
        const done = await writeAlert(target, request);
        keepDraft(id, undefined);
        if (!request.publish) {
          showToast(texts.saved);
          if (view) onAgain();
          else goTo({ filters: { alert: done.alertId } }, 'replace');
          return;
        }
        goTo({ filters: {} });
        showToast(texts.published(headerOf(done)), { undo: undo(() => takeBack(view, done)) });
      }),
    withdraw: () =>
      run(async () => {
        if (!view) return;
        const done = await archiveAlert({ alertId: view.alertId, revision });
        goTo({ filters: {} });
        showToast(texts.withdrawn(headerOf(done)), { undo: undo(() => restoreAlert(done)) });
      }),
    restore: () =>
      run(async () => {
        if (!view) return;
        await restoreAlert({ alertId: view.alertId, revision });
        showToast(texts.restored);
        goTo({ filters: {} });
      }),
    keepMine: () => {
      setRevision(conflict?.revision ?? revision);
      setConflict(undefined);
    },
  };
}

/** What was new goes into the archive; what was another before is that again. */
function takeBack(before: AlertView | undefined, done: AlertView): Promise<unknown> {
  if (!before || before.state === 'archived') return archiveAlert(done);
  return writeAlert(done, requestOf(before.alert, before.isPublished));
}

function isStale({ body }: ApiProblem): boolean {
  return body['type'] === 'urn:rukh:problem:stale_revision';
}
