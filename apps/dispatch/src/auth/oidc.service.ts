// Sign-in by an OpenID Connect provider: authorization code with PKCE, state and nonce. What a person may is what the
// provider's claims say at each sign-in; the account here only carries the name in journal and audit.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SignInStore, type User, UserStore, findCookie, hashToken } from '@rukh/adapters/postgres';
import { Problem } from '@rukh/service';
import * as oidc from 'openid-client';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { isLoopbackHost } from './check-origin.js';
import { makeUserId } from './make-account.js';
import { type ClaimMapping, type Rights, mapClaims } from './map-claims.js';
import { type AccessRequest, Sessions } from './sessions.js';
import { type Refusal, SignIn } from './sign-in.service.js';

/** Ties the answer of the provider to the browser that asked: Lax, since the provider sends the browser back. */
const STEP_COOKIE = 'rukh_oidc';
const STEP_SECONDS = 600;
const CALLBACK = '/api/v1/session/oidc/callback';
const PROVIDER_TIMEOUT_SECONDS = 5;

interface StepContent {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

export interface Redirect {
  readonly location: string;
  readonly cookies: string[];
}

@Injectable()
export class OidcService {
  readonly #logger = new Logger('OIDC');
  #provider: Promise<oidc.Configuration> | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly store: SignInStore,
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
  ) {}

  /** Where to send the browser. @throws Problem 404 where there is no provider, 503 where it does not answer */
  async begin(returnTo: string, request: AccessRequest): Promise<Redirect> {
    const publicAddress = this.#getPublicAddress();
    await this.signIn.countTry('oidc', request);
    const provider = await this.#getProvider();
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    const location = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: new URL(CALLBACK, publicAddress).href,
      scope: this.config.RUKH_OIDC_SCOPES,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const stepId = randomBytes(32).toString('base64url');
    const now = Date.now() / 1000;
    const content: StepContent = { state, nonce, verifier, returnTo };
    await this.store.beginStep(hashToken(stepId), {
      kind: 'oidc',
      content,
      now,
      expiresAt: now + STEP_SECONDS,
    });
    const cookie = { request, seconds: STEP_SECONDS, sameSite: 'Lax' } as const;
    return { location: location.href, cookies: [this.sessions.writeCookie(STEP_COOKIE, stepId, cookie)] };
  }

