import { buildAlert } from './build-alert.js';
import { findGap } from './find-gap.js';
import type { FeedState, PublishedAlert } from './feed-state.js';
import type { PublicationContext } from './publication-context.js';
import type { ServiceAlert } from './service-alert.js';
import type { Withheld } from './withheld.js';

/** The alerts of the next snapshot. One that reads as before is given back itself. */
export function publishAlerts(
  context: PublicationContext,
  sources: readonly ServiceAlert[],
  publishedAlerts: FeedState['publishedAlerts'],
  header: number,
): { alerts: ReadonlyMap<string, PublishedAlert>; withheld: readonly Withheld[] } {
  const alerts = new Map<string, PublishedAlert>();
  const withheld: Withheld[] = [];
  for (const source of sources) {
    const alert = findGap(source) === undefined ? buildAlert(context, source, header) : 'alert_with_gap';
    if (typeof alert === 'string') {
      withheld.push({ reason: alert, id: source.alertId });
      continue;
    }
    const before = publishedAlerts.get(source.alertId);
    const isSame = before?.source === source && before.schedule === context.schedule;
    alerts.set(
      source.alertId,
      isSame ? before : { source, schedule: context.schedule, entity: { id: `a:${source.alertId}`, alert } },
    );
  }
  return { alerts, withheld };
}
