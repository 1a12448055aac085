/**
 * The trip update of one run of a trip: all stops to come with both times, stop_sequence and stop_id. Where nothing
 * changed that a rider would see, the one published before is given back itself, so that it need not be encoded
 * again.
 */
import { patternOf } from '../gtfs/index.js';
import type { TripClaim } from './claim-blocks.js';
import { collectStopTimes } from './collect-stop-times.js';
import { describeTrip, findTripKind, type TripKind } from './describe-trip.js';
import { describeVehicle } from './describe-vehicle.js';
import type { PublicationContext } from './publication-context.js';
import {
  StopScheduleRelationship,
  type FeedEntity,
  type StopTimeUpdate,
  type TripUpdate,
} from './feed-message.js';
import type { PublishedTrip } from './feed-state.js';
import { type OrderedStopTimes, type PublishedTimes, orderStopTimes } from './order-stop-times.js';

export interface TripUpdateInput {
  readonly claim: TripClaim;
  readonly before: PublishedTrip | undefined;
  /** Header timestamp of the last trip-updates feed; 0 before the first. */
  readonly lastHeader: number;
  readonly header: number;
  /** The end of the block's trip before, 0 where there is none. */
  readonly afterSeconds: number;
}

/** The trip update and when it must be made again; undefined where no time lies ahead. */
export function buildTripUpdate(
  context: PublicationContext,
  input: TripUpdateInput,
): PublishedTrip | undefined {
  const { claim, before, header, afterSeconds } = input;
  if (before && isStill(context, input, before)) return before;
  const published = publishedTimes(context, claim, before);
  const standingIndex = claim.ahead === 0 ? findStanding(input, published) : -1;
  const times = timesOf(context, input, published, standingIndex);
  const last = times.at(-1);
  if (!last || last.passed || last.departure <= header) return undefined;
  const { position } = claim.vehicle.update;
  const kind = findTripKind(context, claim.instance) ?? 'timetable';
  const tripUpdate: TripUpdate = {
    trip: describeTrip(context.schedule, claim.instance, kind),
    vehicle: describeVehicle(position, context.options),
    stopTimeUpdate: stopTimeUpdates(context, claim.instance.trip, times, kind),
    timestamp: Math.min(Math.floor(measuredSeconds(claim)), header),
    ...(kind === 'headway' ? {} : { delay: Math.round(claim.prediction.deviationSeconds) }),
  };
  const entity: FeedEntity = { id: `t:${claim.instanceId}`, tripUpdate };
  const made = {
    entity,
    vehicleId: position.vehicleId,
    startSeconds: context.days.startSeconds(claim.instance.serviceDate) + claim.instance.startSeconds,
    source: claim.prediction,
    standingIndex,
    dueSeconds: dueAt(times, header),
    afterSeconds,
  };
  return before && isWorthKeeping(context, before, made, header) ? { ...made, ...keep(before) } : made;
}

/** When the vehicle's progress was measured last: the prediction may be older, and still hold. */
function measuredSeconds({ vehicle, prediction }: TripClaim): number {
  return Math.max(prediction.measuredAtSeconds, vehicle.update.position.atSeconds);
}

/** Whether the trip update published before can stand without another look. */
function isStill(
  context: PublicationContext,
  { claim, header, afterSeconds }: TripUpdateInput,
  before: PublishedTrip,
): boolean {
  return (
    before.source === claim.prediction &&
    before.afterSeconds === afterSeconds &&
    header < before.dueSeconds &&
    measuredSeconds(claim) - before.entity.tripUpdate!.timestamp! < context.options.renewAfterSeconds
  );
}

/** Whether the one published before says the same within the tolerance, stop by stop, and is recent enough. */
function isWorthKeeping(
  context: PublicationContext,
  before: PublishedTrip,
  made: PublishedTrip,
  header: number,
): boolean {
  const was = before.entity.tripUpdate!;
  const is = made.entity.tripUpdate!;
  if (before.vehicleId !== made.vehicleId || was.vehicle?.label !== is.vehicle?.label) return false;
  if (is.timestamp! - was.timestamp! >= context.options.renewAfterSeconds || header >= before.dueSeconds) {
    return false;
  }
  const { timeToleranceSeconds } = context.options;
  const old = was.stopTimeUpdate ?? [];
  const now = is.stopTimeUpdate ?? [];
  if (old.length !== now.length || old[0]!.arrival!.time! <= made.afterSeconds) return false;
  return now.every((stop, i) => isClose(stop, old[i]!, timeToleranceSeconds, before.dueSeconds));
}

