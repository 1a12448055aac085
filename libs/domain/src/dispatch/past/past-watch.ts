/**
 * The watch moved on by history, as it was moved by tracking. It is deterministic: begun at the same instant, moved to
 * the same one in however many steps, it shows the same. So that this holds, what depends on the clock is done at whole
 * minutes, and looking at a moment changes nothing of what comes after it.
 */
import type { TripPrediction } from '../../prediction/index.js';
import type { LineSetting } from '../line-rules.js';
import type { ServiceWatch } from '../service-watch.js';
import { TripLog } from '../trip-log.js';
import type { PastFix, PastTrip, PastVisit } from './past-rows.js';
import { toInstance, toUpdate } from './to-update.js';

/** Trips that ended longer ago are not remembered either by the watch of now. */
export const PAST_TRIPS_SECONDS = 26 * 3600;
/** Stops passed longer ago matter neither for headways nor for regularity. */
export const PAST_VISITS_SECONDS = 5400;
/** A vehicle heard of last longer ago is not shown. */
export const PAST_VEHICLES_SECONDS = 3600;
/** Trails are so long, and nothing of a single position matters longer. */
export const PAST_FIXES_SECONDS = 300;
const MINUTE_SECONDS = 60;

/** Lines as they were set from an instant on. */
export interface PastSettings {
  readonly from: number;
  readonly settings: ReadonlyMap<string, LineSetting>;
}

/** A run as history has it, told to a watch. */
export function recallTrip(watch: ServiceWatch, { run, vehicleId, ...times }: PastTrip): void {
  const instance = toInstance(watch.schedule, run);
  if (!instance) return;
  const { firstSeenAt, departedAt, arrivedAt } = times;
  watch.log.recall(instance, vehicleId, {
    firstSeenAt,
    ...(departedAt === undefined ? {} : { departedAt }),
    ...(arrivedAt === undefined ? {} : { arrivedAt }),
  });
}

/** Stops passed as history has them, by run; of the runs that the schedule of a watch has. */
export function logVisits({ schedule, log }: ServiceWatch, visits: Iterable<PastVisit>): TripLog {
  const past = new TripLog(log.tripIdOf);
  for (const { run, vehicleId, stopIndex, at } of visits) {
    const instance = toInstance(schedule, run);
    if (instance) past.noteStop(instance, vehicleId, stopIndex, at, false);
  }
  return past;
}

/** A stop passed as history has it, told to a watch. */
export function recallVisit(watch: ServiceWatch, { run, vehicleId, stopIndex, at }: PastVisit): void {
  const instance = toInstance(watch.schedule, run);
  if (instance) watch.noteVisit(instance, vehicleId, stopIndex, at);
}

export class PastWatch {
  /** Rows that are still to come, in order of time. */
  #fixes: PastFix[] = [];
  #visits: PastVisit[] = [];
  #nextFix = 0;
  #nextVisit = 0;
  #settings: readonly PastSettings[] = [];

  /** `at` is up to when `watch` was told all, epoch seconds. */
  constructor(
    readonly watch: ServiceWatch,
    public at: number,
  ) {}

  /** Rows of after all that were added before. */
  add(fixes: readonly PastFix[], visits: readonly PastVisit[]): void {
    this.#fixes = [...this.#fixes.slice(this.#nextFix), ...fixes];
    this.#visits = [...this.#visits.slice(this.#nextVisit), ...visits];
    this.#nextFix = 0;
    this.#nextVisit = 0;
  }

  /** How lines were dispatched, by time; the last of before an instant holds then. */
  setLines(settings: readonly PastSettings[]): void {
    this.#settings = settings;
    const now = settings.findLast(({ from }) => from <= this.at);
    if (now) this.watch.setLines(now.settings);
  }

  /** On to an instant, all rows of up to which were added. */
  moveTo(to: number): void {
    while (this.at < to) {
      const minute = (Math.floor(this.at / MINUTE_SECONDS) + 1) * MINUTE_SECONDS;
      const set = this.#settings.find(({ from }) => from > this.at);
      const until = Math.min(to, minute, set?.from ?? Infinity);
      this.#take(until);
      if (set && until === set.from) this.watch.setLines(set.settings);
      if (until === minute) this.watch.forget(minute);
      this.at = until;
    }
  }

  /** Judges as of the instant that it was moved to. */
  show(predictions: ReadonlyMap<string, readonly TripPrediction[]>): void {
    for (const vehicle of this.watch.vehicles.values()) {
      const told = predictions.get(vehicle.vehicleId) ?? [];
      if (told.length + vehicle.predictions.length === 0) continue;
      vehicle.predictions = told;
      vehicle.writtenUpdate = undefined;
    }
    this.watch.show(this.at);
  }

  /** A stop when it was passed, a position when it reached us: whatever the steps, the order is the same. */
  #take(until: number): void {
    const { schedule } = this.watch;
    for (;;) {
      const fix = this.#fixes[this.#nextFix];
      const visit = this.#visits[this.#nextVisit];
      if (visit && visit.at <= Math.min(until, fix?.receivedAt ?? Infinity)) {
        recallVisit(this.watch, visit);
        this.#nextVisit++;
      } else if (fix && fix.receivedAt <= until) {
        this.watch.take([toUpdate(schedule, fix)], fix.receivedAt);
        this.#nextFix++;
      } else return;
    }
  }
}
