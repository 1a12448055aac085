/** The board of a stop as a page: a table whose rows begin with the line, and which needs no script. */
import {
  type Arrival,
  type Board,
  PASSENGER_WORDS,
  type Saying,
  capital,
  isRunning,
  clockTime,
  sayApproaching,
  sayDetails,
  sayOutlook,
  sayState,
  sayStaleness,
  sayWhenShort,
} from '@rukh/domain/passenger';
import { type Html, html } from './html.js';
import { PAGE_WORDS } from './page-words.js';
import { type AlertsView, writeAlertHeaders, writeAlertLine } from './write-alerts.js';
import { type WriteName, writeNamesWithin } from './write-name.js';
import { type Theme, writePage } from './write-page.js';

export interface BoardPage {
  readonly board: Board;
  readonly saying: Saying;
  readonly alertsView: AlertsView;
  readonly attribution: string;
  readonly writeName: WriteName;
  readonly form: 'page' | 'embed' | 'big';
  /** The route shown alone, where one is. */
  readonly routeId?: string;
  /** At most so many arrivals; `isAskedFor` where who asks said how many. */
  readonly rows: number;
  readonly isAskedFor: boolean;
  readonly theme?: Theme;
}

const REFRESH_SECONDS = 15;
/** What the page shows where more is asked for. */
export const MOST_ROWS = 40;

export function writeBoardPage(page: BoardPage): string {
  const { board, saying, form, attribution, rows, theme } = page;
  const { name, code } = board.stop;
  return writePage({
    language: saying.language,
    title: `${name} (${code})`,
    path: `/s/${encodeURIComponent(code)}`,
    query: queryOf(page),
    main: writeMain(page),
    attribution,
    refreshSeconds: form === 'big' ? 0 : REFRESH_SECONDS,
    isBare: form !== 'page',
    isFramed: form === 'embed',
    ...(theme === undefined ? {} : { theme }),
    className: form === 'big' ? `big rows-${rows}` : form,
  });
}

function writeMain(page: BoardPage): Html {
  const { board, saying, form, alertsView, writeName } = page;
  const words = PAGE_WORDS[saying.language];
  const { name, code } = board.stop;
  const time = clockTime(board.asOf, saying.timeZone);
  const stale = sayStaleness(board, saying.language);
  const outlook = sayOutlook(board, saying);
  const here = form === 'page' ? words.refresh : form === 'embed' ? words.wholeBoard : undefined;
  const refresh = here === undefined ? undefined : html` <a href="${hereOf(page)}">${here}</a>`;
  return html`<h1>
      ${writeName(name)}
      <span class="code"><span class="hidden">${words.code} </span>${code}</span>
    </h1>
    ${form === 'big' ? writeAlertHeaders(board.alerts, alertsView) : writeAlertLine(board.alerts, alertsView)}
    ${stale === undefined ? undefined : html`<p class="notice">${stale}</p>`}
    ${board.arrivals.length === 0 ? undefined : writeTable(page, html`${words.arrivals} ${writeName(name)}`)}
    ${outlook === undefined ? undefined : html`<p class="outlook">${outlook}</p>`} ${writeApproaching(page)}
    <p class="as-of">${words.asOf(time)} ${form === 'big' ? undefined : words.updates}${refresh}</p>
    ${form === 'page' ? writeMore(page) : undefined}`;
}

/** They have no minutes, so they do not stand among those of the table that have; a large display has no room beside it. */
function writeApproaching({ board, saying: { language }, form, writeName }: BoardPage): Html | undefined {
  const { approaching, arrivals } = board;
  if (approaching.length === 0 || (form === 'big' && arrivals.length > 0)) return undefined;
  const words = PAGE_WORDS[language];
  return html`<div class="coming">
    <h2>${words.approaching}</h2>
    <ul>
      ${approaching.slice(0, MOST_APPROACHING).map((one) => html`<li>${writeNamesWithin(sayApproaching(one, language), [one.headsign], writeName)}</li> `)}
    </ul>
  </div>`;
}

