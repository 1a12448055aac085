/** What orders change in the stop times of a trip update: later departures, stops not served, times not told. */
import { patternOf } from '../../gtfs/index.js';
import type { TripInstance } from '../../gtfs/index.js';
import { scheduledSeconds } from '../collect-stop-times.js';
import { type StopTimeUpdate, StopScheduleRelationship } from '../feed-message.js';
import type { PublicationContext } from '../publication-context.js';
import type { RunEffect } from './order-effects.js';

const { SKIPPED, NO_DATA, SCHEDULED } = StopScheduleRelationship;

/** The index in the pattern of each stop time update. */
export function stopIndexes(
  { schedule }: PublicationContext,
  trip: number,
  updates: readonly StopTimeUpdate[],
): number[] {
  const first = schedule.trips.firstStopTime[trip]!;
  const indexOf = new Map(
    [...patternOf(schedule, trip).stops.keys()].map((i) => [schedule.stopTimes.stopSequence[first + i]!, i]),
  );
  return updates.map(({ stopSequence }) => indexOf.get(stopSequence!) ?? -1);
}

/** Names a stop of a trip as trip updates do. */
export function nameStop(
  { schedule }: PublicationContext,
  trip: number,
  stopIndex: number,
): Pick<StopTimeUpdate, 'stopSequence' | 'stopId'> {
  const { stops } = patternOf(schedule, trip);
  const stop = stops[stopIndex]!;
  const isClear = stops[stopIndex - 1] !== stop && schedule.stops.locationType[stop] === 0;
  return {
    stopSequence: schedule.stopTimes.stopSequence[schedule.trips.firstStopTime[trip]! + stopIndex]!,
    ...(isClear ? { stopId: schedule.stops.ids[stop]! } : {}),
  };
}

/** A stop that the vehicle had left when the order came was served, whatever the order says. */
export function isSkipped(effect: RunEffect, stopIndex: number, departure: number | undefined): boolean {
  const since = effect.skipped.get(stopIndex);
  return since !== undefined && !(departure !== undefined && departure <= since);
}

export interface ChangedTimes {
  readonly updates: readonly StopTimeUpdate[];
  /** Seconds that the last stop is later. */
  readonly shift: number;
  /** Whether anybody can ride: two stops are served, or one was. */
  readonly isServed: boolean;
}

/** The stop times of a run that is predicted. `clock` is now. */
export function changeStopTimes(
  context: PublicationContext,
  effect: RunEffect,
  updates: readonly StopTimeUpdate[],
  clock: number,
): ChangedTimes {
  const indexes = stopIndexes(context, effect.instance.trip, updates);
  let shift = 0;
  let isSilent = false;
  const changed = updates.map((update, i): StopTimeUpdate => {
    const stopIndex = indexes[i]!;
    const departure = update.departure?.time;
    if (isSkipped(effect, stopIndex, departure)) return named(update, SKIPPED);
    const isAhead = departure === undefined || departure > clock;
    isSilent = isAhead && effect.silenced.has(stopIndex);
    if (isSilent) return named(update, NO_DATA);
    const arriving = shift;
    const until = effect.held.get(stopIndex);
    if (until !== undefined && isAhead && departure !== undefined) {
      shift = Math.max(shift, Math.ceil(until) - departure);
    }
    return shift === 0 ? update : later(update, arriving, shift, clock);
  });
  const served = countServed(context, effect, indexes, updates);
  return { updates: changed, shift, isServed: served };
}

function named({ stopSequence, stopId }: StopTimeUpdate, scheduleRelationship: 1 | 2): StopTimeUpdate {
  return {
    ...(stopSequence === undefined ? {} : { stopSequence }),
    ...(stopId === undefined ? {} : { stopId }),
    scheduleRelationship,
  };
}

