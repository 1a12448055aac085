/** A route as a line of stops with its vehicles between them: a list that reads the same as it looks. */
import {
  type DrawnDirection,
  type Language,
  PASSENGER_WORDS,
  type PassengerAlert,
  type PassengerVehicle,
  type RouteLabel,
  type StopCalls,
  capital,
  codeOf,
  nameOf,
} from '@rukh/domain/passenger';
import { type Html, html } from './html.js';
import { PAGE_WORDS } from './page-words.js';
import { type AlertsView, writeAlertLine } from './write-alerts.js';
import { type WriteName, writeNamesWithin } from './write-name.js';
import { writePage } from './write-page.js';

export interface LinePage {
  readonly language: Language;
  readonly attribution: string;
  readonly writeName: WriteName;
  readonly route: RouteLabel;
  readonly agency: string;
  readonly directions: readonly DrawnDirection[];
  readonly calls: StopCalls;
  readonly alerts: readonly PassengerAlert[];
  readonly alertsView: AlertsView;
  readonly isLive: boolean;
  readonly time: string;
}

const REFRESH_SECONDS = 15;

export function writeLinePage(page: LinePage): string {
  const { language, route, agency, directions, alerts, alertsView, time, isLive, attribution, writeName } =
    page;
  const words = PAGE_WORDS[language];
  const title = `${capital(PASSENGER_WORDS[language].modes[route.mode])} ${route.name}`;
  return writePage({
    language,
    title,
    path: `/routes/${encodeURIComponent(route.routeId)}`,
    attribution,
    refreshSeconds: REFRESH_SECONDS,
    main: html`<h1>${title}</h1>
      <p>
        ${route.longName === route.name ? undefined : html`${writeName(route.longName)}. `}${writeName(agency)}
      </p>
      ${writeAlertLine(alerts, alertsView)}
      ${isLive ? undefined : html`<p class="notice">${PASSENGER_WORDS[language].noLive}</p>`}
      <p>${words.lineHelp}</p>
      <div class="directions">${directions.map((direction) => writeDirection(direction, page))}</div>
      <p class="as-of">${words.asOf(time)} ${words.updates}</p>
      <p>
        <a class="map-link" href="/map?lang=${language}&amp;route=${encodeURIComponent(route.routeId)}"
          >${words.onMap}</a
        >
      </p>`,
  });
}

function writeDirection(direction: DrawnDirection, { language, calls, writeName }: LinePage): Html {
  const words = PAGE_WORDS[language];
  const { headsign, places, elsewhere, directionId } = direction;
  const isEmpty = elsewhere.length === 0 && places.every(({ vehicles }) => vehicles.length === 0);
  const id = `direction-${directionId}`;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${writeNamesWithin(words.directionTo(headsign), [headsign], writeName)}</h2>
    ${isEmpty ? html`<p>${words.noVehicles}</p>` : undefined}
    <ol class="line-diagram" aria-label="${words.stopsOfLine}">
      ${places.map(({ stop, vehicles }) => {
        const code = codeOf(calls.schedule, stop);
        return html`<li>
          ${vehicles.map((vehicle) => writeVehicle(vehicle, language))}<a
            class="stop"
            href="/s/${encodeURIComponent(code)}?lang=${language}"
            >${writeName(nameOf(calls.schedule, stop))} <span class="code">${code}</span></a
          >
        </li> `;
      })}
    </ol>
    ${
      elsewhere.length === 0
        ? undefined
        : html`<h3>${words.elsewhere}</h3>
            <ul class="elsewhere">
              ${elsewhere.map((vehicle) => html`<li>${writeVehicle(vehicle, language)}</li>`)}
            </ul>`
    }
  </section> `;
}

function writeVehicle(vehicle: PassengerVehicle, language: Language): Html {
  const words = PASSENGER_WORDS[language];
  const { isAtStop, isLowFloor, occupancyStatus, label, vehicleId, stopName } = vehicle;
  const where =
    stopName === undefined
      ? undefined
      : isAtStop
        ? PAGE_WORDS[language].vehicleAt
        : PAGE_WORDS[language].vehicleTo;
  const details = [
    where,
    isLowFloor === undefined ? undefined : isLowFloor ? words.lowFloor : words.notLowFloor,
    words.occupancy[occupancyStatus ?? -1],
  ].filter((detail) => detail !== undefined && detail !== '');
  const name = `${capital(words.modes[vehicle.mode ?? 'bus'])} ${label ?? vehicleId}`;
  return html`<span class="vehicle"
    ><span aria-hidden="true">▼ </span
    ><strong>${name}</strong>${details.length === 0 ? undefined : `: ${details.join(', ')}`}</span
  > `;
}
