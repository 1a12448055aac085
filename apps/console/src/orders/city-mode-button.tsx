import { useState } from 'react';
import { live } from '../live/live-store.js';
import { useLive } from '../live/use-live.js';
import { useMay } from '../session/session.js';
import { useTexts } from '../text/use-texts.js';
import { offerCityMode } from './offer-orders.js';
import { OrderDialog } from './order-dialog.js';
import { ORDER_TEXTS } from './order-texts.js';

/** Asks for what concerns the whole city: an air raid, a power cut. */
export function CityModeButton() {
  const texts = useTexts(ORDER_TEXTS);
  const { link, city } = useLive('link', 'network');
  const [openedAt, setOpenedAt] = useState<number>();
  if (!useMay('orders.write')) return null;
  return (
    <>
      <button type="button" disabled={link === 'replay' || !city} onClick={() => setOpenedAt(live.now())}>
        {texts.offers.city_mode}…
      </button>
      {openedAt !== undefined && city && (
        <OrderDialog
          offer={offerCityMode(city.network.routes)}
          now={openedAt}
          onClose={() => setOpenedAt(undefined)}
        />
      )}
    </>
  );
}
