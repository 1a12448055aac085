/**
 * What of the orders happens, by what is predicted without them. An order of a time is about vehicles that come within
 * it: a late one finds the stop closed that was open when the timetable had it there, and open again after. Where
 * nothing is predicted the timetable says when it comes. Predictions move by seconds from one publication to the next:
 * what was told of a vehicle still to come is kept until it is clearly out of the period, where no other order tells it too.
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
import { stopIndexes } from './change-stop-times.js';
import { type TimedPlace, isWithin } from './list-affected-runs.js';
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
    const { cancelledAt, cancelledIfAfter = -Infinity, ...rest } = settled;
    const after = told === 'cancelled' ? cancelledIfAfter - KEPT_SECONDS : cancelledIfAfter;
    if (cancelledAt !== undefined && endOf(trip) > after) runs.set(id, settled);
    else if (rest.skipped.size + rest.held.size + rest.silenced.size > 0) runs.set(id, rest);
  }
  return { effects: { ...effects, runs }, unlikeTimetable };
}

/** What was told of a run last: which stops it leaves out, by index in the pattern, or that it does not run. */
type Told = ReadonlySet<number> | 'cancelled';

function readTold(
  context: PublicationContext,
  { instance }: RunEffect,
  entity: FeedEntity | undefined,
): Told {
  const { trip, stopTimeUpdate = [] } = entity?.tripUpdate ?? {};
  if (trip?.scheduleRelationship === TripScheduleRelationship.CANCELED) return 'cancelled';
  const skipped = stopTimeUpdate.filter(
    ({ scheduleRelationship }) => scheduleRelationship === StopScheduleRelationship.SKIPPED,
  );
  return new Set(stopIndexes(context, instance.trip, skipped));
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
  const kept = listKept(effect, told, expect);
  const settled = { ...effect, skipped: new Map(effect.skipped), silenced: new Set(effect.silenced) };
  for (const { orderId, effect: what, places, period, confirmedAt } of effect.timed) {
    for (const place of places) {
      const at = expect(place);
      const isTold = what !== 'silenced' && place.touches.some((stopIndex) => kept.has(stopIndex));
      const isMet = isWithin(period, at, isTold && at > clock ? KEPT_SECONDS : 0);
      if (what === 'detoured' && isMet !== isWithin(period, place.scheduledAt)) {
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

type Expect = (place: TimedPlace) => number;

/** The stops that were told to be left out and that no order leaves out by what is predicted now. */
function listKept({ skipped, cancelledAt, timed }: RunEffect, told: Told, expect: Expect): Set<number> {
  if (told === 'cancelled' && cancelledAt !== undefined) return new Set();
  const skipping = timed.filter(({ effect }) => effect !== 'silenced');
  const all = skipping.flatMap(({ places }) => places.flatMap(({ touches }) => touches));
  const kept = new Set(told === 'cancelled' ? all : told);
  for (const stopIndex of skipped.keys()) kept.delete(stopIndex);
  for (const { places, period } of skipping) {
    for (const place of places) {
      if (isWithin(period, expect(place))) place.touches.forEach((stopIndex) => kept.delete(stopIndex));
    }
  }
  return kept;
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
