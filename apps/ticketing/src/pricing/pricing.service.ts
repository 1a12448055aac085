/** Follows taps and prices accounts, as long as the process lives. Several processes share the work. */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import {
  type Database,
  createPool,
  followTaps,
  isRefusedRow,
  putOff,
  readQueueState,
} from '@rukh/adapters/postgres';
import { type CheckResult, HealthRegistry } from '@rukh/service';
import { Loop } from '../loop.js';
import type { TicketingConfig } from '../config.js';
import { TapsFirst } from '../taps-first.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { AccountError } from './account-error.js';
import { countLosses } from './count-losses.js';
import { priceBatch } from './price-batch.js';
import { PricingMetrics } from './pricing-metrics.js';
import type { PricingPolicy } from './save-revisions.js';
import { Tariffs } from './tariffs.js';

const FOLLOW_TAPS = 5_000;
/** A batch after a blackout holds many taps. */
const STATEMENT_TIMEOUT_MS = 20_000;
const STATE_EVERY_MS = 5_000;

@Injectable()
export class PricingService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Pricing');
  readonly #pool: Database;
  #loops: Loop[] = [];
  /** So many batches are of one account: the database refused one of several, and whose fault it was will show. */
  #alone = 0;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly tariffs: Tariffs,
    private readonly metrics: PricingMetrics,
    private readonly tapsFirst: TapsFirst,
    health: HealthRegistry,
  ) {
    health.register('tariffs', () => Promise.resolve(this.#checkTariffs()), { critical: false });
    this.#pool = createPool({
      databaseUrl: config.DATABASE_URL,
      applicationName: 'rukh-pricing',
      max: config.RUKH_PRICING_WORKERS + 2,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
  }

  onApplicationBootstrap(): void {
    const { RUKH_PRICING_WORKERS: workers, RUKH_PRICING_POLL_MS: idleMs } = this.config;
    if (workers === 0) return;
    const start = (where: string, step: () => Promise<boolean>, pauseMs = idleMs): Loop =>
      new Loop(step, pauseMs, (error) => this.#fail(where, error));
    this.#loops = [
      start('follow', () => this.#follow()),
      ...Array.from({ length: workers }, () => start('price', () => this.#price())),
      start('state', () => this.#showState(), STATE_EVERY_MS),
      start('tariffs', () => this.#renewTariffs(), STATE_EVERY_MS),
    ];
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await this.#pool.end();
  }

  async #follow(): Promise<boolean> {
    await this.tapsFirst.giveWay();
    const { taps } = await followTaps(this.#pool, FOLLOW_TAPS);
    this.metrics.followed.inc(taps);
    return taps === FOLLOW_TAPS;
  }

  async #price(): Promise<boolean> {
    if (!this.tariffs.areRead) return false;
    await this.tapsFirst.giveWay();
    const started = performance.now();
    const isAlone = this.#alone > 0;
    if (isAlone) this.#alone--;
    const options = { limit: isAlone ? 1 : this.config.RUKH_PRICING_BATCH, nowMs: Date.now() };
    try {
      const { accounts, revisions } = await priceBatch(
        this.#pool,
        this.tariffs.rules,
        this.#policy(),
        options,
      );
      if (accounts > 0) this.metrics.batchSeconds.observe((performance.now() - started) / 1000);
      countLosses(revisions, this.metrics.losses);
      for (const { charge } of revisions) this.metrics.revisions.inc({ disposition: charge.disposition });
      return accounts > 0;
    } catch (error) {
      if (!(error instanceof AccountError)) {
        if (isRefusedRow(error)) this.#alone = this.config.RUKH_PRICING_BATCH;
        throw error;
      }
      this.metrics.failures.inc();
      this.#logger.error(error.message);
      await putOff(this.#pool, error.account, error.message);
      return true;
    }
  }

  async #showState(): Promise<boolean> {
    const { waiting, failing, oldestSeconds } = await readQueueState(this.#pool);
    this.metrics.queued.set(waiting);
    this.metrics.failing.set(failing);
    this.metrics.oldest.set(oldestSeconds);
    return false;
  }

  async #renewTariffs(): Promise<boolean> {
    const queued = await this.tariffs.renew(this.#pool);
    this.metrics.refusedTariffs.set(this.tariffs.fault === undefined ? 0 : 1);
    if (queued > 0) this.#logger.log(`a tariff is new or another: ${queued} accounts are priced again`);
    return false;
  }

  /** Nothing is priced, or by tariffs of before. */
  #checkTariffs(): CheckResult {
    const { fault } = this.tariffs;
    return fault === undefined ? { ok: true } : { ok: false, detail: `not in force: ${fault}` };
  }

  #policy(): PricingPolicy {
    return {
      lateCollectDays: this.config.RUKH_LATE_COLLECT_DAYS,
      cardCheckDays: this.config.RUKH_CARD_CHECK_DAYS,
      windowGraceMs: this.config.RUKH_PAY_WINDOW_GRACE_MINUTES * 60_000,
      allowedDebtMinor: this.config.RUKH_PREPAID_DEBT_MINOR,
    };
  }

  #fail(where: string, error: Error): void {
    this.metrics.errors.inc({ where });
    this.#logger.warn(`${where}: ${error.message}`);
  }
}
