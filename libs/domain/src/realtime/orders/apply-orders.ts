/**
 * The feed as it would be without orders, turned into the feed with them. What tracking and prediction say is never
 * touched: an order taken back leaves exactly the feed that would have been. An entity that reads as before is given
 * back itself, so that it is not encoded again.
 */
import { cancelTrip } from '../cancel-trip.js';
import { describeTrip, findTripKind } from '../describe-trip.js';
import type { FeedEntity, TripUpdate } from '../feed-message.js';
import type { PublishedTrip, PublishedVehicle, FeedState } from '../feed-state.js';
import type { PublicationContext } from '../publication-context.js';
import { judgeSeen } from '../pair-entities.js';
import type { Withheld } from '../withheld.js';
import { buildAddedTrip } from './build-added-trip.js';
import { type Draft, ownTrip } from './draft.js';
import { changeStopTimes, later, scheduledStopTimes } from './change-stop-times.js';
import { runEndSeconds, runStartSeconds } from './find-run.js';
import { moveVehicles } from './move-vehicles.js';
import type { OrderEffects, RunEffect } from './order-effects.js';
import { endOf } from './settle-effects.js';
import { changeLines, takeFromTrip, skipAhead } from './change-position.js';

export interface OrderedFeed {
  readonly vehicles: ReadonlyMap<string, PublishedVehicle>;
  readonly trips: ReadonlyMap<string, PublishedTrip>;
  /** Entities that orders made, by id: the memory by which they stay the same objects. */
  readonly made: ReadonlyMap<string, FeedEntity>;
  readonly withheld: readonly Withheld[];
}

/** `effects` are settled. */
export function applyOrders(
  context: PublicationContext,
  state: FeedState,
  effects: OrderEffects,
  plain: {
    readonly vehicles: ReadonlyMap<string, PublishedVehicle>;
    readonly trips: ReadonlyMap<string, PublishedTrip>;
  },
  clock: number,
): OrderedFeed {
  const isNothing = effects.runs.size + effects.vehicles.size + effects.added.size === 0;
  if (isNothing) return { ...plain, made: new Map(), withheld: [] };
  const draft: Draft = {
    context,
    state,
    clock,
    vehicles: new Map(plain.vehicles),
    trips: new Map(plain.trips),
    withheld: [],
  };
  for (const added of effects.added.values()) {
    const entity = buildAddedTrip(context, added, clock);
    if (!entity) continue;
    const startSeconds = runStartSeconds(context, added.copyOf) + added.shiftSeconds;
    draft.trips.set(`${added.copyId}:${added.startDate}`, ownTrip(entity, startSeconds));
  }
  moveVehicles(draft, effects);
  for (const effect of effects.runs.values()) applyToRun(draft, effect);
  changeLines(draft, effects);
  pushNextTrips(draft, effects);
  leaveOutUnseen(draft);
  return { ...keepSame(state.orderMade, plain, draft), withheld: draft.withheld };
}

function applyToRun(draft: Draft, effect: RunEffect): void {
  const { context, trips, clock } = draft;
  const before = trips.get(effect.instanceId);
  if (before?.isOver) return;
  if (effect.cancelledAt !== undefined) {
    cancel(draft, effect, effect.cancelledAt);
    return;
  }
  if (findTripKind(context, effect.instance) === 'headway') {
    if (effect.silenced.size > 0) trips.delete(effect.instanceId);
    return;
  }
  const given = before?.entity.tripUpdate?.stopTimeUpdate;
  if (!before || !given) {
    tellOfUnseen(draft, effect);
    return;
  }
  const { updates, isServed } = changeStopTimes(context, effect, given, clock);
  if (!isServed) {
    cancel(draft, effect, Math.max(...effect.skipped.values()));
    return;
  }
  if (updates.every((update, i) => update === given[i])) return;
  const { delay, ...rest } = before.entity.tripUpdate;
  const isSilent = effect.silenced.size > 0;
  const tripUpdate: TripUpdate = {
    ...rest,
    stopTimeUpdate: updates,
    ...(delay === undefined || isSilent ? {} : { delay }),
  };
  trips.set(effect.instanceId, { ...before, entity: { id: before.entity.id, tripUpdate } });
  skipAhead(draft, effect);
}

/** A run that no vehicle is predicted on: planners are to know of it all the same. */
function tellOfUnseen(draft: Draft, effect: RunEffect): void {
  const { context, trips, clock } = draft;
  if (effect.skipped.size + effect.held.size === 0) return;
  if (runEndSeconds(context, effect.instance) <= clock) return;
  const since = Math.max(0, ...effect.skipped.values());
  if (!hasTwoStops(context, effect)) {
    cancel(draft, effect, since);
    return;
  }
  const updates = scheduledStopTimes(context, effect, clock);
  if (updates.every(({ scheduleRelationship }) => scheduleRelationship === 2)) return;
  const kind = findTripKind(context, effect.instance) ?? 'timetable';
  const entity: FeedEntity = {
    id: `t:${effect.instanceId}`,
    tripUpdate: {
      trip: describeTrip(context.schedule, effect.instance, kind),
      stopTimeUpdate: updates,
      timestamp: Math.min(Math.floor(since || clock), clock),
    },
  };
  trips.set(effect.instanceId, ownTrip(entity, runStartSeconds(context, effect.instance)));
  skipAhead(draft, effect);
}

