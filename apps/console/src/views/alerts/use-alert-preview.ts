import { useEffect, useState } from 'react';
import type { AlertPreview, AlertRequest } from '@rukh/domain/dispatch';
import { type AlertTarget, previewAlert } from './write-alert.js';

/** Whoever is typing is not asked after each key. */
const PAUSE_MS = 300;

export interface PreviewedAlert {
  /** What was answered last, so that nothing jumps while one types; `isCurrent` where it is of what stands in the form. */
  readonly preview: AlertPreview | undefined;
  readonly isCurrent: boolean;
  readonly error: unknown;
}

/** Nothing is asked where there is no request. */
export function useAlertPreview(target: AlertTarget, request: AlertRequest | undefined): PreviewedAlert {
  const asked = JSON.stringify([target, request]);
  const [answer, setAnswer] = useState<{ asked: string; preview?: AlertPreview; error?: unknown }>();
  useEffect(() => {
    const abort = new AbortController();
    const [whose, wish] = JSON.parse(asked) as [AlertTarget, AlertRequest | null];
    if (!wish) return undefined;
    const timer = setTimeout(() => {
      previewAlert(whose, wish, abort.signal).then(
        (preview) => setAnswer({ asked, preview }),
        (error: unknown) => {
          if (!abort.signal.aborted) setAnswer((before) => ({ ...before, asked, error }));
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  return { preview: answer?.preview, isCurrent: answer?.asked === asked, error: answer?.error };
}
