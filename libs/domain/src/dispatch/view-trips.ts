/** Trips and blocks of a service day, with what became of each. */
import { formatGtfsTime, type ServiceDate } from '../time/index.js';
import { patternOf } from '../gtfs/index.js';
import { listMannedRuns } from './count-out.js';
import type { Run, RunTrip } from '../tracking/index.js';
import type { ServiceWatch } from './service-watch.js';
import type { TripSeen } from './trip-log.js';
import type {
  BlockTripView,
  BlockView,
  TripListItem,
  TripState,
  TripStopsView,
  TripsView,
} from './trips-view.js';
import { type WatchedVehicle, isUnderWay } from './watched-vehicle.js';
import { deviationOf } from './write-row.js';

/** A trip of an hour ago that nobody was seen to run was not observed. */
const NOT_STARTED_SECONDS = 3600;

export interface TripsWish {
  readonly date: ServiceDate;
  readonly routeId?: string | undefined;
  readonly tripId?: string | undefined;
  readonly state?: readonly TripState[] | undefined;
  /** Only what the timetable has over later, epoch seconds, or what still runs. */
  readonly endsAfter?: number | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** What was seen of a run of a trip, where the watch itself does not remember it. */
export type FindSeen = (
  tripId: string,
  startTime: string,
) => Pick<TripSeen, 'vehicleId' | 'departedAt' | 'arrivedAt'> | undefined;

/** Whom a carrier's trips may be told to. */
export type SeesCarrier = (carrierId: string | undefined) => boolean;

export class TripTable {
  readonly #vehicles = new Map<string, WatchedVehicle>();
  readonly #manned: ReadonlySet<Run>;

  constructor(
    private readonly watch: ServiceWatch,
    private readonly now: number,
    private readonly sees: SeesCarrier,
    private readonly findSeen: FindSeen = () => undefined,
  ) {
    this.#manned = new Set(listMannedRuns(watch));
    for (const vehicle of watch.vehicles.values()) {
      if (vehicle.assignment) this.#vehicles.set(watch.log.keyOf(vehicle.assignment.instance), vehicle);
    }
  }

  view({ date, routeId, tripId, state, endsAfter = 0, offset, limit }: TripsWish): TripsView {
    const { trips, routes } = this.watch.schedule;
    const counts: Partial<Record<TripState, number>> = {};
    const fitting: TripListItem[] = [];
    for (const trip of this.#list(date)) {
      if (tripId !== undefined && trips.ids[trip.trip] !== tripId) continue;
      if (routeId !== undefined && routes[trips.route[trip.trip]!]!.routeId !== routeId) continue;
      const item = this.describe(trip);
      if (!item || (item.endAt <= endsAfter && item.state !== 'running')) continue;
      counts[item.state] = (counts[item.state] ?? 0) + 1;
      if (!state || state.includes(item.state)) fitting.push(item);
    }
    return {
      at: Math.floor(this.now),
      serviceDate: date,
      total: fitting.length,
      counts,
      trips: fitting.slice(offset, offset + limit),
    };
  }

  /** Undefined where the day has no such block, or none to be seen. */
  findBlock(blockId: string, date: ServiceDate): BlockView | undefined {
    const run = this.watch.timetable.dayRuns(date).runs.find(({ key }) => key === `${blockId}|${date}`);
    const trips = run?.trips.flatMap((trip) => this.describe(trip) ?? []) ?? [];
    if (trips.length === 0) return undefined;
    const vehicleId = (
      trips.find(({ state }) => state === 'running') ?? trips.findLast((trip) => trip.vehicleId)
    )?.vehicleId;
    return {
      at: Math.floor(this.now),
      blockId,
      serviceDate: date,
      ...(vehicleId === undefined ? {} : { vehicleId }),
      trips,
    };
  }

