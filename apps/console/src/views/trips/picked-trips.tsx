import type { TripListItem } from '@rukh/domain/dispatch';
import { offerOfTrips } from '../../orders/offer-orders.js';
import { OrderButtons } from '../../orders/order-buttons.js';
import { useTexts } from '../../text/use-texts.js';
import { TRIPS_TEXTS } from './trips-texts.js';

/** What can be ordered of all trips that are picked in the table; a part of its own, for F6: the table has hundreds of stops of Tab. */
export function PickedTrips({ trips, onDone }: { trips: readonly TripListItem[]; onDone: () => void }) {
  const texts = useTexts(TRIPS_TEXTS);
  if (trips.length === 0) return null;
  return (
    <section aria-label={texts.picked(trips.length)} className="picked-trips" data-region tabIndex={-1}>
      <strong>{texts.picked(trips.length)}</strong>
      <OrderButtons offers={offerOfTrips(trips, onDone)} />
      <button type="button" onClick={onDone}>
        {texts.unpick}
      </button>
    </section>
  );
}
