/** Plays tracking to the feed in specs: `at('08:01').vehicle('101', 'T1', { next: 1 }).publish()`. */
import { type Schedule, type TripInstance, firstDepartureSeconds, patternOf } from '../gtfs/index.js';
import type { StopPrediction, TripPrediction } from '../prediction/index.js';
import { findGtfsTime, getServiceDate } from '../time/index.js';
import type { Assignment, StopVisit, TripEnded, VehicleUpdate } from '../tracking/index.js';
import { compileCity } from './city.fixture.js';
import { scheduledSeconds } from './collect-stop-times.js';
import type { FeedEntity } from './feed-message.js';
import type { FeedOptions } from './feed-options.js';
import { EMPTY_FEED_STATE, type FeedName, type FeedState } from './feed-state.js';
import { printFeedEntity } from './print-feed.js';
import { type PublicationContext, createPublicationContext } from './publication-context.js';
import type { Publication } from './publish-feeds.js';
import type { ServiceOrder } from './service-order.js';
import { type FeedEvent, stepFeed } from './step-feed.js';

export const DAY = getServiceDate('20261123');

export interface VehicleSays {
  /** Index of the next stop. */
  readonly next?: number;
  readonly delay?: number;
  readonly confidence?: number;
  readonly lineConfidence?: number;
  readonly phase?: Assignment['phase'];
  readonly standing?: boolean;
  /** Close to the next stop, and moving. */
  readonly near?: boolean;
  /** Trips after this one. */
  readonly then?: readonly string[];
  /** Metres off the line. */
  readonly off?: number;
  /** Seconds since it was measured. */
  readonly age?: number;
  readonly ended?: readonly TripEnded[];
  readonly visits?: readonly StopVisit[];
  /** Do not repeat the predictions. */
  readonly silent?: boolean;
  /** Start of a trip of frequencies.txt. */
  readonly start?: string;
  /** Predictions name no stop before the next one. */
  readonly forgetful?: boolean;
}

/** An order that these trips of the day do not run. */
export function cancelOrder(confirmedAt: number, ...tripIds: readonly string[]): ServiceOrder {
  const runs = tripIds.map((tripId) => ({ tripId, serviceDate: DAY }));
  return { orderId: 'cancel', action: { kind: 'cancel', runs }, confirmedAt };
}

export class FeedScenario {
  readonly schedule: Schedule;
  readonly context: PublicationContext;
  state: FeedState = EMPTY_FEED_STATE;
  now = 0;
  last: Publication | undefined;
  expectsFaults = false;

  constructor(options: Partial<FeedOptions> = {}, schedule = compileCity()) {
    this.schedule = schedule;
    this.context = createPublicationContext(schedule, options);
  }

  /** Epoch seconds of a time of the day. */
  seconds(time: string): number {
    return this.context.days.startSeconds(DAY) + findGtfsTime(time.length === 5 ? `${time}:00` : time)!;
  }

  at(time: string | number): this {
    this.now = typeof time === 'number' ? time : this.seconds(time);
    return this;
  }

  event(event: FeedEvent): this {
    const step = stepFeed(this.context, this.state, event, this.now);
    this.state = step.state;
    if (step.publication) this.last = step.publication;
    // Nothing that is built may need the last check; a spec that wants it to, says so.
    const faults = this.last?.withheld.filter(({ reason }) => reason === 'breaks_rule') ?? [];
    if (!this.expectsFaults && faults.length + (this.last?.errors.length ?? 0) > 0) {
      throw new Error(JSON.stringify([faults, this.last?.errors]));
    }
    return this;
  }

  /** A vehicle on a trip, or on none. */
  vehicle(vehicleId: string, tripId?: string, says: VehicleSays = {}): this {
    const { update, predictions } = this.says(vehicleId, tripId, says);
    return this.event({ kind: 'updates', items: [says.silent ? { update } : { update, predictions }] });
  }

