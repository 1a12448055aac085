import type { ServiceOrder } from '../realtime/index.js';
import type { LiveSnapshot } from './live-view.js';

/** The city-wide modes of the orders in force. */
export function listCityModes(orders: readonly ServiceOrder[]): LiveSnapshot['cityModes'] {
  return orders.flatMap(({ orderId, action, confirmedAt }) =>
    action.kind === 'city_mode'
      ? [{ orderId, mode: action.mode, since: action.period.start ?? confirmedAt }]
      : [],
  );
}
