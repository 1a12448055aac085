/**
 * Who moves money. Where the browser is signed in at the console, on the same address, it is that user, whatever name was
 * typed: the token says that one may, the session who one is. Else it is the typed name, unless the city wants everybody
 * signed in.
 */
import { Inject, Injectable } from '@nestjs/common';
import { type Database, SESSION_COOKIE, SessionStore, findCookie, hashToken } from '@rukh/adapters/postgres';
import { findAccountFault, isRole, permissionsOf } from '@rukh/domain/dispatch';
import { writeSignedIn } from '@rukh/domain/ledger';
import { Problem } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG, TICKETING_POOL } from '../tokens.js';
import { MONEY_REFUSALS, type MoneyRefusal } from './refuse-money.js';

export interface PersonRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Who is signed in at the console, and whether his role lets him read where money went. */
export interface MoneyPerson {
  readonly userId: string;
  readonly name: string;
  readonly mayRead: boolean;
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
    const person = await this.find(request);
    if (person) return writeSignedIn(person.name, person.userId);
    if (this.config.RUKH_MONEY_SIGN_IN) {
      throw new Problem(403, { type: SIGN_IN, detail: MONEY_REFUSALS.en.money_sign_in });
    }
    return typed;
  }

  /** Who is signed in, by the console's cookie. An account at fault is somebody who may nothing, as at the console. */
  async find(request: PersonRequest): Promise<MoneyPerson | undefined> {
    const token = findCookie(request, SESSION_COOKIE);
    if (token === undefined) return undefined;
    const session = await this.#sessions.find(hashToken(token), {
      now: Date.now() / 1000,
      idleSeconds: this.config.RUKH_SESSION_IDLE_MINUTES * 60,
      isDemo: this.config.RUKH_DEMO,
    });
    if (!session) return undefined;
    const { userId, name, roles, carrierIds } = session;
    const isFaulty = findAccountFault(roles, carrierIds) !== undefined;
    const granted = permissionsOf({
      roles: isFaulty ? [] : roles.filter(isRole),
      ...(carrierIds ? { carrierIds } : {}),
    });
    return { userId, name, mayRead: granted.has('money.read') };
  }
}
