import { Injectable } from '@nestjs/common';
import { FeedRereader } from '@rukh/adapters/protobuf';
import { ScheduleStore } from '@rukh/adapters/postgres';
import {
  type Language,
  type LiveIndex,
  type ReadTrips,
  type StopCalls,
  indexLive,
  indexStops,
  tellIn,
} from '@rukh/domain/passenger';
import type { FeedEntity, FeedName } from '@rukh/domain/realtime';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import type { Snapshot } from '../snapshots/snapshot.js';

/** The city as passengers are told of it: the schedule in force, and the feeds as this process serves them. */
export interface City {
  readonly calls: StopCalls;
  /** Undefined while no fresh trip updates are there. */
  readonly live: LiveIndex | undefined;
  readonly alerts: readonly FeedEntity[];
  /** False without a fresh feed of alerts: that there are none would be a guess. Those of an old one still stand. */
  readonly areAlertsKnown: boolean;
  /** Header time of the last trip updates, however old. */
  readonly feedAt: number | undefined;
  /** Names what all of this was made from. */
  readonly version: string;
}

/** The city with the names that a reader of the language knows. */
export function cityIn(city: City, language: Language): City {
  return { ...city, calls: tellIn(city.calls, language) };
}

interface ReadFeed {
  readonly version: string;
  readonly entities: readonly FeedEntity[];
}

/**
 * Reads snapshots when somebody asks, once each, and of those only what changed; and turns the schedule round when a
 * new one comes into force. No request waits for a database or for Redis.
 */
@Injectable()
export class ReadCity {
  readonly #readers: Partial<Record<FeedName, FeedRereader>> = {};
  readonly #read: Partial<Record<FeedName, ReadFeed>> = {};
  #readTrips: ReadTrips = new WeakMap();
  #calls: StopCalls | undefined;
  #city: City | undefined;

  constructor(
    private readonly shelf: SnapshotShelf,
    private readonly schedules: ScheduleStore,
  ) {}

  /** The city now; undefined before there is a schedule. */
  find(nowSeconds = Date.now() / 1000): City | undefined {
    const inForce = this.schedules.current;
    if (!inForce) return undefined;
    const { shelf } = this;
    const updates = shelf.find('trip-updates', nowSeconds);
    const positions = shelf.find('vehicle-positions', nowSeconds);
    const alerts = shelf.findLast('alerts');
    const areAlertsKnown = shelf.find('alerts', nowSeconds) !== undefined;
    const versions = [updates, positions, alerts].map((one) => one?.version ?? '');
    const version = [inForce.sha256, ...versions, areAlertsKnown].join();
    if (this.#city?.version === version) return this.#city;
    const calls = this.#index(inForce.schedule);
    const live =
      updates &&
      indexLive(
        calls,
        this.#entities(updates),
        positions ? this.#entities(positions) : [],
        this.#readTrips,
        this.#city?.calls === calls ? this.#city.live : undefined,
      );
    this.#city = {
      calls,
      live,
      alerts: alerts ? this.#entities(alerts) : [],
      areAlertsKnown,
      feedAt: shelf.findLast('trip-updates')?.timestamp,
      version,
    };
    return this.#city;
  }

  #index(schedule: StopCalls['schedule']): StopCalls {
    if (this.#calls?.schedule !== schedule) {
      this.#calls = indexStops(schedule);
      // What was read by another schedule names its rows.
      this.#readTrips = new WeakMap();
    }
    return this.#calls;
  }

  #entities({ name, version, body }: Snapshot): readonly FeedEntity[] {
    const before = this.#read[name];
    if (before?.version === version) return before.entities;
    const reader = (this.#readers[name] ??= new FeedRereader());
    const entities = reader.read(body);
    this.#read[name] = { version, entities };
    return entities;
  }
}
