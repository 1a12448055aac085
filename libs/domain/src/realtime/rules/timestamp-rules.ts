import type { FeedEntity, TimeRange } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import { isPosix, seconds } from './header-rules.js';
import type { Faults, Rule, StopContext } from './rule.js';

/** Rules on the times at which things were measured. */
const FUTURE_TOLERANCE_SECONDS = 60;
const DATA_AGE_LIMIT_SECONDS = 90;

export const timestampRules: readonly Rule[] = [
  {
    id: 'W001',
    severity: 'warning',
    title: 'No timestamp',
    meaning:
      'Without the time of measurement a consumer cannot tell fresh data from old. A header of version 2.0 without one is E048.',
    feed: ({ message: { header } }) =>
      !header.timestamp && Number(header.gtfsRealtimeVersion) < 2
        ? [{ place: {}, fault: 'the header has no timestamp' }]
        : [],
    entity: (entity) => [
      ...(entity.tripUpdate && !entity.tripUpdate.timestamp ? ['the trip update has no timestamp'] : []),
      ...(entity.vehicle && !entity.vehicle.timestamp ? ['the vehicle position has no timestamp'] : []),
    ],
  },
  {
    id: 'E001',
    severity: 'error',
    title: 'Not a POSIX time',
    meaning:
      'Times count seconds since 1970; milliseconds are the usual mistake. The reference validator takes 2005 to 2033 for sensible, we 2005 to 2100.',
    feed: ({ message: { header } }) =>
      header.timestamp && !isPosix(header.timestamp)
        ? [
            {
              place: {},
              fault: `the header's timestamp ${header.timestamp} is no time in seconds since 1970`,
            },
          ]
        : [],
    entity: (entity) => timestampsOf(entity).flatMap(([what, time]) => notPosix(what, time)),
    alert: ({ alert }) => [
      ...periods('active_period', alert.activePeriod),
      ...periods('communication_period', alert.communicationPeriod),
      ...periods('impact_period', alert.impactPeriod),
    ],
    stopTimeUpdate: notPosixAtStop,
  },
  {
    id: 'E012',
    severity: 'error',
    title: 'Timestamp after the header timestamp',
    meaning: 'The header is as new as the newest thing in the feed.',
    entity: (entity, { message: { header } }) => {
      const made = header.timestamp;
      if (!made) return undefined;
      return timestampsOf(entity)
        .filter(([, time]) => time > made)
        .map(([what, time]) => `${what} ${time} is after the header's ${made}`);
    },
  },
  {
    id: 'E050',
    severity: 'error',
    title: 'Timestamp in the future',
    meaning: 'Nothing is measured more than 60 seconds from now; a clock is wrong.',
    feed: (feed) =>
      inFuture("the header's timestamp", feed.message.header.timestamp, feed).map((fault) => ({
        place: {},
        fault,
      })),
    entity: (entity, feed) => timestampsOf(entity).flatMap(([what, time]) => inFuture(what, time, feed)),
  },
  {
    id: 'P005',
    severity: 'warning',
    title: 'Vehicle position older than 90 seconds',
    meaning: 'A fresh header does not make an old position fresh.',
    vehicle: ({ vehicle: { timestamp }, feed: { nowSeconds } }) =>
      timestamp !== undefined && isPosix(timestamp) && nowSeconds - timestamp > DATA_AGE_LIMIT_SECONDS
        ? `the position is ${seconds(nowSeconds - timestamp)} old; it should be at most ${DATA_AGE_LIMIT_SECONDS} s`
        : undefined,
  },
];

/** The timestamps of an entity that are there, by name. */
function timestampsOf({ tripUpdate, vehicle }: FeedEntity): readonly (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  if (tripUpdate?.timestamp) found.push(["the trip update's timestamp", tripUpdate.timestamp]);
  if (vehicle?.timestamp) found.push(["the vehicle position's timestamp", vehicle.timestamp]);
  return found;
}

function notPosix(what: string, time: number | undefined): readonly string[] {
  return time === undefined || isPosix(time) ? [] : [`${what} ${time} is no time in seconds since 1970`];
}

function notPosixAtStop({ update: { arrival, departure } }: StopContext): Faults {
  const arrives = arrival?.time;
  const departs = departure?.time;
  if ((arrives === undefined || isPosix(arrives)) && (departs === undefined || isPosix(departs))) {
    return undefined;
  }
  return [...notPosix('the arrival time', arrives), ...notPosix('the departure time', departs)];
}

function periods(name: string, ranges: readonly TimeRange[] | undefined): readonly string[] {
  return (ranges ?? []).flatMap(({ start, end }) => [
    ...notPosix(`${name}.start`, start),
    ...notPosix(`${name}.end`, end),
  ]);
}

function inFuture(what: string, time: number | undefined, { nowSeconds }: FeedContext): readonly string[] {
  if (time === undefined || !isPosix(time) || time - nowSeconds <= FUTURE_TOLERANCE_SECONDS) return [];
  return [`${what} ${time} is ${seconds(time - nowSeconds)} in the future`];
}
