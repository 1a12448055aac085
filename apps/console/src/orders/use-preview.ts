import { useEffect, useState } from 'react';
import type { OrderPreview, OrderReason } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { previewOrder } from './give-order.js';
import type { OrderOffer } from './offer-orders.js';

/** Whoever is typing is not asked after each key. */
const PAUSE_MS = 300;

export interface Previewed {
  readonly action: ServiceOrderAction;
  /** Of this very action and reason; undefined while it is being made. */
  readonly preview: OrderPreview | undefined;
  readonly error: string | undefined;
  /** Asks anew. */
  readonly look: () => void;
}

export function usePreview(
  offer: OrderOffer,
  amount: number,
  reason: OrderReason | undefined,
  now: number,
): Previewed {
  const action = offer.action(amount, now);
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify([action, reason, turn]);
  const [answer, setAnswer] = useState<{ asked: string; preview?: OrderPreview; error?: string }>();
  useEffect(() => {
    const abort = new AbortController();
    const [wish, why] = JSON.parse(asked) as [ServiceOrderAction, OrderReason | null];
    const timer = setTimeout(() => {
      previewOrder(wish, why ?? undefined, abort.signal).then(
        (preview) => setAnswer({ asked, preview }),
        (error: unknown) => {
          if (!abort.signal.aborted) setAnswer({ asked, error: (error as Error).message });
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
    action,
    preview: current?.preview,
    error: current?.error,
    look: () => setTurn((before) => before + 1),
  };
}
