/**
 * What the orders in force come to: of each run what is different from the timetable, of each vehicle what it is
 * on. Worked out anew for every publication, because periods begin and end, and from nothing else than the orders:
 * one taken back leaves no trace.
 */
import { type TripInstance, patternOf } from '../../gtfs/index.js';
import { findTripKind, instanceId } from '../describe-trip.js';
import type { PublicationContext } from '../publication-context.js';
import type { ServiceAlert } from '../service-alert.js';
import type { OrderPeriod, ServiceOrder, ServiceOrderActionOf, TripRun } from '../service-order.js';
import type { Withheld, WithheldReason } from '../withheld.js';
import { mayLeaveLine } from './plan-detour.js';
import { findOrderEnd, isToldAfter } from './find-order-end.js';
import { findRun, isSameBlock } from './find-run.js';
import { type TimedPlace, listAffectedRuns, listTimedPlaces } from './list-affected-runs.js';
import { isSkippedSequence, listNamedSequences } from './skipped-sequences.js';
import { type AddedTrip, readAddedTrip } from './read-added-trip.js';

/** What is ordered of one run. */
export interface RunEffect {
  readonly instanceId: string;
  readonly instance: TripInstance;
  /** Epoch seconds of the order that cancels it. */
  cancelledAt?: number;
  /** Over by the timetable before what cancels it begins: it is cancelled only while it is expected later than this. */
  cancelledIfAfter?: number;
  /** The time of what cancels it is over: it stays cancelled where that was told, until somebody is seen to run it. */
  isCancelledIfTold?: boolean;
  /** Stops not served, by index in the pattern, and since when that is ordered. */
  readonly skipped: Map<number, number>;
  /** By index in the pattern: not left before, epoch seconds. */
  readonly held: Map<number, number>;
  /** Stops without predictions. */
  readonly silenced: Set<number>;
  /** What orders of a time are about; which of it happens is settled by when the run is expected there. */
  readonly timed: TimedStops[];
  /** The vehicle may be away from its line; once the time of the detour is over, where it was told to make it. */
  isDetoured?: boolean | 'if told';
}

/** Stops at which a run is touched by an order if it comes there within its period. Epoch seconds. */
export interface TimedStops {
  readonly orderId: string;
  readonly effect: 'skipped' | 'detoured' | 'silenced';
  readonly places: readonly TimedPlace[];
  readonly period: OrderPeriod;
  readonly confirmedAt: number;
}

/** A vehicle taken off its trip, put on a run, or put on a copy. */
export type VehicleEffect =
  | { readonly kind: 'off'; readonly orderId: string }
  | { readonly kind: 'run'; readonly orderId: string; readonly instance: TripInstance }
  | { readonly kind: 'copy'; readonly orderId: string; readonly copyId: string };

export interface OrderEffects {
  readonly runs: ReadonlyMap<string, RunEffect>;
  /** By vehicle id. */
  readonly vehicles: ReadonlyMap<string, VehicleEffect>;
  /** By copy id. */
  readonly added: ReadonlyMap<string, AddedTrip>;
  readonly detours: readonly ServiceOrder[];
  /** The alerts that belong to the orders. */
  readonly alerts: readonly ServiceAlert[];
  readonly withheld: readonly Withheld[];
}

export const NO_EFFECTS: OrderEffects = {
  runs: new Map(),
  vehicles: new Map(),
  added: new Map(),
  detours: [],
  alerts: [],
  withheld: [],
};

interface Effects {
  readonly runs: Map<string, RunEffect>;
  readonly vehicles: Map<string, VehicleEffect>;
  readonly added: Map<string, AddedTrip>;
  readonly detours: ServiceOrder[];
}

