import type { TripInstance } from '../gtfs/index.js';
import { IntervalHabits } from './interval-habits.js';
import { PlannedHeadways } from './planned-headways.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import type { Headway, StopVisit } from './vehicle-update.js';

/** Ids of routes that run by interval whatever their timetable says; or those that are seen not to keep it. */
export type IntervalRoutes = 'learned' | ReadonlySet<string>;

interface Seen {
  readonly instance: TripInstance;
  readonly headway: Headway;
}

/**
 * The time between each vehicle and the one before it, at one and the same stop: what tells a service by headway from a
 * bad one. It is told for trips that frequencies.txt runs by headway, and for routes whose timetable is not credible.
 */
export class FleetHeadways {
  readonly #planned: PlannedHeadways;
  readonly #habits: IntervalHabits;
  /** By route, direction and stop: the last vehicle to go. */
  readonly #passages = new Map<number, { readonly instance: TripInstance; readonly at: number }>();
  readonly #seen = new Map<string, Seen>();

  constructor(
    private readonly p: TrackingParameters,
    private readonly timetable: Timetable,
    private readonly routes: IntervalRoutes,
  ) {
    this.#planned = new PlannedHeadways(timetable);
    this.#habits = new IntervalHabits(p);
  }

  get intervalRouteCount(): number {
    return this.routes === 'learned' ? this.#habits.count : this.routes.size;
  }

  /** Stops that a vehicle was seen to pass. */
  observe(visits: readonly StopVisit[]): void {
    for (const { vehicleId, instance, stopIndex, ...times } of visits) {
      const at = times.departureSeconds ?? times.arrivalSeconds;
      if (at === undefined) continue;
      const plannedSeconds = this.#planned.at(instance, stopIndex, at);
      const actualSeconds = this.#pass(instance, stopIndex, at);
      if (plannedSeconds === undefined) continue;
      const headway = { plannedSeconds, ...(actualSeconds === undefined ? {} : { actualSeconds }) };
      this.#seen.set(vehicleId, { instance, headway });
      if (this.#planned.isByHeadway(instance)) continue;
      const deviation = at - this.#planned.scheduledSeconds(instance, stopIndex);
      this.#habits.observe(this.#planned.groupOf(instance.trip), deviation, plannedSeconds, at);
    }
  }

  /** The headway to tell of a vehicle on a trip; undefined where its route keeps a timetable. */
  find(
    vehicleId: string,
    { trip, instance, startOfDaySeconds, headway }: RunTrip,
    at: number,
  ): Headway | undefined {
    if (!headway && !this.#runsByInterval(trip)) return undefined;
    const seen = this.#seen.get(vehicleId);
    const isOfTrip = seen?.instance.trip === trip && seen.instance.startSeconds === startOfDaySeconds;
    if (isOfTrip) return seen.headway;
    const plannedSeconds = this.#planned.at(instance, 0, at);
    return plannedSeconds === undefined ? undefined : { plannedSeconds };
  }

  forget(vehicleId: string): void {
    this.#seen.delete(vehicleId);
  }

  /** Rows that `restore` reads, by route_id. */
  dump(): (string | number)[][] {
    const { routes } = this.timetable.schedule;
    return this.#habits.dump().map(([group = 0, ...numbers]) => {
      const routeId = routes[Math.floor(group / 3)]!.routeId;
      return ['', 'interval', routeId, group % 3, ...numbers];
    });
  }

  restore([routeId, direction, ...numbers]: readonly (string | number)[]): void {
    const route = this.timetable.schedule.routeIndexOf.get(String(routeId));
    if (route !== undefined) this.#habits.restore(route * 3 + Number(direction), numbers.map(Number));
  }

  #runsByInterval(trip: number): boolean {
    const { trips, routes } = this.timetable.schedule;
    if (this.routes !== 'learned') return this.routes.has(routes[trips.route[trip]!]!.routeId);
    return this.#habits.isByInterval(this.#planned.groupOf(trip));
  }

  /** Seconds since the vehicle before; undefined where none was seen for long, or this one is told late. */
  #pass(instance: TripInstance, stopIndex: number, at: number): number | undefined {
    const place = this.#planned.placeOf(instance.trip, stopIndex);
    const before = this.#passages.get(place);
    if (before && before.at > at) return undefined;
    this.#passages.set(place, { instance, at });
    if (!before || at - before.at > this.p.headwayMostSeconds) return undefined;
    return Math.round(at - before.at);
  }
}
