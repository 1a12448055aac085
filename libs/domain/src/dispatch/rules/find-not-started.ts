/**
 * Not started: work that the timetable has out and no vehicle has taken up, from some minutes after its departure on
 * and for an hour. On a line by headway it is a vehicle that is missing, not a certain one: no more are told than
 * the line is short of.
 */
import { type Run, type RunTrip, instanceOf } from '../../tracking/index.js';
import { countOut, listMannedRuns } from '../count-out.js';
import type { ExceptionSubject, Finding } from '../exception-book.js';
import type { RuleContext } from './rule-context.js';

/** Later nothing can be done about it any more. */
const LATEST_SECONDS = 3600;
/** Tracking must have been followed for so long: where it has just begun, vehicles come one by one. */
const KNOWN_SECONDS = 240;

export function* findNotStarted(context: RuleContext): Iterable<Finding> {
  const { watch, now, lamp } = context;
  const manned = new Set(listMannedRuns(watch));
  const isKnown = lamp.level !== 'outage' && now - watch.firstHeardAt >= KNOWN_SECONDS;
  for (const [route, trips] of listMissing(context, manned)) {
    const { mode, thresholds } = watch.ruleOf(route);
    const { planned, actual } = countOut(watch, route, now);
    const most = mode === 'headway' ? planned - actual : Infinity;
    for (const [i, trip] of trips.entries()) {
      const value = Math.round(now - trip.startSeconds);
      if (value < thresholds.notStartedSeconds) continue;
      yield {
        key: `not_started ${trip.run.key} ${trip.position}`,
        kind: 'not_started',
        isStrong: i < most && isKnown,
        about: { ...aboutTrip(context, trip), value, expected: 0, since: trip.startSeconds },
      };
    }
  }
}

/** Trips due, by route, those that wait longest first, that no vehicle is on or was seen on. */
function listMissing({ watch, now }: RuleContext, manned: ReadonlySet<Run>): Map<number, RunTrip[]> {
  const missing = new Map<number, RunTrip[]>();
  for (const { trip, isUnderWay } of watch.planned.listRuns(now)) {
    if (!isUnderWay || manned.has(trip.run) || now - trip.startSeconds > LATEST_SECONDS) continue;
    const instance = instanceOf(trip);
    if (watch.log.find(instance) || watch.ordered.isCancelled(instance)) continue;
    const route = watch.schedule.trips.route[trip.trip]!;
    const list = missing.get(route);
    if (list) list.push(trip);
    else missing.set(route, [trip]);
  }
  for (const list of missing.values()) list.sort((a, b) => a.startSeconds - b.startSeconds);
  return missing;
}

function aboutTrip({ watch }: RuleContext, { trip, run }: RunTrip): ExceptionSubject {
  const { trips, blockIds } = watch.schedule;
  const routeId = watch.routeIdOf(trip);
  const block = trips.block[trip]!;
  const carrierId = watch.findCarrier(undefined, routeId);
  return {
    routeId,
    directionId: watch.scales.ofTrip(trip).direction.directionId,
    tripId: trips.ids[trip]!,
    serviceDate: run.serviceDate,
    ...(block < 0 ? {} : { blockId: blockIds[block]! }),
    ...(carrierId === undefined ? {} : { carrierId }),
  };
}
