/**
 * The phone's layer: a COSE_Sign1 by the key that the issuer put into the ticket, over the time, an optional challenge of
 * the validator, and the issuer's layer whole. The key never leaves the phone's keystore, so that a picture of the code
 * is worth seconds, and unlike a secret handed to a web page it cannot be taken along.
 */
import type { KeyObject } from 'node:crypto';
import { type Algorithm, decodeCbor, encodeCbor, makeSign1, readSign1 } from './cose-sign1.js';

const MADE_AT = 1;
const CHALLENGE = 2;
const ISSUED = 3;
const LONGEST_CHALLENGE = 32;

export interface Presentation {
  readonly madeAt: number;
  readonly challenge?: Uint8Array;
  /** The issuer's layer. */
  readonly issued: Uint8Array;
}

export function presentTicket(
  holder: { readonly algorithm: Algorithm; readonly privateKey: KeyObject },
  { madeAt, challenge, issued }: Presentation,
): Buffer {
  const fields: [number, unknown][] = [[MADE_AT, madeAt]];
  if (challenge) fields.push([CHALLENGE, challenge]);
  fields.push([ISSUED, issued]);
  return makeSign1(holder, encodeCbor(new Map(fields)));
}

/** The phone's layer of a code; undefined where the payload is a ticket itself. @throws Error where it is neither */
export function readPresentation(bytes: Uint8Array): Presentation | undefined {
  const map = decodeCbor(readSign1(bytes).payload);
  if (!(map instanceof Map)) throw new Error('not a ticket');
  const issued: unknown = map.get(ISSUED);
  if (!(issued instanceof Uint8Array)) return undefined;
  const madeAt: unknown = map.get(MADE_AT);
  const challenge: unknown = map.get(CHALLENGE);
  if (!Number.isSafeInteger(madeAt)) throw new Error('the time is missing');
  if (challenge === undefined) return { madeAt: madeAt as number, issued };
  if (!(challenge instanceof Uint8Array) || challenge.length > LONGEST_CHALLENGE) {
    throw new Error('bad challenge');
  }
  return { madeAt: madeAt as number, challenge, issued };
}
