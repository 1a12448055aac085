// A local account as it begins: an id, a password and a secret for an authenticator app, all at random. They are told
// once, to whoever makes the account, and kept as hash and secret.
import { randomBytes } from 'node:crypto';
import { hashPassword } from './hash-password.js';
import { makeTotpSecret, totpAddress } from './check-totp.js';

export interface LocalSecrets {
  readonly kept: { readonly passwordHash: string; readonly totpSecret: string };
  /** What the person is told: once, here. */
  readonly told: { readonly password: string; readonly totpAddress: string };
}

export function makeUserId(): string {
  return `u-${randomBytes(9).toString('base64url')}`;
}

export async function makeLocalSecrets(login: string): Promise<LocalSecrets> {
  const password = randomBytes(15).toString('base64url');
  const totpSecret = makeTotpSecret();
  return {
    kept: { passwordHash: await hashPassword(password), totpSecret },
    told: { password, totpAddress: totpAddress(totpSecret, login) },
  };
}
