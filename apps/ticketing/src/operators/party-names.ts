/** What carriers and funding bodies are called on pages, in the reader's language where that was said. */
import { Inject, Injectable } from '@nestjs/common';
import { type Database, OperatorStore } from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import type { Language } from '../ledger/money-requests.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TICKETING_CONFIG, TICKETING_POOL } from '../tokens.js';
import { type NameParty, nameParties } from './name-parties.js';

@Injectable()
export class PartyNames {
  readonly #store: OperatorStore;

  constructor(
    @Inject(TICKETING_POOL) pool: Database,
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
  ) {
    this.#store = new OperatorStore(pool);
  }

  async read(): Promise<(lang: Language) => NameParty> {
    const operators = await this.#store.list();
    return (lang) => nameParties(operators, lang);
  }

  /** For pages that are written with such names. */
  async readPageOptions(): Promise<(lang: Language) => PageOptions> {
    const names = await this.read();
    const timeZone = this.config.RUKH_TICKETING_TIME_ZONE;
    return (lang) => ({ lang, timeZone, nameParty: names(lang) });
  }
}
