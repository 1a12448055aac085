/**
 * What of the orders happens, by what is predicted without them. An order of a time is about vehicles that come within
 * it: a late one finds the stop closed that was open when the timetable had it there, and open again after. Where
 * nothing is predicted the timetable says when it comes.
 */
import type { PublishedTrip } from '../feed-state.js';
import type { PublicationContext } from '../publication-context.js';
import { stopIndexes } from './change-stop-times.js';
import { type OrderEffects, type RunEffect, skip } from './order-effects.js';

/** Runs that nothing happens to are left out. */
export function settleEffects(
  context: PublicationContext,
  effects: OrderEffects,
  trips: ReadonlyMap<string, PublishedTrip>,
): OrderEffects {
  const runs = new Map<string, RunEffect>();
  for (const [id, effect] of effects.runs) {
    const trip = trips.get(id);
    const settled = settleTimes(context, effect, trip);
    const { cancelledAt, cancelledIfAfter = -Infinity, ...rest } = settled;
    const isCancelled = cancelledAt !== undefined && endOf(trip) > cancelledIfAfter;
    if (isCancelled) runs.set(id, settled);
    else if (rest.skipped.size + rest.held.size + rest.silenced.size > 0) runs.set(id, rest);
  }
  return { ...effects, runs };
}

function settleTimes(
  context: PublicationContext,
  effect: RunEffect,
  trip: PublishedTrip | undefined,
): RunEffect {
  if (effect.timed.length === 0) return effect;
  const expected = listExpected(context, effect, trip);
  const settled = { ...effect, skipped: new Map(effect.skipped), silenced: new Set(effect.silenced) };
  for (const { effect: what, stops, period, confirmedAt } of effect.timed) {
    for (const [stopIndex, scheduledAt] of stops) {
      const at = expected.get(stopIndex) ?? scheduledAt;
      if (at < (period.start ?? 0) || at >= (period.end ?? Infinity)) continue;
      if (what === 'silenced') settled.silenced.add(stopIndex);
      else skip(settled, stopIndex, confirmedAt);
    }
  }
  return settled;
}

/** When it is predicted to leave its stops, by index in the pattern. */
function listExpected(
  context: PublicationContext,
  { instance }: RunEffect,
  trip: PublishedTrip | undefined,
): Map<number, number> {
  const updates = trip?.entity.tripUpdate?.stopTimeUpdate ?? [];
  const indexes = stopIndexes(context, instance.trip, updates);
  return new Map(
    updates.flatMap(({ departure, arrival }, i): [number, number][] => {
      const at = departure?.time ?? arrival?.time;
      return at === undefined ? [] : [[indexes[i]!, at]];
    }),
  );
}

/** When it was predicted to come to its last stop; 0 where nothing was. */
export function endOf(trip: PublishedTrip | undefined): number {
  const last = trip?.entity.tripUpdate?.stopTimeUpdate?.at(-1);
  return last?.arrival?.time ?? last?.departure?.time ?? 0;
}