  says(
    vehicleId: string,
    tripId: string | undefined,
    says: VehicleSays,
  ): { update: VehicleUpdate; predictions: TripPrediction[] } {
    const { next = 0, delay = 0, age = 0, off = 0, ended = [], visits = [] } = says;
    const atSeconds = this.now - age;
    const position = {
      ...this.place(tripId, next, off),
      vehicleId,
      label: `№${vehicleId}`,
      licensePlate: 'ВС0001АА',
      bearing: 90,
      speedMetresPerSecond: 8,
      timestampSeconds: atSeconds,
      atSeconds,
      receivedAtSeconds: atSeconds + 0.2,
    };
    const update = { position, visits, ended };
    if (tripId === undefined) return { update: { ...update, reason: 'ambiguous' }, predictions: [] };
    const instance = this.instance(tripId, says.start);
    const assignment: Assignment = {
      instance,
      phase: says.phase ?? 'IN_PROGRESS',
      confidence: says.confidence ?? 0.9,
      lineConfidence: says.lineConfidence ?? says.confidence ?? 0.9,
      shapeMetres: next * 500,
      offsetMetres: off,
      nextStopIndex: next,
      stopStatus: says.standing ? 'STOPPED_AT' : says.near ? 'INCOMING_AT' : 'IN_TRANSIT_TO',
      deviationSeconds: delay,
    };
    const trips = [instance, ...(says.then ?? []).map((id) => this.instance(id))];
    const predictions = trips.map((trip, ahead) => ({
      instance: trip,
      vehicleId,
      measuredAtSeconds: atSeconds,
      ahead,
      deviationSeconds: delay,
      stops: this.#stops(trip, ahead === 0 ? next : 0, delay, says.forgetful === true),
    }));
    return { update: { ...update, assignment }, predictions };
  }

  /** Where a stop of a trip is, and metres north of it. */
  place(tripId: string | undefined, stopIndex: number, northMetres: number): { lat: number; lon: number } {
    const { stops, trips } = this.schedule;
    const trip = trips.indexOf.get(tripId ?? 'T1')!;
    const stop = patternOf(this.schedule, trip).stops[stopIndex]!;
    return { lat: stops.lat[stop]! + northMetres / 111_195, lon: stops.lon[stop]! };
  }

  instance(tripId: string, start?: string): TripInstance {
    const trip = this.schedule.trips.indexOf.get(tripId)!;
    const startSeconds =
      start === undefined ? firstDepartureSeconds(this.schedule, trip) : findGtfsTime(`${start}:00`)!;
    return { trip, serviceDate: DAY, startSeconds };
  }

  publish(time?: string | number): this {
    if (time !== undefined) this.at(time);
    return this.event({ kind: 'publish' });
  }

  entities(name: FeedName): readonly FeedEntity[] {
    return this.state.feeds[name]?.entities ?? [];
  }

  /** The trip updates, one line a trip. */
  trips(): string[] {
    return this.entities('trip-updates').map((entity) => printFeedEntity(this.context, entity, this.now));
  }

  /** The positions, one line a vehicle. */
  positions(): string[] {
    return this.entities('vehicle-positions').map((entity) =>
      printFeedEntity(this.context, entity, this.now),
    );
  }

  /** What was withheld, as `reason id`. */
  withheld(): string[] {
    return (this.last?.withheld ?? []).map(({ reason, id }) => `${reason} ${id}`);
  }

  #stops(instance: TripInstance, next: number, delay: number, forgetful: boolean): StopPrediction[] {
    const { stops } = patternOf(this.schedule, instance.trip);
    return [...stops.keys()]
      .filter((stopIndex) => !forgetful || stopIndex >= next)
      .map((stopIndex) => {
        const time = scheduledSeconds(this.context, instance, stopIndex) + delay;
        const observed = stopIndex < next;
        return {
          stopIndex,
          arrivalSeconds: time,
          departureSeconds: time,
          uncertaintySeconds: observed ? 0 : 25,
          observed,
        };
      });
  }
}
