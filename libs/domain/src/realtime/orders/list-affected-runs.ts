/**
 * The runs that an order for a time and a place may be about: those that call at its stops within its period by the
 * timetable, or so long before it that they may come late, as far ahead as orders are carried out. What comes later is
 * told of by the alert until it comes near.
 */
import { type Pattern, type TripInstance, patternOf } from '../../gtfs/index.js';
import { scheduledSeconds } from '../collect-stop-times.js';
import type { PublicationContext } from '../publication-context.js';
import type { OrderPeriod, ServiceOrderAction, ServiceOrderActionOf } from '../service-order.js';
import type { WithheldReason } from '../withheld.js';
import { isInCityScope } from './is-in-city-scope.js';
import { LATE_SECONDS, type RunWindow, listRunsBetween } from './run-windows.js';

export type PeriodAction = Extract<ServiceOrderAction, { period: OrderPeriod }>;

export function listAffectedRuns(
  context: PublicationContext,
  action: PeriodAction,
  clock: number,
): readonly RunWindow[] | WithheldReason {
  const { start = 0, end = Infinity } = action.period;
  // What is late as it begins is of it, though the timetable has it over.
  const from = Math.max(start, clock) - LATE_SECONDS;
  const to = Math.min(end, clock + context.options.orderHorizonSeconds);
  if (from >= to) return [];
  const routes = routesOf(context, action);
  const isKnown = routes.size > 0 && namesKnownStop(context, action);
  if (!isKnown) return 'order_names_unknown';
  const { trips } = context.schedule;
  const needsStops = action.kind === 'close_stop' || action.kind === 'detour' || hasStops(action);
  return listRunsBetween(context, from, to).filter(({ instance }) => {
    if (!routes.has(trips.route[instance.trip]!)) return false;
    if (action.kind === 'detour') return isOfDetour(context, action, instance, clock);
    return !needsStops || listTimedPlaces(context, action, instance, clock).length > 0;
  });
}

function hasStops(action: PeriodAction): boolean {
  return action.kind === 'suppress_predictions' && (action.stopIds?.length ?? 0) > 0;
}

/** Where an order of a time meets a run: whether it does is settled by when the run comes there. Indexes in the pattern. */
export interface TimedPlace {
  readonly stopIndex: number;
  /** By the timetable, epoch seconds. */
  readonly scheduledAt: number;
  /** The stops that the order then changes. */
  readonly touches: readonly number[];
}

/** The places at which an order may meet a run: of a detour the one where it leaves the line, with all that it misses. */
export function listTimedPlaces(
  context: PublicationContext,
  action: PeriodAction,
  instance: TripInstance,
  clock: number,
): readonly TimedPlace[] {
  const stops = namedStops(context, action, patternOf(context.schedule, instance.trip));
  const away = action.kind === 'detour' ? spanOfDetour(context, action, instance.trip) : undefined;
  const places = away ? [away.from] : stops;
  return places.flatMap((stopIndex) => {
    const scheduledAt = scheduledSeconds(context, instance, stopIndex);
    if (!mayBeWithin(context, action.period, scheduledAt, clock)) return [];
    return [{ stopIndex, scheduledAt, touches: away ? stops : [stopIndex] }];
  });
}

/** By action and pattern: asked each second of all runs for each order. */
const known = new WeakMap<PeriodAction, WeakMap<Pattern, readonly number[]>>();

/** Indexes in the pattern of the stops that an order is about. */
function namedStops(
  { schedule }: PublicationContext,
  action: PeriodAction,
  pattern: Pattern,
): readonly number[] {
  const ofAction = known.get(action) ?? new WeakMap<Pattern, readonly number[]>();
  known.set(action, ofAction);
  let indexes = ofAction.get(pattern);
  if (!indexes) {
    const ids = stopIdsOf(action);
    const { stops } = pattern;
    indexes = [...stops.keys()].filter((i) => ids?.includes(schedule.stops.ids[stops[i]!]!) ?? true);
    ofAction.set(pattern, indexes);
  }
  return indexes;
}

