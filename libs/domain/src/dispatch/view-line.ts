/** A line as its ladder shows it: who runs where, who waits, who is missing, how far apart. */
import { formatGtfsTime } from '../time/index.js';
import { countOut, listMannedRuns, stretchOf } from './count-out.js';
import type { Run, RunTrip } from '../tracking/index.js';
import { judgeHeadway } from './judge-headway.js';
import type { DirectionScale } from './line-scale.js';
import type {
  GhostView,
  HeadwayBetween,
  LayoverView,
  LineDirectionView,
  LineStopView,
  LineVehicleView,
  LineView,
} from './line-view.js';
import { measureRegularity } from './measure-regularity.js';
import type { ServiceWatch } from './service-watch.js';
import { patternIdOf } from './view-network.js';
import { type WatchedVehicle, fixAt, isUnderWay } from './watched-vehicle.js';
import type { SeesCarrier } from './view-trips.js';
import { deviationOf, findNextStopAt } from './write-row.js';

/** Whom somebody may see. */
export type Sees = (vehicle: WatchedVehicle) => boolean;

/** What somebody may see: vehicles one by one, and what a carrier's line tells of the carrier. */
export interface Sight {
  readonly sees: Sees;
  readonly seesCarrier: SeesCarrier;
}

/** A trip that nobody ran for so long is not drawn as missing any more. */
const GHOST_SECONDS = 3600;
const NEXT_DEPARTURE_SECONDS = 4 * 3600;

/** How well a line runs is told to whom it belongs; others are told of their own vehicles on it. */
export function viewLine(
  watch: ServiceWatch,
  route: number,
  now: number,
  { sees, seesCarrier }: Sight,
): LineView {
  const { routeId, agency, shortName, longName, type, color, textColor } = watch.schedule.routes[route]!;
  const { mode, isChosen, thresholds } = watch.ruleOf(route);
  const isTheirs = seesCarrier(watch.findCarrier(undefined, routeId));
  const out = countOut(watch, now).get(route);
  const manned = new Set(listMannedRuns(watch));
  // What headways are judged by would tell how many are missing.
  const stretch = isTheirs ? stretchOf(out) : 1;
  const directions = watch.scales
    .listDirections(route)
    .map((direction) => viewDirection({ watch, now, sees, isTheirs, manned, stretch }, direction));
  const worstGap = findWorst(directions);
  return {
    at: Math.floor(now),
    routeId,
    agencyId: watch.schedule.agencies[agency]!.agencyId,
    shortName,
    longName,
    type,
    color,
    textColor,
    mode,
    isModeChosen: isChosen,
    thresholds,
    ...(isTheirs ? { plannedVehicles: out?.planned ?? 0, actualVehicles: out?.actual ?? 0 } : {}),
    directions,
    ...(worstGap ? { worstGap } : {}),
  };
}

interface LineContext {
  readonly watch: ServiceWatch;
  readonly now: number;
  readonly sees: Sees;
  /** Whether the line is of a carrier that is seen. */
  readonly isTheirs: boolean;
  readonly manned: ReadonlySet<Run>;
  readonly stretch: number;
}

function viewDirection(context: LineContext, direction: DirectionScale): LineDirectionView {
  const { watch, now } = context;
  const { key, directionId, headsign, mainPattern, lengthSeconds } = direction;
  const stops = viewStops(watch, mainPattern);
  const plannedHeadwaySeconds = watch.planned.headwayAt(key, now);
  const nextDeparture = watch.planned.listStarting(key, now, now + NEXT_DEPARTURE_SECONDS)[0];
  const all = listOf(watch, key);
  const seen = all.filter(context.sees);
  return {
    directionId,
    headsign: headsign === '' ? (stops.at(-1)?.name ?? '') : headsign,
    patternId: patternIdOf(mainPattern),
    lengthSeconds: Math.round(lengthSeconds),
    stops,
    vehicles: viewVehicles(context, all, directionId),
    ghosts: context.isTheirs ? viewGhosts(context, key) : [],
    terminal: {
      stopId: stops[0]?.stopId ?? '',
      name: stops[0]?.name ?? '',
      layovers: seen
        .flatMap((vehicle) => viewLayover(watch, vehicle) ?? [])
        .sort((a, b) => a.departureAt - b.departureAt),
      ...(nextDeparture ? { nextDepartureAt: Math.round(nextDeparture.startSeconds) } : {}),
    },
    ...(plannedHeadwaySeconds === undefined ? {} : { plannedHeadwaySeconds }),
    ...(context.isTheirs ? measureRegularity(watch, key, mainPattern, now) : {}),
  };
}

