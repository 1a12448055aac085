/** The board of a stop as a page: a table whose rows begin with the line, and which needs no script. */
import {
  type Arrival,
  type Board,
  PASSENGER_WORDS,
  type Saying,
  capital,
  clockTime,
  sayDetails,
  sayState,
  sayStaleness,
  sayWhenShort,
} from '@rukh/domain/passenger';
import { type Html, html } from './html.js';
import { PAGE_WORDS } from './page-words.js';
import { type AlertsView, writeAlertHeaders, writeAlertLine } from './write-alerts.js';
import { writeName } from './write-name.js';
import { writePage } from './write-page.js';

export interface BoardPage {
  readonly board: Board;
  readonly saying: Saying;
  readonly alertsView: AlertsView;
  readonly attribution: string;
  readonly form: 'page' | 'embed' | 'big';
  /** The route shown alone, where one is. */
  readonly routeId?: string;
  readonly rows?: number;
}

const REFRESH_SECONDS = 15;

export function writeBoardPage(page: BoardPage): string {
  const { board, saying, form, attribution, routeId, rows } = page;
  const { name, code } = board.stop;
  return writePage({
    language: saying.language,
    title: `${name} (${code})`,
    path: `/s/${encodeURIComponent(code)}`,
    query: {
      ...(routeId === undefined ? {} : { route: routeId }),
      ...(form === 'big' ? { big: '1', rows: String(rows) } : {}),
    },
    main: writeMain(page),
    attribution,
    refreshSeconds: form === 'big' ? 0 : REFRESH_SECONDS,
    isBare: form !== 'page',
    className: form === 'big' ? `big rows-${rows}` : form,
  });
}

function writeMain(page: BoardPage): Html {
  const { board, saying, form, alertsView } = page;
  const words = PAGE_WORDS[saying.language];
  const { name, code } = board.stop;
  const time = clockTime(board.asOf, saying.timeZone);
  const stale = sayStaleness(board, saying.language);
  const refresh = form === 'page' ? html` <a href="${hereOf(page)}">${words.refresh}</a>` : undefined;
  return html`<h1>
      ${writeName(name, saying.language)}
      <span class="code"><span class="hidden">${words.code} </span>${code}</span>
    </h1>
    ${form === 'big' ? writeAlertHeaders(board.alerts, alertsView) : writeAlertLine(board.alerts, alertsView)}
    ${stale === undefined ? undefined : html`<p class="notice">${stale}</p>`}
    ${board.arrivals.length === 0 ? html`<p>${PASSENGER_WORDS[saying.language].none}</p>` : writeTable(page, html`${words.arrivals} ${writeName(name, saying.language)}`)}
    <p class="as-of">${words.asOf(time)} ${form === 'big' ? undefined : words.updates}${refresh}</p>
    ${form === 'page' ? writeMore(page) : undefined}`;
}

function hereOf({ board, saying, routeId }: BoardPage): string {
  const query = new URLSearchParams({
    lang: saying.language,
    ...(routeId === undefined ? {} : { route: routeId }),
  });
  return `/s/${encodeURIComponent(board.stop.code)}?${query.toString()}`;
}

function writeTable({ board: { arrivals }, saying, form }: BoardPage, caption: Html): Html {
  const words = PAGE_WORDS[saying.language];
  return html`<table class="board">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.line}</th>
        <th scope="col">${words.towards}</th>
        <th scope="col">${words.when}</th>
      </tr>
    </thead>
    <tbody>
      ${arrivals.map((arrival) => writeRow(arrival, saying, form))}
    </tbody>
  </table>`;
}

function writeRow(arrival: Arrival, saying: Saying, form: BoardPage['form']): Html {
  const { language } = saying;
  const words = PASSENGER_WORDS[language];
  const { mode, routeId, routeName, headsign, state } = arrival;
  const details = sayDetails(arrival, saying);
  const isOff = state === 'cancelled' || state === 'skipped';
  const when = sayWhenShort(arrival, saying);
  return html`<tr class="${arrival.isVehicleElsewhere ? 'expected' : state}">
    <th scope="row">
      <span class="mode">${capital(words.modes[mode])}</span>
      ${form === 'big' ? html`<span class="route">${routeName}</span>` : html`<a href="/routes/${encodeURIComponent(routeId)}?lang=${language}" class="route">${routeName}</a>`}
    </th>
    <td>
      ${writeName(headsign, language)}${details.length === 0 ? undefined : html`<span class="hidden">: </span><span class="details">${details.join(', ')}</span>`}
    </td>
    <td class="when">
      ${isOff ? html`<s>${when}</s>` : html`<strong>${when}</strong>`}
      <span class="state">${sayState(arrival, saying)}</span>
    </td>
  </tr> `;
}

function writeMore({ board, saying: { language }, routeId }: BoardPage): Html {
  const words = PAGE_WORDS[language];
  const here = `/s/${encodeURIComponent(board.stop.code)}`;
  const lines = new Map(board.arrivals.map((arrival) => [arrival.routeId, arrival.routeName]));
  const all = html`<li><a href="${here}?lang=${language}">${words.allLines}</a></li>`;
  const only = [...lines].map(
    ([id, name]) =>
      html`<li>
        <a href="${here}?lang=${language}&amp;route=${encodeURIComponent(id)}">${words.onlyLine}: ${name}</a>
      </li> `,
  );
  return html`<nav aria-labelledby="more">
    <h2 id="more">${words.more}</h2>
    <ul class="links">
      ${routeId === undefined ? only : all}
      <li>
        <a href="/api/v1/stops/${encodeURIComponent(board.stop.code)}/arrivals.txt?lang=${language}"
          >${words.asText}</a
        >
      </li>
      <li><a href="${here}?lang=${language}&amp;big=1">${words.bigBoard}</a></li>
      <li><a href="${here}/poster.svg">${words.poster}</a></li>
    </ul>
  </nav>`;
}
