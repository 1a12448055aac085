/** Who is signed in, as GET /api/v1/session answers; and how one may sign in, as its 401 says. */
import { createContext, useContext } from 'react';
import type { Permission, Role } from '@rukh/domain/dispatch';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { ApiProblem, ask } from '../live/api.js';

export interface Session {
  readonly user: { readonly userId: string; readonly name: string };
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  readonly carrierIds?: readonly string[];
  /** Epoch seconds. */
  readonly expiresAt?: number;
}

export interface DemoUser {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
}

export interface SignInWays {
  readonly local: boolean;
  readonly oidc?: { readonly name: string; readonly start: string };
  readonly passkeys?: boolean;
  readonly demoUsers?: readonly DemoUser[];
}

export type SessionAnswer =
  { readonly session: Session } | { readonly ways: SignInWays } | { readonly unreachable: true };

export async function fetchSession(): Promise<SessionAnswer> {
  try {
    return { session: await ask<Session>('/session') };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) return { unreachable: true };
    const ways = error.body['signIn'] as SignInWays | undefined;
    return { ways: ways ?? { local: true } };
  }
}

/** @throws ApiProblem with status 401 where login, password or code is wrong, 429 after too many tries */
export async function signIn(login: string, password: string, totp: string): Promise<void> {
  const body = { login, password, ...(totp !== '' && { totp }) };
  await ask<unknown>('/session', { method: 'POST', body });
}

interface PasskeyStep {
  readonly stepId: string;
  readonly options: PublicKeyCredentialRequestOptionsJSON;
}

/** Asks the browser for a passkey. @throws ApiProblem with status 401 where it is of nobody who may in */
export async function signInByPasskey(): Promise<void> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { stepId, options } = await ask<PasskeyStep>('/session/passkey/options', {
    method: 'POST',
    body: {},
  });
  const response = await startAuthentication({ optionsJSON: options });
  await ask<unknown>('/session/passkey', { method: 'POST', body: { stepId, response } });
}

export async function signOut(): Promise<void> {
  await ask<unknown>('/session', { method: 'DELETE' });
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('shown to somebody who is not signed in');
  return session;
}

/** Whether the one who looks may do it; the server decides, this only leaves out what it would refuse. */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}
