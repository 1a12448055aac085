import type { AlertList } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { LINE_TEXTS } from './line-texts.js';

const EVERY_SECONDS = 60;

/** How many alerts riders of the line are told now, and the way to them; nothing where they are told none. */
export function LineAlerts({ routeId }: { routeId: string }) {
  const texts = useTexts(LINE_TEXTS);
  const { at } = usePageState();
  // Of the past it is not kept which alert was about which line.
  const { value } = useAsked<AlertList>(
    at === undefined ? '/dispatch/alerts' : undefined,
    EVERY_SECONDS,
    'alerts',
    'orders',
  );
  const count = (value?.alerts ?? []).filter(
    ({ state, alert }) =>
      state === 'active' &&
      alert.informedEntities.some((entity) => (entity.routeId ?? entity.trip?.routeId) === routeId),
  ).length;
  if (count === 0) return null;
  return (
    <div className="line-alerts">
      <dt>{texts.alerts}</dt>
      <dd>
        <AddressLink to={{ view: 'alerts', filters: {} }}>{count}</AddressLink>
      </dd>
    </div>
  );
}
