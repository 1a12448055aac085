/** Who drives what while orders are in force: tracking's word, and over it what dispatchers assigned. */
import type { Schedule, TripInstance } from '../../gtfs/index.js';
import {
  type PublicationContext,
  type ServiceOrder,
  type ServiceOrderAction,
  type TripRun,
  findRun,
  listAssignments,
  listDisplaced,
} from '../../realtime/index.js';

/** A vehicle that is heard of, with the run that tracking sees it on. */
export interface SeenVehicle {
  readonly vehicleId: string;
  readonly label: string;
  readonly instance: TripInstance | undefined;
}

export interface Driver extends SeenVehicle {
  /** The run that an order put it on. */
  readonly assigned: TripRun | undefined;
  /** What it drives, by order or else as it is seen; undefined where that was taken from it. */
  readonly drives: TripInstance | undefined;
  /** The run that an order put it on, and a later one gave to another. */
  readonly displacedFrom: TripRun | undefined;
}

export function listDrivers(
  context: PublicationContext,
  orders: readonly ServiceOrder[],
  vehicles: readonly SeenVehicle[],
): Driver[] {
  const assignments = listAssignments(orders);
  const displaced = listDisplaced(orders);
  const moved = new Set(
    orders.flatMap(({ action }) =>
      action.kind === 'assign' || action.kind === 'out_of_service' ? [action.vehicleId] : [],
    ),
  );
  const taken = [...assignments.values()].flatMap((run) => findRun(context, run) ?? []);
  return vehicles.map((vehicle) => {
    const assigned = assignments.get(vehicle.vehicleId);
    const displacedFrom = displaced.get(vehicle.vehicleId);
    if (assigned) return { ...vehicle, assigned, displacedFrom, drives: findRun(context, assigned) };
    const { instance } = vehicle;
    const isTaken = instance && taken.some((run) => sharesBlock(context.schedule, run, instance));
    const drives = moved.has(vehicle.vehicleId) || isTaken ? undefined : instance;
    return { ...vehicle, assigned, displacedFrom, drives };
  });
}

/** Whether no later order put the vehicle, or another one in its place, elsewhere. */
export function stillHolds(orders: readonly ServiceOrder[]): (action: ServiceOrderAction) => boolean {
  const assignments = listAssignments(orders);
  return (action) => {
    if (action.kind === 'assign') return assignments.get(action.vehicleId) === action.run;
    return action.kind !== 'out_of_service' || !assignments.has(action.vehicleId);
  };
}

/** Whether a run is the one that is driven, or a later one of its block. */
export function isAhead(schedule: Schedule, run: TripInstance, driven: TripInstance): boolean {
  return run.startSeconds >= driven.startSeconds && sharesBlock(schedule, run, driven);
}

function sharesBlock({ trips: { block } }: Schedule, a: TripInstance, b: TripInstance): boolean {
  if (a.serviceDate !== b.serviceDate) return false;
  if (a.trip === b.trip) return a.startSeconds === b.startSeconds;
  return block[a.trip]! >= 0 && block[a.trip] === block[b.trip];
}
