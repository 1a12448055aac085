import { type PublicationContext, type ServiceOrder, findOrderEnd } from '../../realtime/index.js';
import type { DriverMessage } from '../driver-message.js';
import { composeDriverMessage } from './compose-driver-message.js';
import { concernsDriver } from './concerns-driver.js';
import { type SeenVehicle, listDrivers, stillHolds } from './driver-runs.js';

/** What is ordered for later is told so long before. */
const TOLD_AHEAD_SECONDS = 900;

/**
 * What the displays of all vehicles show at `now` (epoch seconds), by vehicle id; a vehicle that no order concerns is
 * not there. It is a state and not a history: who turns into the street of a detour has the detour from then on.
 */
export function listDriverMessages(
  context: PublicationContext,
  orders: readonly ServiceOrder[],
  vehicles: readonly SeenVehicle[],
  now: number,
): ReadonlyMap<string, readonly DriverMessage[]> {
  const holds = stillHolds(orders);
  const told = orders.filter(({ action, confirmedAt }) => {
    const { since, until } = periodOf(context, action, confirmedAt);
    return holds(action) && since - TOLD_AHEAD_SECONDS <= now && until > now;
  });
  const messages = new Map<string, DriverMessage[]>();
  if (told.length === 0) return messages;
  const names = { orders, labels: new Map(vehicles.map(({ vehicleId, label }) => [vehicleId, label])) };
  for (const driver of listDrivers(context, orders, vehicles)) {
    const own = told
      .filter(({ action }) => concernsDriver(context, action, driver))
      .map(({ orderId, action, confirmedAt }): DriverMessage => {
        const { since, until } = periodOf(context, action, confirmedAt);
        const texts = composeDriverMessage(context, action, driver, names);
        return { orderId, kind: action.kind, since, ...(until === Infinity ? {} : { until }), texts };
      });
    if (own.length > 0) messages.set(driver.vehicleId, own);
  }
  return messages;
}

function periodOf(
  context: PublicationContext,
  action: ServiceOrder['action'],
  confirmedAt: number,
): { readonly since: number; readonly until: number } {
  const start = 'period' in action ? (action.period.start ?? confirmedAt) : confirmedAt;
  // A hold is over when its time is; whatever else follows from it is not the driver's.
  const until = action.kind === 'hold' ? action.until : findOrderEnd(context, action);
  return { since: Math.max(start, confirmedAt), until };
}
