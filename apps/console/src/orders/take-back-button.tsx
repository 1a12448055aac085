import type { ServiceOrderKind } from '@rukh/domain/realtime';
import { useLive } from '../live/use-live.js';
import { useMay } from '../session/session.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { OWN_OFFERS } from './offer-orders.js';
import { ORDER_TEXTS } from './order-texts.js';
import { takeBack } from './take-back.js';

/** Takes an order in force back; a company has it for what it may order itself, and of the past there is none. */
export function TakeBackButton({ orderId, kind }: { orderId: string; kind: ServiceOrderKind }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { link } = useLive('link');
  const mayOrder = useMay('orders.write');
  const mayOwn = useMay('orders.own_vehicles');
  const mayAll = useMay('orders.city');
  const may = kind === 'city_mode' ? mayAll : mayOrder || (mayOwn && OWN_OFFERS.includes(kind));
  if (!may) return null;
  return (
    <button
      type="button"
      disabled={link === 'replay'}
      onClick={() => void takeBack(orderId, 'over', language, texts)}
    >
      {texts.undo}
    </button>
  );
}
