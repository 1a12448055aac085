/** Counts who got in where by their taps, and leaves in Redis how full vehicles are for the feed, and the counts for prediction. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore, type TripBoardings, TripBoardingsStore } from '@rukh/adapters/postgres';
import {
  BoardingsStore,
  OccupancyStore,
  type Redis,
  connectRedis,
  untilRedisReady,
} from '@rukh/adapters/redis';
import { stopCount } from '@rukh/domain/gtfs';
import type { TripBoardings as PredictionBoardings } from '@rukh/domain/prediction';
import type { EstimatedOccupancy } from '@rukh/domain/realtime';
import {
  type Capacity,
  type LoadEstimate,
  type OccupancyStatus,
  chooseOccupancy,
  estimateLoad,
  listKnownBoardings,
  tellLoad,
} from '@rukh/domain/taps';
import { type Counter, type Gauge, Metrics } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { loadProfileOf } from './occupancy-variables.js';

const EVERY_MS = 15_000;
/** Validators silent for longer may hold taps in their queue. */
const FRESH_MINUTES = 15;
const READY_MS = 2_000;

/** Once a stop, with the trip and place that it is for. */
interface Told {
  readonly at: string;
  readonly status: OccupancyStatus | undefined;
  readonly persons: number | undefined;
}

@Injectable()
export class OccupancyService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Occupancy');
  readonly #redis: Redis;
  readonly #occupancies: OccupancyStore;
  readonly #boardings: BoardingsStore;
  readonly #vehicles: Gauge;
  readonly #errors: Counter;
  /** What was told before, by vehicle. */
  #before: ReadonlyMap<string, Told> = new Map();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly boardings: TripBoardingsStore,
    private readonly schedules: ScheduleStore,
    metrics: Metrics,
  ) {
    this.#vehicles = metrics.gauge({
      name: 'rukh_ticketing_occupancy_vehicles',
      help: 'Vehicles of which the occupancy is published by their taps',
    });
    this.#errors = metrics.counter({
      name: 'rukh_ticketing_occupancy_errors_total',
      help: 'Rounds in which occupancy could not be worked out or written',
    });
    this.#redis = connectRedis(config.REDIS_URL, {
      name: 'ticketing-occupancy',
      onError: () => {
        this.#errors.inc();
      },
    });
    this.#occupancies = new OccupancyStore(this.#redis, config.RUKH_AGENCY);
    this.#boardings = new BoardingsStore(this.#redis, config.RUKH_AGENCY);
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.runRound(Date.now()), EVERY_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
    this.#redis.disconnect();
  }

  /** Never rejects. */
  runRound(nowMs: number): Promise<void> {
    this.#round ??= this.#run(nowMs)
      .catch((error: unknown) => {
        this.#errors.inc();
        this.#logger.warn(`occupancy could not be worked out: ${(error as Error).message}`);
      })
      .finally(() => (this.#round = undefined));
    return this.#round;
  }

  async #run(nowMs: number): Promise<void> {
    const trips = await this.boardings.list(nowMs, FRESH_MINUTES);
    const after = new Map<string, Told>();
    const occupancies = new Map<string, EstimatedOccupancy>();
    for (const trip of trips) {
      const at = `${trip.tripIdPerformed} ${trip.place}`;
      const before = this.#before.get(trip.vehicleId);
      // Once a stop: within one the word would follow each rider.
      const told = before?.at === at ? before : { at, ...this.#tell(trip, before) };
      after.set(trip.vehicleId, told);
      const { status, persons } = told;
      if (status === undefined) continue;
      occupancies.set(trip.vehicleId, {
        tripId: trip.tripId,
        status,
        ...(persons === undefined ? {} : { persons }),
      });
    }
    this.#before = after;
    this.#vehicles.set(occupancies.size);
    await untilRedisReady(this.#redis, READY_MS);
    await this.#occupancies.write(occupancies, nowMs / 1000);
    await this.#boardings.write(new Map(trips.map(countKnown)), nowMs / 1000);
  }

  #tell(trip: TripBoardings, before: Told | undefined): Omit<Told, 'at'> {
    const load = this.#estimate(trip);
    if (!load) return { status: undefined, persons: undefined };
    const isSameTrip = before?.at.startsWith(`${trip.tripIdPerformed} `) === true;
    const status = chooseOccupancy(load, this.#findCapacity(trip), isSameTrip ? before.status : undefined);
    return { status, persons: tellLoad(load) };
  }

  #estimate(trip: TripBoardings): LoadEstimate | undefined {
    const schedule = this.schedules.current?.schedule;
    const index = schedule?.trips.indexOf.get(trip.tripId);
    if (!schedule || index === undefined) return undefined;
    const profile = loadProfileOf(this.config);
    return estimateLoad(trip.boardings, trip.place, stopCount(schedule, index), profile, trip.exits);
  }

  #findCapacity({ vehicleId, routeType }: TripBoardings): Capacity | undefined {
    const capacities = this.config.RUKH_CAPACITIES;
    return capacities.get(vehicleId) ?? (routeType === undefined ? undefined : capacities.get(routeType));
  }
}

function countKnown(trip: TripBoardings): [vehicleId: string, Omit<PredictionBoardings, 'vehicleId'>] {
  const { vehicleId, tripId, validators } = trip;
  return [vehicleId, { tripId, boarded: listKnownBoardings(trip, validators) }];
}