  /** Takes the provider's answer. @returns where the browser goes on: into the console, or to its door with a reason */
  async finish(query: URLSearchParams, request: AccessRequest): Promise<Redirect> {
    const publicAddress = this.#getPublicAddress();
    const forget = this.sessions.writeCookie(STEP_COOKIE, '', { request, seconds: 0, sameSite: 'Lax' });
    const stepId = findCookie(request, STEP_COOKIE);
    const kept = stepId && (await this.store.takeStep(hashToken(stepId), 'oidc', Date.now() / 1000));
    const step = kept ? (kept as StepContent) : undefined;
    const refuse = async (why: Refusal, user?: User): Promise<Redirect> => {
      await this.signIn.noteRefusal('oidc', why, request, user);
      return { location: doorOf(step?.returnTo ?? '/console', why, publicAddress), cookies: [forget] };
    };
    if (!step) return refuse('oidc');
    const { returnTo, ...expected } = step;
    const claims = await this.#redeem(new URL(`${CALLBACK}?${query.toString()}`, publicAddress), expected);
    if (!claims) return refuse('oidc');
    const rights = mapClaims(claims, this.#mapping());
    const user = await this.#findOrMake(claims, rights);
    if (!user || !rights) return refuse('no_role', user);
    if (!this.signIn.mayEnter(user)) return refuse('disabled', user);
    return { location: returnTo, cookies: [forget, await this.signIn.enter(user, 'oidc', request)] };
  }

  async #redeem(
    answer: URL,
    { state, nonce, verifier }: Omit<StepContent, 'returnTo'>,
  ): Promise<oidc.IDToken | undefined> {
    try {
      const tokens = await oidc.authorizationCodeGrant(await this.#getProvider(), answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return tokens.claims();
    } catch (error) {
      this.#logger.warn(`the provider's answer is not taken: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** The account of who signs in, with the rights that they have now. Without rights none is made. */
  async #findOrMake(claims: oidc.IDToken, rights: Rights | undefined): Promise<User | undefined> {
    const external = { issuer: claims.iss, subject: claims.sub };
    const known = await this.users.findExternal(external.issuer, external.subject);
    if (!rights) return known;
    const name = readName(claims);
    const { roles, carrierIds } = rights;
    const note = { actor: 'oidc', details: { roles, carrierIds } } as const;
    if (!known) {
      const userId = makeUserId();
      const login = `${external.subject}@${new URL(external.issuer).host}`.slice(0, 200);
      const secrets = { passwordHash: undefined, totpSecret: undefined };
      const user = { userId, login, name, roles, carrierIds, external, ...secrets };
      await this.users.add(user, { kind: 'user_added', subject: userId, ...note });
    } else if (!isSame(known, name, rights)) {
      const change = { name, roles, carrierIds: carrierIds ?? null };
      await this.users.change(known.userId, change, { kind: 'user_changed', subject: known.userId, ...note });
    }
    return this.users.findExternal(external.issuer, external.subject);
  }

  #mapping(): ClaimMapping {
    const { RUKH_OIDC_ROLES_CLAIM, RUKH_OIDC_ROLES, RUKH_OIDC_CARRIERS_CLAIM, RUKH_OIDC_CARRIERS } =
      this.config;
    return {
      rolesClaim: RUKH_OIDC_ROLES_CLAIM,
      roles: RUKH_OIDC_ROLES,
      carriersClaim: RUKH_OIDC_CARRIERS_CLAIM,
      carriers: RUKH_OIDC_CARRIERS,
    };
  }

  #getPublicAddress(): string {
    const { RUKH_CONSOLE_URL, RUKH_OIDC_ISSUER, RUKH_OIDC_CLIENT_ID } = this.config;
    if (
      RUKH_CONSOLE_URL !== undefined &&
      RUKH_OIDC_ISSUER !== undefined &&
      RUKH_OIDC_CLIENT_ID !== undefined
    ) {
      return RUKH_CONSOLE_URL;
    }
    throw new Problem(404, { detail: 'There is no provider to sign in with.' });
  }

  /** The provider as it describes itself; asked again where it did not answer. */
  async #getProvider(): Promise<oidc.Configuration> {
    this.#provider ??= this.#discover();
    try {
      return await this.#provider;
    } catch (error) {
      this.#provider = undefined;
      throw new Problem(503, { detail: `The provider does not answer: ${(error as Error).message}` }, 10);
    }
  }

  async #discover(): Promise<oidc.Configuration> {
    const { RUKH_OIDC_ISSUER, RUKH_OIDC_CLIENT_ID, RUKH_OIDC_CLIENT_SECRET: secret } = this.config;
    const issuer = new URL(RUKH_OIDC_ISSUER!);
    const isHere = issuer.protocol === 'http:' && isLoopbackHost(issuer.host);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated as a warning: only on this machine
    const execute = isHere ? [oidc.allowInsecureRequests] : [];
    const authentication = secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret);
    return oidc.discovery(issuer, RUKH_OIDC_CLIENT_ID!, secret, authentication, {
      execute,
      timeout: PROVIDER_TIMEOUT_SECONDS,
    });
  }
}

/** The page that was asked for, whose door says why it stays shut. */
function doorOf(page: string, why: Refusal, publicAddress: string): string {
  const { pathname, searchParams } = new URL(page, publicAddress);
  searchParams.set('signIn', why);
  return `${pathname}?${searchParams.toString()}`;
}

function readName(claims: oidc.IDToken): string {
  const names = [claims['name'], claims['preferred_username'], claims['email']];
  const texts = names.filter((name) => typeof name === 'string').filter((name) => name.trim() !== '');
  return (texts[0] ?? claims.sub).slice(0, 200);
}

function isSame(user: User, name: string, { roles, carrierIds }: Rights): boolean {
  const write = (texts: readonly string[] | undefined): string | undefined =>
    texts && [...texts].sort().join('\n');
  return (
    user.name === name && write(user.roles) === write(roles) && write(user.carrierIds) === write(carrierIds)
  );
}
