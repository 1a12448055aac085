import { findServiceDate, serviceDayStartSeconds } from '../../time/index.js';
import type { Schedule, StopIndex, TripIndex } from '../../gtfs/index.js';
import type { Alert, FeedEntity, FeedMessage, ShapeEntity, StopEntity } from '../feed-message.js';
import { type Detours, findDetours } from './find-detours.js';
import { type ScheduleFacts, factsOf } from './schedule-facts.js';

/** What is checked, and all that may be compared with it. */
export interface FeedCheck {
  readonly message: FeedMessage;
  /** The message of the same feed before this one. */
  readonly previous?: FeedMessage;
  /** The agency's other feeds at the same instant: vehicle positions beside trip updates beside alerts. */
  readonly siblings?: readonly FeedMessage[];
  /** Rules on the schedule are not run without it. */
  readonly schedule?: Schedule;
  /** Epoch seconds. */
  readonly nowSeconds: number;
}

/** A check with the indexes that several rules share, each made when first asked for. */
export class FeedContext {
  readonly message: FeedMessage;
  readonly previous: FeedMessage | undefined;
  readonly schedule: Schedule | undefined;
  readonly facts: ScheduleFacts | undefined;
  readonly nowSeconds: number;
  /** All feeds of the instant, this one first. */
  readonly messages: readonly FeedMessage[];
  #alerts: readonly Alert[] | undefined;
  #stops: ReadonlyMap<string, StopEntity> | undefined;
  #shapes: ReadonlyMap<string, ShapeEntity> | undefined;
  #entityIds: ReadonlySet<string> | undefined;
  #detours: Detours | undefined;
  readonly #dates = new Map<string, boolean>();
  readonly #dayStarts = new Map<string, number | undefined>();

  constructor(check: FeedCheck) {
    this.message = check.message;
    this.previous = check.previous;
    this.schedule = check.schedule;
    this.facts = check.schedule && factsOf(check.schedule);
    this.nowSeconds = check.nowSeconds;
    this.messages = [check.message, ...(check.siblings ?? [])];
  }

  /** Entities of all feeds of the instant. */
  *entities(): Generator<FeedEntity> {
    for (const message of this.messages) yield* message.entity;
  }

  /** Alerts of all feeds of the instant. */
  get alerts(): readonly Alert[] {
    return (this.#alerts ??= [...this.entities()].flatMap(({ alert }) => (alert ? [alert] : [])));
  }

  /** Stops that the feeds of the instant define themselves, by stop_id. */
  get realtimeStops(): ReadonlyMap<string, StopEntity> {
    return (this.#stops ??= new Map(
      [...this.entities()].flatMap(({ stop }) => (stop?.stopId === undefined ? [] : [[stop.stopId, stop]])),
    ));
  }

  /** Shapes that the feeds of the instant define themselves, by shape_id. */
  get realtimeShapes(): ReadonlyMap<string, ShapeEntity> {
    return (this.#shapes ??= new Map(
      [...this.entities()].flatMap(({ shape }) =>
        shape?.shapeId === undefined ? [] : [[shape.shapeId, shape]],
      ),
    ));
  }

  get entityIds(): ReadonlySet<string> {
    return (this.#entityIds ??= new Set(this.message.entity.map(({ id }) => id)));
  }

  /** Trips and routes that an alert says are on a detour, and trips that are given a shape by the feed. */
  get detours(): Detours {
    return (this.#detours ??= findDetours(this));
  }

  /** Whether a text is a day as YYYYMMDD. Thousands of trips of a feed share a few dates. */
  isServiceDate(text: string): boolean {
    let isDate = this.#dates.get(text);
    if (isDate === undefined) this.#dates.set(text, (isDate = findServiceDate(text) !== undefined));
    return isDate;
  }

  /** Epoch seconds at which a service day of the schedule begins; undefined where the text is no date. */
  serviceDayStart(date: string): number | undefined {
    if (!this.#dayStarts.has(date)) {
      const known = this.schedule && findServiceDate(date);
      this.#dayStarts.set(date, known && serviceDayStartSeconds(known, this.schedule.timeZone));
    }
    return this.#dayStarts.get(date);
  }

  findTrip(trip: { readonly tripId?: string } | undefined): TripIndex | undefined {
    return trip?.tripId === undefined ? undefined : this.schedule?.trips.indexOf.get(trip.tripId);
  }

  findStop(stopId: string): StopIndex | undefined {
    return this.schedule?.stops.indexOf.get(stopId);
  }

  /** Whether a shape_id is one of the schedule or of a Shape entity. */
  knowsShape(shapeId: string): boolean {
    return this.realtimeShapes.has(shapeId) || this.facts?.shapeIds.has(shapeId) === true;
  }

  /** Whether a trip runs by headway: frequencies.txt with exact_times = 0. */
  runsByHeadway(trip: TripIndex | undefined): boolean {
    return trip !== undefined && this.facts?.headwayTrips.has(trip) === true;
  }

  /** Whether a trip is in the schedule and runs at the times of stop_times.txt, not by frequencies.txt. */
  hasTimetable(trip: TripIndex | undefined): boolean {
    return trip !== undefined && !this.runsByHeadway(trip) && !this.facts!.exactTimesTrips.has(trip);
  }
}
