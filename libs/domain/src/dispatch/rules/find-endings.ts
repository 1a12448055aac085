/**
 * Expiring: a detour, a closed stop or an alert of an order that ends within half an hour, unless somebody acts; and a
 * city-wide mode that nothing ends, each hour that it lasts, for it is forgotten as soon as it is over.
 */
import type { ServiceOrder } from '../../realtime/index.js';
import type { Finding } from '../exception-book.js';
import type { RuleContext } from './rule-context.js';

const SOON_SECONDS = 1800;
const REMIND_SECONDS = 3600;

export function* findEndings({ watch, now }: RuleContext): Iterable<Finding> {
  for (const order of watch.ordered.orders) {
    const finding = findEnding(order, now) ?? findUnending(order, now);
    if (finding) yield finding;
  }
}

/** `value` is the seconds that are left. */
function findEnding({ orderId, action, alert }: ServiceOrder, now: number): Finding | undefined {
  const ends = 'period' in action ? action.period.end : undefined;
  if (ends === undefined || ends <= now || ends - now > SOON_SECONDS) return undefined;
  const routeIds = 'routeIds' in action ? (action.routeIds ?? []) : [];
  const [routeId] = routeIds.length === 1 ? routeIds : [];
  return {
    key: `expiring ${orderId} ${ends}`,
    kind: 'expiring',
    isStrong: true,
    about: {
      orderId,
      ...(alert ? { alertId: alert.alertId } : {}),
      ...(routeId === undefined ? {} : { routeId }),
      value: Math.round(ends - now),
    },
  };
}

/** A new one each hour, whoever solved the last. Without `value`: there is no end to count to. */
function findUnending(
  { orderId, action, alert, confirmedAt }: ServiceOrder,
  now: number,
): Finding | undefined {
  if (action.kind !== 'city_mode' || action.period.end !== undefined) return undefined;
  const hours = Math.floor((now - confirmedAt) / REMIND_SECONDS);
  if (hours < 1) return undefined;
  const about = { orderId, ...(alert ? { alertId: alert.alertId } : {}) };
  return { key: `unending ${orderId} ${hours}`, kind: 'expiring', isStrong: true, about };
}
