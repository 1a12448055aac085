import type { DisplayedOrder } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';

/** What the display before the driver has now, and whether it was read. */
export function DisplayedOrders({ orders }: { orders: readonly DisplayedOrder[] }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  if (orders.length === 0) return null;
  return (
    <section>
      <h3>{texts.toldDriver}</h3>
      <ul>
        {orders.map(({ orderId, texts: words, readAt }) => (
          <li key={orderId}>
            {words[language]}{' '}
            <span className="quiet">
              ({readAt === undefined ? texts.notRead : texts.read(clockMinutes(language, readAt, zone))})
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
