/**
 * Fingerprints of the deny list: 8 bytes a medium, sorted, found by bisection. A list of them says nothing to who has
 * not the devices' key; under a new salt the same media have other fingerprints, so that lists of different epochs cannot
 * be laid side by side. No Bloom filter: what it finds by mistake is an honest rider left at the stop.
 */
import { createHash } from 'node:crypto';

export const FINGERPRINT_BYTES = 8;

/** SHA-256 of salt and list ref, cut to 8 bytes. */
export function makeFingerprint(salt: Uint8Array, listRef: Uint8Array): Buffer {
  return createHash('sha256').update(salt).update(listRef).digest().subarray(0, FINGERPRINT_BYTES);
}

/** Fingerprints one after another, rising, each once. */
export function packFingerprints(fingerprints: Iterable<Uint8Array>): Buffer {
  const sorted = [...fingerprints].sort((a, b) => Buffer.compare(a, b));
  return Buffer.concat(sorted.filter((one, i) => i === 0 || Buffer.compare(one, sorted[i - 1]!) !== 0));
}

/** @throws RangeError where the bytes are not whole fingerprints that rise */
export function unpackFingerprints(packed: Uint8Array): Buffer[] {
  const count = packed.length / FINGERPRINT_BYTES;
  if (!Number.isInteger(count)) throw new RangeError('fingerprints are 8 bytes each');
  const list = Array.from({ length: count }, (_, i) => at(packed, i));
  if (list.some((one, i) => i > 0 && Buffer.compare(list[i - 1]!, one) >= 0)) {
    throw new RangeError('fingerprints must rise');
  }
  return list;
}

/** Whether a packed list has a fingerprint. */
export function hasFingerprint(packed: Uint8Array, fingerprint: Uint8Array): boolean {
  let low = 0;
  let high = packed.length / FINGERPRINT_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = Buffer.compare(at(packed, middle), fingerprint);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

function at(packed: Uint8Array, i: number): Buffer {
  return Buffer.from(packed.buffer, packed.byteOffset + i * FINGERPRINT_BYTES, FINGERPRINT_BYTES);
}
