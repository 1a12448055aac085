/**
 * What of the orders happens, by what is predicted without them. An order of a time is about vehicles that come within
 * it: a late one finds the stop closed that was open when the timetable had it there, and open again after. Where
 * nothing is predicted the timetable says when it comes. Predictions move by seconds from one publication to the next:
 * what was told of a vehicle still to come is kept until it is clearly out of the period, where no other order tells it too.
 * What was told of a place it has passed stays: a detour that it turned into in time is its way though the time is over.
 */
import { scheduledSeconds } from '../collect-stop-times.js';
import {
  type FeedEntity,
  StopScheduleRelationship,
  type StopTimeUpdate,
  TripScheduleRelationship,
} from '../feed-message.js';
import type { PublishedTrip } from '../feed-state.js';
import type { PublicationContext } from '../publication-context.js';
import type { OrderPeriod } from '../service-order.js';
import { stopIndexes } from './change-stop-times.js';
import { type TimedPlace, isMetByTimetable, isWithin } from './list-affected-runs.js';
import { type OrderEffects, type RunEffect, skip } from './order-effects.js';

/** How far out of a period something told of it must be expected to be told otherwise. */
const KEPT_SECONDS = 120;

export interface SettledEffects {
  readonly effects: OrderEffects;
  /** By id of a detour's order, the runs that make it though the timetable says not, or do not though it says so. */
  readonly unlikeTimetable: ReadonlyMap<string, readonly string[]>;
}

/**
 * `made` are the entities that the same orders made, as last published, by id; `clock` is now. Runs that nothing happens to
 * are left out.
 */
export function settleEffects(
  context: PublicationContext,
  effects: OrderEffects,
  trips: ReadonlyMap<string, PublishedTrip>,
  made: ReadonlyMap<string, FeedEntity>,
  clock: number,
): SettledEffects {
  const runs = new Map<string, RunEffect>();
  const unlikeTimetable = new Map<string, string[]>();
  for (const [id, effect] of effects.runs) {
    const trip = trips.get(id);
    const told = readTold(context, effect, made.get(`t:${id}`));
    const settled = settleTimes(context, effect, { trip, told, clock }, unlikeTimetable);
    const { cancelledAt, ...rest } = settled;
    if (cancelledAt !== undefined && isCancelled(settled, trip, told)) runs.set(id, settled);
    else if (rest.skipped.size + rest.held.size + rest.silenced.size > 0) runs.set(id, rest);
  }
  return { effects: { ...effects, runs }, unlikeTimetable };
}

/** Ids of the runs that are led another way. `made` as above. */
export function listDetoured(
  context: PublicationContext,
  { runs }: OrderEffects,
  made: ReadonlyMap<string, FeedEntity>,
): ReadonlySet<string> {
  const isTold = (effect: RunEffect): boolean => {
    const { skipped } = readTold(context, effect, made.get(`t:${effect.instanceId}`));
    const ways = effect.timed.filter(({ effect: what }) => what === 'detoured');
    return ways.some(({ places }) => places.some(({ touches }) => touches.some((stop) => skipped.has(stop))));
  };
  return new Set(
    [...runs.values()].flatMap((effect) =>
      effect.isDetoured === true || (effect.isDetoured === 'if told' && isTold(effect))
        ? [effect.instanceId]
        : [],
    ),
  );
}

function isCancelled(
  { cancelledIfAfter = -Infinity, isCancelledIfTold }: RunEffect,
  trip: PublishedTrip | undefined,
  told: Told,
): boolean {
  // It was told that it does not run, and nobody has been seen to run it since.
  if (isCancelledIfTold && (trip || !told.isCancelled)) return false;
  return endOf(trip) > (told.isCancelled ? cancelledIfAfter - KEPT_SECONDS : cancelledIfAfter);
}

/** What was told of a run last: that it does not run, and which stops it leaves out or is not predicted at, by index in the pattern. */
interface Told {
  readonly isCancelled: boolean;
  readonly skipped: ReadonlySet<number>;
  readonly silenced: ReadonlySet<number>;
}

function readTold(
  context: PublicationContext,
  { instance }: RunEffect,
  entity: FeedEntity | undefined,
): Told {
  const { trip, vehicle, stopTimeUpdate = [] } = entity?.tripUpdate ?? {};
  const listStops = (relationship: StopScheduleRelationship): ReadonlySet<number> => {
    const told = stopTimeUpdate.filter(({ scheduleRelationship }) => scheduleRelationship === relationship);
    return new Set(stopIndexes(context, instance.trip, told));
  };
  return {
    isCancelled: trip?.scheduleRelationship === TripScheduleRelationship.CANCELED,
    skipped: listStops(StopScheduleRelationship.SKIPPED),
    // Of a run that nobody is seen on nothing is predicted, whatever is ordered.
    silenced: vehicle ? listStops(StopScheduleRelationship.NO_DATA) : new Set(),
  };
}

