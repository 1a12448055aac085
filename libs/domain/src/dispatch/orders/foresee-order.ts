/** What follows from an order: which runs, stops and vehicles it touches, and what the riders left behind can take. */
import { patternOf, type TripInstance } from '../../gtfs/index.js';
import {
  type FeedEntity,
  type PublicationContext,
  type ServiceOrderAction,
  type TripDescriptor,
  type TripUpdate,
  TripScheduleRelationship,
  findOrderEnd,
  findRun,
  listRunsBetween,
  runEndSeconds,
  runStartSeconds,
} from '../../realtime/index.js';
import type {
  AffectedStop,
  AffectedTrip,
  AffectedVehicle,
  Consequences,
  NextVehicle,
} from '../order-view.js';
import { type KnownVehicles, listLoads } from './list-loads.js';
import { MOST_GAPS, warnOfConsequences, warnOfNothing } from './warn-of-order.js';

export interface EntityPair {
  readonly id: string;
  readonly before?: FeedEntity;
  readonly after?: FeedEntity;
}

const { NEW } = TripScheduleRelationship;

const MOST_TRIPS = 200;
const LOOK_AHEAD_SECONDS = 3 * 3600;

export function foreseeOrder(
  context: PublicationContext,
  action: ServiceOrderAction,
  changed: readonly EntityPair[],
  alertEffect: number | undefined,
  vehiclesBefore: KnownVehicles,
  now: number,
): Consequences {
  const trips = changed.flatMap((pair) => describeTrip(context, action, pair) ?? []);
  const vehicles = changed.flatMap((pair) => describeVehicle(context, pair) ?? []);
  const nextVehicles = findNextVehicles(context, action, trips, now);
  const end = findOrderEnd(context, action);
  return {
    trips: trips.slice(0, MOST_TRIPS),
    tripCount: trips.length,
    stops: countStops(context, changed),
    vehicles,
    loads: listLoads(trips, vehiclesBefore),
    nextVehicles,
    ...(end === Infinity ? {} : { endsAt: end }),
    warnings: [
      ...warnOfNothing(action, changed.length),
      ...warnOfConsequences({ trips, vehicles, nextVehicles, end, alertEffect, now }),
    ],
  };
}

function runOf(descriptor: TripDescriptor): { tripId: string; serviceDate: string; startTime?: string } {
  const { tripId = '', startDate = '', startTime } = descriptor;
  return { tripId, serviceDate: startDate, ...(startTime === undefined ? {} : { startTime }) };
}

function describeTrip(
  context: PublicationContext,
  action: ServiceOrderAction,
  { before, after }: EntityPair,
): AffectedTrip | undefined {
  const update = after?.tripUpdate ?? before?.tripUpdate;
  if (!update) return undefined;
  // A copy is not in the timetable: what it copies is, and is as long.
  const isCopy = action.kind === 'add_trip' && update.trip.scheduleRelationship === NEW;
  const instance = findRun(context, isCopy ? action.copyOf : runOf(update.trip));
  if (!instance) return undefined;
  const { schedule } = context;
  const copyStart = isCopy ? update.stopTimeUpdate?.[0]?.departure?.time : undefined;
  const shift = copyStart === undefined ? 0 : copyStart - runStartSeconds(context, instance);
  const { trips, routes, blockIds } = schedule;
  const route = routes[trips.route[instance.trip]!]!;
  const block = trips.block[instance.trip]!;
  const directionId = trips.directionId[instance.trip]!;
  const vehicleId = before?.tripUpdate?.vehicle?.id ?? after?.tripUpdate?.vehicle?.id;
  return {
    ...runOf(update.trip),
    routeId: route.routeId,
    routeName: route.shortName || route.longName,
    ...(directionId < 0 ? {} : { directionId }),
    headsign: trips.headsigns[instance.trip]!,
    startsAt: runStartSeconds(context, instance) + shift,
    endsAt: runEndSeconds(context, instance) + shift,
    ...(block < 0 || isCopy ? {} : { blockId: blockIds[block]! }),
    ...(vehicleId === undefined ? {} : { vehicleId }),
    effect: effectOf(before?.tripUpdate, after?.tripUpdate),
    stopsSkipped: (after?.tripUpdate?.stopTimeUpdate ?? []).filter((stop) => stop.scheduleRelationship === 1)
      .length,
  };
}