  /** Undefined where the day has no such trip, or none to be seen. */
  findStops(tripId: string, date: ServiceDate): TripStopsView | undefined {
    const { schedule } = this.watch;
    const trip = this.#list(date).find((one) => schedule.trips.ids[one.trip] === tripId);
    const item = trip && this.describe(trip);
    if (!item) return undefined;
    const { stops, stopTimes } = schedule;
    const first = schedule.trips.firstStopTime[trip.trip]!;
    const midnight = trip.startSeconds - trip.startOfDaySeconds;
    const vehicle = this.#vehicles.get(this.watch.log.keyOf(trip.instance));
    const next = vehicle && isUnderWay(vehicle) ? vehicle.assignment!.nextStopIndex : undefined;
    return {
      ...item,
      ...optional('nextStopSequence', next === undefined ? undefined : stopTimes.stopSequence[first + next]),
      stops: Array.from(patternOf(schedule, trip.trip).stops, (stop, i) => ({
        stopId: stops.ids[stop]!,
        name: stops.names[stop]!,
        stopSequence: stopTimes.stopSequence[first + i]!,
        arrivalAt: Math.round(midnight + stopTimes.arrivalSeconds[first + i]!),
        departureAt: Math.round(midnight + stopTimes.departureSeconds[first + i]!),
      })),
    };
  }

  /** Undefined where it is not to be seen. */
  describe(trip: RunTrip): TripListItem | undefined {
    const instance = trip.instance;
    const key = this.watch.log.keyOf(instance);
    const vehicle = this.#vehicles.get(key);
    const seen =
      this.watch.log.find(instance) ??
      this.findSeen(this.watch.schedule.trips.ids[trip.trip]!, formatGtfsTime(trip.startOfDaySeconds));
    const carrierId = vehicle
      ? this.watch.carrierOf(vehicle)
      : this.watch.findCarrier(seen?.vehicleId, this.watch.routeIdOf(trip.trip));
    if (!this.sees(carrierId)) return undefined;
    const block = this.watch.schedule.trips.block[trip.trip]!;
    const deviationSeconds = vehicle && deviationOf(this.watch.scales, vehicle);
    const order = this.watch.ordered.findCancelling(
      this.watch.schedule.trips.ids[trip.trip]!,
      trip.run.serviceDate,
      formatGtfsTime(trip.startOfDaySeconds),
    );
    return {
      ...this.#describePlan(trip),
      state: this.#judge(trip, vehicle, seen, deviationSeconds),
      ...optional('vehicleId', vehicle?.vehicleId ?? seen?.vehicleId),
      ...(block < 0 ? {} : { blockId: this.watch.schedule.blockIds[block]! }),
      ...optional('departedAt', rounded(seen?.departedAt)),
      ...optional('arrivedAt', rounded(seen?.arrivedAt)),
      ...optional('deviationSeconds', deviationSeconds),
      ...optional('carrierId', carrierId),
      ...optional('orderId', order?.orderId),
    };
  }

  #describePlan(trip: RunTrip): Omit<BlockTripView, 'state'> {
    const { trips } = this.watch.schedule;
    return {
      tripId: trips.ids[trip.trip]!,
      serviceDate: trip.run.serviceDate,
      startTime: formatGtfsTime(trip.startOfDaySeconds),
      routeId: this.watch.routeIdOf(trip.trip),
      directionId: this.watch.scales.ofTrip(trip.trip).direction.directionId,
      headsign: trips.headsigns[trip.trip] ?? '',
      startAt: Math.round(trip.startSeconds),
      endAt: Math.round(trip.endSeconds),
    };
  }

  #judge(
    trip: RunTrip,
    vehicle: WatchedVehicle | undefined,
    seen: object | undefined,
    deviationSeconds = 0,
  ): TripState {
    const isRunning = vehicle !== undefined && isUnderWay(vehicle);
    const { instance, startSeconds } = trip;
    const endSeconds = trip.endSeconds + (isRunning ? Math.max(0, deviationSeconds) : 0);
    if (this.watch.ordered.isCancelled({ instance, startSeconds, endSeconds })) return 'cancelled';
    if (isRunning) return 'running';
    if (seen) return 'done';
    if (trip.startSeconds > this.now) return 'planned';
    const isWaitedFor = this.#manned.has(trip.run) && trip.endSeconds > this.now;
    if (isWaitedFor) return 'planned';
    return this.now - trip.startSeconds <= NOT_STARTED_SECONDS ? 'not_started' : 'unobserved';
  }

  /** All trips of the timetable of a day, by departure. */
  #list(date: ServiceDate): RunTrip[] {
    const trips = this.watch.timetable.dayRuns(date).runs.flatMap((run) => run.trips);
    return trips.sort((a, b) => a.startSeconds - b.startSeconds);
  }
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

export function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
