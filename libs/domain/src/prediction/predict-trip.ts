import { distanceOf } from '../geo/index.js';
import type { RunTrip } from '../tracking/index.js';
import type { ProgressKind } from './interval-widths.js';
import type { LearnedTimes } from './learned-times.js';
import type { StopPrediction } from './trip-prediction.js';

/** Where a trip's prediction starts: at a stop still to be reached. Epoch seconds. */
export interface TripStart {
  readonly stopIndex: number;
  readonly arrivalSeconds: number;
  /** When the vehicle goes on from there, as far as that is known apart from a wait for the timetable. */
  readonly leaveSeconds: number;
  /** How many get in where the vehicle calls, of the usual. */
  readonly crowding: number;
}

/**
 * Adds the expected times at all stops from `start` on: sections and waits add up from stop to stop, each arrival after the
 * departure before it by at least a second. `now` is when the vehicle was seen last.
 */
export function predictStops(
  learned: LearnedTimes,
  trip: RunTrip,
  start: TripStart,
  now: number,
  kind: ProgressKind,
  predictions: StopPrediction[],
): void {
  const { p, timetable, sections, scheduled, widths, dwell, crowding } = learned;
  const { schedule } = timetable;
  const ids = sections.of(trip.pattern, schedule.patterns[trip.pattern]!);
  const usual = scheduled.of(trip.trip);
  const firstRow = schedule.trips.firstStopTime[trip.trip]!;
  const last = ids.length - 1;
  let passing = start.arrivalSeconds;
  let leave = start.leaveSeconds;
  let earliest = Math.ceil(now);
  for (let i = start.stopIndex; i <= last; i++) {
    const row = firstRow + i;
    if (i > start.stopIndex) {
      const travel =
        sections.estimate(ids[i]!, usual[row]!, now, leave) + crowding.delayOf(ids[i]!, start.crowding);
      passing = leave + Math.max(p.dwellSeconds + 1, travel);
      leave = passing;
    }
    if (i > 0 && i < last) leave += expectWait(learned, trip, row, leave);
    const isOrdinary = i > 0 && i < last;
    // Whole seconds, as feeds have them: V8 keeps those in the object itself, and hundreds of thousands are held.
    const arrival = Math.round(isOrdinary ? Math.max(passing - dwell.secondsAt(ids[i]!), earliest) : passing);
    // Shown is that it stops, be it for less than the way to the next stop takes.
    const departure = i === last ? arrival : Math.round(Math.max(leave, arrival + p.dwellSeconds));
    earliest = departure + 1;
    predictions.push({
      stopIndex: i,
      arrivalSeconds: arrival,
      departureSeconds: departure,
      uncertaintySeconds: Math.round(widths.halfWidth(kind, arrival - now)),
      observed: false,
    });
  }
}

/** How long a vehicle that could leave at `ready` waits for the timetable. */
function expectWait(
  { p, waits, scheduled }: LearnedTimes,
  trip: RunTrip,
  row: number,
  ready: number,
): number {
  const kind = waits.kindOf(row);
  // By headway there is no time to wait for.
  if (kind === undefined || trip.headway) return 0;
  const early = trip.originSeconds + waits.departureOf(row) - ready;
  if (early > 0) return waits.share(kind) * early;
  return kind === 'scheduled-wait' ? Math.min(p.shortWaitSeconds, scheduled.waitAt(row)) : 0;
}

/** Start of the next trip of a run, whose vehicle ends the one before at `endSeconds`; `now` is when it was seen last. */
export function nextTripStart(
  { p, timetable, departures, headways }: LearnedTimes,
  vehicleId: string,
  [before, next]: readonly [RunTrip, RunTrip],
  endSeconds: number,
  now: number,
): TripStart {
  const { patterns, stops } = timetable.schedule;
  const from = patterns[before.pattern]!.stops.at(-1)!;
  const to = patterns[next.pattern]!.stops[0]!;
  const metres = distanceOf(stops.x[to]! - stops.x[from]!, stops.y[to]! - stops.y[from]!);
  const ready = endSeconds + p.turnaroundSeconds + metres / p.deadheadSpeed;
  const leaveSeconds = next.headway
    ? headways.expect(vehicleId, next, ready, now)
    : departures.expect(next.startSeconds, ready, ready);
  const arrivalSeconds = Math.max(ready, leaveSeconds - p.firstStopWaitSeconds);
  return { stopIndex: 0, arrivalSeconds, leaveSeconds, crowding: 1 };
}
