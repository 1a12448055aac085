import type { Language, PassengerAlert } from '@rukh/domain/passenger';
import { html } from './html.js';
import { PAGE_WORDS } from './page-words.js';
import { type AlertsView, writeAlertList } from './write-alerts.js';
import { writePage } from './write-page.js';

export interface AlertsPage {
  readonly language: Language;
  readonly attribution: string;
  readonly alerts: readonly PassengerAlert[];
  readonly areKnown: boolean;
  readonly view: AlertsView;
  readonly time: string;
}

export function writeAlertsPage({ language, attribution, alerts, areKnown, view, time }: AlertsPage): string {
  const words = PAGE_WORDS[language];
  return writePage({
    language,
    title: words.alerts,
    path: '/alerts',
    attribution,
    refreshSeconds: 30,
    main: html`<h1>${words.alerts}</h1>
      ${alerts.length === 0 ? html`<p>${areKnown ? words.noAlerts : words.alertsUnknown}</p>` : writeAlertList(alerts, view, 'h2')}
      <p class="as-of">${words.asOf(time)} ${words.updates}</p>`,
  });
}
