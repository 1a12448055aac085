/**
 * A detour as TripModifications (adopted in March 2024, experimental still): which trips on which days, the line
 * they take instead, the stops they miss and those they call at instead: by the timetable, but for those of now whose
 * predictions say otherwise, which all other feeds go by. Planned once a day and an order, and when such a one comes or
 * goes: a city's trips of a week are not gone through each second.
 */
import { type LatLon, encodePolyline, unproject } from '../../geo/index.js';
import {
  type Schedule,
  type TripIndex,
  firstDepartureSeconds,
  patternOf,
  runsPastMidnight,
  servicesOn,
} from '../../gtfs/index.js';
import { type ServiceDate, addDays } from '../../time/index.js';
import { instanceId } from '../describe-trip.js';
import type { FeedEntity, Modification, StopSelector } from '../feed-message.js';
import type { PublicationContext } from '../publication-context.js';
import type { ServiceOrder, ServiceOrderActionOf } from '../service-order.js';
import { isMetByTimetable, isWithin, routesOf, spanOfDetour } from './list-affected-runs.js';

export type DetourAction = ServiceOrderActionOf<'detour'>;

/** "Only detours from today to seven days on" (rule S049); what of yesterday runs past midnight is of today. */
const DAYS_AHEAD = 7;

interface Known {
  readonly schedule: Schedule;
  /** What else it was planned by. */
  readonly by: string;
  readonly entities: readonly FeedEntity[];
}
const known = new WeakMap<ServiceOrder, Known>();

/**
 * Shape, Stop and TripModifications, in this order. `clock` is now, epoch seconds; `unlikeTimetable` are ids of runs that
 * make the detour though the timetable says not, or do not though it says so.
 */
export function planDetour(
  context: PublicationContext,
  order: ServiceOrder,
  clock: number,
  unlikeTimetable: readonly string[] = [],
): readonly FeedEntity[] {
  const { schedule } = context;
  const today = context.days.dateAt(clock);
  const { action } = order;
  if (action.kind !== 'detour') return [];
  // Runs that turned into it in time are on it still; the alert is told no more.
  const isOver = (action.period.end ?? Infinity) <= clock;
  const by = [today, isOver, ...unlikeTimetable.toSorted()].join('\n');
  const before = known.get(order);
  if (before?.schedule === schedule && before.by === by) return before.entities;
  const told = isOver ? { orderId: order.orderId, confirmedAt: order.confirmedAt } : order;
  const entities = drawPlan(context, told, action, today, new Set(unlikeTimetable));
  known.set(order, { schedule, by, entities });
  return entities;
}

/**
 * Whether vehicles may be off their line by now, so that others can know of it (rule E029): by the alert, or by the line
 * that they take, which is told as long as there are runs on it.
 */
export function mayLeaveLine({ action, alert }: ServiceOrder, clock: number): boolean | 'if told' {
  if (action.kind !== 'detour') return false;
  if (isWithin(action.period, clock)) return alert !== undefined || action.line !== undefined;
  return action.line !== undefined && clock >= (action.period.end ?? Infinity) && 'if told';
}

/** The trips of one pattern that make the detour on the same days. */
interface Group {
  readonly pattern: number;
  readonly trips: readonly number[];
  readonly dates: readonly ServiceDate[];
}

type ToldOrder = Omit<ServiceOrder, 'action'>;

function drawPlan(
  context: PublicationContext,
  order: ToldOrder,
  action: DetourAction,
  today: ServiceDate,
  unlike: ReadonlySet<string>,
): FeedEntity[] {
  const shapes = new Map<number, FeedEntity>();
  const modifications: FeedEntity[] = [];
  for (const group of groupTrips(context, order, action, today, unlike)) {
    const span = spanOfDetour(context, action, group.trips[0]!);
    if (!span) continue;
    const line = action.line && drawLine(context.schedule, group.pattern, span, action.line);
    const shapeId = `detour-${order.orderId}-${shapes.size + 1}`;
    if (line && !shapes.has(group.pattern)) {
      shapes.set(group.pattern, {
        id: `shape:${shapeId}`,
        shape: { shapeId, encodedPolyline: encodePolyline(line) },
      });
    }
    const shape = shapes.get(group.pattern)?.shape?.shapeId;
    modifications.push({
      id: `modification:${order.orderId}:${modifications.length + 1}`,
      tripModifications: {
        selectedTrips: [
          {
            tripIds: group.trips.map((trip) => context.schedule.trips.ids[trip]!),
            ...(shape === undefined ? {} : { shapeId: shape }),
          },
        ],
        serviceDates: group.dates,
        modifications: describeModifications(context, order, action, group, span),
      },
    });
  }
  return [...shapes.values(), ...temporaryStops(context, order.orderId, action), ...modifications];
}

function groupTrips(
  context: PublicationContext,
  order: ToldOrder,
  action: DetourAction,
  today: ServiceDate,
  unlike: ReadonlySet<string>,
): Group[] {
  const { schedule } = context;
  const routes = routesOf(context, action);
  const groups = new Map<string, Group>();
  for (let day = -1; day <= DAYS_AHEAD; day++) {
    const date = addDays(today, day);
    const services = servicesOn(schedule, date);
    const byPattern = new Map<number, number[]>();
    for (let trip = 0; trip < schedule.trips.ids.length; trip++) {
      if (services[schedule.trips.service[trip]!] !== 1 || !routes.has(schedule.trips.route[trip]!)) continue;
      if (day < 0 && !runsPastMidnight(schedule, trip)) continue;
      if (!makesDetour(context, order, action, { trip, date }, unlike)) continue;
      const pattern = schedule.trips.pattern[trip]!;
      byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), trip]);
    }
    for (const [pattern, trips] of byPattern) {
      const key = `${pattern} ${trips.join()}`;
      groups.set(key, { pattern, trips, dates: [...(groups.get(key)?.dates ?? []), date] });
    }
  }
  return [...groups.values()];
}

