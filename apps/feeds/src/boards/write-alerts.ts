import { type Language, type PassengerAlert, localDateTime } from '@rukh/domain/passenger';
import { type Html, html } from './html.js';
import { PAGE_WORDS } from './page-words.js';

export interface AlertsView {
  readonly language: Language;
  readonly timeZone: string;
  readonly routeNames: ReadonlyMap<string, string>;
}

const DISPLAYED_ALERTS = 2;

/** Alerts collapsed to one line, so that they do not push arrivals off the screen; nothing where there are none. */
export function writeAlertLine(alerts: readonly PassengerAlert[], view: AlertsView): Html | undefined {
  const [first] = alerts;
  if (!first) return undefined;
  const words = PAGE_WORDS[view.language];
  return html`<details class="alerts">
<summary><span class="line"><span aria-hidden="true">⚠ </span>${words.alertCount(alerts.length)}: <span${langOf(first, view)}>${first.header}</span></span></summary>
${writeAlertList(alerts, view, 'h2')}
</details>`;
}

/** What a display shows, which nobody can open: each alert in a line, the rest counted. */
export function writeAlertHeaders(alerts: readonly PassengerAlert[], view: AlertsView): Html | undefined {
  if (alerts.length === 0) return undefined;
  const shown = alerts.slice(0, DISPLAYED_ALERTS);
  const more = alerts.length - shown.length;
  return html`<ul class="alerts headers">
    ${shown.map((alert) => html`<li${langOf(alert, view)}><span aria-hidden="true">⚠ </span>${alert.header}</li> `)}
    ${more === 0 ? undefined : html`<li>${PAGE_WORDS[view.language].moreAlerts(more)}</li>`}
  </ul>`;
}

export function writeAlertList(
  alerts: readonly PassengerAlert[],
  view: AlertsView,
  heading: 'h2' | 'h3',
): Html {
  const level = { html: heading };
  return html`<ul class="alert-list">
    ${alerts.map(
      (alert) => html`<li><${level}${langOf(alert, view)}>${alert.header}</${level}>
${writeLines(alert, view)}<p${langOf(alert, view)}>${alert.description}</p>
${writePeriods(alert, view)}${alert.url === undefined ? undefined : html`<p><a href="${alert.url}">${PAGE_WORDS[view.language].readMore}: ${alert.header}</a></p>`}</li>
`,
    )}
  </ul>`;
}

/** A text may be in another language than the page: the voice that reads it out must know. */
function langOf({ language }: PassengerAlert, view: AlertsView): Html | undefined {
  const isOther = language !== undefined && language !== view.language && /^[A-Za-z-]{2,20}$/.test(language);
  return isOther ? html` lang="${language}"` : undefined;
}

function writeLines({ routeIds }: PassengerAlert, { language, routeNames }: AlertsView): Html | undefined {
  const named = routeIds.flatMap((routeId) => {
    const name = routeNames.get(routeId);
    return name === undefined
      ? []
      : [html`<a href="/routes/${encodeURIComponent(routeId)}?lang=${language}">${name}</a> `];
  });
  return named.length === 0 ? undefined : html`<p>${PAGE_WORDS[language].routes}: ${named}</p> `;
}

function writePeriods({ periods }: PassengerAlert, { language, timeZone }: AlertsView): Html | undefined {
  const words = PAGE_WORDS[language];
  const told = periods
    .map(({ start, end }) =>
      words.period(
        start === undefined ? undefined : localDateTime(start, timeZone),
        end === undefined ? undefined : localDateTime(end, timeZone),
      ),
    )
    .filter((period) => period !== '');
  return told.length === 0 ? undefined : html`<p>${told.join('; ')}</p> `;
}
