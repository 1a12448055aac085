/** What stop boards say after an order: of each run that it changes, the row at the first stop ahead that it changes. */
import { patternOf } from '../../gtfs/index.js';
import {
  type FeedEntity,
  type PublicationContext,
  StopScheduleRelationship,
  type StopTimeUpdate,
  TripScheduleRelationship,
  type TripUpdate,
  findRun,
  runStartSeconds,
} from '../../realtime/index.js';
import type { BoardLine, BothLanguages } from '../order-view.js';

const MOST_LINES = 50;
const { CANCELED, DUPLICATED, NEW } = TripScheduleRelationship;
const { SKIPPED, NO_DATA } = StopScheduleRelationship;

const WORDS: Readonly<Record<BoardLine['state'], BothLanguages>> = {
  cancelled: { uk: 'рейс скасовано', en: 'cancelled' },
  skipped: { uk: 'тут не зупиняється', en: 'does not stop here' },
  changed: { uk: 'прибуде о', en: 'expected at' },
  no_prediction: { uk: 'без прогнозу, за розкладом', en: 'no prediction, by the timetable' },
  added: { uk: 'додатковий рейс', en: 'additional trip' },
};

interface Changed {
  readonly before?: FeedEntity;
  readonly after?: FeedEntity;
}

/** @param now epoch seconds: what a vehicle has passed is on no board */
export function listBoardLines(
  context: PublicationContext,
  changed: readonly Changed[],
  now: number,
): BoardLine[] {
  const lines = changed.flatMap(({ before, after }) => {
    const update = after?.tripUpdate;
    return update ? (describeLine(context, before?.tripUpdate, update, now) ?? []) : [];
  });
  return lines.sort((a, b) => a.scheduledAt - b.scheduledAt).slice(0, MOST_LINES);
}

function describeLine(
  context: PublicationContext,
  before: TripUpdate | undefined,
  after: TripUpdate,
  now: number,
): BoardLine | undefined {
  if (after.trip.scheduleRelationship === NEW) return describeAdded(context, after, now);
  const { tripId = '', startDate = '', startTime } = after.trip;
  const run = { tripId, serviceDate: startDate, ...(startTime === undefined ? {} : { startTime }) };
  const instance = findRun(context, run);
  const change = findChange(before, after);
  if (!instance || !change) return undefined;
  const { schedule } = context;
  const { stops, stopTimes, trips, routes } = schedule;
  const first = trips.firstStopTime[instance.trip]!;
  const served = patternOf(schedule, instance.trip).stops;
  const start = runStartSeconds(context, instance);
  const sinceStart = (i: number): number =>
    stopTimes.departureSeconds[first + i]! - stopTimes.departureSeconds[first]!;
  const sequence = change.stop?.stopSequence ?? findAhead(before, now);
  const changes = (i: number): boolean =>
    sequence === undefined ? start + sinceStart(i) >= now : stopTimes.stopSequence[first + i] === sequence;
  const at = Array.from(served.keys()).findIndex(changes);
  // Nothing of it lies ahead.
  if (at < 0) return undefined;
  const route = routes[trips.route[instance.trip]!]!;
  const expectedAt = expectedOf(change.stop);
  return {
    stopId: stops.ids[served[at]!]!,
    stopName: stops.names[served[at]!]!,
    routeName: route.shortName || route.longName,
    headsign: trips.headsigns[instance.trip]!,
    scheduledAt: start + sinceStart(at),
    state: change.state,
    ...(change.state === 'changed' && expectedAt !== undefined ? { expectedAt } : {}),
    text: WORDS[change.state],
  };
}

/** When a board says that it comes: where a vehicle is held it still comes as before, and is late from the next stop on. */
function expectedOf(stop: StopTimeUpdate | undefined): number | undefined {
  return stop?.arrival?.time ?? stop?.departure?.time;
}

/** A trip with stops of its own, at the first of them that is ahead. */
function describeAdded(
  { schedule }: PublicationContext,
  { trip, tripProperties, stopTimeUpdate = [] }: TripUpdate,
  now: number,
): BoardLine | undefined {
  const { stops, routes, routeIndexOf } = schedule;
  const nameOf = (stopId = ''): string => stops.names[stops.indexOf.get(stopId) ?? -1] ?? '';
  const first = stopTimeUpdate.find(({ departure }) => (departure?.time ?? 0) >= now);
  const route = routes[routeIndexOf.get(trip.routeId ?? '') ?? -1];
  if (!first?.stopId || !route) return undefined;
  return {
    stopId: first.stopId,
    stopName: nameOf(first.stopId),
    routeName: route.shortName || route.longName,
    headsign: tripProperties?.tripHeadsign ?? nameOf(stopTimeUpdate.at(-1)?.stopId),
    scheduledAt: first.departure!.time!,
    state: 'added',
    text: WORDS.added,
  };
}

/** The stop where riders expected it next; undefined where nothing was predicted. */
function findAhead(before: TripUpdate | undefined, now: number): number | undefined {
  const stop = before?.stopTimeUpdate?.find(
    ({ departure, arrival }) => (departure?.time ?? arrival?.time ?? 0) >= now,
  );
  return stop?.stopSequence;
}

/** Undefined where a board would not show it: who runs it, and the like. */
function findChange(
  before: TripUpdate | undefined,
  after: TripUpdate,
): { readonly state: BoardLine['state']; readonly stop?: StopTimeUpdate } | undefined {
  const kind = after.trip.scheduleRelationship;
  if (kind === CANCELED) return { state: 'cancelled' };
  if (kind === DUPLICATED || kind === NEW) return { state: 'added' };
  const known = new Map((before?.stopTimeUpdate ?? []).map((stop) => [stop.stopSequence, stop]));
  for (const stop of after.stopTimeUpdate ?? []) {
    const was = known.get(stop.stopSequence);
    if (stop.scheduleRelationship === SKIPPED && was?.scheduleRelationship !== SKIPPED) {
      return { state: 'skipped', stop };
    }
    if (stop.scheduleRelationship === NO_DATA && was && was.scheduleRelationship !== NO_DATA) {
      return { state: 'no_prediction', stop };
    }
    const expectedAt = expectedOf(stop);
    if (expectedAt !== undefined && expectedAt !== expectedOf(was)) return { state: 'changed', stop };
  }
  return undefined;
}
