/** Public keys of tickets: the set that devices fetch and keep, and single keys as node:crypto has them. */
import { type KeyObject, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { HolderKey } from './ticket.js';

/** What DER puts before a public key: Ed25519 (RFC 8410), and a compressed point of P-256. */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const P256_PREFIX = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');

/** After the fashion of a JSON Web Key Set (RFC 7517); `nbf` and `exp` bound when a ticket was signed, in seconds. */
export const ticketKeySet = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
      x: z.string().describe('base64url of the 32 bytes'),
      nbf: z.int().describe('It signs from then on, seconds since 1970 UTC'),
      exp: z.int().optional().describe('It signed until then'),
    }),
  ),
});
export type TicketKeySet = z.output<typeof ticketKeySet>;

export interface TicketKey {
  readonly publicKey: KeyObject;
  readonly signsFrom: number;
  readonly signsUntil: number;
}

export function openKeySet({ keys }: TicketKeySet): ReadonlyMap<string, TicketKey> {
  return new Map(
    keys.map(({ kid, x, nbf, exp }) => {
      const publicKey = openPublicKey({ algorithm: 'EdDSA', publicKey: Buffer.from(x, 'base64url') });
      return [kid, { publicKey, signsFrom: nbf, signsUntil: exp ?? Infinity }];
    }),
  );
}

/** @throws Error where the bytes are no key of that algorithm */
export function openPublicKey({ algorithm, publicKey }: HolderKey): KeyObject {
  const wanted = algorithm === 'EdDSA' ? 32 : 33;
  if (publicKey.length !== wanted) throw new Error(`a public key of ${algorithm} has ${wanted} bytes`);
  const prefix = algorithm === 'EdDSA' ? ED25519_PREFIX : P256_PREFIX;
  return createPublicKey({ key: Buffer.concat([prefix, publicKey]), format: 'der', type: 'spki' });
}

/** The bytes of a public key as tickets carry them. */
export function toHolderKey(key: KeyObject): HolderKey {
  const jwk = key.export({ format: 'jwk' });
  if (jwk.crv === 'Ed25519') return { algorithm: 'EdDSA', publicKey: Buffer.from(jwk.x!, 'base64url') };
  if (jwk.crv !== 'P-256') throw new Error('phones sign with Ed25519 or P-256');
  const isOdd = (Buffer.from(jwk.y!, 'base64url').at(-1)! & 1) === 1;
  const publicKey = Buffer.concat([Buffer.from([isOdd ? 3 : 2]), Buffer.from(jwk.x!, 'base64url')]);
  return { algorithm: 'ES256', publicKey };
}
