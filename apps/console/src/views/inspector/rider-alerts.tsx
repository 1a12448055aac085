import { useLineAlerts } from '../../live/use-line-alerts.js';
import { defineTexts } from '../../text/define-texts.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { WriteAlertLink } from '../../ui/alert-link.js';
import { AddressLink } from '../../url/address-link.js';

const TEXTS = defineTexts(
  { title: 'Пасажирам лінії сказано', none: 'Пасажирам лінії нічого не сказано.' },
  { title: 'Riders of the line are told', none: 'Riders of the line are told nothing.' },
);

/** What riders of a line read in alerts now, also that it is nothing; and the way to tell them. */
export function RiderAlerts({ routeId }: { routeId: string }) {
  const texts = useTexts(TEXTS);
  const language = useLanguage();
  const alerts = useLineAlerts(routeId);
  return (
    <>
      {alerts?.length === 0 && <p>{texts.none}</p>}
      {alerts !== undefined && alerts.length > 0 && (
        <section>
          <h3>{texts.title}</h3>
          <ul>
            {alerts.map(({ alertId, alert }) => (
              <li key={alertId}>
                <AddressLink to={{ view: 'alerts', filters: { alert: alertId } }}>
                  {alert.header[language] ?? alertId}
                </AddressLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      <WriteAlertLink about={{ kind: 'route', id: routeId }} />
    </>
  );
}
