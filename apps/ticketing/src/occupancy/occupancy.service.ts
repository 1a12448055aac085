/** Works out how full vehicles are by their taps, and leaves it in Redis for whoever writes the feed. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore, type TripBoardings, TripBoardingsStore } from '@rukh/adapters/postgres';
import { type Redis, connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { stopCount } from '@rukh/domain/gtfs';
import { type Capacity, type OccupancyStatus, chooseOccupancy, estimateLoad } from '@rukh/domain/taps';
import { type Counter, type Gauge, Metrics } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';

const EVERY_MS = 15_000;
/** Validators silent for longer may hold taps in their queue. */
const FRESH_MINUTES = 15;
/** What is not renewed is no longer there. */
const KEEP_SECONDS = 120;
const READY_MS = 2_000;

@Injectable()
export class OccupancyService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Occupancy');
  readonly #redis: Redis | undefined;
  readonly #vehicles: Gauge;
  readonly #errors: Counter;
  /** The word before, by vehicle, with the trip and place it was for. */
  #before = new Map<string, { readonly at: string; readonly status: OccupancyStatus | undefined }>();
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
    if (config.RUKH_CAPACITIES.size > 0) {
      this.#redis = connectRedis(config.REDIS_URL, {
        name: 'ticketing-occupancy',
        onError: () => {
          this.#errors.inc();
        },
      });
    }
  }

  onModuleInit(): void {
    if (!this.#redis) return;
    this.#timer = setInterval(() => void this.runRound(Date.now()), EVERY_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
    this.#redis?.disconnect();
  }

  /** Never rejects. */
  runRound(nowMs: number): Promise<void> {
    this.#round ??= this.#run(nowMs)
      .catch((error: unknown) => {
        this.#errors.inc();
        this.#logger.debug(`occupancy could not be worked out: ${(error as Error).message}`);
      })
      .finally(() => (this.#round = undefined));
    return this.#round;
  }

  async #run(nowMs: number): Promise<void> {
    const trips = await this.boardings.list(nowMs, FRESH_MINUTES);
    const after = new Map<string, { at: string; status: OccupancyStatus | undefined }>();
    const entries: string[] = [];
    for (const trip of trips) {
      const at = `${trip.tripIdPerformed} ${trip.place}`;
      const before = this.#before.get(trip.vehicleId);
      // Once a stop: within one the word would follow each rider.
      const status = before?.at === at ? before.status : this.#choose(trip, before);
      after.set(trip.vehicleId, { at, status });
      if (status === undefined) continue;
      entries.push(
        trip.vehicleId,
        JSON.stringify({ tripId: trip.tripId, at: Math.floor(nowMs / 1000), status }),
      );
    }
    this.#before = after;
    this.#vehicles.set(entries.length / 2);
    await this.#write(entries);
  }

  #choose(
    trip: TripBoardings,
    before: { readonly at: string; readonly status: OccupancyStatus | undefined } | undefined,
  ): OccupancyStatus | undefined {
    const schedule = this.schedules.current?.schedule;
    const index = schedule?.trips.indexOf.get(trip.tripId);
    if (!schedule || index === undefined) return undefined;
    const profile = {
      meanRideStops: this.config.RUKH_MEAN_RIDE_STOPS,
      tapShare: this.config.RUKH_TAP_SHARE,
    };
    const load = estimateLoad(trip.boardings, trip.place, stopCount(schedule, index), profile, trip.exits);
    const isSameTrip = before?.at.startsWith(`${trip.tripIdPerformed} `) === true;
    return chooseOccupancy(load, this.#findCapacity(trip), isSameTrip ? before.status : undefined);
  }

  #findCapacity({ vehicleId, routeType }: TripBoardings): Capacity | undefined {
    const capacities = this.config.RUKH_CAPACITIES;
    return capacities.get(vehicleId) ?? (routeType === undefined ? undefined : capacities.get(routeType));
  }

  async #write(entries: readonly string[]): Promise<void> {
    const key = `rukh:{${this.config.RUKH_AGENCY}}:occupancy`;
    await untilRedisReady(this.#redis!, READY_MS);
    const written = this.#redis!.multi().del(key);
    if (entries.length > 0) written.hset(key, ...entries).expire(key, KEEP_SECONDS);
    await written.exec();
  }
}
