import type { OrderList } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive, useNow } from '../../live/use-live.js';
import { ORDER_TEXTS } from '../../orders/order-texts.js';
import { isOrderOf } from '../../orders/orders-of-thing.js';
import { TakeBackButton } from '../../orders/take-back-button.js';
import { clockOrDay } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import type { Selection } from '../../url/page-state.js';

/** What is ordered of the thing that is selected, with its way back: else one would order it a second time. */
export function OrdersInForce({ of, serviceDate }: { of: Selection; serviceDate?: string }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const { value } = useAsked<OrderList>('/dispatch/orders?state=told', 10, 'orders');
  const orders = (value?.orders ?? []).filter(({ action }) => isOrderOf(action, of, serviceDate));
  const now = useNow(60);
  const zone = city?.timeZone;
  if (orders.length === 0) return null;
  return (
    <section>
      <h3>{texts.active}</h3>
      <ul className="plain in-force">
        {orders.map(({ orderId, state, action, summary, confirmedBy, endsAt }) => (
          <li key={orderId}>
            {summary[language]}{' '}
            <span className="quiet">
              {confirmedBy?.name}
              {endsAt !== undefined && `, ${texts.untilTime(clockOrDay(language, endsAt, now, zone))}`}
              {state === 'expired' && ` (${texts.toldStill})`}
            </span>{' '}
            <TakeBackButton orderId={orderId} kind={action.kind} />
          </li>
        ))}
      </ul>
    </section>
  );
}
