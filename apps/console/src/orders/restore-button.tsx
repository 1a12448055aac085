import { useState } from 'react';
import type { OrderList } from '@rukh/domain/dispatch';
import { useAsked } from '../live/use-asked.js';
import { useLive } from '../live/use-live.js';
import { useMay } from '../session/session.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { ORDER_TEXTS } from './order-texts.js';
import { takeBack } from './take-back.js';

/** Takes the order back that cancels a trip: with it all its trips, so of several it says how many, and asks. */
export function RestoreButton({ orderId }: { orderId: string }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { link } = useLive('link');
  const [isAsking, setIsAsking] = useState(false);
  const mayOrder = useMay('orders.write');
  const { value } = useAsked<OrderList>(mayOrder ? '/dispatch/orders?state=active' : undefined, 60, 'orders');
  if (!mayOrder) return null;
  const action = value?.orders.find((order) => order.orderId === orderId)?.action;
  if (action?.kind !== 'cancel') return null;
  const count = action.runs.length;
  const press = (): void => {
    if (count > 1 && !isAsking) setIsAsking(true);
    else void takeBack(orderId, 'over', language, texts);
  };
  const label = count === 1 ? texts.restore : isAsking ? texts.restoreSure(count) : texts.restoreAll(count);
  return (
    <button type="button" disabled={link === 'replay'} onClick={press} onBlur={() => setIsAsking(false)}>
      {label}
    </button>
  );
}
