/**
 * Who is logged in to the rider's page. What is in the cookie is random and kept as a hash; the token of forms is made
 * from it by a key, so that another site's form, which does not know it, does nothing.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MediaStore, RiderStore, type RiderSession, hashToken } from '@rukh/adapters/postgres';
import { readTypedNumber } from '@rukh/domain/taps';
import { MediaKeys } from '../media-keys.js';
import { type HashedCode, hashCode, isCode, makeCode } from '../rider-codes.js';
import type { Language } from './rider-texts.js';

/** The parts of a Fastify request used here. */
export interface RiderRequest {
  readonly protocol: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface OpenSession extends RiderSession {
  readonly csrf: string;
  readonly hash: Buffer;
}

const MINUTES = 20;
const ADDRESS_ATTEMPTS = 30;
const ADDRESS_MS = 15 * 60_000;
const MOST_ADDRESSES = 10_000;

@Injectable()
export class RiderSessions {
  readonly #addresses = new Map<string, { count: number; readonly untilMs: number }>();
  /** What a wrong card number is held against, so that it takes as long as a wrong code. */
  readonly #nobody: Promise<HashedCode> = hashCode(makeCode());

  constructor(
    private readonly keys: MediaKeys,
    @Inject(RiderStore) private readonly riders: RiderStore,
    @Inject(MediaStore) private readonly media: MediaStore,
  ) {}

  /** The cookie of a new session, or why there is none. A lost or replaced card opens nothing: its finder may have it. */
  async logIn(
    request: RiderRequest,
    { card, code, lang }: { card: string; code: string; lang: Language },
  ): Promise<{ readonly cookie: string } | 'wrong' | 'tooMany'> {
    const { tokenRef } = this.keys.name(readTypedNumber(card));
    if (!this.#mayComeFrom(request.ip) || !(await this.riders.mayTry(tokenRef))) return 'tooMany';
    const stored = await this.riders.findCode(tokenRef);
    const isRight = await isCode(code, stored ?? (await this.#nobody));
    const medium = await this.media.find(tokenRef);
    if (!stored || !isRight || (medium?.state !== 'ACTIVE' && medium?.state !== 'BLOCKED')) return 'wrong';
    const secret = randomBytes(32).toString('base64url');
    await this.riders.openSession(tokenRef, { hash: hashToken(secret), language: lang, minutes: MINUTES });
    return { cookie: `${nameOf(request)}=${secret}; ${attributesOf(request)}; Max-Age=${MINUTES * 60}` };
  }

  async find(request: RiderRequest): Promise<OpenSession | undefined> {
    const secret = readCookie(request);
    if (secret === undefined) return undefined;
    const hash = hashToken(secret);
    const session = await this.riders.findSession(hash);
    if (!session) return undefined;
    const csrf = createHmac('sha256', this.keys.pageKey).update(secret).digest('base64url');
    return { ...session, csrf, hash };
  }

  /** The session of a form that is this session's own. */
  async findForForm(request: RiderRequest, csrf: string): Promise<OpenSession | undefined> {
    const session = await this.find(request);
    if (!session || csrf.length !== session.csrf.length) return undefined;
    return timingSafeEqual(Buffer.from(csrf), Buffer.from(session.csrf)) ? session : undefined;
  }

  /** The cookie that takes the session's away. */
  async leave(request: RiderRequest, { hash }: OpenSession): Promise<string> {
    await this.riders.closeSession(hash);
    return `${nameOf(request)}=; ${attributesOf(request)}; Max-Age=0`;
  }

  #mayComeFrom(address: string): boolean {
    const nowMs = Date.now();
    const seen = this.#addresses.get(address);
    if (seen && seen.untilMs > nowMs) return ++seen.count <= ADDRESS_ATTEMPTS;
    if (this.#addresses.size >= MOST_ADDRESSES) this.#addresses.clear();
    this.#addresses.set(address, { count: 1, untilMs: nowMs + ADDRESS_MS });
    return true;
  }
}

/** Browsers take a `__Host-` cookie over HTTPS only, and let no other host of the domain set it. */
function nameOf({ protocol }: RiderRequest): string {
  return protocol === 'https' ? '__Host-rukh-rider' : 'rukh-rider';
}

function attributesOf({ protocol }: RiderRequest): string {
  return `Path=/; HttpOnly; SameSite=Strict${protocol === 'https' ? '; Secure' : ''}`;
}

function readCookie(request: RiderRequest): string | undefined {
  const { cookie } = request.headers;
  if (typeof cookie !== 'string') return undefined;
  const name = nameOf(request);
  const value = cookie
    .split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}
