/** Expiring: a detour, a closed stop or an alert of an order that ends within half an hour, unless somebody acts. */
import type { Finding } from '../exception-book.js';
import type { RuleContext } from './rule-context.js';

const SOON_SECONDS = 1800;

export function* findEndings({ watch, now }: RuleContext): Iterable<Finding> {
  for (const { orderId, action, alert } of watch.ordered.orders) {
    const ends = 'period' in action ? action.period.end : undefined;
    if (ends === undefined || ends <= now || ends - now > SOON_SECONDS) continue;
    const routeIds = 'routeIds' in action ? (action.routeIds ?? []) : [];
    const [routeId] = routeIds.length === 1 ? routeIds : [];
    yield {
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
}
