import { useLive } from '../live/use-live.js';
import { useMay } from '../session/session.js';
import { defineTexts } from '../text/define-texts.js';
import { useTexts } from '../text/use-texts.js';
import { AddressLink } from '../url/address-link.js';
import type { Selection } from '../url/page-state.js';

const TEXTS = defineTexts(
  { write: 'Повідомити пасажирів…', change: 'Відкрити повідомлення' },
  { write: 'Tell the riders…', change: 'Open the alert' },
);

/** To a new alert about something; for who writes alerts, and not of the past. */
export function WriteAlertLink({ about }: { about: Selection & { kind: 'route' | 'stop' | 'trip' } }) {
  const texts = useTexts(TEXTS);
  const { link } = useLive('link');
  const mayWrite = useMay('alerts.write');
  if (!mayWrite || link === 'replay') return null;
  return (
    <p>
      <AddressLink
        className="button"
        to={{ view: 'alerts', filters: { alert: 'new', about: `${about.kind}:${about.id}` } }}
      >
        {texts.write}
      </AddressLink>
    </p>
  );
}

/** To an alert that was written by hand. */
export function OpenAlertLink({ alertId }: { alertId: string }) {
  const texts = useTexts(TEXTS);
  return (
    <p>
      <AddressLink className="button" to={{ view: 'alerts', filters: { alert: alertId } }}>
        {texts.change}
      </AddressLink>
    </p>
  );
}
