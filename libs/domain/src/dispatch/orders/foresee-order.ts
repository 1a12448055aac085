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
  OrderWarning,
} from '../order-view.js';
import { type KnownVehicles, listLoads } from './list-loads.js';
import { countRuns } from './words.js';

export interface EntityPair {
  readonly id: string;
  readonly before?: FeedEntity;
  readonly after?: FeedEntity;
}

const { NEW } = TripScheduleRelationship;

const MOST_TRIPS = 200;
const LOOK_AHEAD_SECONDS = 3 * 3600;
const LONG_WAIT_SECONDS = 20 * 60;
const MANY_TRIPS = 50;
const SOON_SECONDS = 120;
/** Effects for which Transit sends a notification to phones: NO_SERVICE, REDUCED_SERVICE, SIGNIFICANT_DELAYS, DETOUR. */
const PUSHED = [1, 2, 3, 4];

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
      ...warnOfNothing(action, changed),
      ...warn({ trips, vehicles, nextVehicles, end, alertEffect, now }),
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
  return lost.slice(0, 10).flatMap((trip): NextVehicle[] => {
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

/** A vehicle goes on while its order is written: who is held at a stop that it has left would be told what cannot be done. */
function warnOfNothing(action: ServiceOrderAction, changed: readonly EntityPair[]): OrderWarning[] {
  if (action.kind !== 'hold' || changed.length > 0) return [];
  const text = {
    uk: 'Нічого не зміниться: машина вже минула цю зупинку або й так вирушає з неї пізніше. Відкрийте наказ знову.',
    en: 'Nothing changes: the vehicle has left that stop, or leaves it later anyway. Open the order again.',
  };
  return [{ code: 'not_applicable', text }];
}

function warn(known: {
  readonly trips: readonly AffectedTrip[];
  readonly vehicles: readonly AffectedVehicle[];
  readonly nextVehicles: readonly NextVehicle[];
  readonly end: number;
  readonly alertEffect: number | undefined;
  readonly now: number;
}): OrderWarning[] {
  const { trips, vehicles, nextVehicles, end, alertEffect, now } = known;
  const warnings: OrderWarning[] = [];
  const add = (code: OrderWarning['code'], uk: string, en: string): void => {
    warnings.push({ code, text: { uk, en } });
  };
  const cancelled = trips.filter(({ effect }) => effect === 'cancelled').length;
  if (cancelled > 0 && cancelled <= 10 && nextVehicles.length === 0) {
    add(
      'no_next_vehicle',
      'Наступного рейсу цього маршруту немає протягом трьох годин.',
      'The line has no other trip within three hours.',
    );
  }
  const wait = Math.max(0, ...nextVehicles.map(({ waitSeconds }) => waitSeconds));
  if (wait >= LONG_WAIT_SECONDS) {
    const minutes = Math.round(wait / 60);
    add(
      'long_wait',
      `Пасажири чекатимуть до ${minutes} хв довше.`,
      `Riders wait up to ${minutes} min longer.`,
    );
  }
  // Whose trip is cancelled keeps the rest of its block.
  const off = new Set(trips.flatMap(({ effect, tripId }) => (effect === 'cancelled' ? [tripId] : [])));
  for (const { label, blockBefore, blockAfter, tripBefore } of vehicles) {
    if (blockBefore === undefined || blockBefore === blockAfter || off.has(tripBefore?.tripId ?? '')) {
      continue;
    }
    add('loses_block', `${label} втрачає випуск ${blockBefore}.`, `${label} loses block ${blockBefore}.`);
  }
  if (alertEffect !== undefined && PUSHED.includes(alertEffect)) {
    add(
      'pushes_notification',
      'Застосунки можуть надіслати сповіщення на телефони.',
      'Apps may send a notification to phones.',
    );
  }
  if (end === Infinity) add('ends_never', 'Діє, доки не скасують.', 'Holds until it is taken back.');
  else if (end - now < SOON_SECONDS) {
    add('ends_soon', 'Дія закінчується за дві хвилини або раніше.', 'It ends within two minutes.');
  }
  if (trips.length > MANY_TRIPS) {
    const count = countRuns(trips.length);
    add('many_trips', `Змінюється ${count.uk}.`, `${count.en} change.`);
  }
  return warnings;
}
