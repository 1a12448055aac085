import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ScheduleInForce, ScheduleStore } from '@rukh/adapters/postgres';
import {
  type CommitOutcome,
  FeedSnapshots,
  Lease,
  type Redis,
  type StoredSnapshot,
  StreamTail,
  connectBlockingRedis,
  connectRedis,
} from '@rukh/adapters/redis';
import type { FeedSnapshot, Publication } from '@rukh/domain/realtime';
import type { FeedsConfig } from '../config.js';
import { FeedMetrics } from '../feed-metrics.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { createSnapshot } from '../snapshots/snapshot.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { compressFeed } from './compress-feed.js';
import { encodeSnapshot } from './encode-entities.js';
import { FeedBuilder } from './feed-builder.js';
import { NoticeStore } from './notice-store.js';
import { PublicationReport } from './report-publication.js';
import { type TakenOver, takeOver } from './take-over.js';
import { type Term, createTerm, isWarm, noteUpdate } from './term.js';

const TICK_MS = 100;
/** After a take-over that failed, the next try waits. */
const RETRY_MS = 1000;
const NOTICES_EVERY_MS = 2000;

/** Entries of the stream taken in at once: between them other work gets its turn. */
const BATCH_ENTRIES = 10;

/**
 * Writes the feeds while elected: updates in, a snapshot a second out. A term begins with what the last writer
 * left and ends when the lease does; then everything is forgotten, for others go on.
 */
