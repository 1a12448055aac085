/** What dispatchers ordered, as the watch asks after it. */
import { type Schedule, type TripIndex, patternOf } from '../gtfs/index.js';
import {
  type RunWindow,
  type ServiceOrder,
  isInCityMode,
  isInPeriod,
  spanOfDetour,
} from '../realtime/index.js';
import { formatGtfsTime } from '../time/index.js';

/** How long after its end a detour is still the way of who turned into it: as long as one takes. */
const DETOUR_LEFT_SECONDS = 600;

export class OrderedService {
  readonly #cancelled: ReadonlySet<string>;
  readonly #modes: readonly CityMode[];

  constructor(
    private readonly schedule: Schedule,
    /** In force. */
    readonly orders: readonly ServiceOrder[],
    /** Over by their time, and told of those that met them in it. */
    readonly over: readonly ServiceOrder[] = [],
  ) {
    this.#cancelled = listCancelled(orders);
    this.#modes = orders.flatMap(({ action }) =>
      action.kind === 'city_mode' && action.effect === 'cancel' ? [action] : [],
    );
  }

  /** Whether a run is called off, by itself or with the whole city's of its time. */
  isCancelled(run: RunWindow): boolean {
    const { trip, serviceDate, startSeconds } = run.instance;
    const tripId = this.schedule.trips.ids[trip]!;
    return (
      this.isTripCancelled(tripId, serviceDate) ||
      this.#cancelled.has(`${tripId}|${serviceDate}|${formatGtfsTime(startSeconds)}`) ||
      this.#modes.some((mode) => isInMode(this.schedule, mode, run))
    );
  }

  isTripCancelled(tripId: string, serviceDate: string): boolean {
    return this.#cancelled.has(`${tripId}|${serviceDate}`);
  }

  /**
   * Whether a vehicle on its way to a stop of a trip is away from its line because an order leads it around: from where the
   * detour leaves the line to one stop after it is back, which tracking may notice late. Who turned into it in time stays on it.
   */
  isLedAround(trip: TripIndex, nextStopIndex: number, at: number): boolean {
    const { schedule } = this;
    const { directionId } = patternOf(schedule, trip);
    const { routeId } = schedule.routes[schedule.trips.route[trip]!]!;
    const met = { startSeconds: at - DETOUR_LEFT_SECONDS, endSeconds: at };
    return [...this.orders, ...this.over].some(({ action }) => {
      if (action.kind !== 'detour' || !action.routeIds.includes(routeId)) return false;
      if (action.directionId !== undefined && action.directionId !== directionId) return false;
      if (!isInPeriod(action.period, met)) return false;
      const span = spanOfDetour({ schedule }, action, trip);
      return span !== undefined && nextStopIndex >= span.from && nextStopIndex <= span.to + 1;
    });
  }

  /** The order that cancels a run by its trip, and by its start where the order has one. */
  findCancelling(tripId: string, serviceDate: string, startTime: string): ServiceOrder | undefined {
    return this.orders.find(
      ({ action }) =>
        action.kind === 'cancel' &&
        action.runs.some(
          (run) =>
            run.tripId === tripId &&
            run.serviceDate === serviceDate &&
            (run.startTime ?? startTime) === startTime,
        ),
    );
  }
}

type CityMode = Extract<ServiceOrder['action'], { kind: 'city_mode' }>;

function isInMode({ trips, routes, agencies }: Schedule, mode: CityMode, run: RunWindow): boolean {
  const { routeId, type, agency } = routes[trips.route[run.instance.trip]!]!;
  return isInCityMode(mode, { routeId, type, agencyId: agencies[agency]!.agencyId }, run);
}

/** Keys of the runs that orders cancel: `tripId|date`, with the start where the order has one. */
function listCancelled(orders: readonly ServiceOrder[]): ReadonlySet<string> {
  const keys = orders.flatMap(({ action }) =>
    action.kind === 'cancel'
      ? action.runs.map(({ tripId, serviceDate, startTime }) =>
          startTime === undefined ? `${tripId}|${serviceDate}` : `${tripId}|${serviceDate}|${startTime}`,
        )
      : [],
  );
  return new Set(keys);
}