function makesDetour(
  context: PublicationContext,
  { confirmedAt }: ToldOrder,
  action: DetourAction,
  { trip, date }: { readonly trip: TripIndex; readonly date: ServiceDate },
  unlike: ReadonlySet<string>,
): boolean {
  const { schedule, days, frequencies } = context;
  if (frequencies.has(trip)) return false;
  const { directionId } = patternOf(schedule, trip);
  if (action.directionId !== undefined && directionId !== action.directionId) return false;
  const span = spanOfDetour(context, action, trip);
  if (!span) return false;
  const row = schedule.trips.firstStopTime[trip]! + span.from;
  const at = days.startSeconds(date) + schedule.stopTimes.arrivalSeconds[row]!;
  const startSeconds = firstDepartureSeconds(schedule, trip);
  const isUnlike =
    unlike.size > 0 && unlike.has(instanceId(context, { trip, serviceDate: date, startSeconds }));
  return isMetByTimetable(action.period, at, confirmedAt) !== isUnlike;
}

/** The line as it was up to the stop where the detour leaves it, as drawn, and as it was from where it is back. */
function drawLine(
  { patterns, projection }: Schedule,
  pattern: number,
  span: { readonly from: number; readonly to: number },
  drawn: NonNullable<DetourAction['line']>,
): LatLon[] {
  const { line, stopMetres } = patterns[pattern]!;
  const part = (from: number, to: number): LatLon[] =>
    [...line.x.keys()]
      .filter((i) => line.along[i]! >= from && line.along[i]! <= to)
      .map((i) => unproject(projection, line.x[i]!, line.y[i]!));
  return [
    ...part(0, stopMetres[span.from]!),
    ...drawn.map(([lon, lat]) => ({ lat, lon })),
    ...part(stopMetres[span.to]!, Infinity),
  ];
}

function describeModifications(
  context: PublicationContext,
  order: ToldOrder,
  action: DetourAction,
  { trips }: Group,
  span: { readonly from: number; readonly to: number },
): Modification[] {
  const trip = trips[0]!;
  const { stops } = patternOf(context.schedule, trip);
  const ids = Array.from(stops, (stop) => context.schedule.stops.ids[stop]!);
  const missed = ids.flatMap((id, i) => (action.missedStopIds.includes(id) ? [i] : []));
  const spans = missed.length === 0 ? [[Math.min(span.from + 1, ids.length - 1)]] : runsOf(missed);
  const select = (index: number): StopSelector => selectStop(context, trip, index);
  return spans.map((indexes, i) => ({
    startStopSelector: select(indexes[0]!),
    ...(missed.length === 0 ? {} : { endStopSelector: select(indexes.at(-1)!) }),
    ...(i === 0 && action.delaySeconds ? { propagatedModificationDelay: action.delaySeconds } : {}),
    ...(i === 0 ? { replacementStops: replacements(context, action, trip, span.from, indexes[0]!) } : {}),
    ...(order.alert ? { serviceAlertId: `a:${order.alert.alertId}` } : {}),
    lastModifiedTime: Math.floor(order.confirmedAt),
  }));
}

/** By stop_id where it says enough, for trips of a pattern need not count alike (Lviv counts over the block). */
function selectStop({ schedule }: PublicationContext, trip: number, index: number): StopSelector {
  const { stops } = patternOf(schedule, trip);
  const stop = stops[index]!;
  if (stops.indexOf(stop) === stops.lastIndexOf(stop)) return { stopId: schedule.stops.ids[stop]! };
  return { stopSequence: schedule.stopTimes.stopSequence[schedule.trips.firstStopTime[trip]! + index]! };
}

/** Travel times count from the stop before the first one replaced, the order's from where the detour leaves. */
function replacements(
  { schedule }: PublicationContext,
  { replacementStops }: DetourAction,
  trip: number,
  from: number,
  replaced: number,
): { travelTimeToStop: number; stopId: string }[] {
  const { arrivalSeconds } = schedule.stopTimes;
  const first = schedule.trips.firstStopTime[trip]!;
  const reference = Math.max(0, replaced - 1);
  const ahead = Math.max(0, arrivalSeconds[first + reference]! - arrivalSeconds[first + from]!);
  let latest = 0;
  return replacementStops.map(({ stopId, travelSeconds }) => {
    latest = Math.max(latest, Math.round(travelSeconds - ahead));
    return { travelTimeToStop: latest, stopId };
  });
}

function runsOf(indexes: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last?.at(-1) === index - 1) last.push(index);
    else runs.push([index]);
  }
  return runs;
}

function temporaryStops(
  { schedule }: PublicationContext,
  orderId: string,
  { replacementStops }: DetourAction,
): FeedEntity[] {
  return replacementStops.flatMap(({ stopId, temporary }) => {
    if (!temporary || schedule.stops.indexOf.has(stopId)) return [];
    const translation = Object.entries(temporary.name).map(([language, text]) => ({ text, language }));
    const stop = { stopId, stopName: { translation }, stopLat: temporary.lat, stopLon: temporary.lon };
    return [{ id: `stop:${orderId}:${stopId}`, stop }];
  });
}