/** `clock` is now, epoch seconds. */
export function workOutOrders(
  context: PublicationContext,
  orders: readonly ServiceOrder[],
  clock: number,
): OrderEffects {
  if (orders.length === 0) return NO_EFFECTS;
  const effects: Effects = { runs: new Map(), vehicles: new Map(), added: new Map(), detours: [] };
  const alerts: ServiceAlert[] = [];
  const withheld: Withheld[] = [];
  for (const order of inOrder(orders)) {
    const end = findOrderEnd(context, order.action);
    const isOver = end <= clock;
    const isTold = !isOver || isToldAfter(order.action, end, clock);
    const reason = isTold ? takeOrder(context, effects, order, clock) : 'order_over';
    if (reason) withheld.push({ reason, id: order.orderId });
    // What cannot be carried out is still told of: riders read the alert.
    if (!isOver && order.alert) alerts.push(order.alert);
  }
  return { ...effects, alerts, withheld };
}

/** By the time of confirmation: of two orders on one thing the later one holds. Copies before what is put on them. */
function inOrder(orders: readonly ServiceOrder[]): ServiceOrder[] {
  const rank = ({ action }: ServiceOrder): number => (action.kind === 'add_trip' ? 0 : 1);
  return [...orders].sort(
    (a, b) => rank(a) - rank(b) || a.confirmedAt - b.confirmedAt || (a.orderId < b.orderId ? -1 : 1),
  );
}

function takeOrder(
  context: PublicationContext,
  effects: Effects,
  order: ServiceOrder,
  clock: number,
): WithheldReason | undefined {
  const { action, confirmedAt } = order;
  switch (action.kind) {
    case 'cancel':
      return cancelRuns(context, effects, action.runs, confirmedAt);
    case 'short_turn':
    case 'skip_stops':
    case 'hold':
      return changeStops(context, effects, action, confirmedAt);
    case 'add_trip':
      return addTrip(context, effects, order);
    case 'assign':
    case 'out_of_service':
      return moveVehicle(context, effects, order);
    case 'close_stop':
    case 'suppress_predictions':
    case 'detour':
    case 'city_mode':
      return changePeriod(context, effects, order, clock);
    // Words between two people: nothing of it is published.
    case 'tell_driver':
      return undefined;
  }
}

function cancelRuns(
  context: PublicationContext,
  effects: Effects,
  runs: readonly TripRun[],
  confirmedAt: number,
): WithheldReason | undefined {
  let unknown = 0;
  let byHeadway = 0;
  for (const run of runs) {
    const instance = findRun(context, run);
    if (instance && findTripKind(context, instance) === 'headway') byHeadway++;
    if (instance) cancelRun(context, effects, instance, confirmedAt);
    else if (effects.added.has(run.tripId)) effects.added.delete(run.tripId);
    else unknown++;
  }
  if (unknown > 0) return 'order_names_unknown';
  return byHeadway > 0 ? 'order_for_headway_trip' : undefined;
}

/** `ifAfter` and `ifTold` as in the effect: without them it is cancelled whatever is expected or was told of it. */
function cancelRun(
  context: PublicationContext,
  effects: Effects,
  instance: TripInstance,
  at: number,
  { ifAfter = -Infinity, ifTold = false } = {},
): void {
  const effect = effectOf(context, effects, instance);
  effect.cancelledAt ??= at;
  effect.cancelledIfAfter = Math.min(ifAfter, effect.cancelledIfAfter ?? Infinity);
  effect.isCancelledIfTold = ifTold && (effect.isCancelledIfTold ?? true);
}

function changeStops(
  context: PublicationContext,
  effects: Effects,
  action: ServiceOrderActionOf<'short_turn' | 'skip_stops' | 'hold'>,
  confirmedAt: number,
): WithheldReason | undefined {
  const instance = findRun(context, action.run);
  if (!instance) return 'order_names_unknown';
  if (findTripKind(context, instance) === 'headway') return 'order_for_headway_trip';
  const { trips, stopTimes } = context.schedule;
  const first = trips.firstStopTime[instance.trip]!;
  const sequences = [...patternOf(context.schedule, instance.trip).stops.keys()].map(
    (stopIndex) => stopTimes.stopSequence[first + stopIndex]!,
  );
  const effect = effectOf(context, effects, instance);
  if (action.kind === 'hold') {
    const stopIndex = sequences.indexOf(action.stopSequence);
    if (stopIndex < 0) return 'order_names_unknown';
    effect.held.set(stopIndex, action.until);
    return undefined;
  }
  for (const [stopIndex, sequence] of sequences.entries()) {
    if (isSkippedSequence(action, sequence)) skip(effect, stopIndex, confirmedAt);
  }
  const named = listNamedSequences(action);
  return named.every((sequence) => sequences.includes(sequence)) ? undefined : 'order_names_unknown';
}

