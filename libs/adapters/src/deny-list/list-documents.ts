/**
 * What goes to the devices: the whole list (snapshot), what changed (delta), and which version is the newest (head), each
 * signed. Without a signed head nobody could tell a list that did not change from one that is held back on its way.
 * What is signed is a text of the fields, one a line, and then the fingerprints as bytes; docs/deny-list.md has it for
 * those who write a device.
 */
import { type OfficeKey, isSignedBy, signBytes } from './office-key.js';

interface Signed {
  readonly agency: string;
  readonly epoch: number;
  /** When it was signed, milliseconds since 1970 UTC. */
  readonly issuedAtMs: number;
  readonly keyId: string;
  /** base64url, as all bytes here. */
  readonly signature: string;
}
export interface ListSnapshot extends Signed {
  readonly kind: 'snapshot';
  readonly version: number;
  readonly salt: string;
  readonly entries: string;
}
export interface ListDelta extends Signed {
  readonly kind: 'delta';
  readonly from: number;
  readonly to: number;
  readonly added: string;
  readonly removed: string;
}
export interface ListHead extends Signed {
  readonly kind: 'head';
  readonly version: number;
}
export type ListDocument = ListSnapshot | ListDelta | ListHead;

type Unsigned<T> = T extends ListDocument ? Omit<T, 'keyId' | 'signature'> : never;
export type UnsignedList = Unsigned<ListDocument>;

export function signList<T extends UnsignedList>(
  key: OfficeKey,
  document: T,
): T & Pick<Signed, 'keyId' | 'signature'> {
  const signature = signBytes(key, bytesToSign(document, key.keyId)).toString('base64url');
  return { ...document, keyId: key.keyId, signature };
}

/** @param publicKeys of the back office, by id, that the device trusts */
export function isListGenuine(
  document: ListDocument,
  publicKeys: ReadonlyMap<string, Uint8Array>,
  agency: string,
): boolean {
  const publicKey = publicKeys.get(document.keyId);
  if (publicKey === undefined || document.agency !== agency) return false;
  const signature = Buffer.from(document.signature, 'base64url');
  return isSignedBy(publicKey, bytesToSign(document, document.keyId), signature);
}

function bytesToSign(document: UnsignedList, keyId: string): Buffer {
  const { kind, agency, epoch, issuedAtMs } = document;
  const head = ['rukh-deny-list-v1', kind, agency, keyId, epoch, issuedAtMs];
  const lines = [...head, ...fieldsOf(document)];
  const text = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
  return Buffer.concat([text, ...partsOf(document).map((part) => Buffer.from(part, 'base64url'))]);
}

function fieldsOf(document: UnsignedList): (string | number)[] {
  if (document.kind === 'head') return [document.version];
  if (document.kind === 'snapshot') return [document.version, document.salt];
  // How many bytes were added, so that none can be moved from one part to the other.
  return [document.from, document.to, Buffer.from(document.added, 'base64url').length];
}

function partsOf(document: UnsignedList): string[] {
  if (document.kind === 'head') return [];
  return document.kind === 'snapshot' ? [document.entries] : [document.added, document.removed];
}
