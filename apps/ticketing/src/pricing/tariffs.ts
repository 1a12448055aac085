/** The tariffs in force, read from their folder, and again where a file of it changed. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Database, UnfitTariffsError, noteTariffs } from '@rukh/adapters/postgres';
import { TariffFolderError } from '@rukh/adapters/tariff-files';
import {
  NO_CURRENCY,
  type PlaceNeed,
  type TariffFolder,
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

/** How old what is looked up may be, in a process that does not price. */
const LOOK_EVERY_MS = 30_000;

@Injectable()
export class Tariffs {
  readonly #logger = new Logger('Tariffs');
  #rules: PricingRules | undefined;
  #history: TariffHistory | undefined;
  #fingerprint = '';
  /** As they are looked up; those with errors do not take the place of those before. */
  #seen:
    | { readonly atMs: number; readonly fingerprint: string; readonly history: TariffHistory | undefined }
    | undefined;
  #look: Promise<TariffHistory | undefined> | undefined;
  /** Why what is in the folder is not in force; undefined where it is. */
  #fault: string | undefined;

  constructor(@Inject(TICKETING_CONFIG) private readonly config: TicketingConfig) {}

  /** For whoever only looks things up in them, in a process that does not price too; undefined where they cannot be used. */
  async findHistory(): Promise<TariffHistory | undefined> {
    return this.#history ?? (await this.#lookUp());
  }

  /** That of the tariff in force then; `NO_CURRENCY` where none is. */
  async findCurrency(atMs: number): Promise<string> {
    const history = await this.findHistory();
    return (history && findTariff(history, atMs)?.currency) ?? NO_CURRENCY;
  }

  /** When a fare day begins by the tariff in force, minutes after midnight; midnight until the tariffs were read. */
  fareDayStartAt(atMs: number): number {
    if (!this.#history) void this.#lookUp().catch(() => undefined);
    const history = this.#history ?? this.#seen?.history;
    const tariff = history && findTariff(history, atMs);
    return Math.floor((tariff?.fareDayStartSeconds ?? 0) / 60);
  }

  /** What of a tap's place prices go by; everything, while the tariffs cannot be read. */
  async findPlaceNeed(): Promise<PlaceNeed> {
    const history = await this.#lookUp();
    return history ? findPlaceNeed(history) : 'place';
  }

  /** As the folders were some seconds ago; undefined where they never were without errors. */
  async #lookUp(): Promise<TariffHistory | undefined> {
    if (this.#seen && Date.now() - this.#seen.atMs < LOOK_EVERY_MS) return this.#seen.history;
    this.#look ??= this.#readAgain().finally(() => (this.#look = undefined));
    return this.#look;
  }

  /** Tariffs are parsed only where a file of them changed. */
  async #readAgain(): Promise<TariffHistory | undefined> {
    const folders = await readTariffFolders(this.config).catch((error: unknown) => {
      if (error instanceof TariffFolderError) return undefined;
      throw error;
    });
    // A folder that cannot be read says no more than one with errors: what was known goes on.
    if (!folders) return this.#seen?.history;
    const fingerprint = fingerprintOf(folders);
    let history = this.#seen?.history;
    if (fingerprint !== this.#seen?.fingerprint) {
      const read = readUsable(folders);
      if (read.fault === undefined) ({ history } = read);
      // Where rides are priced here too, it is pricing that says whether they are in force.
      if (this.#fingerprint === '') this.#fault = read.fault;
    }
    this.#seen = { atMs: Date.now(), fingerprint, history };
    return history;
  }

  /** Why what is in the folder is not gone by; undefined where it is, or was not looked at. */
  get fault(): string | undefined {
    return this.#fault;
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
    const folders = await readTariffFolders(this.config);
    const fingerprint = fingerprintOf(folders);
    if (fingerprint === this.#fingerprint) return 0;
    if (folders.length === 0) {
      this.#fingerprint = fingerprint;
      this.#fault = undefined;
      const effect = this.#rules ? 'those before go on' : 'taps are taken and wait without a price';
      this.#logger.warn(`there are no tariffs (RUKH_TARIFFS): ${effect}`);
      return 0;
    }
    const { history, fault } = readUsable(folders);
    if (fault !== undefined) return this.#refuse(fingerprint, fault);
    const rules = tariffRules(history, this.config.RUKH_TICKETING_TIME_ZONE);
    const queued = await noteTariffs(pool, rules.versions).catch((error: unknown) => {
      if (error instanceof UnfitTariffsError) return error;
      throw error;
    });
    if (typeof queued !== 'number') return this.#refuse(fingerprint, queued.message);
    this.#fault = undefined;
    this.#rules = rules;
    this.#history = history;
    this.#fingerprint = fingerprint;
    this.#warnOfOtherDays(history);
    return queued;
  }

  /** Those of before go on, if there are any; whoever looks after the service is told until the folder says something else. */
  #refuse(fingerprint: string, fault: string): number {
    this.#fingerprint = fingerprint;
    this.#fault = fault;
    this.#logger.error(`the tariffs are not put in force: ${fault}`);
    return 0;
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

/** `fault` says why they cannot be gone by: the first error, or that there are none. */
function readUsable(folders: readonly TariffFolder[]): { history: TariffHistory; fault: string | undefined } {
  const { history, findings } = readTariffs(folders);
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) {
    return { history, fault: `${basename(error.folder)}/${error.file}:${error.line} ${error.message}` };
  }
  return { history, fault: history.versions.length === 0 ? 'there is none' : undefined };
}

function fingerprintOf(folders: readonly TariffFolder[]): string {
  return createHash('sha256').update(JSON.stringify(folders)).digest('hex');
}
