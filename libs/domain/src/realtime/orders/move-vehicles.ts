/**
 * Vehicles that dispatchers put on a run or took off it. Position and trip update change together: whoever had the
 * run loses it in both feeds of the same publication.
 */
import type { TripInstance } from '../../gtfs/index.js';
import { buildTripUpdate } from '../build-trip-update.js';
import { isNearShape } from '../check-shape.js';
import { describeTrip, findTripKind, instanceId } from '../describe-trip.js';
import { describeVehicle } from '../describe-vehicle.js';
import { type TripDescriptor, type TripUpdate, StopScheduleRelationship } from '../feed-message.js';
import type { PublishedTrip } from '../feed-state.js';
import { type Draft, ownTrip } from './apply-orders.js';
import { describeCopy } from './build-added-trip.js';
import { takeFromTrip } from './change-position.js';
import { nameOnce, nameStop } from './change-stop-times.js';
import { listBlockFrom } from './find-order-end.js';
import { runEndSeconds, runStartSeconds } from './find-run.js';
import type { OrderEffects, VehicleEffect } from './order-effects.js';

/** So long before its start a vehicle is shown on the run it is put on. */
const EARLY_SECONDS = 1200;
/** A trip that the vehicle is on by tracking is followed for so long after the timetable has it over. */
const LATE_SECONDS = 3600;

export function moveVehicles(draft: Draft, effects: OrderEffects): void {
  for (const [vehicleId, effect] of effects.vehicles) {
    if (effect.kind === 'off') takeOff(draft, vehicleId, new Set());
    else if (effect.kind === 'run') putOnRun(draft, vehicleId, effect.instance);
    else putOnCopy(draft, vehicleId, effect, effects);
  }
}

/** Takes a vehicle from its trips, but for those of `keep`. */
function takeOff({ vehicles, trips }: Draft, vehicleId: string, keep: ReadonlySet<string>): void {
  for (const [id, trip] of trips) {
    if (trip.vehicleId === vehicleId && !trip.isOver && !keep.has(id)) trips.delete(id);
  }
  const vehicle = vehicles.get(vehicleId);
  if (vehicle && !keep.has(vehicle.instanceId ?? '')) vehicles.set(vehicleId, takeFromTrip(vehicle));
}

function putOnRun(draft: Draft, vehicleId: string, instance: TripInstance): void {
  const { context, clock, trips, vehicles, state } = draft;
  const block = listBlockFrom(context, instance).filter(
    (run) => runEndSeconds(context, run) + LATE_SECONDS > clock,
  );
  const ids = new Set(block.map((run) => instanceId(context, run)));
  const assigned = state.vehicles.get(vehicleId)?.update.assignment?.instance;
  const isOnBlock = assigned !== undefined && ids.has(instanceId(context, assigned));
  if (isOnBlock && trips.get(instanceId(context, assigned))?.vehicleId === vehicleId) return;
  takeOff(draft, vehicleId, new Set());
  const current = isOnBlock ? assigned : block.find((run) => runEndSeconds(context, run) > clock);
  for (const [other, vehicle] of vehicles) {
    if (ids.has(vehicle.instanceId ?? '')) vehicles.set(other, takeFromTrip(vehicle));
  }
  for (const id of ids) if (trips.has(id) && !trips.get(id)!.isOver) trips.delete(id);
  if (!current || !state.vehicles.has(vehicleId)) return;
  const currentId = instanceId(context, current);
  const made = predictedTrip(draft, vehicleId, current) ?? unpredictedTrip(draft, vehicleId, current);
  trips.set(currentId, made);
  if (runStartSeconds(context, current) - EARLY_SECONDS > clock) return;
  const kind = findTripKind(context, current) ?? 'timetable';
  showOnTrip(draft, vehicleId, describeTrip(context.schedule, current, kind), current, currentId);
}

/** By the vehicle's own prediction, where tracking has it on the run as well. */
function predictedTrip(draft: Draft, vehicleId: string, instance: TripInstance): PublishedTrip | undefined {
  const { context, state, clock } = draft;
  const vehicle = state.vehicles.get(vehicleId)!;
  const id = instanceId(context, instance);
  const prediction = vehicle.predictions.find(
    (candidate) => candidate.ahead === 0 && instanceId(context, candidate.instance) === id,
  );
  if (!prediction || prediction.stops.length === 0) return undefined;
  const claim = { instanceId: id, instance, vehicle, prediction, ahead: 0 };
  return buildTripUpdate(context, {
    claim,
    before: undefined,
    lastHeader: 0,
    header: clock,
    afterSeconds: 0,
  });
}

function unpredictedTrip(draft: Draft, vehicleId: string, instance: TripInstance): PublishedTrip {
  const { context, state, clock } = draft;
  const { position } = state.vehicles.get(vehicleId)!.update;
  const { firstStopTime } = context.schedule.trips;
  const last = firstStopTime[instance.trip + 1]! - firstStopTime[instance.trip]! - 1;
  const kind = findTripKind(context, instance) ?? 'timetable';
  const tripUpdate: TripUpdate = {
    trip: describeTrip(context.schedule, instance, kind),
    vehicle: describeVehicle(position, context.options),
    stopTimeUpdate: nameOnce(
      [0, last].map((stopIndex) => ({
        ...nameStop(context, instance.trip, stopIndex),
        scheduleRelationship: StopScheduleRelationship.NO_DATA,
      })),
    ),
    timestamp: Math.min(Math.floor(position.atSeconds), clock),
  };
  const entity = { id: `t:${instanceId(context, instance)}`, tripUpdate };
  return ownTrip(entity, runStartSeconds(context, instance), vehicleId);
}

function putOnCopy(
  draft: Draft,
  vehicleId: string,
  { copyId }: Extract<VehicleEffect, { kind: 'copy' }>,
  effects: OrderEffects,
): void {
  const { context, trips, state, clock } = draft;
  const added = effects.added.get(copyId);
  if (!added) return;
  const key = `${copyId}:${added.startDate}`;
  const copy = trips.get(key);
  takeOff(draft, vehicleId, new Set());
  const vehicle = state.vehicles.get(vehicleId);
  if (!copy || !vehicle) return;
  const tripUpdate = {
    ...copy.entity.tripUpdate!,
    vehicle: describeVehicle(vehicle.update.position, context.options),
  };
  trips.set(key, ownTrip({ id: copy.entity.id, tripUpdate }, copy.startSeconds, vehicleId));
  if (copy.startSeconds - EARLY_SECONDS > clock) return;
  showOnTrip(draft, vehicleId, describeCopy(context, added), added.copyOf, key);
}

/** The position with the trip, where it is near enough to the trip's line to be believed (rule E029). */
function showOnTrip(
  { context, vehicles, withheld }: Draft,
  vehicleId: string,
  trip: TripDescriptor,
  instance: TripInstance,
  id: string,
): void {
  const vehicle = vehicles.get(vehicleId);
  const position = vehicle?.entity.vehicle?.position;
  if (!vehicle || !position) return;
  const { schedule } = context;
  const pattern = schedule.patterns[schedule.trips.pattern[instance.trip]!]!;
  const place = { lat: position.latitude, lon: position.longitude };
  if (!isNearShape(schedule, pattern, place, Infinity)) {
    withheld.push({ reason: 'far_from_shape', id: vehicleId });
    return;
  }
  const entity = { id: vehicle.entity.id, vehicle: { trip, ...vehicle.entity.vehicle } };
  vehicles.set(vehicleId, { ...vehicle, entity, instanceId: id });
}
