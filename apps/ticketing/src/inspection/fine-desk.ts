/** Issues fines, and lets them fall away when the tap surfaces that shows that the rider had validated. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Fine, Fines } from '@rukh/adapters/postgres';
import { NO_CURRENCY } from '@rukh/domain/fares';
import { voidsFine } from '@rukh/domain/taps';
import { type Counter, Metrics } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { hasBundledTariffs } from '../pricing/read-tariff-folders.js';
import { Tariffs } from '../pricing/tariffs.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { refuseInspector } from './refuse-inspector.js';
import { SHIFT_HOURS } from './sign-in.js';

const FOLLOW_EVERY_MS = 5_000;
/** A version of before may still run for a while beside this one. */
const BOOK_MISSED_EVERY_MS = 3_600_000;
/** A tap that comes later than this no longer touches a fine by itself. */
const FINE_DAYS = 60;

/** That of Lviv, in its currency: it goes with Lviv's tariffs, and with no others. */
const BUNDLED_FINE_MINOR = 40_000;

@Injectable()
export class FineDesk implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Fines');
  readonly #voided: Counter;
  #timers: NodeJS.Timeout[] = [];
  #round: Promise<number> | undefined;
  #booking: Promise<void> | undefined;

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
    void this.bookMissed();
    this.#timers = [
      setInterval(() => void this.voidSurfaced(), FOLLOW_EVERY_MS),
      setInterval(() => void this.bookMissed(), BOOK_MISSED_EVERY_MS),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#round;
    await this.#booking;
  }

  async issue(inspectorId: string, inspectionId: number): Promise<Fine> {
    const amountMinor = findAmount(this.config);
    const currency = await this.#findCurrency();
    const fine = await this.store.issue(inspectionId, inspectorId, { amountMinor, currency });
    if (!fine) throw refuseInspector('no_cause');
    return fine;
  }

  /** That of fares, where there are any: a carrier has all its cash in one. */
  async #findCurrency(): Promise<string> {
    const { RUKH_FINE_CURRENCY: wanted } = this.config;
    const ofFares = await this.tariffs.findCurrency(Date.now());
    const currency = ofFares === NO_CURRENCY ? wanted : ofFares;
    if (currency === undefined) throw refuseInspector('no_currency');
    if (wanted !== undefined && wanted !== currency) throw refuseInspector('other_currency');
    return currency;
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

  /** Books what a version did that did not book fines yet. Never rejects. */
  bookMissed(): Promise<void> {
    this.#booking ??= this.#bookMissed()
      .catch((error: unknown) => this.#logger.warn(`fines could not be booked: ${(error as Error).message}`))
      .finally(() => (this.#booking = undefined));
    return this.#booking;
  }

  /** One that cannot be booked does not keep the others. */
  async #bookMissed(): Promise<void> {
    let count = 0;
    for (const fineId of await this.store.listUnbooked()) {
      try {
        await this.store.book(fineId);
        count += 1;
      } catch (error) {
        this.#logger.warn(`fine ${fineId} could not be booked: ${(error as Error).message}`);
      }
    }
    if (count > 0) this.#logger.log(`${count} fines of an earlier version are booked`);
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

function findAmount(config: TicketingConfig): number {
  const amountMinor = config.RUKH_FINE_MINOR ?? (hasBundledTariffs(config) ? BUNDLED_FINE_MINOR : undefined);
  if (amountMinor === undefined) throw refuseInspector('no_amount');
  return amountMinor;
}
