/** Whom an order is told to: the vehicles that have to do something else because of it. */
import { type Schedule, patternOf } from '../../gtfs/index.js';
import {
  type PublicationContext,
  type ServiceOrderAction,
  type ServiceOrderActionOf,
  type TripRun,
  findRun,
  isSameRun,
  routesOf,
} from '../../realtime/index.js';
import { type Driver, isAhead } from './driver-runs.js';

export function concernsDriver(
  context: PublicationContext,
  action: ServiceOrderAction,
  driver: Driver,
): boolean {
  switch (action.kind) {
    case 'cancel':
      return action.runs.some((run) => isToDrive(context, run, driver));
    case 'short_turn':
    case 'skip_stops':
    case 'hold':
      return isToDrive(context, action.run, driver);
    case 'assign':
      return action.vehicleId === driver.vehicleId || losesRun(context, action, driver);
    case 'out_of_service':
    case 'tell_driver':
      return action.vehicleId === driver.vehicleId;
    case 'close_stop':
    case 'detour':
      return isOnRoute(context, action, driver) && servesStops(context.schedule, action, driver);
    case 'city_mode':
      return isInCity(context, action, driver);
    // Whoever is put on the copy is told by that order; how riders are told is nothing to a driver.
    case 'add_trip':
    case 'suppress_predictions':
      return false;
  }
}

/** Whether a vehicle drives a run, or will with the rest of its block. */
export function isToDrive(context: PublicationContext, run: TripRun, { assigned, drives }: Driver): boolean {
  if (assigned && assigned.tripId === run.tripId && assigned.serviceDate === run.serviceDate) return true;
  const instance = findRun(context, run);
  return instance !== undefined && drives !== undefined && isAhead(context.schedule, instance, drives);
}

/** Put or seen on a run that somebody else has now, and on none instead. */
function losesRun(
  context: PublicationContext,
  { vehicleId, run }: ServiceOrderActionOf<'assign'>,
  { vehicleId: other, instance, assigned, drives, displacedFrom }: Driver,
): boolean {
  if (!run || vehicleId === other || assigned) return false;
  if (displacedFrom && isSameRun(displacedFrom, run)) return true;
  if (!instance || drives) return false;
  const given = findRun(context, run);
  return given !== undefined && isAhead(context.schedule, given, instance);
}

function isOnRoute(
  context: PublicationContext,
  action: ServiceOrderActionOf<'close_stop' | 'detour' | 'city_mode'>,
  { drives }: Driver,
): boolean {
  return drives !== undefined && routesOf(context, action).has(context.schedule.trips.route[drives.trip]!);
}

/** Of a detour that leaves out no stop, its line and direction; of all else whether a stop is on the way. */
function servesStops(
  schedule: Schedule,
  action: ServiceOrderActionOf<'close_stop' | 'detour'>,
  { drives }: Driver,
): boolean {
  if (!drives) return false;
  const pattern = patternOf(schedule, drives.trip);
  if (action.kind === 'detour') {
    if (action.directionId !== undefined && action.directionId !== pattern.directionId) return false;
    if (action.missedStopIds.length === 0) return true;
  }
  const wanted = new Set(action.kind === 'detour' ? action.missedStopIds : action.stopIds);
  return pattern.stops.some((stop) => wanted.has(schedule.stops.ids[stop]!));
}

/** A mode of the whole city is told to everybody, also to those on no trip. */
function isInCity(
  context: PublicationContext,
  action: ServiceOrderActionOf<'city_mode'>,
  driver: Driver,
): boolean {
  const { routeTypes = [], agencyIds = [], routeIds = [] } = action;
  if (routeTypes.length + agencyIds.length + routeIds.length === 0) return true;
  return isOnRoute(context, action, driver);
}
