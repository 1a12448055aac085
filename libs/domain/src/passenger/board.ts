/** A board: what is told of a stop at an instant, in a form that pages, sentences and JSON are made from. */
import type { StopIndex } from '../gtfs/index.js';
import type { FeedEntity } from '../realtime/index.js';
import { type Arrival, isRunning } from './arrival.js';
import { type RouteLabel, describeRouteLabel } from './describe-line.js';
import { findNextArrival } from './find-next-arrival.js';
import { compareText, listPlatforms } from './find-stops.js';
import type { LiveIndex } from './index-live.js';
import { type StopCalls, codeOf, nameOf } from './index-stops.js';
import { type PassengerAlert, listAlerts } from './list-alerts.js';
import { type ApproachingVehicle, listApproaching } from './list-approaching.js';
import { listArrivals } from './list-arrivals.js';
import { type Saying, clockTime, sayApproaching, sayArrival, sayNext } from './say-arrival.js';
import { type Language, PASSENGER_WORDS } from './words.js';

export interface BoardStop {
  readonly stopId: string;
  /** As signs show it. */
  readonly code: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

export interface Board {
  readonly stop: BoardStop;
  /** Epoch seconds. */
  readonly asOf: number;
  /** Whether vehicles are heard of; else all is by the timetable. */
  readonly isLive: boolean;
  /** Age of the last feed, where there ever was one. */
  readonly feedAgeSeconds?: number;
  readonly arrivals: readonly Arrival[];
  /** Vehicles that come here on a trip that cannot be told, so that they are none of the arrivals. */
  readonly approaching: readonly ApproachingVehicle[];
  /** Where nothing that runs is due in the time asked for: the first that is. */
  readonly next?: Arrival;
  /** All lines that call here by the timetable, whether they are due or not. */
  readonly lines: readonly RouteLabel[];
  readonly alerts: readonly PassengerAlert[];
}

/** The feeds at an instant. `live` is undefined while they are away. */
export interface LiveFeeds {
  readonly live: LiveIndex | undefined;
  readonly alerts: readonly FeedEntity[];
  /** Header time of the last trip updates, however old. */
  readonly feedAt: number | undefined;
}

export interface BoardQuery {
  readonly stops: readonly StopIndex[];
  readonly now: number;
  readonly limit: number;
  readonly horizonSeconds: number;
  readonly language: Language;
  readonly routeIds?: ReadonlySet<string>;
  /** As of `ArrivalsQuery`. */
  readonly isBoardingOnly?: boolean;
}

/** The board of a stop, or of all stops of one code. `stops` must not be empty. */
export function makeBoard(calls: StopCalls, feeds: LiveFeeds, query: BoardQuery): Board {
  const { now, language } = query;
  const platforms = listPlatforms(calls, query.stops);
  const arrivals = listArrivals(calls, feeds.live, { ...query, stops: platforms });
  const routes = [...new Set(platforms.flatMap((stop) => calls.routesAt.get(stop) ?? []))];
  const lines = routes.map((route) => describeRouteLabel(calls, route));
  const next = arrivals.some(isRunning)
    ? undefined
    : findNextArrival(calls, feeds.live, { ...query, stops: platforms });
  const tripIds = new Set(arrivals.map(({ tripId }) => tripId));
  return {
    stop: describeStop(calls, query.stops[0]!),
    asOf: now,
    isLive: feeds.live !== undefined,
    ...(feeds.feedAt === undefined ? {} : { feedAgeSeconds: Math.max(0, now - feeds.feedAt) }),
    arrivals,
    approaching: listApproaching(calls, feeds.live, {
      stops: platforms,
      arrivals,
      routeIds: query.routeIds,
      now,
    }),
    ...(next === undefined ? {} : { next }),
    lines: lines.sort((a, b) => compareText(a.name, b.name)),
    alerts: listAlerts(calls, feeds.alerts, { stops: platforms, routes, tripIds }, language),
  };
}

export function describeStop(calls: StopCalls, stop: StopIndex): BoardStop {
  const { ids, lat, lon } = calls.schedule.stops;
  return {
    stopId: ids[stop]!,
    code: codeOf(calls.schedule, stop),
    name: nameOf(calls.schedule, stop),
    lat: lat[stop]!,
    lon: lon[stop]!,
  };
}

/** What a board must say of itself where it is not live; undefined where it is. */
export function sayStaleness({ isLive, feedAgeSeconds }: Board, language: Language): string | undefined {
  if (isLive) return undefined;
  const words = PASSENGER_WORDS[language];
  const minutes = Math.floor((feedAgeSeconds ?? 0) / 60);
  return minutes >= 1 ? words.oldLive(minutes) : words.noLive;
}

/** How far ahead a page looks, and what it calls "the next hours": further than most wait, so that a night stop shows its first bus. */
export const BOARD_HORIZON_SECONDS = 6 * 3600;

/** Where nothing that runs is due: that it is so, and when something is. Vehicles that come are told of in its place. */
export function sayOutlook({ arrivals, approaching, next }: Board, saying: Saying): string | undefined {
  if (approaching.length > 0) return undefined;
  if (arrivals.length > 0) return next && sayNext(next, saying);
  const words = PASSENGER_WORDS[saying.language];
  if (!next) return `${words.none} ${words.noneForDays}`;
  const isWithinHours = next.at < saying.now + BOARD_HORIZON_SECONDS;
  return `${isWithinHours ? words.noneYet : words.none} ${sayNext(next, saying)}`;
}

/** The board as text, a sentence a line: for screen readers, bots and voices. */
export function sayBoard(board: Board, saying: Saying): string {
  const words = PASSENGER_WORDS[saying.language];
  const { name, code } = board.stop;
  const stale = sayStaleness(board, saying.language);
  const outlook = sayOutlook(board, saying);
  const lines = [
    words.stop(name, code, clockTime(board.asOf, saying.timeZone)),
    ...(stale === undefined ? [] : [stale]),
    ...board.alerts.map(({ header }) => `${words.alert}: ${header}`),
    ...board.arrivals.map((one) => sayArrival(one, saying)),
    ...(outlook === undefined ? [] : [outlook]),
    ...board.approaching.map((one) => sayApproaching(one, saying.language)),
  ];
  return `${lines.join('\n')}\n`;
}
