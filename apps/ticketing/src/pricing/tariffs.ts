/** The tariffs in force, read from their folder, and again where a file of it changed. */
import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Database, noteTariffs } from '@rukh/adapters/postgres';
import {
  type PlaceNeed,
  type TariffHistory,
  findPlaceNeed,
  findTariff,
  readTariffs,
} from '@rukh/domain/fares';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import type { PricingRules } from './pricing-rules.js';
import { readTariffFolders } from './read-tariff-folders.js';
import { tariffRules } from './tariff-rules.js';

@Injectable()
export class Tariffs {
  readonly #logger = new Logger('Tariffs');
  #rules: PricingRules | undefined;
  #history: TariffHistory | undefined;
  #fingerprint = '';

  constructor(@Inject(TICKETING_CONFIG) private readonly config: TicketingConfig) {}

  /** For whoever only looks things up in them, in a process that does not price too; undefined where they cannot be used. */
  async findHistory(): Promise<TariffHistory | undefined> {
    if (this.#history) return this.#history;
    const history = await this.#readSound();
    this.#history ??= history;
    return this.#history;
  }

  /** When a fare day begins by the tariff in force, minutes after midnight; midnight until the tariffs were read. */
  fareDayStartAt(atMs: number): number {
    if (!this.#history) void this.findHistory().catch(() => undefined);
    const tariff = this.#history && findTariff(this.#history, atMs);
    return Math.floor((tariff?.fareDayStartSeconds ?? 0) / 60);
  }

  /** What of a tap's place prices go by; everything, while the tariffs cannot be read. */
  async findPlaceNeed(): Promise<PlaceNeed> {
    const history = await this.#readSound();
    return history ? findPlaceNeed(history) : 'place';
  }

  /** As the folders are now; undefined where they have errors. */
  async #readSound(): Promise<TariffHistory | undefined> {
    const { history, findings } = readTariffs(await readTariffFolders(this.config.RUKH_TARIFFS));
    return findings.some(({ severity }) => severity === 'error') ? undefined : history;
  }

  get areRead(): boolean {
    return this.#rules !== undefined;
  }

  /** @throws until they were read once */
  get rules(): PricingRules {
    if (!this.#rules) throw new Error('the tariffs have not been read yet');
    return this.#rules;
  }

  /**
   * Reads the folder, and where it says something else than before, for rides that are priced already too, queues those
   * to be priced again. Tariffs with errors are not put in force: those before go on. Answers how many were queued.
   */
  async renew(pool: Database): Promise<number> {
    const folders = await readTariffFolders(this.config.RUKH_TARIFFS);
    const fingerprint = createHash('sha256').update(JSON.stringify(folders)).digest('hex');
    if (fingerprint === this.#fingerprint) return 0;
    const { history, findings } = readTariffs(folders);
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (errors.length > 0 || history.versions.length === 0) {
      this.#fingerprint = fingerprint;
      const [first] = errors;
      const what = first ? `${first.folder}/${first.file}:${first.line} ${first.message}` : 'there is none';
      this.#logger.error(`the tariffs are not put in force (rukh tariff check): ${what}`);
      return 0;
    }
    const rules = tariffRules(history, this.config.RUKH_TICKETING_TIME_ZONE);
    const queued = await noteTariffs(pool, rules.versions);
    this.#rules = rules;
    this.#history = history;
    this.#fingerprint = fingerprint;
    this.#warnOfOtherDays(history);
    return queued;
  }

  /** Days of the ledger go by the configuration, and whether a tap is late where that says so; days of fares by the tariff. */
  #warnOfOtherDays({ versions }: TariffHistory): void {
    const { RUKH_TICKETING_TIME_ZONE: zone, RUKH_TICKETING_FARE_DAY_START: start } = this.config;
    for (const { version, clock, untilMs, fareDayStartSeconds } of versions) {
      if (untilMs <= Date.now()) continue;
      if (start !== undefined && start * 60 !== fareDayStartSeconds) {
        this.#logger.warn(
          `fare days of tariff ${version} begin at another time than RUKH_TICKETING_FARE_DAY_START`,
        );
      }
      if (clock.timeZone === zone) continue;
      this.#logger.warn(
        `tariff ${version} is of ${clock.timeZone}, but RUKH_TICKETING_TIME_ZONE says ${zone}`,
      );
    }
  }
}
