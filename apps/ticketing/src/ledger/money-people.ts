/**
 * Who moves money. Where the browser is signed in at the console, on the same address, it is that user, whatever name was
 * typed: the token says that one may, the session who one is. Else it is the typed name, unless the city wants everybody
 * signed in.
 */
import { Inject, Injectable } from '@nestjs/common';
import { type Database, SESSION_COOKIE, SessionStore, findCookie, hashToken } from '@rukh/adapters/postgres';
import { writeSignedIn } from '@rukh/domain/ledger';
import { Problem } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG, TICKETING_POOL } from '../tokens.js';
import { MONEY_REFUSALS, type MoneyRefusal } from './refuse-money.js';

export interface PersonRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const SIGN_IN = 'urn:rukh:problem:money_sign_in' satisfies `urn:rukh:problem:${MoneyRefusal}`;

@Injectable()
export class MoneyPeople {
  readonly #sessions: SessionStore;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    @Inject(TICKETING_POOL) pool: Database,
  ) {
    this.#sessions = new SessionStore(pool);
  }

  /** As it is kept: `Олена Коваль (@olena)` of who is signed in, else the typed name. */
  async tell(request: PersonRequest, typed: string): Promise<string> {
    const token = findCookie(request, SESSION_COOKIE);
    const session = token === undefined ? undefined : await this.#find(token);
    if (session) return writeSignedIn(session.name, session.userId);
    if (this.config.RUKH_MONEY_SIGN_IN) {
      throw new Problem(403, { type: SIGN_IN, detail: MONEY_REFUSALS.en.money_sign_in });
    }
    return typed;
  }

  #find(token: string): ReturnType<SessionStore['find']> {
    return this.#sessions.find(hashToken(token), {
      now: Date.now() / 1000,
      idleSeconds: this.config.RUKH_SESSION_IDLE_MINUTES * 60,
      isDemo: this.config.RUKH_DEMO,
    });
  }
}
