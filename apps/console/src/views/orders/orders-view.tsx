import type { OrderList } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive, useNow } from '../../live/use-live.js';
import { CityModeButton } from '../../orders/city-mode-button.js';
import { TakeBackButton } from '../../orders/take-back-button.js';
import { WaitingOrders } from '../../orders/waiting-orders.js';
import { DRIVER_TEXTS } from '../../orders/driver-texts.js';
import { ORDER_TEXTS } from '../../orders/order-texts.js';
import { clockOrDay } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { DriversOfOrder } from './drivers-of-order.js';

/** The orders in force, and those whose time is over and that are told still, each with its way back. */
export default function OrdersView() {
  const texts = useTexts(ORDER_TEXTS);
  const driverTexts = useTexts(DRIVER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const { value, error } = useAsked<OrderList>('/dispatch/orders?state=told', 5, 'orders');
  const now = useNow(60);
  const zone = city?.timeZone;
  const orders = value?.orders ?? [];
  return (
    <section className="table-view" aria-label={texts.active}>
      <h1>{texts.active}</h1>
      <CityModeButton />
      <WaitingOrders />
      {orders.length === 0 ? (
        <p>{value ? texts.none : error === undefined ? texts.loading : texts.listFailed}</p>
      ) : (
        <div className="orders-scroller" tabIndex={0} role="group" aria-label={texts.active}>
          <table className="orders">
            <thead>
              <tr>
                <th scope="col">{texts.since}</th>
                <th scope="col">{texts.what}</th>
                <th scope="col">{texts.reason}</th>
                <th scope="col">{texts.by}</th>
                <th scope="col">{texts.until}</th>
                <th scope="col">{driverTexts.driversTold}</th>
                <th scope="col">{texts.commands}</th>
              </tr>
            </thead>
            <tbody>
              {orders.map(
                ({
                  orderId,
                  state,
                  action,
                  summary,
                  reason,
                  confirmedBy,
                  confirmedAt,
                  endsAt,
                  drivers = [],
                }) => (
                  <tr key={orderId}>
                    <td>{confirmedAt === undefined ? '' : clockOrDay(language, confirmedAt, now, zone)}</td>
                    <th scope="row">{summary[language]}</th>
                    <td>{reason && [texts.reasons[reason.code], reason.text].filter(Boolean).join(': ')}</td>
                    <td>{confirmedBy?.name}</td>
                    <td>
                      {endsAt === undefined ? '' : clockOrDay(language, endsAt, now, zone)}
                      {state === 'expired' && <span className="quiet"> {texts.toldStill}</span>}
                    </td>
                    <td>
                      <DriversOfOrder drivers={drivers} />
                    </td>
                    <td>
                      <TakeBackButton orderId={orderId} kind={action.kind} />
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
