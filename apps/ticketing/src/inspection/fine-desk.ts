/** Issues fines, and lets them fall away when the tap surfaces that shows that the rider had validated. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Fine, Fines } from '@rukh/adapters/postgres';
import { voidsFine } from '@rukh/domain/taps';
import { type Counter, Metrics } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { Tariffs } from '../pricing/tariffs.js';
import { refuseInspector } from './refuse-inspector.js';
import { SHIFT_HOURS } from './sign-in.js';

const FOLLOW_EVERY_MS = 5_000;
/** A tap that comes later than this no longer touches a fine by itself. */
const FINE_DAYS = 60;

@Injectable()
export class FineDesk implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Fines');
  readonly #voided: Counter;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<number> | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly store: Fines,
    private readonly tariffs: Tariffs,
    metrics: Metrics,
  ) {
    this.#voided = metrics.counter({
      name: 'rukh_ticketing_fines_voided_total',
      help: 'Fines that fell away because the tap surfaced from a queue',
    });
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.voidSurfaced(), FOLLOW_EVERY_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async issue(inspectorId: string, inspectionId: number): Promise<Fine> {
    const { RUKH_FINE_MINOR: amountMinor, RUKH_FINE_CURRENCY: named } = this.config;
    const currency = named ?? (await this.tariffs.findCurrency(Date.now()));
    const fine = await this.store.issue(inspectionId, inspectorId, { amountMinor, currency });
    if (!fine) throw refuseInspector('no_cause');
    return fine;
  }

  async get(inspectorId: string, fineId: number): Promise<Fine> {
    const fine = await this.store.find(fineId, inspectorId);
    if (!fine) throw refuseInspector('no_such_fine');
    return fine;
  }

  /** Those of his shift: what became of them is his to know. */
  async list(inspectorId: string): Promise<Fine[]> {
    return this.store.listOf(inspectorId, SHIFT_HOURS);
  }

  /** Voids the fines whose taps have surfaced; answers how many. Never rejects. */
  voidSurfaced(): Promise<number> {
    this.#round ??= this.#voidSurfaced()
      .catch((error: unknown) => {
        this.#logger.warn(`fines could not be looked at: ${(error as Error).message}`);
        return 0;
      })
      .finally(() => (this.#round = undefined));
    return this.#round;
  }

  async #voidSurfaced(): Promise<number> {
    let count = 0;
    for (const fine of await this.store.listWithTaps(FINE_DAYS)) {
      if (!voidsFine(fine.tap, fine) || !(await this.store.voidFor(fine))) continue;
      count += 1;
      this.#voided.inc();
      this.#logger.log(`fine ${fine.fineId} falls away: tap ${fine.deviceId}/${fine.seq} has surfaced`);
    }
    return count;
  }
}
