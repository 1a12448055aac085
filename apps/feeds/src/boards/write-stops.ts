import { type Language, PASSENGER_WORDS, capital } from '@rukh/domain/passenger';
import type { z } from 'zod';
import type { listedStopSchema } from '../passengers/schemas.js';
import { type Html, html } from './html.js';
import { PAGE_WORDS } from './page-words.js';
import { type WriteName, writeNamesWithin } from './write-name.js';
import { writePage } from './write-page.js';

export interface StopsPage {
  readonly language: Language;
  readonly attribution: string;
  readonly writeName: WriteName;
  readonly query: string;
  readonly near: string | undefined;
  /** Undefined where nothing was asked for. */
  readonly stops: readonly z.output<typeof listedStopSchema>[] | undefined;
}

/** Stops by name, code or place: a list first, which works for all. */
export function writeStopsPage(page: StopsPage): string {
  const { language, attribution, query, near, stops } = page;
  const words = PAGE_WORDS[language];
  const heading = near === undefined ? words.found : words.nearYou;
  return writePage({
    language,
    title: words.findStop,
    path: '/stops',
    query: { ...(query === '' ? {} : { q: query }), ...(near === undefined ? {} : { near }) },
    attribution,
    isLocating: true,
    main: html`<h1>${words.findStop}</h1>
      ${writeStopSearch(language, query)}
      <p><button type="button" id="locate" hidden data-lang="${language}">${words.useLocation}</button></p>
      <p id="locate-failed" role="status" data-text="${words.locationDenied}"></p>
      ${
        stops === undefined
          ? undefined
          : html`<h2>${heading}</h2>
              ${stops.length === 0 ? html`<p>${words.nothingFound}</p>` : writeStopList(stops, page)}`
      }`,
  });
}

export function writeStopSearch(language: Language, query = ''): Html {
  const words = PAGE_WORDS[language];
  return html`<form action="/stops" method="get" role="search">
    <input type="hidden" name="lang" value="${language}" />
    <label for="q">${words.findHelp}</label>
    <div class="search">
      <input id="q" name="q" type="search" value="${query}" maxlength="100" autocomplete="off" />
      <button type="submit">${words.find}</button>
    </div>
  </form>`;
}

function writeStopList(stops: NonNullable<StopsPage['stops']>, { language, writeName }: StopsPage): Html {
  const words = PAGE_WORDS[language];
  return html`<ul class="stop-list">
    ${stops.map(
      ({ code, name, metres, routes, ways }) =>
        html`<li>
          <a href="/s/${encodeURIComponent(code)}?lang=${language}">${writeName(name)} (${code})</a
          >${metres === undefined ? undefined : `, ${words.metres(metres)}`}${ways.length === 0 ? undefined : html`, ${writeNamesWithin(PASSENGER_WORDS[language].ways(ways), ways, writeName)}`}<br /><span
            class="details"
            >${routes.length === 0 ? undefined : `${words.routesHere}: ${routes.join(', ')}`}</span
          >
        </li> `,
    )}
  </ul>`;
}

export interface RoutesPage {
  readonly language: Language;
  readonly attribution: string;
  readonly writeName: WriteName;
  readonly routes: readonly {
    routeId: string;
    name: string;
    longName: string;
    mode: keyof (typeof PASSENGER_WORDS)['uk']['modes'];
  }[];
}

export function writeRoutesPage({ language, attribution, writeName, routes }: RoutesPage): string {
  const words = PAGE_WORDS[language];
  const byMode = Map.groupBy(routes, ({ mode }) => mode);
  return writePage({
    language,
    title: words.routes,
    path: '/routes',
    attribution,
    main: html`<h1>${words.routes}</h1>
      ${[...byMode].map(
        ([mode, list]) =>
          html`<h2>${capital(PASSENGER_WORDS[language].modes[mode])}</h2>
            <ul class="route-list">
              ${list.map(
                ({ routeId, name, longName }) =>
                  html`<li>
                    <a href="/routes/${encodeURIComponent(routeId)}?lang=${language}">${name}</a>
                    <span class="details">${longName === name ? undefined : writeName(longName)}</span>
                  </li> `,
              )}
            </ul> `,
      )}`,
  });
}
