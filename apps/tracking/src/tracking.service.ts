import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ScheduleInForce, ScheduleStore } from '@rukh/adapters/postgres';
import { decodePositions, encodeUpdates } from '@rukh/adapters/protobuf';
import {
  BoardingsStore,
  type Redis,
  type StreamEntry,
  StreamReader,
  StreamWriter,
  connectBlockingRedis,
  connectRedis,
} from '@rukh/adapters/redis';
import type { VehiclePosition } from '@rukh/domain/vehicle';
import { HealthRegistry } from '@rukh/service';
import { CheckpointStore } from './checkpoint-store.js';
import type { TrackingConfig } from './config.js';
import { OrderedAssignments } from './ordered-assignments.js';
import { RegisteredVehicles } from './registered-vehicles.js';
import { TRACKING_CONFIG } from './tokens.js';
import { type TrackedItem, TrackedFleet } from '@rukh/domain/prediction';
import { TRACKING_PARAMETERS } from '@rukh/domain/tracking';
import { TrackingMetrics, type TrackingSkipReason } from './tracking-metrics.js';

/** Tracking works for so long before other work gets its turn, ms: at least, and at most where it is behind. */
const MIN_TURN_MS = 5;
const MAX_TURN_MS = 100;
/** The clock is looked at after so many positions. */
const LOOK_POSITIONS = 10;
/** Vehicles written down before other work gets its turn. */
const TURN_CHECKPOINTS = 100;
const BATCH_ENTRIES = 20;
/** What was learned since is lost by a crash, and predictions of the next half hour are other ones: some ms of work each time. */
const SECTIONS_EVERY_SECONDS = 15;
const ORDERS_EVERY_SECONDS = 2;
/** As often as the e-ticket counts. */
const BOARDINGS_EVERY_SECONDS = 15;
const REGISTRY_EVERY_SECONDS = 15;

/**
 * Runs a TrackedFleet between two streams: positions in, updates out, checkpoints beside. Positions are acknowledged
 * when their updates are on the way; after a crash the last ones are tracked again from the checkpoints.
 */