export function viewStops({ schedule, scales }: ServiceWatch, mainPattern: number): LineStopView[] {
  const { places } = scales.ofPattern(mainPattern);
  const trip = schedule.trips.pattern.indexOf(mainPattern);
  const row = schedule.trips.firstStopTime[trip]!;
  return Array.from(schedule.patterns[mainPattern]!.stops, (stop, i) => ({
    stopId: schedule.stops.ids[stop]!,
    code: schedule.stops.codes[stop] ?? '',
    name: schedule.stops.names[stop] ?? '',
    placeSeconds: Math.round(places[i]!),
    isTimepoint: schedule.stopTimes.timepoint[row + i] === 1,
  }));
}

/** Vehicles on trips of a direction. */
function listOf(watch: ServiceWatch, key: string): WatchedVehicle[] {
  return [...watch.vehicles.values()].filter(
    ({ assignment }) => assignment && watch.scales.ofTrip(assignment.instance.trip).direction.key === key,
  );
}

function viewVehicles(
  context: LineContext,
  all: readonly WatchedVehicle[],
  directionId: number,
): LineVehicleView[] {
  const { watch, sees, stretch } = context;
  const underWay = all.filter((vehicle) => isUnderWay(vehicle) && vehicle.place !== undefined);
  const headways = new Map(
    underWay.flatMap((vehicle) => {
      const between = headwayOf(watch, vehicle, directionId, stretch);
      return between ? [[vehicle.vehicleId, between]] : [];
    }),
  );
  const behind = new Map([...headways.values()].map((between) => [between.aheadVehicleId, between]));
  return underWay
    .filter(sees)
    .sort((a, b) => b.place! - a.place!)
    .map((vehicle) =>
      viewVehicle(
        context,
        vehicle,
        scoped(context, headways.get(vehicle.vehicleId)),
        scoped(context, behind.get(vehicle.vehicleId)),
      ),
    );
}

/** The other vehicle is not named where it is not theirs to see. */
function scoped(
  { watch, sees }: LineContext,
  between: HeadwayBetween | undefined,
): HeadwayBetween | undefined {
  if (!between) return undefined;
  const { aheadVehicleId, ...rest } = between;
  const isSeen = (vehicleId: string | undefined): boolean => {
    const vehicle = watch.vehicles.get(vehicleId ?? '');
    return vehicle !== undefined && sees(vehicle);
  };
  if (!isSeen(between.vehicleId)) return { ...between, vehicleId: '' };
  return isSeen(aheadVehicleId) ? between : rest;
}

/** From a vehicle to the one ahead; `stretch` as `judgeHeadway` takes it. */
export function headwayOf(
  watch: ServiceWatch,
  { vehicleId, headwaySeconds, plannedHeadwaySeconds, aheadId, assignment }: WatchedVehicle,
  directionId: number,
  stretch: number,
): HeadwayBetween | undefined {
  if (headwaySeconds === undefined || !assignment) return undefined;
  const { thresholds } = watch.ruleOf(watch.schedule.trips.route[assignment.instance.trip]!);
  return {
    vehicleId,
    directionId,
    headwaySeconds,
    judged:
      plannedHeadwaySeconds === undefined
        ? 'even'
        : judgeHeadway(headwaySeconds, plannedHeadwaySeconds, thresholds, stretch),
    ...(aheadId === undefined ? {} : { aheadVehicleId: aheadId }),
    ...(plannedHeadwaySeconds === undefined ? {} : { plannedSeconds: plannedHeadwaySeconds }),
  };
}

