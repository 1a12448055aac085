import { useState } from 'react';
import type { AlertView } from '@rukh/domain/dispatch';
import { ApiProblem } from '../../live/api.js';
import { explainRefusal } from '../../orders/explain-refusal.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { SENDING_TEXTS } from './sending-texts.js';
import { getAlert } from './write-alert.js';

export interface Attempt {
  readonly isBusy: boolean;
  /** Why the last try was refused; empty where it was not. */
  readonly said: readonly string[];
  /** The alert as somebody else left it, where that is why. */
  readonly conflict: AlertView | undefined;
  readonly say: (lines: readonly string[]) => void;
  readonly forgetConflict: () => void;
  /** One at a time. */
  readonly run: (work: () => Promise<void>) => Promise<void>;
}

/** Tries something with an alert, and says why it was refused. */
export function useAttempt(alertId: string | undefined): Attempt {
  const texts = useSendingTexts();
  const language = useLanguage();
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState<readonly string[]>([]);
  const [conflict, setConflict] = useState<AlertView>();
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setIsBusy(true);
    setSaid([]);
    setConflict(undefined);
    try {
      await work();
    } catch (problem) {
      if (alertId !== undefined && isStale(problem)) setConflict(await getAlert(alertId));
      else setSaid([explainRefusal(problem, language, texts)]);
    } finally {
      setIsBusy(false);
    }
  };
  return { isBusy, said, conflict, say: setSaid, forgetConflict: () => setConflict(undefined), run };
}

/** The texts of the buttons, with what refusals in general are told by. */
export function useSendingTexts() {
  const texts = useTexts(SENDING_TEXTS);
  return { ...texts, changed: texts.refusals.stale_revision };
}

function isStale(problem: unknown): boolean {
  return problem instanceof ApiProblem && problem.body['type'] === 'urn:rukh:problem:stale_revision';
}
