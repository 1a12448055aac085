/** What dispatchers ordered, as the watch asks after it. */
import type { Schedule } from '../gtfs/index.js';
import { type RunWindow, type ServiceOrder, isInCityMode } from '../realtime/index.js';
import { formatGtfsTime } from '../time/index.js';

export class OrderedService {
  readonly #cancelled: ReadonlySet<string>;
  readonly #modes: readonly CityMode[];

  constructor(
    private readonly schedule: Schedule,
    readonly orders: readonly ServiceOrder[],
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
