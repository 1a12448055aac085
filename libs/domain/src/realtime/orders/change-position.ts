import { instanceId } from '../describe-trip.js';
import type { FeedEntity } from '../feed-message.js';
import { VehicleStopStatus } from '../feed-message.js';
import type { PublishedVehicle } from '../feed-state.js';
import type { Draft } from './draft.js';
import { nameStop, stopIndexes } from './change-stop-times.js';
import type { OrderEffects, RunEffect } from './order-effects.js';

/** A vehicle as it is without a trip: where it is, and nothing more. */
export function takeFromTrip(vehicle: PublishedVehicle): PublishedVehicle {
  const { trip, currentStopSequence, stopId } = vehicle.entity.vehicle!;
  if (trip === undefined && currentStopSequence === undefined && stopId === undefined) return vehicle;
  const rest = without(vehicle.entity.vehicle!, ['trip', 'currentStopSequence', 'stopId', 'currentStatus']);
  return { ...without(vehicle, ['instanceId']), entity: { id: vehicle.entity.id, vehicle: rest } };
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
    const bare = without(rest, ['stopId', 'currentStatus']);
    const vehicle: FeedEntity['vehicle'] =
      next === count
        ? bare
        : {
            ...bare,
            ...uniqueStop(context, trip, next),
            currentStatus: VehicleStopStatus.IN_TRANSIT_TO,
          };
    vehicles.set(vehicleId, { ...published, entity: { id: published.entity.id, vehicle } });
  }
}

/**
 * A vehicle of which the line alone is known is on the likeliest trip of it as far as orders go: of a run that is cancelled
 * it is shown without its line, and of a stop that is not served it is not said to go there.
 */
export function changeLines({ context, vehicles }: Draft, { runs }: OrderEffects): void {
  for (const [vehicleId, published] of vehicles) {
    const { vehicle } = published.entity;
    const assignment = published.source?.update.assignment;
    if (!vehicle?.trip || vehicle.trip.tripId !== undefined || !assignment) continue;
    const effect = runs.get(instanceId(context, assignment.instance));
    if (effect?.cancelledAt !== undefined) vehicles.set(vehicleId, takeFromTrip(published));
    else if (effect?.skipped.has(assignment.nextStopIndex)) {
      const bare = without(vehicle, ['stopId', 'currentStatus']);
      vehicles.set(vehicleId, { ...published, entity: { id: published.entity.id, vehicle: bare } });
    }
  }
}

function without<T extends object, K extends keyof T>(value: T, names: readonly K[]): Omit<T, K> {
  const entries = Object.entries(value).filter(([name]) => !names.includes(name as K));
  return Object.fromEntries(entries) as Omit<T, K>;
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