/** `margin`: so many seconds more on both sides. */
export function isWithin({ start = 0, end = Infinity }: OrderPeriod, at: number, margin = 0): boolean {
  return at >= start - margin && at < end + margin;
}

/**
 * Whether an order meets what the timetable alone has somewhere: within its period, and not before it was given, when all
 * called or went as ever.
 */
export function isMetByTimetable(period: OrderPeriod, scheduledAt: number, confirmedAt: number): boolean {
  return scheduledAt >= Math.floor(confirmedAt) && isWithin(period, scheduledAt);
}

/** Whether what the timetable has then may come within the period, late as it may be. */
function mayBeWithin(
  { options }: PublicationContext,
  { start = 0, end = Infinity }: OrderPeriod,
  at: number,
  clock: number,
): boolean {
  return at >= start - LATE_SECONDS && at < end && at <= clock + options.orderHorizonSeconds;
}

/** Undefined where it is about all stops. */
function stopIdsOf(action: PeriodAction): readonly string[] | undefined {
  if (action.kind === 'close_stop') return action.stopIds;
  if (action.kind === 'detour') return action.missedStopIds;
  if (action.kind === 'suppress_predictions' && action.stopIds?.length) return action.stopIds;
  return undefined;
}

/** Routes within the scope of an order, by index. */
export function routesOf(
  { schedule: { routes, agencies } }: PublicationContext,
  action: PeriodAction,
): ReadonlySet<number> {
  const inScope = routes.flatMap(({ routeId, type, agency }, index) => {
    if (action.kind === 'city_mode') {
      const agencyId = agencies[agency]?.agencyId ?? '';
      return isInCityScope(action, { routeId, type, agencyId }) ? [index] : [];
    }
    const isNamed = !action.routeIds || action.routeIds.length === 0 || action.routeIds.includes(routeId);
    return isNamed ? [index] : [];
  });
  return new Set(inScope);
}

function namesKnownStop({ schedule }: PublicationContext, action: PeriodAction): boolean {
  const ids = stopIdsOf(action);
  return !ids || ids.length === 0 || ids.some((id) => schedule.stops.indexOf.has(id));
}

/** Whether a run goes where the detour leads around, in its direction, and may within its period. */
function isOfDetour(
  context: PublicationContext,
  action: ServiceOrderActionOf<'detour'>,
  instance: TripInstance,
  clock: number,
): boolean {
  const { schedule } = context;
  const pattern = patternOf(schedule, instance.trip);
  if (action.directionId !== undefined && pattern.directionId !== action.directionId) return false;
  const span = spanOfDetour(context, action, instance.trip);
  if (!span) return false;
  return mayBeWithin(context, action.period, scheduledSeconds(context, instance, span.from), clock);
}

/** Indexes of the stops between which the detour leads around: it leaves the line at `from`, and is back at `to`. */
export function spanOfDetour(
  { schedule }: Pick<PublicationContext, 'schedule'>,
  { fromStopId, toStopId, missedStopIds }: ServiceOrderActionOf<'detour'>,
  trip: number,
): { readonly from: number; readonly to: number } | undefined {
  const ids = Array.from(patternOf(schedule, trip).stops, (stop) => schedule.stops.ids[stop]!);
  const missed = ids.flatMap((id, index) => (missedStopIds.includes(id) ? [index] : []));
  const from = fromStopId === undefined ? (missed[0] ?? 0) - 1 : ids.indexOf(fromStopId);
  if (fromStopId !== undefined && from < 0) return undefined;
  const start = Math.max(0, from);
  const to =
    toStopId === undefined ? (missed.at(-1) ?? ids.length - 2) + 1 : ids.indexOf(toStopId, start + 1);
  if (toStopId !== undefined && to < 0) return undefined;
  if (missedStopIds.length > 0 && missed.length === 0) return undefined;
  return { from: start, to: Math.min(to, ids.length - 1) };
}
