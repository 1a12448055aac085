import { useState } from 'react';
import type { OrderList, OrderView } from '@rukh/domain/dispatch';
import { live } from '../live/live-store.js';
import { useAsked } from '../live/use-asked.js';
import { useLive } from '../live/use-live.js';
import { useMay, useSession } from '../session/session.js';
import { clockMinutes } from '../text/format.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { showToast } from '../ui/toasts.js';
import { explainRefusal } from './explain-refusal.js';
import { dropAsked } from './give-order.js';
import { OrderDialog } from './order-dialog.js';
import { ORDER_TEXTS } from './order-texts.js';
import { RefuseDialog } from './refuse-dialog.js';

/** What one person asked for and another has to confirm. */
export function WaitingOrders() {
  const texts = useTexts(ORDER_TEXTS);
  const mayAsk = useMay('orders.write');
  const path = mayAsk ? '/dispatch/orders?state=draft' : undefined;
  const { value } = useAsked<OrderList>(path, 5, 'orders');
  const waiting = (value?.orders ?? []).filter(({ action }) => action.kind === 'city_mode');
  if (waiting.length === 0) return null;
  return (
    <section aria-label={texts.waiting}>
      <h2>{texts.waiting}</h2>
      <ul className="plain">
        {waiting.map((order) => (
          <WaitingOrder key={order.orderId} order={order} />
        ))}
      </ul>
    </section>
  );
}

function WaitingOrder({ order }: { order: OrderView }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { city, link } = useLive('network', 'link');
  const { user } = useSession();
  const mayConfirm = useMay('orders.city');
  const [openedAt, setOpenedAt] = useState<number>();
  const [isRefusing, setIsRefusing] = useState(false);
  const { orderId, action, summary, createdBy, createdAt } = order;
  const isOwn = createdBy.userId === user.userId;
  const drop = (): void => {
    dropAsked(orderId).then(
      () => showToast(texts.dropped),
      (error: unknown) => showToast(explainRefusal(error, language), { isFailure: true }),
    );
  };
  return (
    <li>
      <strong>{summary[language]}</strong> {createdBy.name},{' '}
      {clockMinutes(language, createdAt, city?.timeZone)}{' '}
      {mayConfirm && !isOwn && (
        <button type="button" disabled={link === 'replay'} onClick={() => setOpenedAt(live.now())}>
          {texts.check}…
        </button>
      )}{' '}
      {isOwn && (
        <button type="button" disabled={link === 'replay'} onClick={drop}>
          {texts.drop}
        </button>
      )}
      {mayConfirm && !isOwn && (
        <button type="button" disabled={link === 'replay'} onClick={() => setIsRefusing(true)}>
          {texts.refuse}…
        </button>
      )}
      {isRefusing && <RefuseDialog order={order} onClose={() => setIsRefusing(false)} />}
      {openedAt !== undefined && (
        <OrderDialog
          offer={{ kind: 'city_mode', fields: [], action: () => action, draft: order }}
          now={openedAt}
          onClose={() => setOpenedAt(undefined)}
        />
      )}
    </li>
  );
}
