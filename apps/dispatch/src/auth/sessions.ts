// Sessions: a random cookie, of which PostgreSQL keeps the hash; idle and absolute ends. What the user may is read anew
// for each request, so that a right taken away is gone at once.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SESSION_COOKIE, type Session, SessionStore, findCookie, hashToken } from '@rukh/adapters/postgres';
import { type Principal, findAccountFault, isRole } from '@rukh/domain/dispatch';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { isLoopbackHost } from './check-origin.js';

export interface SignedIn {
  readonly principal: Principal;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** The parts of a Fastify request read here. */
export interface AccessRequest {
  readonly method: string;
  readonly ip: string;
  readonly query?: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

@Injectable()
export class Sessions {
  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly store: SessionStore,
  ) {}

  /** Who calls, by the cookie; asked again by whoever holds a stream open, it also says that they are still there. */
  async find(request: AccessRequest): Promise<SignedIn | undefined> {
    const token = findCookie(request, SESSION_COOKIE);
    if (token === undefined) return undefined;
    const session = await this.store.find(hashToken(token), {
      now: Date.now() / 1000,
      idleSeconds: this.config.RUKH_SESSION_IDLE_MINUTES * 60,
      isDemo: this.config.RUKH_DEMO,
    });
    return session && { principal: toPrincipal(session), expiresAt: session.expiresAt };
  }

  /** Begins a session. @returns the Set-Cookie header */
  async start(userId: string, method: string, request: AccessRequest): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = Date.now() / 1000;
    const seconds = this.config.RUKH_SESSION_HOURS * 3600;
    const session = { userId, method, now, expiresAt: now + seconds };
    await this.store.start(hashToken(token), session);
    return this.writeCookie(SESSION_COOKIE, token, { request, seconds, sameSite: 'Strict' });
  }

  /** Ends the session of a request. @returns the Set-Cookie header that takes the cookie away */
  async end(request: AccessRequest): Promise<string> {
    const token = findCookie(request, SESSION_COOKIE);
    if (token !== undefined) await this.store.end(hashToken(token));
    return this.writeCookie(SESSION_COOKIE, '', { request, seconds: 0, sameSite: 'Strict' });
  }

  async endAll(userId: string): Promise<void> {
    await this.store.endAll(userId);
  }

  /** A cookie that no script reads, and that leaves this machine only enciphered unless it is the demonstration's. */
  writeCookie(
    name: string,
    value: string,
    {
      request,
      seconds,
      sameSite,
    }: { readonly request: AccessRequest; readonly seconds: number; readonly sameSite: 'Strict' | 'Lax' },
  ): string {
    const isPlain = this.config.RUKH_DEMO || isLoopbackHost(String(request.headers['host'] ?? ''));
    const secure = isPlain ? '' : '; Secure';
    return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`;
  }
}

/** Roles that this version does not know give nothing; an account that is at fault is in with no right at all. */
function toPrincipal({ userId, name, roles, carrierIds }: Session): Principal {
  const isFaulty = findAccountFault(roles, carrierIds) !== undefined;
  const known = isFaulty ? [] : roles.filter(isRole);
  return { userId, name, roles: known, ...(carrierIds ? { carrierIds } : {}) };
}