function effectOf(before: TripUpdate | undefined, after: TripUpdate | undefined): AffectedTrip['effect'] {
  const relationship = after?.trip.scheduleRelationship;
  if (relationship === 3) return 'cancelled';
  if (relationship === 6 || relationship === 8) return 'added';
  const stops = after?.stopTimeUpdate ?? [];
  if (stops.some((stop) => stop.scheduleRelationship === 1)) return 'stops_skipped';
  if (before?.vehicle?.id !== after?.vehicle?.id) return 'vehicle_changed';
  return stops.some((stop) => stop.scheduleRelationship === 2) ? 'no_prediction' : 'held';
}

function describeVehicle(
  { schedule }: PublicationContext,
  { before, after }: EntityPair,
): AffectedVehicle | undefined {
  const named = (after ?? before)?.vehicle?.vehicle;
  if (!named?.id) return undefined;
  const was = before?.vehicle?.trip;
  const is = after?.vehicle?.trip;
  if (was?.tripId === is?.tripId) return undefined;
  const blockOf = (trip: TripDescriptor | undefined): string | undefined => {
    const index = schedule.trips.indexOf.get(trip?.tripId ?? '');
    return index === undefined ? undefined : schedule.blockIds[schedule.trips.block[index]!];
  };
  const [blockBefore, blockAfter] = [blockOf(was), blockOf(is)];
  return {
    vehicleId: named.id,
    label: named.label ?? named.id,
    // Of some vehicles the line alone is known.
    ...(was?.tripId === undefined ? {} : { tripBefore: runOf(was) }),
    ...(is?.tripId === undefined ? {} : { tripAfter: runOf(is) }),
    ...(blockBefore === undefined ? {} : { blockBefore }),
    ...(blockAfter === undefined ? {} : { blockAfter }),
  };
}

function countStops({ schedule }: PublicationContext, changed: readonly EntityPair[]): AffectedStop[] {
  const counts = new Map<number, number>();
  for (const { after } of changed) {
    const update = after?.tripUpdate;
    const trip = schedule.trips.indexOf.get(update?.trip.tripId ?? '');
    if (!update || trip === undefined) continue;
    const isCancelled = update.trip.scheduleRelationship === 3;
    const skipped = new Set(
      (update.stopTimeUpdate ?? []).flatMap((stop) =>
        stop.scheduleRelationship === 1 ? [stop.stopSequence!] : [],
      ),
    );
    const first = schedule.trips.firstStopTime[trip]!;
    for (const [index, stop] of patternOf(schedule, trip).stops.entries()) {
      if (!isCancelled && !skipped.has(schedule.stopTimes.stopSequence[first + index]!)) continue;
      counts.set(stop, (counts.get(stop) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_TRIPS)
    .map(([stop, runs]) => ({ stopId: schedule.stops.ids[stop]!, name: schedule.stops.names[stop]!, runs }));
}

/** By the timetable; of up to ten runs that are lost. */
function findNextVehicles(
  context: PublicationContext,
  action: ServiceOrderAction,
  trips: readonly AffectedTrip[],
  now: number,
): NextVehicle[] {
  if (action.kind === 'city_mode') return [];
  const { schedule } = context;
  const key = ({ tripId, serviceDate }: { tripId: string; serviceDate: string }): string =>
    `${tripId} ${serviceDate}`;
  const lost = trips.filter(({ effect }) => effect === 'cancelled');
  const gone = new Set(lost.map(key));
  return lost.slice(0, MOST_GAPS).flatMap((trip): NextVehicle[] => {
    const instance = findRun(context, trip);
    if (!instance) return [];
    const stop = patternOf(schedule, instance.trip).stops[0]!;
    const next = listRunsBetween(
      context,
      Math.max(now, trip.startsAt),
      trip.startsAt + LOOK_AHEAD_SECONDS,
    ).find(
      (run) =>
        isSameLine(context, instance, run.instance) &&
        run.startSeconds > trip.startsAt &&
        !gone.has(
          key({ tripId: schedule.trips.ids[run.instance.trip]!, serviceDate: run.instance.serviceDate }),
        ),
    );
    if (!next) return [];
    return [
      {
        routeId: trip.routeId,
        routeName: trip.routeName,
        ...(trip.directionId === undefined ? {} : { directionId: trip.directionId }),
        stopId: schedule.stops.ids[stop]!,
        stopName: schedule.stops.names[stop]!,
        tripId: schedule.trips.ids[next.instance.trip]!,
        at: next.startSeconds,
        isPredicted: false,
        waitSeconds: next.startSeconds - trip.startsAt,
      },
    ];
  });
}

function isSameLine({ schedule }: PublicationContext, a: TripInstance, b: TripInstance): boolean {
  const { route, directionId } = schedule.trips;
  return route[a.trip] === route[b.trip] && directionId[a.trip] === directionId[b.trip];
}
