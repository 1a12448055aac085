import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  describeStop,
  findStopsByCode,
  listNearbyStops,
  makeBoard,
  sayBoard,
  searchStops,
  tellWays,
  PASSENGER_WORDS,
} from '@rukh/domain/passenger';
import { toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { AnswerCity, type CityBody } from '../city/answer-city.js';
import type { City } from '../city/read-city.service.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { accepts } from '../http/negotiate.js';
import { OpenRoutes } from '../http/open-routes.js';
import { sendProblem } from '../http/send-problem.js';
import { jsonBody, textBody } from '../city/bodies.js';
import { describeBoard } from './describe-board.js';
import { describeParameters, languageOf, pathPart, readQuery } from './read-query.js';
import { boardSchema, listedStopSchema, stopsSchema } from './schemas.js';

const ARRIVALS = '/api/v1/stops/{code}/arrivals';
const STOPS = '/api/v1/stops';
const NO_TIMETABLE = 'No timetable is in force yet';

const arrivalsQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('At most so many arrivals'),
  minutes: z.coerce.number().int().min(1).max(1440).default(120).describe('How far ahead'),
  route: z.string().max(500).optional().describe('Only these routes: their ids, by commas'),
};
/** `latitude,longitude`. */
export const place = z
  .string()
  .regex(/^-?\d{1,2}(\.\d{1,12})?,-?\d{1,3}(\.\d{1,12})?$/, 'latitude and longitude as 49.84,24.03');
const stopsQuery = {
  near: place.optional().describe('latitude,longitude: stops around it, nearest first'),
  q: z.string().min(1).max(100).optional().describe('Words of the name, or a code'),
  radius: z.coerce.number().int().min(10).max(5000).default(800).describe('Metres, with near'),
  limit: z.coerce.number().int().min(1).max(2000).default(20).describe('At most so many stops'),
};

const CODE = 'Code on the sign of the stop, with or without zeros before it, or its stop_id';

/** /api/v1/stops and the arrivals at each, as JSON and as sentences. */
@Injectable()
export class ServeStops implements OnModuleInit {
  constructor(
    private readonly routes: OpenRoutes,
    private readonly answers: AnswerCity,
  ) {}

  onModuleInit(): void {
    const shared = { tag: 'passengers', isConditional: true, isAwayWhen: NO_TIMETABLE } as const;
    this.routes.open(
      ARRIVALS,
      {
        ...shared,
        summary: 'What arrives at a stop',
        description:
          'By time: predicted where a vehicle is followed, else by the timetable, and what is cancelled or will not halt. ' +
          'Asked for as text/plain it is a sentence a line, to be read out or sent.',
        mediaType: 'application/json',
        schema: toApiSchema(boardSchema, 'output'),
        parameters: describeParameters(ARRIVALS, { code: CODE }, arrivalsQuery),
      },
      (request, reply) => this.#arrivals(request, reply, wantsText(request)),
    );
    this.routes.open(
      `${ARRIVALS}.txt`,
      {
        ...shared,
        summary: 'What arrives at a stop, in sentences',
        description: 'For screen readers, voices and bots.',
        mediaType: 'text/plain',
        schema: { type: 'string' },
        parameters: describeParameters(ARRIVALS, { code: CODE }, arrivalsQuery),
      },
      (request, reply) => this.#arrivals(request, reply, true),
    );
    this.routes.open(
      STOPS,
      {
        ...shared,
        summary: 'Stops: around a place, by name, or all',
        mediaType: 'application/json',
        schema: toApiSchema(stopsSchema, 'output'),
        parameters: describeParameters(STOPS, {}, stopsQuery),
      },
      (request, reply) => this.#stops(request, reply),
    );
  }

  async #arrivals(request: HttpRequest, reply: HttpReply, isText: boolean): Promise<HttpReply> {
    const query = readQuery(request, arrivalsQuery);
    if (typeof query === 'string') return sendProblem(reply, 400, query);
    const code = pathPart(request, 'code');
    const language = languageOf(request);
    const { limit, minutes, route } = query;
    const key = ['arrivals', isText, code, language, limit, minutes, route].join('\n');
    const answer = (city: City, now: number): CityBody | undefined => {
      const stops = findStopsByCode(city.calls, code);
      if (stops.length === 0) return undefined;
      const routeIds = route === undefined ? {} : { routeIds: new Set(route.split(',')) };
      const asked = { stops, now, limit, horizonSeconds: minutes * 60, language, ...routeIds };
      const board = makeBoard(city.calls, city, asked);
      const saying = { language, now, timeZone: city.calls.schedule.timeZone };
      return isText ? textBody(sayBoard(board, saying)) : jsonBody(describeBoard(board, saying));
    };
    const missing = PASSENGER_WORDS[language].noStop(code);
    return this.answers.send(request, reply, {
      key,
      language,
      answer,
      missing,
      vary: 'Accept, Accept-Language',
    });
  }

  async #stops(request: HttpRequest, reply: HttpReply): Promise<HttpReply> {
    const query = readQuery(request, stopsQuery);
    if (typeof query === 'string') return sendProblem(reply, 400, query);
    const { near, q, radius, limit } = query;
    const language = languageOf(request);
    const key = ['stops', near, q, radius, limit, language].join('\n');
    const answer = (city: City): CityBody => jsonBody({ stops: listStops(city, { near, q, radius, limit }) });
    return this.answers.send(request, reply, { key, language, answer, vary: 'Accept-Language' });
  }
}

export interface StopsQuery {
  readonly near?: string | undefined;
  readonly q?: string | undefined;
  readonly radius: number;
  readonly limit: number;
}

type ListedStop = z.output<typeof listedStopSchema>;

/** Stops around a place, else by name, else all that anything calls at, by their order in stops.txt. */
export function listStops({ calls }: City, { near, q, radius, limit }: StopsQuery): ListedStop[] {
  const name = (route: number): string => calls.schedule.routes[route]!.shortName;
  const list = (stop: number): ListedStop => ({
    ...describeStop(calls, stop),
    routes: (calls.routesAt.get(stop) ?? []).map(name).sort(),
    ways: [...tellWays(calls, stop)],
  });
  if (near !== undefined) {
    const [lat, lon] = near.split(',').map(Number) as [number, number];
    return listNearbyStops(calls, { lat, lon }, radius, limit).map(({ stop, metres }) => ({
      ...list(stop),
      metres: Math.round(metres),
    }));
  }
  if (q !== undefined) return searchStops(calls, q, limit).map(list);
  return [...calls.routesAt.keys()]
    .sort((a, b) => a - b)
    .slice(0, limit)
    .map(list);
}

/** Whether text/plain is asked for by name, and JSON is not. */
function wantsText({ headers }: HttpRequest): boolean {
  const { accept } = headers;
  return (
    accept !== undefined &&
    /text\/plain/i.test(accept) &&
    !/application\/json/i.test(accept) &&
    accepts(accept, ['text/plain'])
  );
}
