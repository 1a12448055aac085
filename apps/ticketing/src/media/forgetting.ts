/** Forgets every hour whose taps and inspections of long ago were, and drops sessions that are over. */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { PrivacyStore, RiderStore } from '@rukh/adapters/postgres';
import { type Counter, Metrics } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';

const EVERY_MS = 3_600_000;
const WEEK_MS = 7 * 86_400_000;
const PAUSE_MS = 100;

@Injectable()
export class Forgetting implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Forgetting');
  readonly #unlinked: Counter;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    @Inject(PrivacyStore) private readonly privacy: PrivacyStore,
    @Inject(RiderStore) private readonly riders: RiderStore,
    metrics: Metrics,
  ) {
    this.#unlinked = metrics.counter({
      name: 'rukh_rider_taps_unlinked_total',
      help: 'Taps of which it was forgotten whose they were',
    });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#round ??= this.forget(Date.now()).finally(() => (this.#round = undefined));
    }, EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#timer);
    await this.#round;
  }

  async forget(nowMs: number): Promise<void> {
    const weeks = this.config.RUKH_RIDER_LINK_WEEKS;
    try {
      await this.riders.tidy();
      if (weeks === 0) return;
      const before = new Date(nowMs - weeks * WEEK_MS);
      await this.#unlink('taps', before);
      await this.#unlink('inspections', before);
    } catch (error) {
      this.#logger.warn(`whose rides of long ago were was not forgotten: ${(error as Error).message}`);
    }
  }

  async #unlink(what: 'taps' | 'inspections', before: Date): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const count = await this.privacy.unlinkBatch(what, before);
      if (count === 0) return;
      if (what === 'taps') this.#unlinked.inc(count);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