/** An arrival that has been stays. */
export function later(
  update: StopTimeUpdate,
  arriving: number,
  leaving: number,
  clock: number,
): StopTimeUpdate {
  const { arrival, departure } = update;
  const isPast = (arrival?.time ?? 0) <= clock;
  return {
    ...update,
    ...(arrival?.time === undefined || isPast
      ? {}
      : { arrival: { ...arrival, time: arrival.time + arriving } }),
    ...(departure?.time === undefined ? {} : { departure: { ...departure, time: departure.time + leaving } }),
  };
}

function countServed(
  { schedule }: PublicationContext,
  effect: RunEffect,
  indexes: readonly number[],
  updates: readonly StopTimeUpdate[],
): boolean {
  const { stops } = patternOf(schedule, effect.instance.trip);
  // What the update no longer names was passed long ago.
  const firstTold = indexes[0] ?? 0;
  let left = 0;
  for (const stopIndex of stops.keys()) {
    const told = indexes.indexOf(stopIndex);
    const departure = told < 0 ? undefined : updates[told]!.departure?.time;
    if (stopIndex < firstTold || !isSkipped(effect, stopIndex, departure)) left++;
  }
  return left >= 2;
}

/**
 * The stop times of a run that nothing is predicted of: what is not served, what is held, and that no more is known
 * of the others; NO_DATA holds for the stops after it, too.
 */
export function scheduledStopTimes(
  context: PublicationContext,
  effect: RunEffect,
  clock: number,
): StopTimeUpdate[] {
  const { instance } = effect;
  const count = patternOf(context.schedule, instance.trip).stops.length;
  const updates: StopTimeUpdate[] = [];
  let shift = 0;
  let isSaid = false;
  for (let stopIndex = 0; stopIndex < count; stopIndex++) {
    const name = nameStop(context, instance.trip, stopIndex);
    const at = scheduledSeconds(context, instance, stopIndex);
    if (effect.skipped.has(stopIndex)) {
      updates.push({ ...name, scheduleRelationship: SKIPPED });
      isSaid = false;
      continue;
    }
    const leaves = scheduledDeparture(context, instance, stopIndex);
    const until = effect.held.get(stopIndex);
    const arriving = shift;
    if (until !== undefined && leaves > clock) shift = Math.max(shift, Math.ceil(until) - leaves);
    if (shift > 0 && !effect.silenced.has(stopIndex)) {
      updates.push({
        ...name,
        arrival: { time: at + arriving },
        departure: { time: leaves + shift },
        scheduleRelationship: SCHEDULED,
      });
    } else if (!isSaid) {
      updates.push({ ...name, scheduleRelationship: NO_DATA });
      isSaid = true;
    }
  }
  return nameOnce(spread(updates));
}

/** The same stop twice running is told apart by its sequence (rule E037). */
export function nameOnce(updates: readonly StopTimeUpdate[]): StopTimeUpdate[] {
  return updates.map((update, i) => {
    const { stopId, ...rest } = update;
    return stopId !== undefined && updates[i - 1]?.stopId === stopId ? rest : update;
  });
}

/** Each time after the one before, by a second at least (rule E022): the timetable may give two stops one minute. */
function spread(updates: readonly StopTimeUpdate[]): StopTimeUpdate[] {
  let earliest = 0;
  return updates.map((update) => {
    if (update.arrival?.time === undefined || update.departure?.time === undefined) return update;
    const arrival = Math.max(earliest, update.arrival.time);
    const departure = Math.max(arrival, update.departure.time);
    earliest = departure + 1;
    return { ...update, arrival: { time: arrival }, departure: { time: departure } };
  });
}

export function scheduledDeparture(
  context: PublicationContext,
  instance: TripInstance,
  stopIndex: number,
): number {
  const { arrivalSeconds, departureSeconds } = context.schedule.stopTimes;
  const row = context.schedule.trips.firstStopTime[instance.trip]! + stopIndex;
  return scheduledSeconds(context, instance, stopIndex) + departureSeconds[row]! - arrivalSeconds[row]!;
}
