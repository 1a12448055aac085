// The one door: whoever signs in, in whichever way, passes here. Tries are counted before they are looked at, what is
// wrong is told to nobody but the audit, and a stranger's login takes as long to refuse as a known one's.
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AccessAudit, SignInStore, type User, UserStore } from '@rukh/adapters/postgres';
import { type Counter, Metrics, Problem } from '@rukh/service';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { findTotpStep } from './check-totp.js';
import { isPassword } from './hash-password.js';
import { type AccessRequest, Sessions } from './sessions.js';

export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly totp?: string | undefined;
}

export type Method = 'password' | 'passkey' | 'oidc';
export type Refusal = 'unknown' | 'disabled' | 'password' | 'totp' | 'limit' | 'passkey' | 'oidc' | 'no_role';

/** Tries within the window: of one account from one address, from one address, of one account from anywhere. */
const LIMITS = { pair: 10, address: 60, login: 40 } as const;
const WINDOW_SECONDS = 15 * 60;

/** Problem by which the console knows to ask for a code. */
export const TOTP_NEEDED = '/problems/totp-needed';

@Injectable()
export class SignIn {
  readonly #outcomes: Counter<'method' | 'outcome'>;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly users: UserStore,
    private readonly store: SignInStore,
    private readonly sessions: Sessions,
    private readonly audit: AccessAudit,
    metrics: Metrics,
  ) {
    this.#outcomes = metrics.counter({
      name: 'rukh_access_sign_ins_total',
      help: "Sign-ins to the dispatchers' side, by what became of them",
      labels: ['method', 'outcome'],
    });
  }

  /** @returns the Set-Cookie header of the session @throws Problem 401, 429 */
  async byPassword({ login, password, totp }: Credentials, request: AccessRequest): Promise<string> {
    const keys = keysOf(login, request.ip);
    await this.#countTry('password', request, [
      { key: keys.pair, limit: LIMITS.pair },
      { key: keys.address, limit: LIMITS.address },
      { key: keys.login, limit: LIMITS.login },
    ]);
    const user = await this.users.findByLogin(login);
    const secrets = user && (await this.users.getSecrets(user.userId));
    const isRight = await isPassword(password, secrets?.passwordHash);
    if (!user || !isRight) await this.#refuse('password', user ? 'password' : 'unknown', request, user);
    else if (!this.mayEnter(user)) await this.#refuse('password', 'disabled', request, user);
    else await this.#checkCode(user, secrets?.totpSecret, totp, request);
    await this.store.forgetTry(keys.pair, [keys.address, keys.login]);
    return this.enter(user!, 'password', request);
  }

  /** Counts a try of a way without a login. @throws Problem 429 */
  async countTry(method: Method, request: AccessRequest): Promise<void> {
    await this.#countTry(method, request, [{ key: keysOf('', request.ip).address, limit: LIMITS.address }]);
  }

  /** Whether an account may be used: those of the demonstration only there. */
  mayEnter({ isDisabled, isDemo }: User): boolean {
    return !isDisabled && (!isDemo || this.config.RUKH_DEMO);
  }

  /** Begins the session of who has shown who they are. @returns the Set-Cookie header */
  async enter({ userId }: User, method: Method, request: AccessRequest): Promise<string> {
    const cookie = await this.sessions.start(userId, method, request);
    await this.audit.note({ kind: 'signed_in', actor: userId, address: request.ip, details: { method } });
    this.#outcomes.inc({ method, outcome: 'in' });
    return cookie;
  }

  /** Writes down why nobody came in. */
  async noteRefusal(method: Method, why: Refusal, request: AccessRequest, user?: User): Promise<void> {
    this.#outcomes.inc({ method, outcome: why });
    await this.audit.note({
      kind: 'sign_in_refused',
      subject: user?.userId,
      address: request.ip,
      details: { method, why },
    });
  }

  /** The code of a user's app, each taken once. Accounts of the demonstration have none; no other is without. */
  async checkCode(user: User, secret: string | undefined, code: string): Promise<boolean> {
    const step = secret === undefined ? undefined : findTotpStep(secret, code, Date.now() / 1000);
    return step !== undefined && (await this.users.takeTotpStep(user.userId, step));
  }

  async #checkCode(
    user: User,
    secret: string | undefined,
    code: string | undefined,
    request: AccessRequest,
  ): Promise<void> {
    if (user.isDemo && secret === undefined) return;
    if (secret !== undefined && code === undefined) {
      throw new Problem(401, {
        type: TOTP_NEEDED,
        detail: 'The code of the authenticator app is needed too.',
      });
    }
    if (await this.checkCode(user, secret, code ?? '')) return;
    await this.noteRefusal('password', 'totp', request, user);
    throw new Problem(401, { type: TOTP_NEEDED, detail: 'The code is wrong, or was used before.' });
  }

  async #refuse(method: Method, why: Refusal, request: AccessRequest, user?: User): Promise<never> {
    await this.noteRefusal(method, why, request, user);
    throw new Problem(401, { detail: 'Login or password is wrong.' });
  }

  async #countTry(
    method: Method,
    request: AccessRequest,
    keys: readonly { readonly key: Buffer; readonly limit: number }[],
  ): Promise<void> {
    const verdict = await this.store.countTry(keys, {
      now: Date.now() / 1000,
      windowSeconds: WINDOW_SECONDS,
    });
    if (!verdict) return;
    // Once for each window: who goes on trying must not fill the audit.
    if (verdict.isFirst) await this.noteRefusal(method, 'limit', request);
    else this.#outcomes.inc({ method, outcome: 'limit' });
    throw new Problem(429, { detail: 'Too many tries; wait.' }, verdict.waitSeconds);
  }
}

/** What tries are counted by. An address of IPv6 counts by its /64: whoever has one has all of it. */
function keysOf(login: string, address: string): Record<'pair' | 'address' | 'login', Buffer> {
  const place = address.includes(':') && !address.includes('.') ? address.split(':', 4).join(':') : address;
  const hash = (...parts: string[]): Buffer => createHash('sha256').update(parts.join('\0')).digest();
  const who = login.toLowerCase();
  return { pair: hash('pair', who, place), address: hash('address', place), login: hash('login', who) };
}
