import { drawQr } from '@rukh/adapters/tickets';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { StopIndex } from '@rukh/domain/gtfs';
import {
  LANGUAGES,
  describeRouteLabel,
  describeStop,
  findStopsByCode,
  listPlatforms,
} from '@rukh/domain/passenger';
import { type City, ReadCity, cityIn } from '../city/read-city.service.js';
import type { FeedsConfig } from '../config.js';
import { OPEN_HEADERS } from '../http/answer-document.js';
import { baseUrlOf } from '../http/base-url.js';
import type { RouteDescription } from '../http/describe-route.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { sendProblem } from '../http/send-problem.js';
import { pathPart } from '../passengers/read-query.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { type PosterName, drawPoster } from './draw-poster.js';

/** /s/{code}/poster.svg: what the city prints and puts on the pole of a stop. */
@Injectable()
export class ServePosters implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly cities: ReadCity,
  ) {}

  onModuleInit(): void {
    this.routes.open('/s/{code}/poster.svg', POSTER, (request, reply) => this.#poster(request, reply));
  }

  async #poster(request: HttpRequest, reply: HttpReply): Promise<HttpReply> {
    const city = this.cities.find();
    if (!city) return sendProblem(reply, 503, 'No timetable is in force yet.', 5);
    const stops = findStopsByCode(city.calls, pathPart(request, 'code'));
    if (stops.length === 0) return sendProblem(reply, 404, 'There is no stop of that code.');
    const stop = describeStop(city.calls, stops[0]!);
    const url = `${baseUrlOf(this.config, request)}/s/${encodeURIComponent(stop.code)}`;
    const routes = listPlatforms(city.calls, stops).flatMap((one) => city.calls.routesAt.get(one) ?? []);
    const names = new Set(routes.map((route) => describeRouteLabel(city.calls, route).name));
    const qr = await drawQr(Buffer.from(url), 'Q');
    const svg = drawPoster(listNames(city, stops[0]!), stop.code, url, qr, [...names].sort());
    return reply
      .headers({
        ...OPEN_HEADERS,
        'content-type': 'image/svg+xml; charset=utf-8',
        'cache-control': 'public, max-age=300',
      })
      .send(svg);
  }
}

/** What the stop is called on the boards of the languages: that of the timetable first, and the same name once. */
function listNames(city: City, stop: StopIndex): PosterName[] {
  const spoken = city.calls.schedule.language;
  const own = LANGUAGES.find((language) => language === new Intl.Locale(spoken ?? 'und').language);
  const names = [...new Set([own ?? LANGUAGES[0], ...LANGUAGES])].map((language) => {
    const { calls } = cityIn(city, language);
    const { name } = describeStop(calls, stop);
    return { name, language: calls.translated.has(name) ? language : spoken };
  });
  return names.filter(({ name }, at) => names.findIndex((one) => one.name === name) === at);
}

const POSTER: RouteDescription = {
  tag: 'pages',
  summary: 'A poster for the stop, A4, with the QR code of its board',
  mediaType: 'image/svg+xml',
  schema: { type: 'string' },
  parameters: [{ name: 'code', in: 'path', required: true, schema: { type: 'string' } }],
};
