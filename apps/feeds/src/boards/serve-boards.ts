import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import {
  PASSENGER_WORDS,
  clockTime,
  describeRouteLabel,
  drawLine,
  findStopsByCode,
  listAlerts,
  BOARD_HORIZON_SECONDS,
  makeBoard,
} from '@rukh/domain/passenger';
import { z } from 'zod';
import { creditData } from '../catalogue/credit-data.js';
import { AnswerCity, type CityBody } from '../city/answer-city.js';
import { htmlBody } from '../city/bodies.js';
import type { City } from '../city/read-city.service.js';
import type { FeedsConfig } from '../config.js';
import type { RouteDescription } from '../http/describe-route.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import {
  describeParameters,
  languageOf,
  pathPart,
  readQuery,
  type Parameters,
} from '../passengers/read-query.js';
import { listRoutes } from '../passengers/serve-routes.js';
import { listStops, place } from '../passengers/serve-stops.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { openPolicy } from './open-policy.js';
import { refuseByPage } from './send-failure-page.js';
import { type AlertsView } from './write-alerts.js';
import { writeAlertsPage } from './write-alerts-page.js';
import { type BoardPage, MOST_ROWS, writeBoardPage } from './write-board.js';
import { writeLinePage } from './write-line.js';
import { nameWriter } from './write-name.js';
import { THEMES } from './write-page.js';
import { writeRoutesPage, writeStopsPage } from './write-stops.js';

const ROWS = 12;
const BIG_ROWS = 8;
/** A display has no reader who could ask again: the server tells the browser to. */
const BIG_REFRESH_SECONDS = 15;
const NEARBY_METRES = 1500;
const LISTED_STOPS = 30;

const flag = z.literal('1').optional();
const boardQuery = {
  route: z.string().max(200).optional().describe('Only this route: its id'),
  embed: flag.describe('1: for a frame in another page'),
  big: flag.describe('1: large letters, for a display'),
  rows: z
    .enum(['4', '8', '12', String(MOST_ROWS)])
    .optional()
    .describe('At most so many arrivals; 12 where not given, 8 on a display'),
  theme: z
    .enum(THEMES)
    .optional()
    .describe('light or dark, whatever the reader has: for frames and displays'),
};
const stopsQuery = { q: z.string().max(100).optional(), near: place.optional() };

