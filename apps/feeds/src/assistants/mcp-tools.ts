/** What a language model may ask of the city: five questions, all of them only to be read. */
import {
  EMPTY_LIVE,
  LANGUAGES,
  type Language,
  PASSENGER_WORDS,
  describeRouteLabel,
  describeStop,
  findStopsByCode,
  listAlerts,
  listDirections,
  listVehicles,
  makeBoard,
  sayBoard,
} from '@rukh/domain/passenger';
import { isNamed } from '@rukh/domain/gtfs';
import { z } from 'zod';
import { PAGE_WORDS } from '../boards/page-words.js';
import { type City, cityIn } from '../city/read-city.service.js';
import { describeBoard } from '../passengers/describe-board.js';
import { listStops } from '../passengers/serve-stops.js';
import { MCP_WORDS } from './mcp-words.js';

export interface ToolAnswer {
  /** For the model to read. */
  readonly text: string;
  /** The same as data. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly isError?: boolean;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly answer: (city: City, input: never, now: number) => ToolAnswer;
}

const language = z.enum(LANGUAGES).default('uk').describe('Language of names and words: uk or en');
const name = z.string().min(1).max(200);

/** Each tool is asked in a language, and answers of the city as it is named in that. */
function tool<S extends z.ZodRawShape>(
  naming: Pick<Tool, 'name' | 'title' | 'description'>,
  shape: S,
  answer: (city: City, input: z.output<z.ZodObject<S>> & Spoken, now: number) => ToolAnswer,
): Tool {
  const answerSpoken = (city: City, input: z.output<z.ZodObject<S>> & Spoken, now: number): ToolAnswer =>
    answer(cityIn(city, input.language), input, now);
  return { ...naming, input: z.object({ ...shape, language }), answer: answerSpoken };
}

interface Spoken {
  readonly language: Language;
}

export const TOOLS: readonly Tool[] = [
  tool(
    {
      name: 'find_stops',
      title: 'Find stops',
      description:
        'Stops by words of their name, by the code on the sign, or around a place. Gives the code that the other tools take.',
    },
    {
      query: z.string().min(1).max(100).optional().describe('Words of the name, or a code'),
      latitude: z.number().min(-90).max(90).optional(),
      longitude: z.number().min(-180).max(180).optional(),
      limit: z.int().min(1).max(50).default(10),
    },
    findStops,
  ),
  tool(
    {
      name: 'arrivals',
      title: 'Arrivals at a stop',
      description:
        'What arrives at a stop next: live predictions, the timetable, cancellations, low floor and how full, and the alerts of the stop.',
    },
    {
      stop: name.describe('Code on the sign of the stop'),
      limit: z.int().min(1).max(50).default(10),
    },
    findArrivals,
  ),
  tool(
    {
      name: 'alerts',
      title: 'Alerts',
      description: 'What riders should know now, of the whole city or of one route.',
    },
    { route: name.optional().describe('Name or id of the route') },
    findAlerts,
  ),
  tool(
    { name: 'route', title: 'A route', description: 'A route with its directions and their stops in order.' },
    { route: name.describe('Name of the route as riders know it, or its id') },
    findRoute,
  ),
  tool(
    {
      name: 'vehicles',
      title: 'Vehicles on a route',
      description: 'Where the vehicles of a route are, where they go to and how full they are.',
    },
    { route: name.describe('Name of the route as riders know it, or its id') },
    findVehicles,
  ),
];

function findStops(
  city: City,
  {
    query,
    latitude,
    longitude,
    limit,
    language: asked,
  }: Spoken & {
    query?: string | undefined;
    latitude?: number | undefined;
    longitude?: number | undefined;
    limit: number;
  },
): ToolAnswer {
  const isPlace = latitude !== undefined && longitude !== undefined;
  if (!isPlace && query === undefined) return failure('Give a query, or latitude and longitude.');
  const near = isPlace ? `${latitude.toFixed(6)},${longitude.toFixed(6)}` : undefined;
  const stops = listStops(city, { near, q: query, radius: 1500, limit });
  const lines = stops.map(
    ({ code, name: stop, routes, ways, metres }) =>
      `${code}: ${stop}${ways.length === 0 ? '' : `, ${PASSENGER_WORDS[asked].ways(ways)}`}${metres === undefined ? '' : `, ${metres} m`}; ${routes.join(', ')}`,
  );
  return { text: lines.length === 0 ? MCP_WORDS[asked].noStopFound : lines.join('\n'), data: { stops } };
}

function findArrivals(
  city: City,
  { stop, limit, language: asked }: Spoken & { stop: string; limit: number },
  now: number,
): ToolAnswer {
  const stops = findStopsByCode(city.calls, stop);
  if (stops.length === 0) return failure(PASSENGER_WORDS[asked].noStop(stop));
  const board = makeBoard(city.calls, city, { stops, now, limit, horizonSeconds: 7200, language: asked });
  const saying = { language: asked, now, timeZone: city.calls.schedule.timeZone };
  return { text: sayBoard(board, saying), data: describeBoard(board, saying) };
}

function findAlerts(
  city: City,
  { route, language: asked }: Spoken & { route?: string | undefined },
): ToolAnswer {
  const row = route === undefined ? undefined : findRouteRow(city, route);
  if (route !== undefined && row === undefined) return failure(MCP_WORDS[asked].noRoute(route));
  const alerts = listAlerts(city.calls, city.alerts, row === undefined ? {} : { routes: [row] }, asked);
  const lines = alerts.map(({ header, description }) => `${header}: ${description}`);
  const { noAlerts, alertsUnknown } = PAGE_WORDS[asked];
  const none = city.areAlertsKnown ? noAlerts : alertsUnknown;
  return { text: lines.length === 0 ? none : lines.join('\n'), data: { alerts } };
}

function findRoute(city: City, { route, language: asked }: Spoken & { route: string }): ToolAnswer {
  const row = findRouteRow(city, route);
  if (row === undefined) return failure(MCP_WORDS[asked].noRoute(route));
  const label = describeRouteLabel(city.calls, row);
  const directions = listDirections(city.calls, row).map(({ directionId, headsign, stops }) => ({
    directionId,
    headsign,
    stops: stops.map((stop) => describeStop(city.calls, stop)),
  }));
  const lines = directions.map(
    ({ headsign, stops }) =>
      `→ ${headsign}: ${stops.map((stop) => `${stop.name} (${stop.code})`).join(', ')}`,
  );
  return {
    text: [`${PASSENGER_WORDS[asked].modes[label.mode]} ${label.name} ${label.longName}`, ...lines].join(
      '\n',
    ),
    data: { ...label, directions },
  };
}

function findVehicles(city: City, { route, language: asked }: Spoken & { route: string }): ToolAnswer {
  const words = MCP_WORDS[asked];
  const row = findRouteRow(city, route);
  if (row === undefined) return failure(MCP_WORDS[asked].noRoute(route));
  const { routeId } = city.calls.schedule.routes[row]!;
  const vehicles = listVehicles(city.calls, city.live ?? EMPTY_LIVE, routeId);
  const ends = new Map(listDirections(city.calls, row).map((one) => [one.directionId, one.headsign]));
  const lines = vehicles.map(({ vehicleId, label, directionId, stopName, isAtStop, ...vehicle }) => {
    const headsign = vehicle.headsign ?? ends.get(directionId ?? -1);
    const way = headsign === undefined ? '' : ` → ${headsign}`;
    const place =
      stopName === undefined ? '' : `: ${isAtStop ? words.at(stopName) : words.nextStop(stopName)}`;
    return `${label ?? vehicleId}${way}${place}`;
  });
  return {
    text: lines.length === 0 ? words.noVehicles : lines.join('\n'),
    data: { vehicles },
  };
}

/** By id, else by name in whatever case and script. */
function findRouteRow({ calls: { schedule } }: City, route: string): number | undefined {
  const byId = schedule.routeIndexOf.get(route);
  if (byId !== undefined) return byId;
  const exact = schedule.routes.findIndex(({ shortName }) => shortName === route.trim());
  const row = exact >= 0 ? exact : schedule.routes.findIndex(({ shortName }) => isNamed(shortName, route));
  return row < 0 ? undefined : row;
}

function failure(text: string): ToolAnswer {
  return { text, isError: true };
}
