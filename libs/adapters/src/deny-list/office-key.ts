/** Keys with which the back office signs what devices go by: Ed25519, made from a seed of 32 bytes. */
import { type KeyObject, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

export interface OfficeKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** 32 bytes. */
  readonly publicKey: Buffer;
}

/** What DER puts before a seed and before a public key (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** @throws Error where the seed has not 32 bytes */
export function openOfficeKey(keyId: string, seed: Uint8Array): OfficeKey {
  if (seed.length !== 32) throw new Error(`the seed of key ${keyId} must have 32 bytes`);
  const der = Buffer.concat([PRIVATE_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { keyId, privateKey, publicKey: spki.subarray(PUBLIC_PREFIX.length) };
}

export function signBytes({ privateKey }: OfficeKey, bytes: Uint8Array): Buffer {
  return sign(null, bytes, privateKey);
}

/** @param publicKey Ed25519, 32 bytes */
export function isSignedBy(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = createPublicKey({
    key: Buffer.concat([PUBLIC_PREFIX, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, bytes, key, signature);
}
