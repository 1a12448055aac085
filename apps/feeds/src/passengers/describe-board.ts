import {
  type Arrival,
  type Board,
  type Saying,
  clockTime,
  minutesTo,
  sayApproaching,
  sayArrival,
  sayStaleness,
} from '@rukh/domain/passenger';
import type { z } from 'zod';
import type { arrivalSchema, boardSchema } from './schemas.js';

export function describeBoard(board: Board, saying: Saying): z.output<typeof boardSchema> {
  const notice = sayStaleness(board, saying.language);
  return {
    stop: board.stop,
    asOf: board.asOf,
    isLive: board.isLive,
    ...(board.feedAgeSeconds === undefined ? {} : { feedAgeSeconds: board.feedAgeSeconds }),
    ...(notice === undefined ? {} : { notice }),
    arrivals: board.arrivals.map((arrival) => describeArrival(arrival, saying)),
    approaching: board.approaching.map((one) => ({ ...one, text: sayApproaching(one, saying.language) })),
    ...(board.next === undefined ? {} : { next: describeArrival(board.next, saying) }),
    lines: [...board.lines],
    alerts: board.alerts.map(listed),
  };
}

export function describeArrival(arrival: Arrival, saying: Saying): z.output<typeof arrivalSchema> {
  return {
    ...arrival,
    time: clockTime(arrival.at, saying.timeZone),
    minutes: minutesTo(arrival, saying.now),
    text: sayArrival(arrival, saying),
  };
}

type Alert = Board['alerts'][number];

/** With lists that may be changed, as the schema has them. */
export function listed(alert: Alert): Omit<Alert, 'periods' | 'routeIds' | 'stopIds'> & {
  periods: { start?: number; end?: number }[];
  routeIds: string[];
  stopIds: string[];
} {
  return {
    ...alert,
    periods: [...alert.periods],
    routeIds: [...alert.routeIds],
    stopIds: [...alert.stopIds],
  };
}
