import {
  type PatternIndex,
  type Schedule,
  type TripIndex,
  type TripInstance,
  firstDepartureSeconds,
} from '../gtfs/index.js';
import { type ServiceDate, ServiceDays } from '../time/index.js';
import { HeadwayRuns } from './headway-runs.js';
import { LineGrid } from './line-grid.js';
import { NamedRoutes } from './named-routes.js';
import { type DayRuns, type RunTrip, listDayRuns } from './service-day-runs.js';

/** What tracking asks of a schedule: its runs by day, its lines by place, and when a trip should be where. */
export class Timetable {
  readonly days: ServiceDays;
  readonly grid: LineGrid;
  readonly headwayRuns: HeadwayRuns;
  readonly namedRoutes: NamedRoutes;
  readonly #dayRuns = new Map<ServiceDate, DayRuns>();
  /** The place last asked about, between the stops of its pattern: a line's trips are asked about one after another. */
  readonly #place: Place = { pattern: -1, metres: NaN, next: 0, part: 0 };

  constructor(readonly schedule: Schedule) {
    this.days = new ServiceDays(schedule.timeZone);
    this.grid = new LineGrid(schedule.patterns);
    this.headwayRuns = new HeadwayRuns(schedule);
    this.namedRoutes = new NamedRoutes(schedule.routes);
  }

  dayRuns(date: ServiceDate): DayRuns {
    let runs = this.#dayRuns.get(date);
    if (!runs) {
      runs = listDayRuns(this.schedule, this.days, date);
      this.#dayRuns.set(date, runs);
      // Yesterday, today and tomorrow are asked for; older days are done with.
      if (this.#dayRuns.size > 4) this.#dayRuns.delete([...this.#dayRuns.keys()].sort()[0]!);
    }
    return runs;
  }

  /** The run of a trip instance; undefined where the schedule has none such that day. */
  findRunTrip(instance: TripInstance): RunTrip | undefined {
    const { byTrip, headwayTrips } = this.dayRuns(instance.serviceDate);
    const headway = headwayTrips.get(instance.trip);
    if (headway) return this.headwayRuns.restore(headway, instance);
    const instances = byTrip.get(instance.trip);
    return instances?.find(({ startOfDaySeconds }) => startOfDaySeconds === instance.startSeconds);
  }

  /**
   * The trip after one in its run. By headway it is begun when first asked for, with `readySeconds`, when its vehicle
   * can leave, as its start.
   */
  nextTrip(trip: RunTrip, readySeconds: number): RunTrip | undefined {
    if (!trip.headway) return trip.run.trips[trip.position + 1];
    return this.headwayRuns.next(this.dayRuns(trip.run.serviceDate), trip, readySeconds);
  }

  /** Runs of yesterday, today and tomorrow at an instant. */
  around(epochSeconds: number): readonly DayRuns[] {
    return this.days.around(epochSeconds).map((date) => this.dayRuns(date));
  }

  /** Epoch seconds at which the timetable has the trip `metres` along its line; before the first stop, its departure. */
  secondsAt(trip: RunTrip, metres: number): number {
    const place = this.#locate(trip.pattern, metres);
    return trip.originSeconds + this.#scheduledAt(trip.trip, place);
  }

  /** Metres from its first stop to a place along its line; below nought before it. */
  metresPastStart({ pattern }: RunTrip, metres: number): number {
    return metres - this.schedule.patterns[pattern]!.stopMetres[0]!;
  }

  /** Seconds that the timetable gives a trip from its first stop to `metres` along its line. */
  secondsFromStart(trip: TripIndex, pattern: PatternIndex, metres: number): number {
    return (
      this.#scheduledAt(trip, this.#locate(pattern, metres)) - firstDepartureSeconds(this.schedule, trip)
    );
  }

  /** Seconds that the timetable gives a trip from its first departure to leaving a stop. */
  secondsToStop(trip: TripIndex, stopIndex: number): number {
    const row = this.schedule.trips.firstStopTime[trip]! + stopIndex;
    return this.schedule.stopTimes.departureSeconds[row]! - firstDepartureSeconds(this.schedule, trip);
  }

  /** Seconds of the service day. */
  #scheduledAt(trip: TripIndex, { next, part }: Place): number {
    const { arrivalSeconds, departureSeconds } = this.schedule.stopTimes;
    const row = this.schedule.trips.firstStopTime[trip]! + next;
    if (next === 0) return departureSeconds[row]!;
    const from = departureSeconds[row - 1]!;
    if (part < 0) return arrivalSeconds[row - 1]!;
    return from + part * (arrivalSeconds[row]! - from);
  }

  /** Between which stops of a pattern a place lies, and where between them; beyond the last, the part is -1. */
  #locate(pattern: PatternIndex, metres: number): Place {
    const place = this.#place;
    if (place.metres === metres && place.pattern === pattern) return place;
    const { stopMetres } = this.schedule.patterns[pattern]!;
    const next = nextStopAfter(stopMetres, metres);
    const from = stopMetres[next - 1] ?? 0;
    const gap = (stopMetres[next] ?? -Infinity) - from;
    place.pattern = pattern;
    place.metres = metres;
    place.next = next;
    place.part = next === stopMetres.length ? -1 : gap > 0 ? (metres - from) / gap : 1;
    return place;
  }

  /** Epoch seconds of the scheduled arrival at a stop of the trip. */
  arrivalAt(trip: RunTrip, stopIndex: number): number {
    const row = this.schedule.trips.firstStopTime[trip.trip]! + stopIndex;
    return trip.originSeconds + this.schedule.stopTimes.arrivalSeconds[row]!;
  }

  /** Epoch seconds of the scheduled departure from a stop of the trip. */
  departureAt(trip: RunTrip, stopIndex: number): number {
    const row = this.schedule.trips.firstStopTime[trip.trip]! + stopIndex;
    return trip.originSeconds + this.schedule.stopTimes.departureSeconds[row]!;
  }
}

interface Place {
  pattern: PatternIndex;
  metres: number;
  next: number;
  part: number;
}

/** Index of the first stop farther along than `metres`; the number of stops where there is none. */
export function nextStopAfter(stopMetres: Float64Array, metres: number): number {
  let low = 0;
  let high = stopMetres.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stopMetres[middle]! > metres) high = middle;
    else low = middle + 1;
  }
  return low;
}
