/**
 * Expiring: a detour, a closed stop or an alert that ends within half an hour, unless somebody acts; and a city-wide mode
 * that nothing ends, each hour that it lasts, for it is forgotten as soon as it is over.
 */
import { type ServiceAlert, type ServiceOrder, findAlertEnd } from '../../realtime/index.js';
import type { ExceptionSubject, Finding } from '../exception-book.js';
import type { RuleContext } from './rule-context.js';

const SOON_SECONDS = 1800;
const REMIND_SECONDS = 3600;

export function* findEndings({ watch, now }: RuleContext): Iterable<Finding> {
  for (const order of watch.ordered.orders) {
    const { orderId, action } = order;
    const ends = 'period' in action ? action.period.end : undefined;
    const routeIds = 'routeIds' in action ? (action.routeIds ?? []) : [];
    yield* remind(orderId, ends, now, { ...orderOf(order), ...onlyOne(routeIds) });
    yield* remindOfUnending(order, now);
  }
  for (const alert of watch.alerts) {
    const about = { alertId: alert.alertId, ...onlyOne(listRoutes(alert)) };
    yield* remind(alert.alertId, findAlertEnd(alert), now, about);
  }
}

/** `value` is the seconds that are left. */
function* remind(
  id: string,
  ends: number | undefined,
  now: number,
  about: ExceptionSubject,
): Iterable<Finding> {
  if (ends === undefined || ends <= now || ends - now > SOON_SECONDS) return;
  const value = Math.round(ends - now);
  yield { key: `expiring ${id} ${ends}`, kind: 'expiring', isStrong: true, about: { ...about, value } };
}

/** A new one each hour, whoever solved the last. Without `value`: there is no end to count to. */
function* remindOfUnending(order: ServiceOrder, now: number): Iterable<Finding> {
  const { orderId, action, confirmedAt } = order;
  if (action.kind !== 'city_mode' || action.period.end !== undefined) return;
  const hours = Math.floor((now - confirmedAt) / REMIND_SECONDS);
  if (hours < 1) return;
  yield { key: `unending ${orderId} ${hours}`, kind: 'expiring', isStrong: true, about: orderOf(order) };
}

function orderOf({ orderId, alert }: ServiceOrder): ExceptionSubject {
  return { orderId, ...(alert ? { alertId: alert.alertId } : {}) };
}

function onlyOne(routeIds: readonly string[]): Pick<ExceptionSubject, 'routeId'> {
  const [routeId] = routeIds.length === 1 ? routeIds : [];
  return routeId === undefined ? {} : { routeId };
}

function listRoutes({ informedEntities }: ServiceAlert): string[] {
  return [...new Set(informedEntities.flatMap(({ routeId, trip }) => routeId ?? trip?.routeId ?? []))];
}
