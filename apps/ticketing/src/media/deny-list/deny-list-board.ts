/**
 * Keeps the deny list: turns changes into versions, follows those that other processes made, and lets devices wait for
 * the next. A device that waits has a change within the publishing interval and the jitter.
 */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type ListDocument, makeFingerprint } from '@rukh/adapters/deny-list';
import { DenyListVersions, type ListVersion } from '@rukh/adapters/postgres';
import { HealthRegistry, Problem, Shutdown } from '@rukh/service';
import type { TicketingConfig } from '../../config.js';
import { TICKETING_CONFIG } from '../../tokens.js';
import { DenyListVersion } from '../../intake/deny-list-version.js';
import { MediaKeys } from '../media-keys.js';
import { DenyListMetrics } from './deny-list-metrics.js';
import { ListShelf } from './list-shelf.js';

const LOOK_AT_ALL_MS = 3_600_000;
const COUNT_MS = 30_000;
/** Requests that may wait at once; more are answered at once. */
const MOST_WAITING = 20_000;
/** Versions made in one round at most, so that a mass change does not hold up its own delivery. */
const MOST_A_ROUND = 20;

@Injectable()
export class DenyListBoard implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly shelf: ListShelf;
  readonly #logger = new Logger('DenyList');
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isLoaded = false;
  #isStopped = false;
  #lookedAtMs = 0;
  #countedAtMs = 0;

  // eslint-disable-next-line max-params -- injected
  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly keys: MediaKeys,
    @Inject(DenyListVersions) private readonly versions: DenyListVersions,
    private readonly metrics: DenyListMetrics,
    private readonly shutdown: Shutdown,
    private readonly newest: DenyListVersion,
    health: HealthRegistry,
  ) {
    this.shelf = new ListShelf({
      agency: config.RUKH_AGENCY,
      key: keys.listKey,
      snapshotEvery: config.RUKH_DENY_LIST_SNAPSHOT_EVERY,
    });
    const check = (): Promise<{ ok: boolean; detail?: string }> =>
      Promise.resolve(this.#isLoaded ? { ok: true } : { ok: false, detail: 'not loaded yet' });
    health.register('deny-list', check, { critical: false });
  }

  onApplicationBootstrap(): void {
    this.shutdown.signal.addEventListener('abort', () => this.#wake(true));
    this.#schedule(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#wake(true);
    await this.#round;
  }

  /** Called after each change of the version. */
  onVersion(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Makes and reads what there is now, without waiting for the next round. */
  refresh(): Promise<void> {
    // One round after the other: of two at once one would find nothing, while the other has not committed yet.
    this.#round = this.#round.then(() => this.#turn());
    return this.#round;
  }

  /**
   * What leads a device to the newest list. Where it has that, waits for the next version, at most so long.
   * @throws Problem 503 where the list could not be read yet
   */
  async answer(held: { epoch: number; version: number }, waitSeconds: number): Promise<ListDocument> {
    if (!this.#isLoaded) throw new Problem(503, { detail: 'The deny list is not loaded yet.' }, 5);
    if (!this.shelf.isBehind(held.epoch, held.version) && waitSeconds > 0) await this.#wait(waitSeconds);
    const nowMs = Date.now();
    const document = this.shelf.answer(held.epoch, held.version, nowMs);
    this.metrics.answers.inc({ kind: document.kind });
    if (document.kind === 'delta') {
      const since = this.shelf.oldestChangeAfter(held.version);
      if (since !== undefined) this.metrics.delivery.observe((nowMs - since) / 1000);
    }
    return document;
  }

  async #wait(seconds: number): Promise<void> {
    if (this.#waiting.size >= MOST_WAITING || this.shutdown.hasBegun) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        this.metrics.waiting.set(this.#waiting.size);
        resolve();
      };
      const timer = setTimeout(end, seconds * 1000);
      this.#waiting.add(end);
      this.metrics.waiting.set(this.#waiting.size);
    });
  }

  /** Ends the waiting of all, spread over the jitter: they come back at once, and not all at once. */
  #wake(isAtOnce = false): void {
    for (const end of [...this.#waiting]) {
      if (isAtOnce) end();
      else setTimeout(end, Math.random() * this.config.RUKH_DENY_LIST_JITTER_MS);
    }
  }

  #schedule(delayMs: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      void this.refresh().finally(() => {
        this.#schedule(this.config.RUKH_DENY_LIST_PUBLISH_MS);
      });
    }, delayMs);
  }

  async #turn(): Promise<void> {
    try {
      await this.#publish();
      await this.#follow();
      await this.#count();
    } catch (error) {
      if (this.#isStopped) return;
      this.metrics.errors.inc();
      this.#logger.warn(`the deny list was not kept: ${(error as Error).message}`);
    }
  }

  async #publish(): Promise<void> {
    if (Date.now() - this.#lookedAtMs > LOOK_AT_ALL_MS) {
      await this.versions.lookAtAll();
      this.#lookedAtMs = Date.now();
    }
    for (let i = 0; i < MOST_A_ROUND; i++) {
      const made = await this.versions.publish((salt, tokenRef, sealed) =>
        makeFingerprint(salt, this.keys.seal(tokenRef, sealed)),
      );
      if (!made) return;
      this.metrics.publishing.observe((made.publishedAt.getTime() - made.changedAt.getTime()) / 1000);
    }
  }

  async #follow(): Promise<void> {
    const before = this.shelf.version;
    if (!this.#isLoaded) await this.#load();
    const news = await this.versions.listAfter(this.shelf.version);
    if (!this.#applyAll(news)) await this.#load();
    this.newest.version = this.shelf.version;
    this.metrics.version.set(this.shelf.version);
    this.metrics.entries.set(this.shelf.size);
    if (this.shelf.version === before) return;
    this.#wake();
    for (const listener of this.#listeners) listener();
  }

  #applyAll(news: readonly ListVersion[]): boolean {
    return news.every((version) => this.shelf.apply(version, Date.now()));
  }

  async #load(): Promise<void> {
    this.shelf.load(await this.versions.readWhole(), Date.now());
    this.#isLoaded = true;
  }

  async #count(): Promise<void> {
    if (Date.now() - this.#countedAtMs < COUNT_MS) return;
    this.#countedAtMs = Date.now();
    this.metrics.unlisted.set(await this.versions.countUnlisted());
  }
}