/** Pages for those who wait: /s/{code}, /stops, /routes, /alerts. They work without scripts. */
@Injectable()
export class ServeBoards implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly answers: AnswerCity,
  ) {}

  onModuleInit(): void {
    const { routes } = this;
    const board = page(
      '/s/{code}',
      'The board of a stop',
      { code: 'Code on the sign of the stop' },
      boardQuery,
    );
    routes.open('/s/{code}', board, (request, reply) => this.#board(request, reply));
    const stops = page('/stops', 'Stops by name, code or place', {}, stopsQuery);
    routes.open('/stops', stops, (request, reply) => this.#stops(request, reply));
    routes.open('/routes', page('/routes', 'All routes'), (request, reply) =>
      this.#page(request, reply, '/routes', (shared, city) =>
        writeRoutesPage({ ...shared, routes: listRoutes(city) }),
      ),
    );
    const line = page('/routes/{id}', 'A route as a line with its vehicles', { id: 'route_id' });
    routes.open('/routes/{id}', line, (request, reply) => this.#line(request, reply));
    routes.open('/alerts', page('/alerts', 'What riders should know'), (request, reply) =>
      this.#page(request, reply, '/alerts', ({ language, attribution }, city, now) =>
        writeAlertsPage({
          language,
          attribution,
          alerts: listAlerts(city.calls, city.alerts, {}, language),
          areKnown: city.areAlertsKnown,
          view: alertsView(city, language),
          time: clockTime(now, city.calls.schedule.timeZone),
        }),
      ),
    );
  }

  #board(request: HttpRequest, reply: HttpReply): Promise<HttpReply> | HttpReply {
    const query = readQuery(request, boardQuery);
    if (typeof query === 'string') return refusePage(request, reply, query);
    const code = pathPart(request, 'code');
    const { route, embed, big, theme } = query;
    const form = big ? 'big' : embed ? 'embed' : 'page';
    const asked = Number(query.rows ?? (form === 'big' ? BIG_ROWS : ROWS));
    const rows = form === 'big' ? Math.min(asked, ROWS) : asked;
    openPolicy(reply, { frames: form === 'embed' });
    if (form === 'big') reply.header('refresh', String(BIG_REFRESH_SECONDS));
    const key = ['/s', code, route, form, query.rows, theme].join('\n');
    const missing = PASSENGER_WORDS[languageOf(request)].noStop(code);
    return this.#page(
      request,
      reply,
      key,
      (shared, city, now) => {
        const only = route === undefined ? {} : { routeId: route };
        const look = theme === undefined ? {} : { theme };
        const shown = { form, rows, isAskedFor: query.rows !== undefined, ...only, ...look } as const;
        return this.#writeBoard(city, shared, { code, now, ...shown });
      },
      { missing, isBare: form !== 'page' },
    );
  }

  #writeBoard(
    city: City,
    shared: Shared,
    { code, now, ...shown }: Shown & { readonly code: string; readonly now: number },
  ): string | undefined {
    const { form, rows, routeId } = shown;
    const { language, ...written } = shared;
    const stops = findStopsByCode(city.calls, code);
    if (stops.length === 0) return undefined;
    const routeIds = routeId === undefined ? {} : { routeIds: new Set([routeId]) };
    const asked = {
      stops,
      now,
      limit: rows,
      horizonSeconds: BOARD_HORIZON_SECONDS,
      language,
      ...routeIds,
      // The rows of a display are few: they are for those who wait for a ride.
      isBoardingOnly: form === 'big',
    };
    return writeBoardPage({
      board: makeBoard(city.calls, city, asked),
      saying: { language, now, timeZone: city.calls.schedule.timeZone },
      alertsView: alertsView(city, language),
      ...written,
      ...shown,
    });
  }

  #stops(request: HttpRequest, reply: HttpReply): Promise<HttpReply> | HttpReply {
    const query = readQuery(request, stopsQuery);
    if (typeof query === 'string') return refusePage(request, reply, query);
    openPolicy(reply, { forms: true });
    const { near } = query;
    const q = query.q?.trim() ?? '';
    return this.#page(request, reply, ['/stops', near, q].join('\n'), (shared, city) => {
      const isAsked = near !== undefined || q !== '';
      const asked = { near, q, radius: NEARBY_METRES, limit: LISTED_STOPS };
      return writeStopsPage({
        ...shared,
        query: q,
        near,
        stops: isAsked ? listStops(city, asked) : undefined,
      });
    });
  }

  #line(request: HttpRequest, reply: HttpReply): Promise<HttpReply> {
    const routeId = pathPart(request, 'id');
    return this.#page(request, reply, `/routes\n${routeId}`, (shared, city, now) => {
      const { calls, live, alerts } = city;
      const { routeIndexOf, agencies, routes, timeZone } = calls.schedule;
      const route = routeIndexOf.get(routeId);
      if (route === undefined) return undefined;
      return writeLinePage({
        ...shared,
        route: describeRouteLabel(calls, route),
        agency: agencies[routes[route]!.agency]!.name,
        directions: drawLine(calls, live, route),
        calls,
        alerts: listAlerts(calls, alerts, { routes: [route] }, shared.language),
        alertsView: alertsView(city, shared.language),
        isLive: live !== undefined,
        time: clockTime(now, timeZone),
      });
    });
  }

  #page(
    request: HttpRequest,
    reply: HttpReply,
    key: string,
    write: (shared: Shared, city: City, now: number) => string | undefined,
    failed: { readonly missing?: string; readonly isBare?: boolean } = {},
  ): Promise<HttpReply> {
    const language = languageOf(request);
    return this.answers.send(request, reply, {
      key: `page\n${key}\n${language}`,
      language,
      vary: 'Accept-Language',
      refuse: refuseByPage({ language, path: pathOf(request), ...failed }),
      answer: (city, now): CityBody | undefined => {
        const { schedule, translated } = city.calls;
        const { attribution } = creditData(this.config, schedule);
        const shared = {
          language,
          attribution,
          writeName: nameWriter(language, schedule.language, translated),
        };
        const text = write(shared, city, now);
        return text === undefined ? undefined : htmlBody(text);
      },
    });
  }
}

function refusePage(request: HttpRequest, reply: HttpReply, detail: string): HttpReply {
  return refuseByPage({ language: languageOf(request), path: pathOf(request) })(reply, 400, detail);
}

function pathOf({ raw }: HttpRequest): string {
  return raw.url!.split('?', 1)[0]!;
}

/** How a board is to be shown. */
type Shown = Pick<BoardPage, 'form' | 'rows' | 'isAskedFor' | 'routeId' | 'theme'>;

type Shared = Pick<BoardPage, 'attribution' | 'writeName'> & Pick<AlertsView, 'language'>;

function alertsView({ calls }: City, language: AlertsView['language']): AlertsView {
  const { routes, timeZone } = calls.schedule;
  const routeNames = new Map(
    routes.map(({ routeId, shortName, longName }) => [routeId, shortName || longName]),
  );
  return { language, timeZone, routeNames };
}

function page(
  url: string,
  summary: string,
  path: Readonly<Record<string, string>> = {},
  query: Parameters = {},
): RouteDescription {
  return {
    tag: 'pages',
    summary,
    mediaType: 'text/html',
    schema: { type: 'string' },
    isConditional: true,
    isAwayWhen: 'No timetable is in force yet',
    parameters: describeParameters(url, path, query),
  };
}
