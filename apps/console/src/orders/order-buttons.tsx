import { useState } from 'react';
import { live } from '../live/live-store.js';
import { useLive } from '../live/use-live.js';
import { useMay } from '../session/session.js';
import { useTexts } from '../text/use-texts.js';
import { OrderDialog } from './order-dialog.js';
import { OWN_OFFERS, type OrderOffer } from './offer-orders.js';
import { ORDER_TEXTS } from './order-texts.js';

/** The orders that may be given of what is selected; none of the past, and none where one may not. */
export function OrderButtons({
  offers,
  exceptionId,
  onWriting,
}: {
  offers: readonly OrderOffer[];
  /** What they would answer. */
  exceptionId?: string | undefined;
  /** Called as one begins to be written, and as that is over. */
  onWriting?: (isWriting: boolean) => void;
}) {
  const texts = useTexts(ORDER_TEXTS);
  const store = useLive('link');
  const mayOrder = useMay('orders.write');
  const mayOwn = useMay('orders.own_vehicles');
  // What is looked at stays as it was when it was asked for, whatever goes on around it.
  const [given, setGiven] = useState<{ readonly offer: OrderOffer; readonly now: number }>();
  const allowed = mayOrder ? offers : mayOwn ? offers.filter(({ kind }) => OWN_OFFERS.includes(kind)) : [];
  if (allowed.length === 0) return null;
  return (
    <div className="order-buttons" role="group" aria-label={texts.commands}>
      {allowed.map((offer) => (
        <button
          key={offer.kind}
          type="button"
          disabled={store.link === 'replay'}
          aria-describedby={store.link === 'replay' ? 'no-orders' : undefined}
          onClick={() => {
            setGiven({ offer, now: live.now() });
            onWriting?.(true);
          }}
        >
          {texts.offers[offer.kind]}…
        </button>
      ))}
      {store.link === 'replay' && (
        <p id="no-orders" className="quiet">
          {texts.notOfThePast}
        </p>
      )}
      {given && (
        <OrderDialog
          {...given}
          exceptionId={exceptionId}
          onClose={() => {
            setGiven(undefined);
            onWriting?.(false);
          }}
        />
      )}
    </div>
  );
}
