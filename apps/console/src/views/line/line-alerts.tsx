import { useLineAlerts } from '../../live/use-line-alerts.js';
import { useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { LINE_TEXTS } from './line-texts.js';

/** How many alerts riders of the line are told now, and the way to them; nothing where they are told none. */
export function LineAlerts({ routeId }: { routeId: string }) {
  const texts = useTexts(LINE_TEXTS);
  const count = useLineAlerts(routeId)?.length ?? 0;
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
