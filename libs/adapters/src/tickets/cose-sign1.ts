/**
 * COSE_Sign1 (RFC 9052) as far as tickets need it: one signature, EdDSA or ES256, deterministic CBOR (RFC 8949, 4.2).
 */
import { type KeyObject, sign, verify } from 'node:crypto';
import { Tagged, decode, encode, rfc8949EncodeOptions } from 'cborg';

/** Names of RFC 8152 and their numbers. */
export const ALGORITHMS = { EdDSA: -8, ES256: -7 } as const;
export type Algorithm = keyof typeof ALGORITHMS;

const TAG = 18;
const ALG = 1;
const KID = 4;
const SIGNATURE_BYTES = 64;

export interface Sign1 {
  readonly algorithm: Algorithm;
  readonly keyId?: string;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** The protected header as it was signed. */
  readonly header: Uint8Array;
}

export function encodeCbor(value: unknown): Buffer {
  return Buffer.from(encode(value, rfc8949EncodeOptions));
}

/** Strict: shortest forms, no key twice, nothing behind. @throws Error where the bytes are something else */
export function decodeCbor(bytes: Uint8Array): unknown {
  return decode(bytes, {
    strict: true,
    useMaps: true,
    rejectDuplicateMapKeys: true,
    allowIndefinite: false,
    allowUndefined: false,
    tags: { [TAG]: Tagged.decoder(TAG) },
  });
}

export function makeSign1(
  signer: { readonly algorithm: Algorithm; readonly keyId?: string; readonly privateKey: KeyObject },
  payload: Uint8Array,
): Buffer {
  const fields: [number, unknown][] = [[ALG, ALGORITHMS[signer.algorithm]]];
  if (signer.keyId !== undefined) fields.push([KID, Buffer.from(signer.keyId, 'utf8')]);
  const header = encodeCbor(new Map(fields));
  const bytes = bytesToSign(header, payload);
  const signature =
    signer.algorithm === 'EdDSA'
      ? sign(null, bytes, signer.privateKey)
      : sign('sha256', bytes, { key: signer.privateKey, dsaEncoding: 'ieee-p1363' });
  return encodeCbor(new Tagged(TAG, [header, new Map(), payload, signature]));
}

/** Reads, and verifies nothing. @throws Error where the bytes are no COSE_Sign1 of these algorithms */
export function readSign1(bytes: Uint8Array): Sign1 {
  const message = decodeCbor(bytes);
  const parts: unknown = message instanceof Tagged ? message.value : undefined;
  if (!Array.isArray(parts) || parts.length !== 4) throw new Error('not a COSE_Sign1');
  const [header, unsigned, payload, signature] = parts as unknown[];
  // What nobody signed must be empty: the same ticket has one form, and none can be made into another.
  if (!(unsigned instanceof Map) || unsigned.size > 0) throw new Error('an unsigned header');
  if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array)) {
    throw new Error('not a COSE_Sign1');
  }
  if (!(signature instanceof Uint8Array) || signature.length !== SIGNATURE_BYTES) {
    throw new Error('bad length');
  }
  const fields = decodeCbor(header);
  if (!(fields instanceof Map)) throw new Error('the header is not a map');
  const algorithm = (Object.keys(ALGORITHMS) as Algorithm[]).find(
    (name) => ALGORITHMS[name] === fields.get(ALG),
  );
  if (algorithm === undefined) throw new Error('unknown algorithm');
  const keyId: unknown = fields.get(KID);
  return {
    algorithm,
    payload,
    signature,
    header,
    ...(keyId instanceof Uint8Array && { keyId: Buffer.from(keyId).toString('utf8') }),
  };
}

export function isSign1Genuine(message: Sign1, publicKey: KeyObject): boolean {
  const bytes = bytesToSign(message.header, message.payload);
  const isEd25519 = publicKey.asymmetricKeyType === 'ed25519';
  if (isEd25519 !== (message.algorithm === 'EdDSA')) return false;
  if (isEd25519) return verify(null, bytes, publicKey, message.signature);
  return verify('sha256', bytes, { key: publicKey, dsaEncoding: 'ieee-p1363' }, message.signature);
}

function bytesToSign(header: Uint8Array, payload: Uint8Array): Buffer {
  return encodeCbor(['Signature1', header, Buffer.alloc(0), payload]);
}
