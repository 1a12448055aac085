/**
 * The name of a session, which a device puts in the place of its key's: by which key it was opened, until when it holds,
 * and a random part. With the device it is all that the session's key follows from, so that no server remembers one.
 */
import { randomBytes } from 'node:crypto';

export interface SessionName {
  /** The device's Ed25519 key that opened it: the session is good for no longer than this is. */
  readonly keyId: string;
  /** Seconds since 1970. */
  readonly validUntil: number;
}

/** A key id has no dot, so that no session has the name of a key. */
const NAME = /^([A-Za-z0-9_-]{1,64})\.([0-9a-z]{1,9})\.[A-Za-z0-9_-]{22}$/;
const RANDOM_BYTES = 16;

export function makeSessionName({ keyId, validUntil }: SessionName): string {
  return `${keyId}.${validUntil.toString(36)}.${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

/** Undefined where it is no session's name, but a key's. */
export function readSessionName(name: string): SessionName | undefined {
  const [, keyId, validUntil] = NAME.exec(name) ?? [];
  if (keyId === undefined || validUntil === undefined) return undefined;
  return { keyId, validUntil: parseInt(validUntil, 36) };
}