function viewVehicle(
  { watch, now }: LineContext,
  vehicle: WatchedVehicle,
  ahead: HeadwayBetween | undefined,
  behind: HeadwayBetween | undefined,
): LineVehicleView {
  const { trips, blockIds, patterns, stops } = watch.schedule;
  const { instance, nextStopIndex } = vehicle.assignment!;
  const { trip, serviceDate } = instance;
  const block = trips.block[trip]!;
  const deviationSeconds = deviationOf(watch.scales, vehicle);
  const nextStopAt = findNextStopAt(vehicle);
  const isBySchedule = watch.ruleOf(trips.route[trip]!).mode === 'schedule';
  const runTrip = isBySchedule ? watch.timetable.findRunTrip(instance) : undefined;
  const { occupancyStatus, label } = vehicle.update.position;
  return {
    vehicleId: vehicle.vehicleId,
    label: label ?? vehicle.vehicleId,
    state: vehicle.state,
    fixAt: Math.round(fixAt(vehicle)),
    placeSeconds: Math.round(vehicle.place!),
    tripId: trips.ids[trip]!,
    serviceDate,
    nextStopId: stops.ids[patterns[trips.pattern[trip]!]!.stops[nextStopIndex]!]!,
    ...(runTrip ? { scheduledPlaceSeconds: scheduledPlace(watch, runTrip, now) } : {}),
    ...(deviationSeconds === undefined ? {} : { deviationSeconds }),
    ...(block < 0 ? {} : { blockId: blockIds[block]! }),
    ...(nextStopAt === undefined ? {} : { nextStopAt }),
    ...(ahead ? { ahead } : {}),
    ...(behind ? { behind } : {}),
    ...(occupancyStatus === undefined ? {} : { occupancyStatus }),
  };
}

function scheduledPlace(watch: ServiceWatch, trip: RunTrip, now: number): number {
  return Math.round(watch.scales.placeOfSeconds(trip.trip, now - trip.startSeconds));
}

function viewGhosts({ watch, now, manned }: LineContext, key: string): GhostView[] {
  return watch.planned.listUnderWay(key, now).flatMap((trip) => {
    const instance = trip.instance;
    const isRun = manned.has(trip.run) || watch.log.find(instance) !== undefined;
    if (isRun || now - trip.startSeconds > GHOST_SECONDS || watch.ordered.isCancelled(trip)) return [];
    const { trips, blockIds } = watch.schedule;
    const block = trips.block[trip.trip]!;
    return [
      {
        tripId: trips.ids[trip.trip]!,
        serviceDate: trip.run.serviceDate,
        startTime: formatGtfsTime(trip.startOfDaySeconds),
        placeSeconds: scheduledPlace(watch, trip, now),
        departureAt: Math.round(trip.startSeconds),
        ...(block < 0 ? {} : { blockId: blockIds[block]! }),
      },
    ];
  });
}

function viewLayover(watch: ServiceWatch, vehicle: WatchedVehicle): LayoverView | undefined {
  const { assignment, predictions } = vehicle;
  if (assignment?.phase !== 'LAYOVER') return undefined;
  const trip = watch.timetable.findRunTrip(assignment.instance);
  if (!trip) return undefined;
  const expected = predictions.find(({ instance }) => instance.trip === trip.trip)?.stops[0];
  return {
    vehicleId: vehicle.vehicleId,
    label: vehicle.update.position.label ?? vehicle.vehicleId,
    tripId: watch.schedule.trips.ids[trip.trip]!,
    serviceDate: trip.run.serviceDate,
    departureAt: Math.round(trip.startSeconds),
    ...(expected ? { expectedAt: Math.round(expected.departureSeconds) } : {}),
  };
}

function findWorst(directions: readonly LineDirectionView[]): HeadwayBetween | undefined {
  let worst: HeadwayBetween | undefined;
  const shareOf = ({ headwaySeconds, plannedSeconds }: HeadwayBetween): number =>
    plannedSeconds === undefined ? 0 : headwaySeconds / plannedSeconds;
  for (const { ahead } of directions.flatMap(({ vehicles }) => vehicles)) {
    if (ahead?.plannedSeconds !== undefined && (!worst || shareOf(ahead) > shareOf(worst))) worst = ahead;
  }
  return worst;
}
