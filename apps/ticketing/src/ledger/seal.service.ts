/** Seals each day of the ledger soon after it is over. */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type Database, createPool, sealDays, setLedgerZone } from '@rukh/adapters/postgres';
import { type Counter, Metrics } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { Loop } from '../loop.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { sha256Link } from './hash-link.js';

const EVERY_MS = 60_000;
/** A day of a big city is read in one go. */
const STATEMENT_TIMEOUT_MS = 60_000;

@Injectable()
export class SealService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Ledger');
  readonly #pool: Database;
  readonly #sealed: Counter;
  readonly #errors: Counter;
  #loop: Loop | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    metrics: Metrics,
  ) {
    this.#pool = createPool({
      databaseUrl: config.DATABASE_URL,
      applicationName: 'rukh-ledger',
      max: 2,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
    this.#sealed = metrics.counter({
      name: 'rukh_ledger_days_sealed_total',
      help: 'Days of the ledger sealed',
    });
    this.#errors = metrics.counter({
      name: 'rukh_ledger_errors_total',
      help: 'Rounds in which days of the ledger that are over could not be sealed; they are tried again each minute',
    });
  }

  onApplicationBootstrap(): void {
    if (this.config.RUKH_PRICING_WORKERS === 0) return;
    this.#loop = new Loop(
      () => this.#seal(),
      EVERY_MS,
      (error) => {
        this.#errors.inc();
        this.#logger.warn(`days are not sealed yet: ${error.message}`);
      },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop?.stop();
    await this.#pool.end();
  }

  async #seal(): Promise<boolean> {
    await setLedgerZone(this.#pool, this.config.RUKH_TICKETING_TIME_ZONE);
    const days = await sealDays(this.#pool, sha256Link);
    this.#sealed.inc(days.length);
    for (const { date, hash, transactions } of days) {
      this.#logger.log(
        `${date} is sealed: ${transactions} transactions, ${Buffer.from(hash).toString('hex')}`,
      );
    }
    return false;
  }
}
