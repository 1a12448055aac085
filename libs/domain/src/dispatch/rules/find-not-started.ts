/**
 * Not started: work that the timetable has out and no vehicle has taken up, from some minutes after its departure on
 * and for an hour. On a line by headway it is a vehicle that is missing, not a certain one: no more are told than
 * the line is short of. Where much of a line is missing, or of the city, that is told once, without a trip.
 */
import type { Run, RunTrip } from '../../tracking/index.js';
import { type Out, countOut, listMannedRuns } from '../count-out.js';
import type { ExceptionSubject, Finding } from '../exception-book.js';
import { FEWEST_OF_CITY, FEWEST_OF_LINE, judgeShortfall } from './judge-shortfall.js';
import type { RuleContext } from './rule-context.js';

/** Later nothing can be done about it any more. */
const LATEST_SECONDS = 3600;
/** Tracking must have been followed for so long: where it has just begun, vehicles come one by one. */
const KNOWN_SECONDS = 240;

export function* findNotStarted(context: RuleContext): Iterable<Finding> {
  const { watch, now, lamp } = context;
  const isKnown = lamp.level !== 'outage' && now - watch.firstHeardAt >= KNOWN_SECONDS;
  const due = listDue(context);
  const missing = due.filter(isMissing(context));
  const shortfall = judgeShortfall(due.length, missing.length, FEWEST_OF_CITY);
  if (shortfall !== 'none') {
    const about = { value: missing.length, expected: due.length };
    const isStrong = shortfall !== 'kept' && isKnown;
    yield { key: 'not_started', kind: 'not_started', isStrong, about };
  }
  if (shortfall === 'whole') return;
  const out = countOut(watch, now);
  for (const [route, trips] of Map.groupBy(missing, ({ trip }) => watch.schedule.trips.route[trip]!)) {
    yield* findOfLine(context, route, trips, out.get(route)!, isKnown && shortfall !== 'raised');
  }
}

function* findOfLine(
  context: RuleContext,
  route: number,
  trips: readonly RunTrip[],
  { planned, cancelled, actual }: Out,
  mayRaise: boolean,
): Iterable<Finding> {
  const { watch } = context;
  const expected = planned - cancelled;
  const value = expected - actual;
  // Who begins late is not missing yet, nor is a trip that a vehicle of the line stands in for.
  const shortfall = judgeShortfall(expected, Math.min(value, trips.length), FEWEST_OF_LINE);
  if (shortfall !== 'none') {
    const { routeId } = watch.schedule.routes[route]!;
    yield {
      key: `not_started line ${routeId}`,
      kind: 'not_started',
      isStrong: shortfall !== 'kept' && mayRaise,
      about: { ...aboutLine(context, routeId), value, expected },
    };
  }
  if (shortfall === 'whole') return;
  const most = watch.ruleOf(route).mode === 'headway' ? value : Infinity;
  yield* findSingle(context, trips, mayRaise && shortfall !== 'raised' ? most : 0);
}

/** `most` are raised, those that wait the longest. */
function* findSingle(context: RuleContext, trips: readonly RunTrip[], most: number): Iterable<Finding> {
  const { now } = context;
  const longest = trips
    .filter(({ startSeconds }) => now - startSeconds <= LATEST_SECONDS)
    .sort((a, b) => a.startSeconds - b.startSeconds);
  for (const [i, trip] of longest.entries()) {
    const value = Math.round(now - trip.startSeconds);
    yield {
      key: `not_started ${trip.run.key} ${trip.position}`,
      kind: 'not_started',
      isStrong: i < most,
      about: { ...aboutTrip(context, trip), value, expected: 0, since: trip.startSeconds },
    };
  }
}

/** Trips that the timetable has under way, for so long that they should have begun, and nobody cancelled. */
function listDue({ watch, now }: RuleContext): RunTrip[] {
  return watch.planned.listRuns(now).flatMap(({ trip, isUnderWay }) => {
    const { thresholds } = watch.ruleOf(watch.schedule.trips.route[trip.trip]!);
    const isDue = isUnderWay && now - trip.startSeconds >= thresholds.notStartedSeconds;
    return isDue && !watch.ordered.isCancelled(trip) ? [trip] : [];
  });
}

/** No vehicle is on it or was seen on it. */
function isMissing({ watch }: RuleContext): (trip: RunTrip) => boolean {
  const manned = new Set<Run>(listMannedRuns(watch));
  return (trip) => !manned.has(trip.run) && !watch.log.find(trip.instance);
}

function aboutLine({ watch }: RuleContext, routeId: string): ExceptionSubject {
  const carrierId = watch.findCarrier(undefined, routeId);
  return { routeId, ...(carrierId === undefined ? {} : { carrierId }) };
}

function aboutTrip(context: RuleContext, { trip, run }: RunTrip): ExceptionSubject {
  const { watch } = context;
  const { trips, blockIds } = watch.schedule;
  const block = trips.block[trip]!;
  return {
    ...aboutLine(context, watch.routeIdOf(trip)),
    directionId: watch.scales.ofTrip(trip).direction.directionId,
    tripId: trips.ids[trip]!,
    serviceDate: run.serviceDate,
    ...(block < 0 ? {} : { blockId: blockIds[block]! }),
  };
}
