/** Expiring: a detour, a closed stop or an alert that ends within half an hour, unless somebody acts. */
import { type ServiceAlert, findAlertEnd } from '../../realtime/index.js';
import type { ExceptionSubject, Finding } from '../exception-book.js';
import type { RuleContext } from './rule-context.js';

const SOON_SECONDS = 1800;

export function* findEndings({ watch, now }: RuleContext): Iterable<Finding> {
  for (const { orderId, action, alert } of watch.ordered.orders) {
    const ends = 'period' in action ? action.period.end : undefined;
    const about = { orderId, ...(alert ? { alertId: alert.alertId } : {}) };
    const routeIds = 'routeIds' in action ? (action.routeIds ?? []) : [];
    yield* remind(orderId, ends, now, { ...about, ...onlyOne(routeIds) });
  }
  for (const alert of watch.alerts) {
    const about = { alertId: alert.alertId, ...onlyOne(listRoutes(alert)) };
    yield* remind(alert.alertId, findAlertEnd(alert), now, about);
  }
}

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

function onlyOne(routeIds: readonly string[]): Pick<ExceptionSubject, 'routeId'> {
  const [routeId] = routeIds.length === 1 ? routeIds : [];
  return routeId === undefined ? {} : { routeId };
}

function listRoutes({ informedEntities }: ServiceAlert): string[] {
  return [...new Set(informedEntities.flatMap(({ routeId, trip }) => routeId ?? trip?.routeId ?? []))];
}
