// Codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 s), one step early or late. Which step a code was of is
// answered, so that the caller can take each only once.
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
const ISSUER = 'Rukh';

/** The step that a code is of; undefined where it is wrong. */
export function findTotpStep(secret: string, code: string, nowSeconds: number): number | undefined {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
  const delta = totp.validate({ token: code, timestamp: nowSeconds * 1000, window: 1 });
  return delta === null ? undefined : Math.floor(nowSeconds / PERIOD_SECONDS) + delta;
}

export function makeTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address that an authenticator app takes, as text or as a QR code. */
export function totpAddress(secret: string, login: string): string {
  return new TOTP({ issuer: ISSUER, label: login, secret: Secret.fromBase32(secret) }).toString();
}