/** A time that was ahead and has been seen since is always news. */
function isClose(stop: StopTimeUpdate, old: StopTimeUpdate, tolerance: number, dueSeconds: number): boolean {
  const near = (a: number, b: number): boolean =>
    a === b || (Math.abs(a - b) <= tolerance && a >= dueSeconds);
  return (
    stop.stopSequence === old.stopSequence &&
    near(stop.arrival!.time!, old.arrival!.time!) &&
    near(stop.departure!.time!, old.departure!.time!)
  );
}

function keep({ entity, dueSeconds }: PublishedTrip): Pick<PublishedTrip, 'entity' | 'dueSeconds'> {
  return { entity, dueSeconds };
}

function timesOf(
  context: PublicationContext,
  input: TripUpdateInput,
  before: ReadonlyMap<number, PublishedTimes>,
  standingIndex: number,
): OrderedStopTimes[] {
  const { claim, header, afterSeconds } = input;
  const { prediction, vehicle, ahead } = claim;
  const lastHeader = input.before ? input.lastHeader : 0;
  const { position } = vehicle.update;
  const stops = collectStopTimes(context, {
    prediction: prediction.ahead === ahead ? prediction : { ...prediction, ahead },
    visits: ahead === 0 ? vehicle.visits : [],
    standingIndex,
    before,
    lastHeader,
    header,
  });
  const isFresh = header - position.atSeconds <= context.options.positionMaxAgeSeconds;
  return orderStopTimes(stops, before, { header, lastHeader, afterSeconds, isFresh });
}

/**
 * The stop that the vehicle stands at. One that was told to have arrived and now moves off is there until it is seen to have
 * passed: it does not arrive again. That a predicted arrival is past is no arrival; of what another writer published, or
 * by another schedule, no more is known than the times.
 */
function findStanding(
  { claim, before, lastHeader }: TripUpdateInput,
  published: ReadonlyMap<number, PublishedTimes>,
): number {
  const { assignment, position } = claim.vehicle.update;
  if (!assignment || assignment.stopStatus === 'IN_TRANSIT_TO') return -1;
  const { stopStatus, nextStopIndex } = assignment;
  const { arrival = Infinity, departure = 0 } = published.get(nextStopIndex) ?? {};
  const wasTold = !before?.source || before.standingIndex === nextStopIndex;
  const wasThere =
    wasTold && before?.vehicleId === position.vehicleId && arrival <= lastHeader && departure > lastHeader;
  return stopStatus === 'STOPPED_AT' || wasThere ? nextStopIndex : -1;
}

/** The times published last, by index in the pattern. */
function publishedTimes(
  context: PublicationContext,
  { instance }: TripClaim,
  before: PublishedTrip | undefined,
): Map<number, PublishedTimes> {
  const times = new Map<number, PublishedTimes>();
  const { stopSequence } = context.schedule.stopTimes;
  const first = context.schedule.trips.firstStopTime[instance.trip]!;
  const count = patternOf(context.schedule, instance.trip).stops.length;
  let stopIndex = 0;
  for (const update of before?.entity.tripUpdate?.stopTimeUpdate ?? []) {
    while (stopIndex < count && stopSequence[first + stopIndex]! < update.stopSequence!) stopIndex++;
    if (stopIndex === count) break;
    if (stopSequence[first + stopIndex] !== update.stopSequence) continue;
    times.set(stopIndex, { arrival: update.arrival!.time!, departure: update.departure!.time! });
  }
  return times;
}

export function stopTimeUpdates(
  context: PublicationContext,
  trip: number,
  times: readonly OrderedStopTimes[],
  kind: TripKind,
): StopTimeUpdate[] {
  const { schedule } = context;
  const { stops } = patternOf(schedule, trip);
  const first = schedule.trips.firstStopTime[trip]!;
  return times.map(({ stopIndex, arrival, departure, uncertainty }, i) => {
    const stop = stops[stopIndex]!;
    const before = times[i - 1];
    // The same stop twice running (rule E037), or a station where a stop should be (E015): the sequence says it.
    const isClear = (!before || stops[before.stopIndex] !== stop) && schedule.stops.locationType[stop] === 0;
    return {
      stopSequence: schedule.stopTimes.stopSequence[first + stopIndex]!,
      ...(isClear ? { stopId: schedule.stops.ids[stop]! } : {}),
      arrival: { time: arrival, uncertainty },
      departure: { time: departure, uncertainty },
      scheduleRelationship:
        kind === 'headway' ? StopScheduleRelationship.UNSCHEDULED : StopScheduleRelationship.SCHEDULED,
    };
  });
}

/** The first of the times to come: when it is past, the trip update must be looked at again. */
function dueAt(times: readonly OrderedStopTimes[], header: number): number {
  for (const { arrival, departure } of times) {
    if (arrival > header) return arrival;
    if (departure > header) return departure;
  }
  return Infinity;
}
