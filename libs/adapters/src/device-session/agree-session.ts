/**
 * How a device and Rukh come to a key that both have and nobody else: by X25519 (RFC 7748) with keys made for this once,
 * under whose secret (HKDF, RFC 5869) Rukh sends the session's key. That key itself follows from the office's secret and
 * the session's name (see there), so that any process of Rukh finds it again.
 */
import {
  type KeyObject,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
} from 'node:crypto';

const KEY_BYTES = 32;
const PURPOSE = 'rukh-session-key-v1';

/** What Rukh answers to a device that opens a session. */
export interface SealedSession {
  /** Of Rukh, X25519, 32 bytes. */
  readonly publicKey: Buffer;
  /** The session's key under the pad that both can make: 32 bytes. */
  readonly sealedKey: Buffer;
}

/** The key of a session: HMAC-SHA-256 by the office's secret over device and name. */
export function deriveSessionKey(officeKey: Buffer, deviceId: string, name: string): Buffer {
  return createHmac('sha256', officeKey).update(`${PURPOSE}\n${deviceId}\n${name}`).digest();
}

/** Seals a key for the device whose X25519 key is given. @throws where that is no key */
export function sealSession(devicePublicKey: Buffer, name: string, key: Buffer): SealedSession {
  const own = generateKeyPairSync('x25519');
  const pad = makePad(own.privateKey, devicePublicKey, name);
  return { publicKey: exportPublicKey(own.publicKey), sealedKey: xor(key, pad) };
}

/** The device's side: the session's key. */
export function openSession(privateKey: KeyObject, name: string, sealed: SealedSession): Buffer {
  return xor(sealed.sealedKey, makePad(privateKey, sealed.publicKey, name));
}

/** A key pair for one session; the public half, 32 bytes, is what the device sends. */
export function makeSessionPair(): { readonly privateKey: KeyObject; readonly publicKey: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  return { privateKey, publicKey: exportPublicKey(publicKey) };
}

/** HMAC-SHA-256 over what a signature of the device would be over. */
export function signBySession(key: Buffer, purpose: string, body: Uint8Array): Buffer {
  return createHmac('sha256', key).update(purpose).update(body).digest();
}

function makePad(privateKey: KeyObject, publicKey: Buffer, name: string): Buffer {
  const other = createPublicKey({
    key: { kty: 'OKP', crv: 'X25519', x: publicKey.toString('base64url') },
    format: 'jwk',
  });
  const shared = diffieHellman({ privateKey, publicKey: other });
  return Buffer.from(hkdfSync('sha256', shared, '', `${PURPOSE}\n${name}`, KEY_BYTES));
}

function exportPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ b[i]!));
}
