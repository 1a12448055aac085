import { type UpdateItem, decodeUpdates, encodeUpdates } from '@rukh/adapters/protobuf';
import type { Schedule } from '@rukh/domain/gtfs';
import {
  EMPTY_FEED_STATE,
  type FeedEvent,
  type FeedMessage,
  type FeedName,
  type FeedOptions,
  type FeedState,
  type Publication,
  type PublicationContext,
  type ServiceAlert,
  type ServiceOrder,
  createPublicationContext,
  mayPublish,
  moveToSchedule,
  restoreFeed,
  stepFeed,
  undoPublication,
} from '@rukh/domain/realtime';

/** What became of batches of updates. */
export interface TakenBatches {
  readonly updates: number;
  /** Updates of a trip that the schedule in force does not have. */
  readonly unknownTrip: number;
  /** Batches that are none. */
  readonly unreadable: number;
}

/** Vehicles encoded before other work gets its turn. */
const TURN_VEHICLES = 100;

/**
 * The feed's state and the schedule it is built with. Owns no connection and no timer: the writer's service
 * gives it what comes in and takes what is to be published.
 */
export class FeedBuilder {
  #state: FeedState = EMPTY_FEED_STATE;
  #context: PublicationContext;
  #before: FeedState = EMPTY_FEED_STATE;

  constructor(
    schedule: Schedule,
    readonly options: Partial<FeedOptions>,
  ) {
    this.#context = createPublicationContext(schedule, options);
  }

  get schedule(): Schedule {
    return this.#context.schedule;
  }

  get vehicleCount(): number {
    return this.#state.vehicles.size;
  }

  /** The last header timestamp that anybody is known to have been served, 0 before the first. */
  get servedSeconds(): number {
    return this.#state.floorSeconds;
  }

  /** Goes over to another schedule. */
  adopt(schedule: Schedule): void {
    this.#state = moveToSchedule(this.#state, this.#context.schedule, schedule);
    this.#context = createPublicationContext(schedule, this.options);
  }

  /** Takes in batches of updates as they came. */
  takeBatches(batches: readonly Uint8Array[], nowSeconds: number): TakenBatches {
    const items: UpdateItem[] = [];
    let unknownTrip = 0;
    let unreadable = 0;
    for (const bytes of batches) {
      try {
        const decoded = decodeUpdates(this.#context.schedule, bytes);
        items.push(...decoded.items);
        unknownTrip += decoded.dropped;
      } catch {
        // What cannot be read now never will be: it is counted and passed over.
        unreadable++;
      }
    }
    this.#step({ kind: 'updates', items }, nowSeconds);
    return { updates: items.length, unknownTrip, unreadable };
  }

  takeAlerts(alerts: readonly ServiceAlert[], nowSeconds: number): void {
    this.#step({ kind: 'alerts', alerts }, nowSeconds);
  }

  takeOrders(orders: readonly ServiceOrder[], nowSeconds: number): void {
    this.#step({ kind: 'orders', orders }, nowSeconds);
  }

  takeOccupancies(occupancies: FeedState['occupancies'], nowSeconds: number): void {
    this.#step({ kind: 'occupancies', occupancies }, nowSeconds);
  }

  /** Somebody was served a header of this timestamp. */
  raiseFloor(timestamp: number): void {
    this.#step({ kind: 'served', timestamp }, timestamp);
  }

  /** Takes up what was published last. */
  restore(messages: Readonly<Partial<Record<FeedName, FeedMessage>>>, nowSeconds: number): void {
    this.#state = restoreFeed(this.#context, this.#state, messages, nowSeconds);
  }

  mayPublish(elapsedSeconds: number, nowSeconds: number): boolean {
    return mayPublish(this.#context.options, elapsedSeconds, nowSeconds, this.#state.floorSeconds);
  }

  publish(nowSeconds: number): Publication {
    this.#before = this.#state;
    return this.#step({ kind: 'publish' }, nowSeconds)!;
  }

  /** What was to be published was not: the state is again as nothing had been. */
  undo(): void {
    this.#state = undoPublication(this.#state, this.#before);
  }

  /** All vehicles, in pieces, for the writer that comes after this one. */
  async writeVehicles(): Promise<Uint8Array[]> {
    const { schedule } = this.#context;
    const items = [...this.#state.vehicles.values()].map(({ update, visits, predictions }) => ({
      update: { ...update, visits, ended: [] },
      predictions,
    }));
    const pieces: Uint8Array[] = [];
    for (let i = 0; i < items.length; i += TURN_VEHICLES) {
      pieces.push(encodeUpdates(schedule, items.slice(i, i + TURN_VEHICLES)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return pieces;
  }

  #step(event: FeedEvent, nowSeconds: number): Publication | undefined {
    const { state, publication } = stepFeed(this.#context, this.#state, event, nowSeconds);
    this.#state = state;
    return publication;
  }
}
