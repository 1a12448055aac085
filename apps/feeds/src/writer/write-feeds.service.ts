import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ScheduleInForce, ScheduleStore } from '@rukh/adapters/postgres';
import {
  FeedSnapshots,
  Lease,
  OccupancyStore,
  ProcessReports,
  type Redis,
  StreamTail,
  connectBlockingRedis,
  connectRedis,
} from '@rukh/adapters/redis';
import type { Schedule } from '@rukh/domain/gtfs';
import { feedOptionsOf } from '@rukh/service';
import type { FeedsConfig } from '../config.js';
import { FeedMetrics } from '../feed-metrics.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { FeedBuilder } from './feed-builder.js';
import { followNotices } from './follow-notices.js';
import { NoticeStore } from './notice-store.js';
import { TermPublisher } from './publish-term.js';
import { repeat } from './repeat.js';
import { PublicationReport } from './report-publication.js';
import { type TakenOver, takeOver } from './take-over.js';
import { type Term, createTerm, isDue, isWarm, noteUpdate } from './term.js';

const TICK_MS = 100;
/** After a take-over that failed, the next try waits. */
const RETRY_MS = 1000;
const NOTICES_EVERY_MS = 2000;
const REPORT_EVERY_MS = 5000;
/** A term whose lease ended is kept for so long. */
const KEEP_PAUSED_MS = 30_000;

/** Entries of the stream taken in at once: between them other work gets its turn. */
const BATCH_ENTRIES = 10;

/**
 * Writes the feeds while elected: updates in, a snapshot a second out. A term begins with what the last writer
 * left and ends when the lease does; then everything is forgotten, for others go on. But a process that lost its
 * lease only because it was held up, and gets it back before anybody else had it, goes on where it was.
 */