const MOST_APPROACHING = 5;

/** What was asked for of the page, but for the language. */
function queryOf({ form, routeId, rows, isAskedFor, theme }: BoardPage): Record<string, string> {
  return {
    ...(routeId === undefined ? {} : { route: routeId }),
    ...(form === 'big' ? { big: '1', rows: String(rows) } : {}),
    ...(form === 'page' && isAskedFor ? { rows: String(rows) } : {}),
    // That of a frame is of the page around it: the whole board is its own page.
    ...(theme === undefined || form === 'embed' ? {} : { theme }),
  };
}

function hereOf(page: BoardPage, more: Readonly<Record<string, string>> = {}): string {
  const { board, saying } = page;
  const query = new URLSearchParams({ lang: saying.language, ...queryOf(page), ...more });
  return `/s/${encodeURIComponent(board.stop.code)}?${query.toString()}`;
}

function writeTable(page: BoardPage, caption: Html): Html {
  const { arrivals } = page.board;
  const words = PAGE_WORDS[page.saying.language];
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
      ${arrivals.map((arrival) => writeRow(arrival, page))}
    </tbody>
  </table>`;
}

function writeRow(arrival: Arrival, { saying, form, writeName }: BoardPage): Html {
  const { language } = saying;
  const words = PASSENGER_WORDS[language];
  const { mode, routeId, routeName, headsign, state, endsAt } = arrival;
  const details = sayDetails(arrival, saying);
  const isOff = !isRunning(arrival);
  const when = sayWhenShort(arrival, saying);
  const look = arrival.isSilent ? 'silent' : arrival.isVehicleElsewhere ? 'expected' : state;
  return html`<tr class="${look}">
    <th scope="row">
      <span class="mode">${capital(words.modes[mode])}</span>
      ${form === 'big' ? html`<span class="route">${routeName}</span>` : html`<a href="/routes/${encodeURIComponent(routeId)}?lang=${language}" class="route">${routeName}</a>`}
    </th>
    <td>
      ${writeName(headsign)}${details.length === 0 ? undefined : html`<span class="hidden">: </span><span class="details">${details.map((detail, i) => html`${i === 0 ? '' : ', '}${writeNamesWithin(detail, [endsAt], writeName)}`)}</span>`}
    </td>
    <td class="when">
      ${isOff ? html`<s>${when}</s>` : html`<strong>${when}</strong>`}
      <span class="state">${sayState(arrival, saying)}</span>
    </td>
  </tr> `;
}

function writeMore(page: BoardPage): Html {
  const {
    board,
    saying: { language },
    rows,
  } = page;
  const words = PAGE_WORDS[language];
  const here = `/s/${encodeURIComponent(board.stop.code)}`;
  const isCut = board.arrivals.length >= rows && rows < MOST_ROWS;
  return html`<nav aria-labelledby="more">
    ${isCut ? html`<p><a href="${hereOf(page, { rows: String(MOST_ROWS) })}">${words.moreRows}</a></p>` : undefined}
    ${writeLines(page)}
    <h2 id="more">${words.more}</h2>
    <ul class="links">
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

/** All lines of the stop: of thirty those that come next fill the board, and the one waited for may not be among them. */
function writeLines({ routeId, ...page }: BoardPage): Html | undefined {
  const { board, saying } = page;
  const words = PAGE_WORDS[saying.language];
  if (board.lines.length < 2) return undefined;
  return html`<h2 id="lines">${words.onlyLine}</h2>
    <ul class="lines" aria-labelledby="lines">
      ${routeId === undefined ? undefined : html`<li><a href="${hereOf(page)}">${words.allLines}</a></li>`}
      ${board.lines.map((line) => {
        const current = line.routeId === routeId ? html` aria-current="true"` : undefined;
        return html`<li>
          <a href="${hereOf(page, { route: line.routeId })}" ${current}>${line.name}</a>
        </li> `;
      })}
    </ul>`;
}