interface Known {
  readonly trip: PublishedTrip | undefined;
  readonly told: Told;
  readonly clock: number;
}

function settleTimes(
  context: PublicationContext,
  effect: RunEffect,
  { trip, told, clock }: Known,
  unlikeTimetable: Map<string, string[]>,
): RunEffect {
  if (effect.timed.length === 0) return effect;
  const expect = readExpected(context, effect, trip);
  const kept = {
    skipped: listKeptSkipped(effect, told, expect),
    silenced: listKeptSilenced(effect, told, expect),
  };
  const settled = { ...effect, skipped: new Map(effect.skipped), silenced: new Set(effect.silenced) };
  for (const { orderId, effect: what, places, period, confirmedAt } of effect.timed) {
    const keptStops = what === 'silenced' ? kept.silenced : kept.skipped;
    for (const place of places) {
      const at = expect(place);
      const isTold = place.touches.some((stopIndex) => keptStops.has(stopIndex));
      const isPlanned = isMetByTimetable(period, place.scheduledAt, confirmedAt);
      const isMet = isTold ? isStillMet(period, at, clock) : trip ? isWithin(period, at) : isPlanned;
      if (what === 'detoured' && isMet !== isPlanned) {
        unlikeTimetable.set(orderId, [...(unlikeTimetable.get(orderId) ?? []), effect.instanceId]);
      }
      if (!isMet) continue;
      for (const stopIndex of place.touches) {
        if (what === 'silenced') settled.silenced.add(stopIndex);
        else skip(settled, stopIndex, confirmedAt);
      }
    }
  }
  return settled;
}

/** Whether an order that was told of a place is told of it still. */
function isStillMet(period: OrderPeriod, at: number, clock: number): boolean {
  const { start = 0, end = Infinity } = period;
  if (at <= clock) return at >= start;
  return isWithin(period, at, clock < end ? KEPT_SECONDS : 0);
}

type Expect = (place: TimedPlace) => number;

/** The stops that were told to be left out and that no order leaves out by what is predicted now. */
function listKeptSkipped(
  { skipped, cancelledAt, timed }: RunEffect,
  told: Told,
  expect: Expect,
): Set<number> {
  if (told.isCancelled && cancelledAt !== undefined) return new Set();
  const skipping = timed.filter(({ effect }) => effect !== 'silenced');
  const all = skipping.flatMap(({ places }) => places.flatMap(({ touches }) => touches));
  const kept = dropMet(new Set(told.isCancelled ? all : told.skipped), skipping, expect);
  for (const stopIndex of skipped.keys()) kept.delete(stopIndex);
  return kept;
}

/** The stops that were told without predictions and that no order silences by what is predicted now. */
function listKeptSilenced({ timed }: RunEffect, told: Told, expect: Expect): Set<number> {
  const silencing = timed.filter(({ effect }) => effect === 'silenced');
  return dropMet(new Set(told.silenced), silencing, expect);
}

function dropMet(stops: Set<number>, timed: RunEffect['timed'], expect: Expect): Set<number> {
  for (const { places, period } of timed) {
    for (const place of places) {
      if (isWithin(period, expect(place))) place.touches.forEach((stopIndex) => stops.delete(stopIndex));
    }
  }
  return stops;
}

/** Says when a run is predicted to leave a place; one passed so long ago that it is named no more, as late as it was then. */
function readExpected(
  context: PublicationContext,
  { instance }: RunEffect,
  trip: PublishedTrip | undefined,
): Expect {
  const updates = trip?.entity.tripUpdate?.stopTimeUpdate ?? [];
  const indexes = stopIndexes(context, instance.trip, updates);
  const expected = new Map(
    updates.flatMap((update, i): [number, number][] => {
      const at = leavesAt(update);
      return at === undefined ? [] : [[indexes[i]!, at]];
    }),
  );
  const [first = -1, firstAt = 0] = [...expected][0] ?? [];
  const late = first < 0 ? 0 : firstAt - scheduledSeconds(context, instance, first);
  return ({ stopIndex, scheduledAt }) =>
    expected.get(stopIndex) ?? (stopIndex < first ? scheduledAt + late : scheduledAt);
}

function leavesAt({ departure, arrival }: StopTimeUpdate): number | undefined {
  return departure?.time ?? arrival?.time;
}

/** When it was predicted to come to its last stop; 0 where nothing was. */
export function endOf(trip: PublishedTrip | undefined): number {
  const last = trip?.entity.tripUpdate?.stopTimeUpdate?.at(-1);
  return last?.arrival?.time ?? last?.departure?.time ?? 0;
}
