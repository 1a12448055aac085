// Passkeys (WebAuthn): made by who is signed in, and then enough by themselves, since the device asks for a finger, a
// face or a PIN. A browser gives a passkey only to the site it was made for, so that no false page can ask for it.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Passkey, SignInStore, type User, UserStore, hashToken } from '@rukh/adapters/postgres';
import { Problem } from '@rukh/service';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import type { AccessRequest } from './sessions.js';
import { SignIn } from './sign-in.service.js';

const STEP_SECONDS = 300;

/** For whom passkeys are made: the name of the site, and the address that pages have. */
export interface Party {
  readonly id: string;
  readonly origin: string;
}

export interface Step {
  readonly stepId: string;
  /** For navigator.credentials. */
  readonly options: object;
}

@Injectable()
export class PasskeyService {
  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly store: SignInStore,
    private readonly users: UserStore,
    private readonly signIn: SignIn,
  ) {}

  /** The site that a request came to; undefined where it has no name that passkeys can be made for. */
  findParty({ headers }: AccessRequest): Party | undefined {
    const { RUKH_CONSOLE_URL } = this.config;
    if (RUKH_CONSOLE_URL !== undefined) {
      const { hostname, origin } = new URL(RUKH_CONSOLE_URL);
      return { id: hostname, origin };
    }
    const host = String(headers['host'] ?? '');
    return /^localhost(:\d+)?$/.test(host) ? { id: 'localhost', origin: `http://${host}` } : undefined;
  }

  async beginSignIn(request: AccessRequest): Promise<Step> {
    const { id } = this.#getParty(request);
    await this.signIn.countTry('passkey', request);
    const options = await generateAuthenticationOptions({ rpID: id, userVerification: 'required' });
    return this.#begin('passkey', options, {});
  }

  /** @returns the Set-Cookie header of the session @throws Problem 401 */
  async finishSignIn(
    stepId: string,
    response: AuthenticationResponseJSON,
    request: AccessRequest,
  ): Promise<string> {
    const party = this.#getParty(request);
    const step = await this.#take(stepId, 'passkey');
    const passkey = step && (await this.store.findPasskey(response.id));
    const user = passkey && (await this.users.find(passkey.userId));
    if (
      step &&
      user &&
      this.signIn.mayEnter(user) &&
      (await this.#isSigned(step, passkey, response, party))
    ) {
      return this.signIn.enter(user, 'passkey', request);
    }
    await this.signIn.noteRefusal('passkey', 'passkey', request, user);
    throw new Problem(401, { detail: 'This passkey does not open here.' });
  }

  async beginRegistration(user: User, request: AccessRequest): Promise<Step> {
    const { id } = this.#getParty(request);
    const known = await this.store.listPasskeys(user.userId);
    const options = await generateRegistrationOptions({
      rpName: 'Rukh',
      rpID: id,
      userName: user.login,
      userDisplayName: user.name,
      userID: new TextEncoder().encode(user.userId),
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return this.#begin('new-passkey', options, { userId: user.userId });
  }

  /** @throws Problem 400, 409 */
  async finishRegistration(
    user: User,
    { stepId, response, label }: { stepId: string; response: RegistrationResponseJSON; label: string },
    request: AccessRequest,
  ): Promise<Passkey> {
    const party = this.#getParty(request);
    const step = await this.#take(stepId, 'new-passkey');
    if (step?.userId !== user.userId) throw new Problem(400, { detail: 'This step is over; begin again.' });
    const verified = await verifyRegistrationResponse({
      response,
      expectedChallenge: step.challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
    }).catch(() => undefined);
    if (!verified?.verified) throw new Problem(400, { detail: 'The passkey could not be verified.' });
    const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
    const passkey = { credentialId: id, userId: user.userId, publicKey, counter, transports, label };
    if (await this.store.addPasskey(passkey)) return passkey;
    throw new Problem(409, { detail: 'This passkey is known already.' });
  }

  async #isSigned(
    step: StepContent,
    passkey: Passkey,
    response: AuthenticationResponseJSON,
    party: Party,
  ): Promise<boolean> {
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge: step.challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: passkey.credentialId,
        publicKey: passkey.publicKey,
        counter: passkey.counter,
        transports: [...passkey.transports] as AuthenticatorTransport[],
      },
    }).catch(() => undefined);
    if (!verified?.verified) return false;
    return this.store.usePasskey(passkey.credentialId, verified.authenticationInfo.newCounter);
  }

  async #begin(kind: string, options: { challenge: string }, content: object): Promise<Step> {
    const stepId = randomBytes(24).toString('base64url');
    const now = Date.now() / 1000;
    const step = { ...content, challenge: options.challenge };
    await this.store.beginStep(hashToken(stepId), {
      kind,
      content: step,
      now,
      expiresAt: now + STEP_SECONDS,
    });
    return { stepId, options };
  }

  async #take(stepId: string, kind: string): Promise<StepContent | undefined> {
    const content = await this.store.takeStep(hashToken(stepId), kind, Date.now() / 1000);
    return content as StepContent | undefined;
  }

  #getParty(request: AccessRequest): Party {
    const party = this.findParty(request);
    if (party) return party;
    throw new Problem(409, { detail: 'Passkeys need RUKH_CONSOLE_URL, or the address localhost.' });
  }
}

interface StepContent {
  readonly challenge: string;
  readonly userId?: string;
}
