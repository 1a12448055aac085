import type { FeedEntity } from '../feed-message.js';
import { VehicleStopStatus } from '../feed-message.js';
import type { PublishedVehicle } from '../feed-state.js';
import type { Draft } from './apply-orders.js';
import { nameStop, stopIndexes } from './change-stop-times.js';
import type { RunEffect } from './order-effects.js';

/** A vehicle as it is without a trip: where it is, and nothing more. */
export function takeFromTrip(vehicle: PublishedVehicle): PublishedVehicle {
  const { trip, currentStopSequence, stopId, currentStatus, ...rest } = vehicle.entity.vehicle!;
  if (trip === undefined && currentStopSequence === undefined && stopId === undefined) return vehicle;
  void currentStatus;
  const { instanceId, ...kept } = vehicle;
  void instanceId;
  return { ...kept, entity: { id: vehicle.entity.id, vehicle: rest } };
}

/** A vehicle whose next stop is not served is on its way to the next one that is. */
export function skipAhead({ context, vehicles }: Draft, effect: RunEffect): void {
  if (effect.skipped.size === 0) return;
  for (const [vehicleId, published] of vehicles) {
    if (published.instanceId !== effect.instanceId) continue;
    const { currentStopSequence, ...rest } = published.entity.vehicle!;
    if (currentStopSequence === undefined) continue;
    const { trip } = effect.instance;
    const count =
      context.schedule.trips.firstStopTime[trip + 1]! - context.schedule.trips.firstStopTime[trip]!;
    let next = stopIndexes(context, trip, [{ stopSequence: currentStopSequence }])[0]!;
    if (!effect.skipped.has(next)) continue;
    while (next < count && effect.skipped.has(next)) next++;
    const { stopId, currentStatus, ...without } = rest;
    void stopId;
    void currentStatus;
    const vehicle: FeedEntity['vehicle'] =
      next === count
        ? without
        : {
            ...without,
            ...uniqueStop(context, trip, next),
            currentStatus: VehicleStopStatus.IN_TRANSIT_TO,
          };
    vehicles.set(vehicleId, { ...published, entity: { id: published.entity.id, vehicle } });
  }
}

/** As positions name stops: without the id where a trip calls twice. */
function uniqueStop(
  context: Draft['context'],
  trip: number,
  stopIndex: number,
): { currentStopSequence: number; stopId?: string } {
  const { stops } = context.schedule.patterns[context.schedule.trips.pattern[trip]!]!;
  const stop = stops[stopIndex]!;
  const { stopSequence, stopId } = nameStop(context, trip, stopIndex);
  const isUnique = stops.indexOf(stop) === stops.lastIndexOf(stop) && stopId !== undefined;
  return { currentStopSequence: stopSequence!, ...(isUnique ? { stopId } : {}) };
}
