/** Closes fare days: as soon as all that validators took in them is here, and at the latest after the wait for it. */
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  type Database,
  addFareDayClosings,
  listFareDayClosings,
  listStandings,
} from '@rukh/adapters/postgres';
import { type FareDayRules, allCompleteUntil, listClosings } from '@rukh/domain/taps';
import type { TicketingConfig } from '../config.js';
import { fareDayRules } from '../intake/fare-day-rules.js';
import { Tariffs } from '../pricing/tariffs.js';
import { TICKETING_CONFIG } from '../tokens.js';

/** A validator that was not heard of for longer, and is on no vehicle, holds no day open. */
const SILENT_DAYS = 2;

@Injectable()
export class FareDayCloser {
  readonly #logger = new Logger('FareDays');

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly tariffs: Tariffs,
  ) {}

  /** One step; another process may take it too. */
  async close(pool: Database, nowMs: number): Promise<void> {
    const rules = await this.#findRules(nowMs);
    if (!rules) return;
    const [last] = await listFareDayClosings(pool);
    const completeUntilMs = allCompleteUntil(await listStandings(pool, SILENT_DAYS));
    const closings = listClosings({ nowMs, completeUntilMs, lastClosed: last?.fareDate }, rules);
    if (closings.length === 0 || (await addFareDayClosings(pool, closings)) === 0) return;
    for (const { fareDate, reason } of closings) {
      this.#logger.log(`fare day ${fareDate} is closed: ${reason}`);
    }
  }

  /** Undefined until it is known when a day begins: what is closed is closed for good. */
  async #findRules(nowMs: number): Promise<FareDayRules | undefined> {
    const isSaid = this.config.RUKH_TICKETING_FARE_DAY_START !== undefined;
    if (!isSaid && !(await this.tariffs.findHistory())) return undefined;
    return fareDayRules(this.config, this.tariffs, nowMs);
  }
}