function hasTwoStops({ schedule }: PublicationContext, { instance, skipped }: RunEffect): boolean {
  const { firstStopTime } = schedule.trips;
  return firstStopTime[instance.trip + 1]! - firstStopTime[instance.trip]! - skipped.size >= 2;
}

function cancel(draft: Draft, { instance, instanceId }: RunEffect, since: number): void {
  const { context, trips, vehicles, clock } = draft;
  const before = trips.get(instanceId);
  // A run by headway has no timetable to be cancelled from (rule E013): it is only not told of.
  const isByHeadway = findTripKind(context, instance) === 'headway';
  const cancelled = isByHeadway
    ? undefined
    : cancelTrip(context, instanceId, instance, Math.min(Math.floor(since), clock), clock, endOf(before));
  if (cancelled) trips.set(instanceId, cancelled);
  else trips.delete(instanceId);
  for (const [vehicleId, vehicle] of vehicles) {
    if (vehicle.instanceId === instanceId) vehicles.set(vehicleId, takeFromTrip(vehicle));
  }
}

/** Where an order shows a vehicle on a trip_id, others that are not seen on it could not be brought together with it (E047). */
function leaveOutUnseen({ vehicles, trips, withheld }: Draft): void {
  const isUnseen = judgeSeen(vehicles);
  for (const [id, trip] of trips) {
    // A copy is named by its original's trip_id, and positions by its own.
    if (trip.entity.tripUpdate!.tripProperties || !isUnseen(trip)) continue;
    trips.delete(id);
    withheld.push({ reason: 'run_not_seen', id });
  }
}

/** What a vehicle is held for on one trip it is late for on the next: each begins after the one before has ended. */
function pushNextTrips({ trips, clock }: Draft, effects: OrderEffects): void {
  const held = new Set<string>();
  for (const { instanceId, held: stops } of effects.runs.values()) {
    const vehicleId = trips.get(instanceId)?.vehicleId;
    if (stops.size > 0 && vehicleId) held.add(vehicleId);
  }
  if (held.size === 0) return;
  const chains = new Map<string, [string, PublishedTrip][]>();
  for (const entry of trips) {
    const { vehicleId, isOver } = entry[1];
    if (!held.has(vehicleId) || isOver) continue;
    chains.set(vehicleId, [...(chains.get(vehicleId) ?? []), entry]);
  }
  for (const chain of chains.values()) {
    let end = 0;
    for (const [id, trip] of chain.sort((a, b) => a[1].startSeconds - b[1].startSeconds)) {
      const updates = trip.entity.tripUpdate?.stopTimeUpdate ?? [];
      const first = updates.find(({ arrival }) => arrival?.time !== undefined)?.arrival?.time ?? Infinity;
      const shift = end === 0 || first > end ? 0 : end + 1 - first;
      const moved = shift === 0 ? updates : updates.map((update) => later(update, shift, shift, clock));
      if (shift > 0) {
        trips.set(id, {
          ...trip,
          entity: { id: trip.entity.id, tripUpdate: { ...trip.entity.tripUpdate!, stopTimeUpdate: moved } },
        });
      }
      end = moved.findLast(({ departure }) => departure?.time !== undefined)?.departure?.time ?? end;
    }
  }
}

/** What reads as it did in the last publication is the same object. */
function keepSame(
  before: ReadonlyMap<string, FeedEntity>,
  plain: {
    readonly vehicles: ReadonlyMap<string, PublishedVehicle>;
    readonly trips: ReadonlyMap<string, PublishedTrip>;
  },
  { vehicles, trips }: Draft,
): Omit<OrderedFeed, 'withheld'> {
  const made = new Map<string, FeedEntity>();
  const keep = <T extends { readonly entity: FeedEntity }>(
    all: ReadonlyMap<string, T>,
    plainly: ReadonlyMap<string, T>,
  ): Map<string, T> =>
    new Map(
      [...all].map(([key, value]): [string, T] => {
        const { entity } = value;
        if (plainly.get(key)?.entity === entity) return [key, value];
        const last = before.get(entity.id);
        const kept = last && isSame(last, entity) ? last : entity;
        made.set(kept.id, kept);
        return [key, kept === entity ? value : { ...value, entity: kept }];
      }),
    );
  return { vehicles: keep(vehicles, plain.vehicles), trips: keep(trips, plain.trips), made };
}

function isSame(a: FeedEntity, b: FeedEntity): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