@Injectable()
export class WriteFeeds implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('WriteFeeds');
  readonly #redis: Redis;
  readonly #blocking: Redis;
  readonly #leaseRedis: Redis;
  readonly #snapshots: FeedSnapshots;
  readonly #notices: NoticeStore;
  readonly #occupancies: OccupancyStore;
  readonly #lease: Lease;
  readonly #report: PublicationReport;
  readonly #publisher: TermPublisher;
  #term: Term | undefined;
  #paused: Term | undefined;
  #publishing: Promise<void> | undefined;
  #timers: NodeJS.Timeout[] = [];
  #unsubscribe: (() => void) | undefined;
  #endCalls: (() => void) | undefined;
  #mayBeginAt = 0;

  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly schedules: ScheduleStore,
    private readonly shelf: SnapshotShelf,
    private readonly metrics: FeedMetrics,
  ) {
    const onError = (): void => this.metrics.errors.inc({ where: 'redis' });
    this.#redis = connectRedis(config.REDIS_URL, { name: 'feeds-writer', onError });
    this.#blocking = connectBlockingRedis(config.REDIS_URL, { name: 'feeds-updates', onError });
    this.#snapshots = new FeedSnapshots(this.#redis, config.RUKH_AGENCY);
    this.#notices = new NoticeStore(this.#redis, config.RUKH_AGENCY);
    this.#occupancies = new OccupancyStore(this.#redis, config.RUKH_AGENCY);
    this.#report = new PublicationReport(metrics, new ProcessReports(this.#redis, config.RUKH_AGENCY));
    // On a connection of its own: behind megabytes of snapshots a renewal would come too late.
    this.#leaseRedis = connectRedis(config.REDIS_URL, { name: 'feeds-lease', onError });
    this.#lease = new Lease(this.#leaseRedis, {
      key: this.#snapshots.leaseKey,
      onGained: () => void this.#begin(),
      onLost: () => void this.#pause(),
      onError: () => this.metrics.errors.inc({ where: 'lease' }),
    });
    this.#publisher = new TermPublisher(this.#snapshots, this.#lease, shelf, this.#report, metrics);
  }

  /** Whether this process is the one that writes. */
  get isWriting(): boolean {
    return this.#term !== undefined && this.#lease.isHeld;
  }

  onModuleInit(): void {
    this.metrics.isWriter.set(0);
    if (!this.config.RUKH_FEEDS_WRITER) return;
    this.#unsubscribe = this.schedules.subscribe((inForce) => this.#adopt(inForce));
    this.#endCalls = followNotices(this.config, () => this.#readNotices(), this.metrics);
    this.#every(TICK_MS, () => this.#tick());
    this.#every(NOTICES_EVERY_MS, () => this.#readNotices());
    this.#every(REPORT_EVERY_MS, async () => {
      if (this.isWriting) await this.#report.tell(Date.now() / 1000);
    });
    this.#every(this.config.RUKH_FEEDS_CHECKPOINT_SECONDS * 1000, () => this.#writeCheckpoint());
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#publishing;
    await this.#writeCheckpoint().catch(() => undefined);
    await this.#lease.stop();
    await this.#end('the process shuts down');
    await this.#dropPaused();
    this.#leaseRedis.disconnect();
    this.#endCalls?.();
    this.#redis.disconnect();
    this.#blocking.disconnect();
  }

  /** Who has no schedule cannot write: only with the first one does the process stand for election. */
  #adopt({ schedule, feedVersion }: ScheduleInForce): void {
    this.#lease.start();
    if (!this.#term) return;
    this.#term.builder.adopt(schedule);
    this.#logger.log(`went over to GTFS ${feedVersion}`);
  }

  async #begin(): Promise<void> {
    const schedule = this.schedules.current?.schedule;
    if (!schedule || this.#term || performance.now() < this.#mayBeginAt) return;
    this.#mayBeginAt = performance.now() + RETRY_MS;
    const { RUKH_FEEDS_MIN_INTERVAL_SECONDS: minIntervalSeconds } = this.config;
    const term = createTerm(new FeedBuilder(schedule, { ...feedOptionsOf(this.config), minIntervalSeconds }));
    this.#term = term;
    try {
      const wasLast = await this.#snapshots.claim(this.#lease.token);
      if (this.#term !== term) return;
      if (wasLast && this.#paused) this.#resume(schedule);
      else await this.#takeOver(term);
      await this.#readNotices();
    } catch (error) {
      this.metrics.errors.inc({ where: 'take_over' });
      this.#logger.warn(`could not take over: ${(error as Error).message}`);
      await this.#end('it could not take over');
    }
  }

  async #takeOver(term: Term): Promise<void> {
    await this.#dropPaused();
    const place = await takeOver(term.builder, this.#snapshots, this.shelf, Date.now() / 1000);
    if (this.#term !== term) return;
    term.tail = this.#follow(term, place);
    this.metrics.isWriter.set(1);
    this.#logger.log(`elected; takes up ${term.builder.vehicleCount} vehicles`);
  }

  /** Nobody wrote since: the term goes on, its updates were followed all the while. */
  #resume(schedule: Schedule): void {
    const term = this.#paused!;
    this.#paused = undefined;
    if (term.builder.schedule !== schedule) term.builder.adopt(schedule);
    this.#term = term;
    this.metrics.isWriter.set(1);
    this.#logger.log(`elected again; goes on with ${term.builder.vehicleCount} vehicles`);
  }

  /** The lease ended, perhaps only because this process was held up: what it knows is kept for a while. */
  async #pause(): Promise<void> {
    const term = this.#term;
    await this.#dropPaused();
    if (!term?.tail) return this.#end('the lease is lost');
    this.#term = undefined;
    this.#paused = term;
    this.metrics.isWriter.set(0);
    this.#logger.log('no longer the writer: the lease is lost');
    setTimeout(() => this.#paused === term && void this.#dropPaused(), KEEP_PAUSED_MS).unref();
  }

  async #dropPaused(): Promise<void> {
    const paused = this.#paused;
    this.#paused = undefined;
    await paused?.tail?.stop();
  }

  #follow(term: Term, { afterId, isExact }: TakenOver): StreamTail {
    const tail = new StreamTail(this.#blocking, {
      stream: `rukh:{${this.config.RUKH_AGENCY}}:updates`,
      afterId,
      maxBatchEntries: BATCH_ENTRIES,
      handle: (entries) => {
        const taken = term.builder.takeBatches(
          entries.map(({ bytes }) => bytes),
          Date.now() / 1000,
        );
        if (taken.updates > 0) noteUpdate(term);
        term.isDirty = true;
        this.metrics.updates.inc(taken.updates);
        this.metrics.skipped.inc({ reason: 'unknown_trip' }, taken.unknownTrip);
        this.metrics.skipped.inc({ reason: 'unreadable_batch' }, taken.unreadable);
      },
      onCaughtUp: () => {
        term.isReady = true;
      },
      onGap: () => this.metrics.skipped.inc({ reason: 'trimmed_unread' }, isExact ? 1 : 0),
      onError: () => this.metrics.errors.inc({ where: 'updates_stream' }),
    });
    tail.start();
    return tail;
  }

  async #end(why: string): Promise<void> {
    const term = this.#term;
    if (!term) return;
    this.#term = undefined;
    this.metrics.isWriter.set(0);
    this.#logger.log(`no longer the writer: ${why}`);
    await term.tail?.stop();
  }

  /** After a failed take-over the lease is still ours: it is tried again. */
  async #tick(): Promise<void> {
    if (!this.#lease.isHeld || this.#publishing) return;
    const term = this.#term;
    if (!term) return this.#begin();
    if (!isDue(term, this.config) || !isWarm(term, this.config.RUKH_FEEDS_WARM_UP_SECONDS)) return;
    const now = performance.now();
    if (!term.builder.mayPublish((now - term.publishedAt) / 1000, Date.now() / 1000)) return;
    this.#publishing = this.#publisher.publish(term).finally(() => {
      this.#publishing = undefined;
    });
    await this.#publishing;
  }

  async #readNotices(): Promise<void> {
    const term = this.#term;
    if (!term) return;
    const now = Date.now() / 1000;
    term.builder.takeOccupancies(await this.#occupancies.read(now), now);
    const { alerts, orders, unreadable } = await this.#notices.read();
    term.builder.takeAlerts(alerts, now);
    term.builder.takeOrders(orders, now);
    this.metrics.skipped.inc({ reason: 'unreadable_notice' }, unreadable.length);
    if (unreadable.length > 0) this.#logger.warn(`notices cannot be read: ${unreadable.join(', ')}`);
    term.isDirty = true;
  }

  async #writeCheckpoint(): Promise<void> {
    const term = this.#term;
    const mayWrite = (): boolean => this.#term === term && this.#lease.isHeld;
    if (!term?.tail || !term.isReady || !mayWrite()) return;
    const { lastId: place } = term.tail;
    const pieces = await term.builder.writeVehicles();
    if (mayWrite()) await this.#snapshots.writeCheckpoint(place, pieces);
  }

  /** What fails while Redis is away is counted, and done at the next turn. */
  #every(milliseconds: number, work: () => Promise<void>): void {
    const timer = repeat(milliseconds, work, (error) => {
      this.metrics.errors.inc({ where: 'writer' });
      this.#logger.debug(`failed: ${error.message}`);
    });
    this.#timers.push(timer);
  }
}
