import { useEffect, useState } from 'react';
import type { OrderAlertInput, OrderPreview, OrderReason } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { previewOrder } from './give-order.js';
import { sayProblem } from '../text/say-problem.js';

/** Whoever is typing is not asked after each key. */
const PAUSE_MS = 300;

export interface Previewed {
  /** Of this very action and reason; undefined while it is being made. */
  readonly preview: OrderPreview | undefined;
  readonly error: string | undefined;
  /** Asks anew. */
  readonly look: () => void;
}

/** As JSON has what is left out. */
type Wish = [ServiceOrderAction | null, OrderReason | null, OrderAlertInput | null, number];

/** Nothing is asked of no action. */
export function usePreview(
  action: ServiceOrderAction | undefined,
  reason: OrderReason | undefined,
  alert?: OrderAlertInput,
): Previewed {
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify([action, reason, alert, turn]);
  const [answer, setAnswer] = useState<{ asked: string; preview?: OrderPreview; error?: string }>();
  useEffect(() => {
    const abort = new AbortController();
    const [wish, why, words] = JSON.parse(asked) as Wish;
    if (!wish) return undefined;
    const timer = setTimeout(() => {
      previewOrder(wish, why ?? undefined, words ?? undefined, abort.signal).then(
        (preview) => setAnswer({ asked, preview }),
        (error: unknown) => {
          if (!abort.signal.aborted) setAnswer({ asked, error: sayProblem(error) });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  const current = answer?.asked === asked ? answer : undefined;
  return {
    preview: current?.preview,
    error: current?.error,
    look: () => setTurn((before) => before + 1),
  };
}