function addTrip(
  context: PublicationContext,
  effects: Effects,
  order: ServiceOrder,
): WithheldReason | undefined {
  const added = readAddedTrip(context, order);
  if (typeof added === 'string') return added;
  effects.added.set(added.copyId, added);
  return undefined;
}

function moveVehicle(
  context: PublicationContext,
  effects: Effects,
  { orderId, action }: ServiceOrder,
): WithheldReason | undefined {
  if (action.kind !== 'assign' && action.kind !== 'out_of_service') return undefined;
  const { vehicleId } = action;
  const run = action.kind === 'assign' ? action.run : undefined;
  if (!run) {
    effects.vehicles.set(vehicleId, { kind: 'off', orderId });
    return undefined;
  }
  const copy = effects.added.get(run.tripId);
  const instance = findRun(context, run);
  if (!copy && !instance) return 'order_names_unknown';
  if (instance && findTripKind(context, instance) === 'headway') return 'order_for_headway_trip';
  // Who was put on the same run before is off it: the later order holds.
  for (const [other, effect] of effects.vehicles) {
    const isSame =
      effect.kind === 'copy'
        ? effect.copyId === copy?.copyId
        : effect.kind === 'run' && instance !== undefined && isSameBlock(context, effect.instance, instance);
    if (isSame) effects.vehicles.set(other, { kind: 'off', orderId: effect.orderId });
  }
  effects.vehicles.set(
    vehicleId,
    copy ? { kind: 'copy', orderId, copyId: copy.copyId } : { kind: 'run', orderId, instance: instance! },
  );
  return undefined;
}

function changePeriod(
  context: PublicationContext,
  effects: Effects,
  order: ServiceOrder,
  clock: number,
): WithheldReason | undefined {
  const { orderId, action, confirmedAt } = order;
  if (!('period' in action)) return undefined;
  const runs = listAffectedRuns(context, action, clock);
  if (typeof runs === 'string') return runs;
  const { start = 0, end = Infinity } = action.period;
  for (const { instance, startSeconds, endSeconds } of runs) {
    if (action.kind === 'city_mode' && action.effect === 'cancel') {
      if (startSeconds >= end) continue;
      const ifAfter = endSeconds > start ? -Infinity : start;
      cancelRun(context, effects, instance, confirmedAt, { ifAfter, ifTold: end <= clock });
      continue;
    }
    const effect = effectOf(context, effects, instance);
    const places = listTimedPlaces(context, action, instance, clock);
    const mayLeave = mayLeaveLine(order, clock);
    if (mayLeave) effect.isDetoured = effect.isDetoured === true ? true : mayLeave;
    const isSilent = action.kind === 'suppress_predictions' || action.kind === 'city_mode';
    if (!isSilent && findTripKind(context, instance) === 'headway') continue;
    const touched = isSilent ? 'silenced' : action.kind === 'detour' ? 'detoured' : 'skipped';
    effect.timed.push({ orderId, effect: touched, places, period: action.period, confirmedAt });
  }
  if (action.kind === 'detour') effects.detours.push(order);
  return undefined;
}

export function skip(effect: RunEffect, stopIndex: number, at: number): void {
  effect.skipped.set(stopIndex, Math.min(at, effect.skipped.get(stopIndex) ?? Infinity));
}

function effectOf(context: PublicationContext, effects: Effects, instance: TripInstance): RunEffect {
  const id = instanceId(context, instance);
  let effect = effects.runs.get(id);
  if (!effect) {
    const nothing = { skipped: new Map(), held: new Map(), silenced: new Set<number>(), timed: [] };
    effect = { instanceId: id, instance, ...nothing };
    effects.runs.set(id, effect);
  }
  return effect;
}
