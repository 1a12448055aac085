import type { AlertList } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { LAYERS_TEXTS } from './layers-texts.js';
import { thingsOfAlert } from './place-alerts.js';

const MOST_NAMED = 6;

/** What the layer of alerts draws, in words: each alert in force, and the lines and stops that it is about. */
export function AlertPlaces({ list }: { list: AlertList }) {
  const texts = useTexts(LAYERS_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const alerts = list.alerts.filter(({ state }) => state === 'active');
  if (alerts.length === 0) return <p className="quiet">{texts.noAlerts}</p>;
  return (
    <>
      <p>{texts.alertSigns}</p>
      <ul className="alert-places">
        {alerts.map((one) => {
          const { routeIds, stopIds, isWide } = thingsOfAlert(one);
          const names = [
            ...routeIds.map((id) => city?.routeName(id) ?? id),
            ...stopIds.map((id) => city?.stopName(id) ?? id),
          ];
          return (
            <li key={one.alertId}>
              <AddressLink to={{ view: 'alerts', filters: { alert: one.alertId } }}>
                {one.alert.header[language] ?? one.alertId}
              </AddressLink>
              <br />
              <span className="quiet">
                {[
                  ...(isWide ? [texts.wide] : []),
                  ...names.slice(0, MOST_NAMED),
                  ...(names.length > MOST_NAMED ? [texts.more(names.length - MOST_NAMED)] : []),
                ].join(', ')}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