@Injectable()
export class TrackingService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Tracking');
  readonly #redis: Redis;
  readonly #blocking: Redis;
  readonly #checkpoints: CheckpointStore;
  readonly #assignments: OrderedAssignments;
  readonly #boardings: BoardingsStore;
  readonly #registered: RegisteredVehicles;
  readonly #writer: StreamWriter<Uint8Array>;
  #reader: StreamReader | undefined;
  #fleet: TrackedFleet | undefined;
  /** Entries of the stream that are still to be read. */
  #behind = 0;
  #timers: NodeJS.Timeout[] = [];
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(TRACKING_CONFIG) private readonly config: TrackingConfig,
    private readonly schedules: ScheduleStore,
    private readonly metrics: TrackingMetrics,
    health: HealthRegistry,
  ) {
    const onError = (): void => this.metrics.errors.inc({ where: 'redis' });
    this.#redis = connectRedis(config.REDIS_URL, { name: 'tracking', onError });
    this.#blocking = connectBlockingRedis(config.REDIS_URL, { name: 'tracking-reader', onError });
    this.#checkpoints = new CheckpointStore(this.#redis, config.RUKH_AGENCY);
    this.#assignments = new OrderedAssignments(this.#redis, config.RUKH_AGENCY);
    this.#boardings = new BoardingsStore(this.#redis, config.RUKH_AGENCY);
    this.#registered = new RegisteredVehicles(this.#redis, config.RUKH_AGENCY);
    this.#writer = new StreamWriter<Uint8Array>(this.#redis, {
      stream: `rukh:{${config.RUKH_AGENCY}}:updates`,
      maxLengthEntries: config.RUKH_UPDATES_STREAM_ENTRIES,
      // Ten entries a second: the stream holds hours of them for an archive whose database is away.
      lingerMs: 100,
      // Protobuf messages of one type joined are one message with all their repeated fields.
      encode: (items) => Buffer.concat(items),
      onDropped: (reason, count) => this.metrics.lost.inc({ stream: 'updates', reason }, count),
      onError,
    });
    health.register('tracking', () => Promise.resolve(this.#health()), { critical: true });
  }

  onModuleInit(): void {
    this.#unsubscribe = this.schedules.subscribe((inForce) => void this.#adopt(inForce));
    this.#every(this.config.RUKH_TRACKING_CHECKPOINT_SECONDS, () => this.#writeCheckpoints());
    this.#every(SECTIONS_EVERY_SECONDS, () => this.#writeSections());
    this.#every(ORDERS_EVERY_SECONDS, () => this.#assignments.read());
    this.#every(BOARDINGS_EVERY_SECONDS, () => this.#takeBoardings());
    this.#every(REGISTRY_EVERY_SECONDS, () => this.#registered.read(Date.now() / 1000));
    this.#every(10, () => this.#dropSilent());
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#reader?.stop();
    await this.#writer.close();
    await this.#writeCheckpoints();
    await this.#writeSections();
    this.#redis.disconnect();
    this.#blocking.disconnect();
  }

  async #adopt({ schedule, feedVersion }: ScheduleInForce): Promise<void> {
    if (this.#fleet) {
      this.#fleet.adopt(schedule);
      this.#logger.log(`went over to GTFS ${feedVersion} with ${this.#fleet.vehicleCount} vehicles`);
      return;
    }
    this.#fleet = new TrackedFleet(schedule, this.config.RUKH_TRACKING_INTERVAL_ROUTES);
    await this.#restore(this.#fleet);
    this.#reader = new StreamReader(this.#blocking, {
      stream: `rukh:{${this.config.RUKH_AGENCY}}:positions`,
      group: 'tracking',
      consumer: 'tracking',
      startFrom: 'newest',
      maxBatchEntries: BATCH_ENTRIES,
      handle: (entries) => this.#handle(entries),
      onLost: (reason, count) => this.metrics.lost.inc({ stream: 'positions', reason }, count),
      onError: () => this.metrics.errors.inc({ where: 'positions_stream' }),
      onBehind: (entries) => {
        this.#behind = entries;
        this.metrics.behind.set(entries);
      },
    });
    this.#reader.start();
  }

  async #restore(fleet: TrackedFleet): Promise<void> {
    try {
      fleet.restoreSections(await this.#checkpoints.readSections());
      const since = Date.now() / 1000 - TRACKING_PARAMETERS.memorySeconds;
      const { checkpoints, unreadable } = await this.#checkpoints.readVehicles(since);
      this.metrics.unreadable.inc(unreadable);
      for (const checkpoint of checkpoints) fleet.restore(checkpoint);
      // However long nobody was here: what the others said meanwhile still waits in the stream.
      const newest = checkpoints.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
      fleet.dropSilent(newest - this.config.RUKH_TRACKING_LOST_SECONDS);
      this.#logger.log(`took up ${checkpoints.length} vehicles and ${fleet.sectionCount} sections`);
    } catch (error) {
      this.metrics.errors.inc({ where: 'checkpoints' });
      this.#logger.warn(`starts without checkpoints: ${(error as Error).message}`);
    }
  }

  async #handle(entries: readonly StreamEntry[]): Promise<void> {
    let turnEndsAt = performance.now() + MIN_TURN_MS;
    let taken = 0;
    for (const { bytes } of entries) {
      for (const position of this.#decode(bytes)) {
        this.#take(position);
        if (++taken % LOOK_POSITIONS !== 0 || performance.now() < turnEndsAt) continue;
        turnEndsAt = await letOthersWork();
      }
    }
    await this.#writer.untilRoom();
  }

  #decode(bytes: Uint8Array): VehiclePosition[] {
    try {
      return decodePositions(bytes);
    } catch {
      // An entry that cannot be read now never will be: it is counted and passed over.
      this.#skip('unreadable_batch');
      return [];
    }
  }

  #take(position: VehiclePosition): void {
    const taken = this.#fleet!.take(this.#assignments.apply(position));
    this.metrics.positions.inc();
    if (!taken) {
      this.#skip('out_of_order');
      return;
    }
    // What the vehicle said of itself is told on as it said it, whatever was ordered; what it is, the registry knows better.
    const told = this.#registered.apply(position);
    const item = { ...taken, update: { ...taken.update, position: told } };
    this.#count(item);
    this.#send(item);
    this.metrics.seconds.observe(Math.max(0, Date.now() / 1000 - position.receivedAtSeconds));
  }

  #skip(reason: TrackingSkipReason): void {
    this.metrics.skipped.inc({ reason });
  }

  #send(item: TrackedItem): void {
    this.#writer.write(encodeUpdates(this.#fleet!.schedule, [item]));
  }

  #count({ update }: TrackedItem): void {
    const { headway } = update.assignment ?? {};
    if (headway?.actualSeconds !== undefined && update.visits.length > 0) {
      this.metrics.headways.observe(headway.actualSeconds / headway.plannedSeconds);
    }
    if (update.reason) this.metrics.unassigned.inc({ reason: update.reason });
    const phase = update.assignment?.phase ?? update.phase;
    if (phase) this.metrics.phases.inc({ phase });
    this.metrics.visits.inc(update.visits.length);
    for (const { how } of update.ended) this.metrics.ended.inc({ how });
  }

  /** Taps tell who got in: who is more crowded than usual will be slower. */
  async #takeBoardings(): Promise<void> {
    const now = Date.now() / 1000;
    const told = await this.#boardings.read(now);
    this.metrics.boardings.set(told.size);
    const all = [...told].map(([vehicleId, boardings]) => ({ vehicleId, ...boardings }));
    this.#fleet?.takeBoardings(all, now);
  }

  async #dropSilent(): Promise<void> {
    // Who was not heard of in what is an hour old may be in what is still to be read.
    if (!this.#fleet || this.#behind > BATCH_ENTRIES) return;
    const { items, vehicleIds } = this.#fleet.dropSilent(this.#lostBefore());
    for (const item of items) {
      this.#count(item);
      this.#send(item);
    }
    await this.#checkpoints.removeVehicles(vehicleIds);
  }

  /** Vehicles not heard of since then are lost, epoch seconds. */
  #lostBefore(): number {
    return Date.now() / 1000 - this.config.RUKH_TRACKING_LOST_SECONDS;
  }

  /** In pieces: five thousand vehicles at once would keep everything else waiting for half a second. */
  async #writeCheckpoints(): Promise<void> {
    for (let left = this.#fleet?.changedCount ?? 0; left > 0; left -= TURN_CHECKPOINTS) {
      const checkpoints = this.#fleet?.takeCheckpoints(TURN_CHECKPOINTS) ?? [];
      await this.#checkpoints.writeVehicles(checkpoints);
      this.metrics.checkpoints.inc(checkpoints.length);
    }
  }

  async #writeSections(): Promise<void> {
    if (!this.#fleet) return;
    this.metrics.intervalRoutes.set(this.#fleet.intervalRouteCount);
    await this.#checkpoints.writeSections(this.#fleet.dumpSections());
  }

  /** Work that may fail while Redis is away: counted, and done again at the next turn. */
  #every(seconds: number, work: () => Promise<void>): void {
    const timer = setInterval(() => {
      work().catch(() => this.metrics.errors.inc({ where: 'checkpoints' }));
    }, seconds * 1000);
    timer.unref();
    this.#timers.push(timer);
  }

  #health(): { ok: boolean; detail?: string } {
    return this.#fleet ? { ok: true } : { ok: false, detail: 'no GTFS is in force yet' };
  }
}

/**
 * Gives everything else in the process its turn. What tracking then takes is as long as that was, so that it keeps
 * half of a busy process: a fixed number of positions a turn falls ever farther behind, the longer turns become.
 *
 * @returns when the next turn of tracking ends, on the clock of `performance.now`
 */
async function letOthersWork(): Promise<number> {
  const before = performance.now();
  await new Promise((resolve) => setImmediate(resolve));
  const now = performance.now();
  return now + Math.min(MAX_TURN_MS, Math.max(MIN_TURN_MS, now - before));
}