@Injectable()
export class WriteFeeds implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('WriteFeeds');
  readonly #redis: Redis;
  readonly #blocking: Redis;
  readonly #snapshots: FeedSnapshots;
  readonly #notices: NoticeStore;
  readonly #lease: Lease;
  readonly #report: PublicationReport;
  #term: Term | undefined;
  #publishing: Promise<void> | undefined;
  #timers: NodeJS.Timeout[] = [];
  #unsubscribe: (() => void) | undefined;
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
    this.#report = new PublicationReport(metrics);
    this.#lease = new Lease(this.#redis, {
      key: this.#snapshots.leaseKey,
      onGained: () => void this.#begin(),
      onLost: () => void this.#end('the lease is lost'),
      onError: () => this.metrics.errors.inc({ where: 'lease' }),
    });
  }

  onModuleInit(): void {
    this.metrics.isWriter.set(0);
    if (!this.config.RUKH_FEEDS_WRITER) return;
    this.#unsubscribe = this.schedules.subscribe((inForce) => {
      this.#adopt(inForce);
    });
    this.#every(TICK_MS, () => this.#tick());
    this.#every(NOTICES_EVERY_MS, () => this.#readNotices());
    this.#every(this.config.RUKH_FEEDS_CHECKPOINT_SECONDS * 1000, () => this.#writeCheckpoint());
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#publishing;
    await this.#writeCheckpoint().catch(() => undefined);
    await this.#lease.stop();
    await this.#end('the process shuts down');
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
    const builder = new FeedBuilder(schedule, {
      minConfidence: this.config.RUKH_FEEDS_MIN_CONFIDENCE,
      lostAfterSeconds: this.config.RUKH_FEEDS_LOST_SECONDS,
      publishLicensePlates: this.config.RUKH_FEEDS_PLATES,
      minIntervalSeconds: this.config.RUKH_FEEDS_MIN_INTERVAL_SECONDS,
    });
    const term = createTerm(builder);
    this.#term = term;
    try {
      const place = await takeOver(builder, this.#snapshots, this.shelf, Date.now() / 1000);
      if (this.#term !== term) return;
      term.tail = this.#follow(term, place);
      this.metrics.isWriter.set(1);
      this.#logger.log(`elected; takes up ${builder.vehicleCount} vehicles`);
      await this.#readNotices();
    } catch (error) {
      this.metrics.errors.inc({ where: 'take_over' });
      this.#logger.warn(`could not take over: ${(error as Error).message}`);
      await this.#end('it could not take over');
    }
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
    const now = performance.now();
    const isDue = term.isDirty || now - term.triedAt >= 1000 * this.config.RUKH_FEEDS_MIN_INTERVAL_SECONDS;
    if (!isDue || !term.isReady || !isWarm(term, this.config.RUKH_FEEDS_WARM_UP_SECONDS)) return;
    // A fleet too large for the machine gets its feed less often; half of the time stays for everything else.
    if (now - term.publishedAt < 2 * term.tookMs) return;
    if (!term.builder.mayPublish((now - term.publishedAt) / 1000, Date.now() / 1000)) return;
    this.#publishing = this.#publish(term).finally(() => {
      this.#publishing = undefined;
    });
    await this.#publishing;
  }

  async #publish(term: Term): Promise<void> {
    const startedAt = performance.now();
    term.triedAt = startedAt;
    term.isDirty = false;
    const publication = term.builder.publish(Date.now() / 1000);
    this.metrics.buildSeconds.observe((performance.now() - startedAt) / 1000);
    this.#report.built(publication);
    this.#logErrors(publication);
    if (publication.snapshots.length === 0) return;
    const outcome = await this.#store(publication).catch((error: unknown) => {
      term.builder.undo();
      throw error;
    });
    if (outcome.kind === 'committed') {
      term.publishedAt = startedAt;
      term.tookMs = performance.now() - startedAt;
      return;
    }
    this.metrics.refused.inc({ reason: outcome.kind });
    term.builder.undo();
    if (outcome.kind === 'behind') term.builder.raiseFloor(outcome.floorSeconds);
  }

  async #store(publication: Publication): Promise<CommitOutcome> {
    const stored = await this.#encode(publication.snapshots);
    if (!this.#lease.isHeld) return { kind: 'lease_lost' };
    const stop = this.metrics.storeSeconds.startTimer();
    const outcome = await this.#snapshots.publish(this.#lease.token, stored);
    stop();
    if (outcome.kind !== 'committed') return outcome;
    for (const { name } of publication.snapshots) {
      const snapshot = stored[name];
      if (snapshot) this.shelf.put(createSnapshot(name, snapshot.timestamp, snapshot));
    }
    this.#report.published(publication, Date.now() / 1000);
    return outcome;
  }

  async #encode(snapshots: readonly FeedSnapshot[]): Promise<Record<string, StoredSnapshot>> {
    const stopEncoding = this.metrics.encodeSeconds.startTimer();
    const bodies = snapshots.map((snapshot) => ({ snapshot, body: encodeSnapshot(snapshot) }));
    stopEncoding();
    const stopCompressing = this.metrics.compressSeconds.startTimer();
    const entries = await Promise.all(
      bodies.map(async ({ snapshot: { name, header }, body }) => {
        const stored: StoredSnapshot = { timestamp: header.timestamp!, body, ...(await compressFeed(body)) };
        return [name, stored] as const;
      }),
    );
    stopCompressing();
    return Object.fromEntries(entries);
  }

  async #readNotices(): Promise<void> {
    const term = this.#term;
    if (!term) return;
    const { alerts, cancellations, unreadable } = await this.#notices.read(term.builder.schedule);
    term.builder.takeAlerts(alerts, Date.now() / 1000);
    term.builder.takeCancellations(cancellations, Date.now() / 1000);
    this.metrics.skipped.inc({ reason: 'unreadable_notice' }, unreadable.length);
    if (unreadable.length > 0) this.#logger.warn(`notices cannot be read: ${unreadable.join(', ')}`);
    term.isDirty = true;
  }

  async #writeCheckpoint(): Promise<void> {
    const term = this.#term;
    if (!term?.tail || !term.isReady || !this.#mayWrite(term)) return;
    const place = term.tail.lastId;
    const pieces = await term.builder.writeVehicles();
    if (this.#mayWrite(term)) await this.#snapshots.writeCheckpoint(place, pieces);
  }

  #mayWrite(term: Term): boolean {
    return this.#term === term && this.#lease.isHeld;
  }

  #logErrors({ errors }: Publication): void {
    const [first] = errors;
    if (!first) return;
    this.#logger.error(`nothing is published: ${first.ruleId} ${first.text}`, { errors: errors.length });
  }

  /** Work that may fail while Redis is away: counted, and done again at the next turn. */
  #every(milliseconds: number, work: () => Promise<void>): void {
    const timer = setInterval(() => {
      work().catch((error: unknown) => {
        this.metrics.errors.inc({ where: 'writer' });
        this.#logger.debug(`failed: ${(error as Error).message}`);
      });
    }, milliseconds);
    timer.unref();
    this.#timers.push(timer);
  }
}
