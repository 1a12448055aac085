import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  compareText,
  describeRouteLabel,
  describeStop,
  findVehicle,
  listAlerts,
  listDirections,
  listVehicles,
  EMPTY_LIVE,
  type Language,
  type PassengerVehicle,
} from '@rukh/domain/passenger';
import { toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { AnswerCity, type CityBody } from '../city/answer-city.js';
import { jsonBody } from '../city/bodies.js';
import type { City } from '../city/read-city.service.js';
import type { RouteDescription } from '../http/describe-route.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { sendProblem } from '../http/send-problem.js';
import { listed } from './describe-board.js';
import { describeParameters, languageOf, pathPart, readQuery } from './read-query.js';
import { alertsSchema, routeSchema, routesSchema, vehicleAnswerSchema, vehiclesSchema } from './schemas.js';

const alertsQuery = {
  stop: z.string().max(200).optional().describe('Only those that concern this stop: its stop_id'),
  route: z.string().max(200).optional().describe('Only those that concern this route: its route_id'),
};

/** /api/v1/routes, /vehicles and /alerts. */
@Injectable()
export class ServeRoutes implements OnModuleInit {
  constructor(
    private readonly routes: OpenRoutes,
    private readonly answers: AnswerCity,
  ) {}

  onModuleInit(): void {
    this.#open('/api/v1/routes', 'All routes, by name', routesSchema, {}, (city) => ({
      routes: listRoutes(city),
    }));
    this.#open(
      '/api/v1/routes/{id}',
      'A route: its directions with their stops, and its alerts',
      routeSchema,
      { id: 'route_id' },
      (city, _, { id, language }) => describeRoute(city, id, language),
    );
    this.#open(
      '/api/v1/routes/{id}/vehicles',
      'The vehicles on a route, each with where it is going to',
      vehiclesSchema,
      { id: 'route_id' },
      (city, now, { id }) =>
        city.calls.schedule.routeIndexOf.has(id)
          ? { asOf: now, vehicles: listVehicles(city.calls, city.live ?? EMPTY_LIVE, id) }
          : undefined,
    );
    this.#open(
      '/api/v1/vehicles/{id}',
      'One vehicle',
      vehicleAnswerSchema,
      { id: 'Vehicle id' },
      (city, now, { id }) => withTime(city.live && findVehicle(city.calls, city.live, id), now),
    );
    this.routes.open(
      '/api/v1/alerts',
      {
        ...SHARED,
        summary: 'What riders should know now',
        schema: toApiSchema(alertsSchema, 'output'),
        parameters: describeParameters('/api/v1/alerts', {}, alertsQuery),
      },
      (request, reply) => this.#alerts(request, reply),
    );
  }

  #open(
    url: string,
    summary: string,
    schema: z.ZodType,
    path: Readonly<Record<string, string>>,
    answer: (city: City, now: number, asked: { id: string; language: Language }) => unknown,
  ): void {
    const description = {
      ...SHARED,
      summary,
      schema: toApiSchema(schema, 'output'),
      parameters: describeParameters(url, path),
    };
    this.routes.open(url, description, (request, reply) => {
      const asked = { id: pathPart(request, 'id'), language: languageOf(request) };
      return this.answers.send(request, reply, {
        key: [url, asked.id, asked.language].join('\n'),
        language: asked.language,
        vary: 'Accept-Language',
        answer: (city, now): CityBody | undefined => {
          const value = answer(city, now, asked);
          return value === undefined ? undefined : jsonBody(value);
        },
      });
    });
  }

  async #alerts(request: HttpRequest, reply: HttpReply): Promise<HttpReply> {
    const query = readQuery(request, alertsQuery);
    if (typeof query === 'string') return sendProblem(reply, 400, query);
    const language = languageOf(request);
    const { stop, route } = query;
    return this.answers.send(request, reply, {
      key: ['alerts', language, stop, route].join('\n'),
      language,
      vary: 'Accept-Language',
      answer: ({ calls, alerts }, now) => {
        const { stops, routeIndexOf } = calls.schedule;
        const interest = {
          ...(stop === undefined ? {} : { stops: [stops.indexOf.get(stop) ?? -1] }),
          ...(route === undefined
            ? {}
            : { routes: [routeIndexOf.get(route)].filter((one) => one !== undefined) }),
        };
        return jsonBody({ asOf: now, alerts: listAlerts(calls, alerts, interest, language).map(listed) });
      },
    });
  }
}

const SHARED = {
  tag: 'passengers',
  isConditional: true,
  isAwayWhen: 'No timetable is in force yet',
  mediaType: 'application/json',
} as const satisfies Partial<RouteDescription>;

export function listRoutes({ calls }: City): ReturnType<typeof describeRouteLabel>[] {
  return calls.schedule.routes
    .map((_, route) => describeRouteLabel(calls, route))
    .sort((a, b) => compareText(a.name, b.name));
}

function describeRoute(
  { calls, alerts }: City,
  routeId: string,
  language: Language,
): z.output<typeof routeSchema> | undefined {
  const route = calls.schedule.routeIndexOf.get(routeId);
  if (route === undefined) return undefined;
  return {
    ...describeRouteLabel(calls, route),
    agency: calls.schedule.agencies[calls.schedule.routes[route]!.agency]!.name,
    directions: listDirections(calls, route).map(({ directionId, headsign, stops }) => ({
      directionId,
      headsign,
      stops: stops.map((stop) => describeStop(calls, stop)),
    })),
    alerts: listAlerts(calls, alerts, { routes: [route] }, language).map(listed),
  };
}

function withTime(vehicle: PassengerVehicle | undefined, asOf: number): unknown {
  return vehicle && { asOf, ...vehicle };
}
